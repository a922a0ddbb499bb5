//! The `Link` header of RFC 8288.

use http::{HeaderMap, header};

/// The address under a relation, of all `Link` headers the first. Parts that cannot be read are passed over.
pub(crate) fn link(headers: &HeaderMap, relation: &str) -> Option<String> {
    for value in headers.get_all(header::LINK) {
        let links = value.to_str().map(links).unwrap_or_default();
        if let Some(link) = links.iter().find(|link| link.has_relation(relation)) {
            return Some(link.address.to_owned());
        }
    }
    None
}

/// One link: its address and what stands after it.
struct Link<'a> {
    address: &'a str,
    parameters: &'a str,
}

impl Link<'_> {
    fn has_relation(&self, relation: &str) -> bool {
        let parameters = split(self.parameters, ';').into_iter().filter_map(|parameter| parameter.split_once('='));
        let mut relations = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
        relations.next().is_some_and(|(_, value)| {
            let value = value.trim().trim_matches('"');
            value.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(relation))
        })
    }
}

fn links(header: &str) -> Vec<Link<'_>> {
    let parts = split(header, ',').into_iter();
    parts
        .filter_map(|part| {
            let (address, parameters) = part.trim().strip_prefix('<')?.split_once('>')?;
            Some(Link { address, parameters })
        })
        .collect()
}

/// The parts between separators, but for those within angle brackets and quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut is_address, mut is_quoted, mut is_escaped) = (false, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if !is_address => is_quoted = !is_quoted,
            '<' if !is_quoted => is_address = true,
            '>' if !is_quoted => is_address = false,
            _ if character == separator && !is_address && !is_quoted => {
                parts.push(&text[start..at]);
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::LINK, value.parse().unwrap());
        }
        link(&headers, "next")
    }

    #[test]
    fn the_relation_is_found_however_it_is_written() {
        for (header, address) in [
            ("<https://x.test/a?page=2>; rel=\"next\"", "https://x.test/a?page=2"),
            (
                "<https://x.test/a?page=1>; rel=\"prev\", <https://x.test/a?page=3>; rel=\"next\"",
                "https://x.test/a?page=3",
            ),
            ("</a?b=1,2;3>; title=\"a, <b>; rel=prev\"; REL=Next", "/a?b=1,2;3"),
            ("</a>;rel=\"last next\"", "/a"),
            ("</a>; rel=next; rel=prev", "/a"),
        ] {
            assert_eq!(next(&[header]).as_deref(), Some(address), "{header}");
        }
        assert_eq!(next(&["</a>; rel=prev", "</b>; rel=next"]).as_deref(), Some("/b"));
        for header in [
            "",
            "</a>",
            "</a>; rel=prev; rel=next",
            "/a; rel=next",
            "</a; rel=next",
            "</a>; x=\"rel=next\"",
            "</a>; rel=nextt",
        ] {
            assert_eq!(next(&[header]), None, "{header}");
        }
    }
}
