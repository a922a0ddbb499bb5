//! The known name that a misspelt one most likely means.

/// A longer text is no misspelt name, and the distance costs the square of its length.
const MAX_CHARS: usize = 100;

/// The nearest of the known names, if it is near enough. Case, underscores, hyphens and spaces do not count.
#[must_use]
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(given, &mut known.into_iter())
}

/// The same for any iterator, compiled once.
fn nearest_of<'a>(given: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let given = plain(&given.chars().take(MAX_CHARS).collect::<String>());
    let mut nearest: Option<(usize, &str)> = None;
    for name in known {
        let distance = strsim::osa_distance(&given, &plain(name));
        let is_near = distance <= (name.len().max(given.len()) / 3).max(1);
        if is_near && nearest.is_none_or(|(least, _)| distance < least) {
            nearest = Some((distance, name));
        }
    }
    nearest.map(|(_, name)| name)
}

fn plain(text: &str) -> String {
    let mut plain = text.to_lowercase();
    plain.retain(|character| !matches!(character, '_' | '-' | ' '));
    plain
}

#[cfg(test)]
mod tests {
    use crate::suggest::nearest;

    #[test]
    fn misspelt_name_finds_the_nearest_known_one() {
        let known = ["email", "userId", "lastLoanAt"];
        for (given, expected) in
            [("emial", "email"), ("user_id", "userId"), ("lastLoanAT", "lastLoanAt"), ("emails", "email")]
        {
            assert_eq!(nearest(given, known), Some(expected), "{given}");
        }
        assert_eq!(nearest("subject", known), None);
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }
}
