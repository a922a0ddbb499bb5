//! Characters that readers cannot see.

/// Whether a character is a control character other than a line feed, or a formatting character that reorders text or
/// makes it invisible (the "Trojan Source" characters, CVE-2021-42574, and zero-width ones).
#[must_use]
pub fn is_invisible(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}
