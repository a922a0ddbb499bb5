//! What a YAML parser says, on one line.

/// The problem and its place. The parser's own text goes on with a frame, which names a file that is not the user's.
pub(crate) fn problem(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_with_the_place() {
        assert_eq!(problem("error: line 2 column 7: unknown\n --> <input>:2:7\n"), "line 2 column 7: unknown");
    }
}
