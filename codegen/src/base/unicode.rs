//! Characters that readers cannot see, or cannot distinguish from a space.

/// Whether a character is a control character other than a line feed, or a formatting character that reorders text or
/// makes it invisible (the "Trojan Source" characters, CVE-2021-42574, zero-width ones, fillers, and tags).
#[must_use]
pub fn is_invisible(character: char) -> bool {
    // Nearly all text is of these.
    if matches!(character, ' '..='~') {
        return false;
    }
    (character.is_control() && character != '\n')
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{200B}'
            | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}')
}

/// Whether a character is a blank that looks like a space and is none: no-break, figure, em, ideographic and other spaces.
#[must_use]
pub fn is_unusual_blank(character: char) -> bool {
    matches!(character, '\u{00A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// A character by its code point and, where it is a usual one, its Unicode name: `U+00A0 (no-break space)`.
#[must_use]
pub fn described(character: char) -> String {
    let name = match character {
        '\0' => "null",
        '\u{1B}' => "escape",
        '\u{7F}' => "delete",
        '\u{85}' => "next line",
        '\u{A0}' => "no-break space",
        '\u{AD}' => "soft hyphen",
        '\u{34F}' => "combining grapheme joiner",
        '\u{61C}' => "Arabic letter mark",
        '\u{1680}' => "Ogham space mark",
        '\u{180E}' => "Mongolian vowel separator",
        '\u{2000}' => "en quad",
        '\u{2001}' => "em quad",
        '\u{2002}' => "en space",
        '\u{2003}' => "em space",
        '\u{2004}' => "three-per-em space",
        '\u{2005}' => "four-per-em space",
        '\u{2006}' => "six-per-em space",
        '\u{2007}' => "figure space",
        '\u{2008}' => "punctuation space",
        '\u{2009}' => "thin space",
        '\u{200A}' => "hair space",
        '\u{200B}' => "zero width space",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "pop directional formatting",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{202F}' => "narrow no-break space",
        '\u{205F}' => "medium mathematical space",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{3000}' => "ideographic space",
        '\u{3164}' => "Hangul filler",
        '\u{FEFF}' => "zero width no-break space",
        _ => "",
    };
    let code = format!("U+{:04X}", u32::from(character));
    if name.is_empty() { code } else { format!("{code} ({name})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_described_by_code_and_name() {
        assert_eq!(described('\u{a0}'), "U+00A0 (no-break space)");
        assert_eq!(described('\u{7}'), "U+0007");
    }

    #[test]
    fn letters_joiners_and_spaces_are_visible() {
        for character in ['a', ' ', '\n', '\u{e9}', '\u{200c}', '\u{200d}', '\u{1f469}', '\u{fe0f}'] {
            assert!(!is_invisible(character) && !is_unusual_blank(character), "{character:?}");
        }
    }
}
