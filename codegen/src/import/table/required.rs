//! Whether a description says that its field is required.

/// What say it.
const MARKERS: [&str; 2] = ["required", "mandatory"];

/// Whether a description begins or ends by saying that the field is required. "Required if …" does not: only some calls need it.
pub fn says_required(doc: &str) -> bool {
    let doc = doc.to_lowercase();
    let doc = doc.trim();
    let start = doc.trim_start_matches(|c: char| !c.is_alphanumeric());
    let begins = MARKERS.iter().filter_map(|marker| start.strip_prefix(marker)).any(|rest| {
        let rest = rest.trim_start_matches(['*', '_', '`']).trim_start();
        rest.is_empty() || rest.starts_with(['.', ':', ';', ',', ')', ']', '!', '-', '–', '—'])
    });
    begins || ends(doc)
}

/// `… (required)`, `… Required.`, `… is required.`
fn ends(doc: &str) -> bool {
    let text = doc.trim_end_matches(|c: char| !c.is_alphanumeric());
    MARKERS.iter().filter_map(|marker| text.strip_suffix(marker)).any(|before| {
        let before = before.trim_end_matches(['*', '_', '`']);
        let is_own = before.trim_end().ends_with(['.', '(', '[', '-', '–', '—', ':', ';', ',']);
        is_own || before.ends_with(" is ") || before.ends_with(" are ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_at_either_end_count() {
        for doc in [
            "Required: the token.",
            "(Required) the token",
            "**required** - the token",
            "REQUIRED",
            "The token. Required.",
            "The token (required)",
            "This field is required.",
            "[mandatory] the token",
        ] {
            assert!(says_required(doc), "{doc}");
        }
        for doc in [
            "Optional: the token, required by some.",
            "Required if there is no id.",
            "Required for lists",
            "This is not required.",
            "Requires a token",
            "Optional. The required one is used.",
            "",
        ] {
            assert!(!says_required(doc), "{doc}");
        }
    }
}
