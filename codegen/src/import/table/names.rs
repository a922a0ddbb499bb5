//! Names of a source → names of a spec.

use heck::ToSnakeCase;
use std::collections::BTreeSet;

/// A name may have this many characters.
const MAX_NAME_CHARS: usize = 100;

/// Whether a spec takes a name as it is.
pub fn is_name(text: &str) -> bool {
    text.len() <= MAX_NAME_CHARS
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().any(|c| c != '_')
}

/// A name from any text: its ASCII letters and digits, with underscores for what is between them.
pub fn name_from(text: &str, fallback: &str) -> String {
    let mut name = String::new();
    for piece in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|piece| !piece.is_empty()) {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(piece);
    }
    let first_is_digit = name.starts_with(|c: char| c.is_ascii_digit());
    let mut name = if first_is_digit { format!("{fallback}_{name}") } else { name };
    name.truncate(MAX_NAME_CHARS - 10);
    if is_name(&name) { name } else { fallback.to_owned() }
}

/// A name that no other one is equal to in snake case: Rust would not distinguish them.
pub fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.clone();
    let mut number = 2;
    while !taken.insert(candidate.to_snake_case()) {
        candidate = format!("{name}_{number}");
        number += 1;
    }
    candidate
}

/// The parts of a name: `getBookByISBN` → get, book, by, isbn.
pub fn parts(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether two names are the same but for case, dashes and underscores: `ticket_id` and `ticketId`.
pub fn is_same(a: &str, b: &str) -> bool {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    plain(a) == plain(b)
}

/// The plural of an English noun, in lower case.
pub fn plural(noun: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| noun.ends_with(end));
    match noun {
        "person" => "people".to_owned(),
        "child" => "children".to_owned(),
        "info" | "data" | "media" | "status" | "people" | "children" | "news" | "sms" => noun.to_owned(),
        _ if ends(&["ay", "ey", "oy", "uy"]) => format!("{noun}s"),
        _ if noun.ends_with('y') => format!("{}ies", &noun[..noun.len() - 1]),
        _ if ends(&["s", "x", "z", "ch", "sh"]) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// The singular of an English noun, in lower case.
pub fn singular(noun: &str) -> String {
    let stem = |end: &str| noun.strip_suffix(end).filter(|stem| stem.len() > 1);
    match noun {
        "people" => return "person".to_owned(),
        "children" => return "child".to_owned(),
        "status" | "news" | "sms" | "address" | "access" | "process" | "series" | "analysis" => return noun.to_owned(),
        _ => {}
    }
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    for end in ["sses", "xes", "ches", "shes", "zes", "statuses"] {
        if let Some(stem) = noun.strip_suffix("es").filter(|_| noun.ends_with(end)) {
            return stem.to_owned();
        }
    }
    match stem("s") {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with('u') => stem.to_owned(),
        _ => noun.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_have_a_singular_and_a_plural() {
        for (one, many) in [
            ("book", "books"),
            ("company", "companies"),
            ("key", "keys"),
            ("box", "boxes"),
            ("branch", "branches"),
            ("address", "addresses"),
            ("person", "people"),
            ("status", "status"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many), one);
            assert_eq!(singular(one), one);
        }
    }

    #[test]
    fn any_text_becomes_a_name() {
        assert_eq!(name_from("get-book now!", "function"), "get_book_now");
        assert_eq!(name_from("+1", "field"), "field_1");
        assert_eq!(name_from("名前", "field"), "field");
        assert!(is_name(&name_from(&"x".repeat(500), "field")));
        let mut taken = BTreeSet::new();
        let names = ["userId", "user_id", "USER_ID", "user_id_2"].map(|name| unique(name.to_owned(), &mut taken));
        assert_eq!(names, ["userId", "user_id_2", "USER_ID_3", "user_id_2_2"]);
    }
}
