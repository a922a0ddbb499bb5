//! Texts put together with a separator.

/// The texts with a separator between them. Compiled once, unlike `join` of the standard library, which is compiled again for each
/// kind of list, each of which must be collected before.
pub(crate) fn joined(texts: &mut dyn Iterator<Item = &str>, separator: &str) -> String {
    let mut joined = texts.next().unwrap_or_default().to_owned();
    for text in texts {
        joined.push_str(separator);
        joined.push_str(text);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn separators_stand_between_texts_only() {
        assert_eq!(joined(&mut ["a", "", "b"].into_iter(), ", "), "a, , b");
        assert_eq!(joined(&mut ["a"].into_iter(), ", "), "a");
        assert_eq!(joined(&mut std::iter::empty(), ", "), "");
    }
}
