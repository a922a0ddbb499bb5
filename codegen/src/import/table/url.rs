//! URLs of a source, such as `https://api.example.com/v1/books/{{book_id}}`, in their parts.

/// A URL in its parts. Placeholders are written `{name}` whatever the source writes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Url {
    /// `https://{domain}.example.com`; `None` for a path alone.
    pub origin: Option<String>,
    /// The segments of the path.
    pub segments: Vec<String>,
    /// The query, in order.
    pub query: Vec<(String, String)>,
}

impl Url {
    /// Parses a URL or a path.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = braces(text.trim());
        let (text, _) = text.split_once('#').unwrap_or((&text, ""));
        let (before, query) = text.split_once('?').unwrap_or((text, ""));
        let (origin, path) = match before.split_once("://") {
            Some((scheme, rest)) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                if !["http", "https"].contains(&scheme) || authority.is_empty() {
                    return Err(format!("`{before}` is not an HTTP URL"));
                }
                (Some(format!("{scheme}://{authority}")), path)
            }
            None if before.starts_with('/') => (None, before),
            None => return Err(format!("`{before}` is neither a URL nor a path")),
        };
        let segments: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(segment).collect();
        if let Some(bad) = segments.iter().find(|segment| !is_plain(segment)) {
            return Err(format!("the path contains `{bad}`"));
        }
        let query = query.split('&').filter(|pair| !pair.is_empty());
        let query = query.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Ok(Self { origin, segments, query: query.map(|(key, value)| (key.to_owned(), value.to_owned())).collect() })
    }
}

/// The names between braces.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name.trim()))
}

/// `{{name}}`, `<name>` and `${name}` as `{name}`.
fn braces(text: &str) -> String {
    let text = text.replace("{{", "{").replace("}}", "}").replace("${", "{");
    if text.contains('<') && text.contains('>') { text.replace('<', "{").replace('>', "}") } else { text }
}

/// `:name` as `{name}`.
fn segment(text: &str) -> String {
    let name = text
        .strip_prefix(':')
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    name.map_or_else(|| text.to_owned(), |name| format!("{{{name}}}"))
}

/// Whether a segment is plain text with placeholders.
fn is_plain(segment: &str) -> bool {
    let mut literal = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { return false };
        if name.trim().is_empty() || name.contains('{') {
            return false;
        }
        literal.push_str(before);
        rest = after;
    }
    literal.push_str(rest);
    literal.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:".contains(&b)) && !matches!(segment, "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_written_in_one_way() {
        let url =
            Url::parse("https://{{domain}}.example.com/v1/books/:book_id/<page>.json?full=true&q={{q}}#top").unwrap();
        assert_eq!(url.origin.as_deref(), Some("https://{domain}.example.com"));
        assert_eq!(url.segments, ["v1", "books", "{book_id}", "{page}.json"]);
        assert_eq!(url.query, [("full".to_owned(), "true".to_owned()), ("q".to_owned(), "{q}".to_owned())]);
        assert_eq!(placeholders(&url.segments.join("/")).collect::<Vec<_>>(), ["book_id", "page"]);
    }

    #[test]
    fn what_is_no_url_is_an_error() {
        for text in ["", "books", "ftp://example.com", "https://", "/a b", "/a/../b", "/{", "/{}", "/a%2Fb"] {
            assert!(Url::parse(text).is_err(), "{text}");
        }
    }
}
