//! Names of files that not every system can have.

/// Names that Windows keeps for devices, whatever the extension and the case.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Whether Windows rejects a file of this name.
#[must_use]
pub fn is_reserved_on_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered =
        |device: &str| stem.strip_prefix(device).is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']));
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt") || name.ends_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_reserved_in_any_case_with_any_extension() {
        for name in ["aux", "AUX.yaml", "con.rs", "nul.tar.gz", "Prn", "com1.md", "lpt9", "trailing.", "trailing "] {
            assert!(is_reserved_on_windows(name), "{name}");
        }
        for name in ["auxiliary", "console.rs", "com", "com10", "com0", "lpt", "null", "x.aux", ""] {
            assert!(!is_reserved_on_windows(name), "{name}");
        }
    }
}
