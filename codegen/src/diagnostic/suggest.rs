//! Suggestions for misspelt names.

/// The known name that a misspelt one most likely means, if one is near enough.
#[must_use]
pub fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let given_plain = plain(given);
    known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&given_plain, &plain(name)), *name))
        .filter(|(distance, name)| *distance <= (name.len().max(given.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
