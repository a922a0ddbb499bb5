//! The route that somebody may have meant.

use intercom_client::FUNCTIONS;
use intercom_client::runtime::Function;

/// The nearest route to one that is not there, and in what it differs.
pub(crate) fn nearest(method: &str, segments: &[String]) -> Option<String> {
    let (_, function) = FUNCTIONS
        .iter()
        .map(|function| (distance(method, segments, function), *function))
        .min_by_key(|(distance, _)| *distance)?;
    let difference = difference(method, segments, function);
    Some(format!("the nearest is {} {} ({}): {difference}", function.http.as_str(), function.path, function.name))
}

fn parts(function: &Function) -> impl Iterator<Item = &'static str> {
    function.path.split('/').skip(1)
}

/// How much would have to change: a segment more or less counts as a word.
fn distance(method: &str, segments: &[String], function: &Function) -> usize {
    const WORD: usize = 6;
    let count = parts(function).count();
    let words = parts(function).zip(segments).map(|(part, segment)| {
        if part.starts_with('{') { usize::from(segment.is_empty()) * WORD } else { strsim::levenshtein(part, segment) }
    });
    words.sum::<usize>() + count.abs_diff(segments.len()) * WORD + usize::from(function.http.as_str() != method)
}

fn difference(method: &str, segments: &[String], function: &Function) -> String {
    let mut differences = Vec::new();
    if function.http.as_str() != method {
        differences.push(format!("it is a {}, not a {}", function.http.as_str(), method.escape_debug()));
    }
    for (part, segment) in parts(function).zip(segments) {
        if !part.starts_with('{') && part != segment {
            differences.push(format!("`{part}`, not `{}`", shown(segment)));
        }
    }
    let count = parts(function).count();
    match segments.get(count..) {
        Some([]) => {}
        Some(more) => differences.push(format!("nothing after it such as `/{}`", shown(&more.join("/")))),
        None => {
            let missing: Vec<_> = parts(function).skip(segments.len()).collect();
            differences.push(format!("`/{}` is missing", missing.join("/")));
        }
    }
    if differences.is_empty() { "they are the same".to_owned() } else { differences.join("; ") }
}

fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let short: String = text.chars().take(LONGEST).collect();
    short.escape_debug().to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn told(method: &str, path: &str) -> String {
        let segments: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
        nearest(method, &segments).unwrap()
    }

    #[test]
    fn the_nearest_route_and_the_difference() {
        assert_eq!(told("GET", "/user"), "the nearest is GET /users (getUsers): `users`, not `user`");
        assert_eq!(told("GET", "/tag"), "the nearest is GET /tags (getAppTags): `tags`, not `tag`");
        let reply = told("PUT", "/conversations/7/replies");
        assert!(reply.contains("POST /conversations/{conversationId}/reply"), "{reply}");
        assert!(reply.contains("it is a POST, not a PUT; `reply`, not `replies`"), "{reply}");
        assert!(told("GET", "/users/a/b/c").contains("nothing after it such as"), "{}", told("GET", "/users/a/b/c"));
    }
}
