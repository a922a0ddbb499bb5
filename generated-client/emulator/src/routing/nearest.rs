//! Suggests the known path that is most similar to an unknown one.

use intercom_client::schema::Function;

/// The most similar path and its difference from the given one.
pub fn nearest(functions: &[&'static Function], method: &str, segments: &[String]) -> Option<String> {
    let (_, function) = functions
        .iter()
        .map(|function| (distance(method, segments, function), *function))
        .min_by_key(|(distance, _)| *distance)?;
    let difference = difference(method, segments, function);
    Some(format!("the nearest is {} {} ({}): {difference}", function.http.as_str(), function.path, function.name))
}

fn parts(function: &Function) -> impl Iterator<Item = &'static str> {
    function.path.split('/').skip(1)
}

/// The edit distance; an additional or a missing segment counts as a complete text.
fn distance(method: &str, segments: &[String], function: &Function) -> usize {
    const TEXT: usize = 6;
    let count = parts(function).count();
    let texts = parts(function).zip(segments).map(|(part, segment)| {
        if part.starts_with('{') { usize::from(segment.is_empty()) * TEXT } else { edit_distance(part, segment) }
    });
    texts.sum::<usize>() + count.abs_diff(segments.len()) * TEXT + usize::from(function.http.as_str() != method)
}

/// Of a long segment only the start is compared: the edit distance takes time that grows with the product of both lengths.
fn edit_distance(part: &str, segment: &str) -> usize {
    const MAX_CHARS: usize = 100;
    let start: String = segment.chars().take(MAX_CHARS).collect();
    strsim::levenshtein(part, &start)
}

fn difference(method: &str, segments: &[String], function: &Function) -> String {
    let mut differences = Vec::new();
    if function.http.as_str() != method {
        differences.push(format!("the method is {}, not {}", function.http.as_str(), method.escape_debug()));
    }
    for (part, segment) in parts(function).zip(segments) {
        if !part.starts_with('{') && part != segment {
            differences.push(format!("`{part}`, not `{}`", shorten(segment)));
        }
    }
    let count = parts(function).count();
    match segments.get(count..) {
        Some([]) => {}
        Some(more) => differences.push(format!("without `/{}`", shorten(&more.join("/")))),
        None => {
            let missing: Vec<_> = parts(function).skip(segments.len()).collect();
            differences.push(format!("`/{}` is missing", missing.join("/")));
        }
    }
    if differences.is_empty() { "no difference".to_owned() } else { differences.join("; ") }
}

fn shorten(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    let short: String = text.chars().take(MAX_CHARS).collect();
    short.escape_debug().to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use intercom_client::FUNCTIONS;

    fn hint(method: &str, path: &str) -> String {
        let segments: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
        nearest(FUNCTIONS, method, &segments).unwrap()
    }

    #[test]
    fn nearest_path_and_difference_are_named() {
        assert_eq!(hint("GET", "/user"), "the nearest is GET /users (getUsers): `users`, not `user`");
        assert_eq!(hint("GET", "/tag"), "the nearest is GET /tags (getAppTags): `tags`, not `tag`");
        let reply = hint("PUT", "/conversations/7/replies");
        assert!(reply.contains("POST /conversations/{conversationId}/reply"), "{reply}");
        assert!(reply.contains("the method is POST, not PUT; `reply`, not `replies`"), "{reply}");
        assert!(hint("GET", "/users/a/b/c").contains("without `/b/c`"), "{}", hint("GET", "/users/a/b/c"));
    }
}
