//! The known name that a misspelt one most likely means.

/// The nearest of the known names, if one is near enough to be meant. Case and underscores do not count.
#[must_use]
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    // A suggestion for a very long text is of no use, and the distance costs its square.
    let given = plain(given.get(..100).unwrap_or(given));
    known
        .into_iter()
        .map(|name| (distance(&given, &plain(name)), name))
        .filter(|(distance, name)| *distance <= (name.len().max(given.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edits between two texts: insert, delete, replace, swap neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_fingers_finds_its_name() {
        let known = ["email", "userId", "lastSeenIp"];
        for (given, meant) in
            [("emial", "email"), ("user_id", "userId"), ("lastSeenIP", "lastSeenIp"), ("emails", "email")]
        {
            assert_eq!(nearest(given, known), Some(meant), "{given}");
        }
        assert_eq!(nearest("subject", known), None);
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }
}
