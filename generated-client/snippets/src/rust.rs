//! The typed call in Rust. The try-it page has the same in JavaScript (`rust.js`); a test compares both.

use crate::catalogue::{Catalogue, Function, Param, Variant};
use crate::json::Json;
use crate::language::Language;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::collections::BTreeSet;

/// A statement longer than this has one link a line.
const MAX_STATEMENT_CHARS: usize = 100;

/// A typed call.
#[derive(Clone, Copy, Debug)]
pub struct RustCall<'a> {
    /// The API.
    pub catalogue: &'a Catalogue,
    /// The function.
    pub function: &'a Function,
    /// The arguments that were set.
    pub args: &'a [(String, Json)],
}

impl<'a> RustCall<'a> {
    /// The call as one expression, such as `client.users().get(types::PersonRef::email("a@b"))`.
    #[must_use]
    pub fn call(&self) -> String {
        self.chain().concat()
    }

    /// The call for a reader: one link a line when it is long, awaited.
    #[must_use]
    pub fn statement(&self) -> String {
        let binding = match self.function.binding.as_str() {
            "" => String::new(),
            name => format!("let {name} = "),
        };
        let mut links = self.chain();
        links.push(".await?;".to_owned());
        let line = format!("{binding}{}", links.concat());
        if line.chars().count() <= MAX_STATEMENT_CHARS && !line.contains('\n') {
            return line;
        }
        let (head, rest) = links.split_at(1);
        let rest = rest.iter().map(|link| format!("\n    {}", link.replace('\n', "\n    ")));
        format!("{binding}{}{}", head.concat(), rest.collect::<String>())
    }

    /// The `use` line that the statement needs.
    #[must_use]
    pub fn uses(&self) -> String {
        let mut names = self.modules();
        names.insert("Client".to_owned());
        names.extend(self.runtime_names().into_iter().map(str::to_owned));
        let names: Vec<String> = names.into_iter().collect();
        match &names[..] {
            [only] => format!("use {}::{only};", self.catalogue.library),
            many => format!("use {}::{{{}}};", self.catalogue.library, many.join(", ")),
        }
    }

    /// The arguments of the dynamic call.
    #[must_use]
    pub fn dynamic_args(&self) -> String {
        json_macro(&Json::Object(self.args.to_vec()))
    }

    /// The Rust modules below the crate's root that the call names.
    #[must_use]
    pub fn modules(&self) -> BTreeSet<String> {
        let params = self.function.params.iter().filter(|param| self.given(param.field).is_some());
        params.filter_map(|param| Some(param.path.split_once("::")?.0.to_owned())).collect()
    }

    /// What the call needs of the runtime: the `json!` macro, and types.
    #[must_use]
    pub fn runtime_names(&self) -> BTreeSet<&'static str> {
        let given =
            self.function.params.iter().filter_map(|param| Some((param.kind.as_str(), self.given(param.field)?)));
        let name = |(kind, value): (&str, &Json)| match (kind, value) {
            (_, Json::Null) => None,
            ("object" | "json", _) => Some("json"),
            ("objects" | "list", Json::Array(items)) if items.is_empty() => Some("Value"),
            ("objects" | "list", _) => Some("json"),
            ("file", _) => Some("File"),
            _ => None,
        };
        given.filter_map(name).collect()
    }

    /// The links of the method chain: `client`, `.users()`, `.get(…)`, and the setters.
    fn chain(&self) -> Vec<String> {
        let given = |param: &'a Param| self.given(param.field).map(|value| self.expression(param, value));
        let (required, optional): (Vec<&Param>, Vec<&Param>) =
            self.function.params.iter().partition(|param| param.required);
        let required: Vec<String> = required.into_iter().filter_map(given).collect();
        let mut links = vec!["client".to_owned(), format!(".{}()", self.function.rust_module)];
        let line = required.join(", ");
        let arguments = if line.chars().count() <= 90 || line.contains('\n') {
            line
        } else {
            format!("\n    {},\n", required.join(",\n    "))
        };
        links.push(format!(".{}({arguments})", self.function.rust_method));
        links.extend(optional.into_iter().filter_map(|param| match self.given(param.field)? {
            Json::Null => Some(format!(".clear_{}()", param.rust.trim_start_matches("r#"))),
            _ => Some(format!(".{}({})", param.rust, given(param)?)),
        }));
        links
    }

    fn given(&self, field: usize) -> Option<&'a Json> {
        let name = &self.function.fields.get(field)?.name;
        self.args.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    fn variants(&self, param: &Param) -> &'a [Variant] {
        self.catalogue.enums.get(&param.path).map(Vec::as_slice).unwrap_or_default()
    }

    /// An argument as a Rust expression.
    fn expression(&self, param: &Param, value: &Json) -> String {
        match (param.kind.as_str(), value) {
            ("strings", Json::Array(items)) => {
                strings(items.iter().map(|item| item.as_str().unwrap_or_default()).collect())
            }
            ("strings", Json::String(text)) => {
                strings(text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect())
            }
            ("object" | "json", value) => json_macro(value),
            ("objects" | "list", Json::Array(items)) if items.is_empty() => "Vec::<Value>::new()".to_owned(),
            ("integers", Json::Array(items)) if items.is_empty() => "Vec::<i64>::new()".to_owned(),
            ("numbers", Json::Array(items)) if items.is_empty() => "Vec::<f64>::new()".to_owned(),
            ("integers", Json::Array(items)) => {
                array(&items.iter().map(|item| integer(&item.to_string())).collect::<Vec<_>>())
            }
            ("numbers", Json::Array(items)) => {
                array(&items.iter().map(|item| float(&item.to_string())).collect::<Vec<_>>())
            }
            ("date_time", Json::String(text)) => unix_seconds(text).unwrap_or_default().to_string(),
            ("file", value) => file(value),
            ("objects" | "list", Json::Array(items)) => array(&items.iter().map(json_macro).collect::<Vec<_>>()),
            ("number", Json::Number(digits)) => float(digits),
            ("time", Json::String(text)) if unix_seconds(text).is_some() => {
                integer(&unix_seconds(text).unwrap_or_default().to_string())
            }
            ("integer" | "time" | "date_time", Json::Number(digits) | Json::String(digits)) => integer(digits),
            ("enum", Json::String(text)) => match self.variants(param).iter().find(|variant| variant.value == *text) {
                Some(variant) => format!("{}::{}", param.path, variant.rust),
                None => literal(text),
            },
            ("selector", Json::String(text)) => {
                let chosen = param.selector.and_then(|selector| self.given(selector)).and_then(Json::as_str);
                let variant = self.variants(param).iter().find(|variant| Some(variant.value.as_str()) == chosen);
                let constructor = variant.map_or("", |variant| variant.constructor.as_str());
                format!("{}::{constructor}({})", param.path, literal(text))
            }
            (_, Json::String(text)) => literal(text),
            (_, value) => value.to_string(),
        }
    }
}

/// A whole number. A literal is an `i32` where nothing says more, and a larger one does not compile then.
fn integer(digits: &str) -> String {
    let is_large = digits.parse::<i64>().is_ok_and(|number| i32::try_from(number).is_err());
    if is_large { format!("{digits}_i64") } else { digits.to_owned() }
}

/// A file, of an argument with its text or its bytes.
fn file(value: &Json) -> String {
    let text = |key: &str| value.get(key).and_then(Json::as_str);
    let name = literal(text("name").unwrap_or("file"));
    let content_type = text("type").map(|kind| format!(".with_content_type({})", literal(kind))).unwrap_or_default();
    match (text("text"), text("base64")) {
        (Some(contents), _) => format!("File::new({name}, {}){content_type}", literal(contents)),
        (None, bytes) => {
            let bytes = bytes.and_then(|text| BASE64_STANDARD.decode(text).ok()).unwrap_or_default();
            let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
            format!("File::new({name}, vec![{}]){content_type}", bytes.join(", "))
        }
    }
}

/// A number as a literal of `f64`.
fn float(digits: &str) -> String {
    if digits.contains(['.', 'e', 'E']) { digits.to_owned() } else { format!("{digits}.0") }
}

fn strings(items: Vec<&str>) -> String {
    if items.is_empty() {
        return "Vec::<String>::new()".to_owned();
    }
    array(&items.into_iter().map(literal).collect::<Vec<_>>())
}

/// An array of expressions, one a line when it is long.
fn array(items: &[String]) -> String {
    let line = format!("[{}]", items.join(", "));
    if line.chars().count() <= 80 { line } else { format!("[\n    {},\n]", items.join(",\n    ")) }
}

/// A Rust string literal.
fn literal(text: &str) -> String {
    Language::find("rust").map(|language| language.literal(text)).unwrap_or_default()
}

/// A value as `json!(…)`; `json!` reads JSON's syntax, and Rust's literals have other escapes.
fn json_macro(value: &Json) -> String {
    format!("json!({})", rust_json(value))
}

fn rust_json(value: &Json) -> String {
    match value {
        Json::String(text) => literal(text),
        Json::Array(items) => format!("[{}]", items.iter().map(rust_json).collect::<Vec<_>>().join(", ")),
        Json::Object(members) if members.is_empty() => "{}".to_owned(),
        Json::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{}: {}", literal(key), rust_json(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Json::Number(digits) => number(digits),
        other => other.to_string(),
    }
}

/// A number literal; `json!` would take a whole number without a suffix for an `i32`.
fn number(digits: &str) -> String {
    if digits.contains(['.', 'e', 'E']) || digits.parse::<i32>().is_ok() {
        digits.to_owned()
    } else if digits.parse::<i64>().is_ok() {
        format!("{digits}_i64")
    } else if digits.parse::<u64>().is_ok() {
        format!("{digits}_u64")
    } else {
        format!("{digits}_f64")
    }
}

/// The unix seconds of an RFC 3339 date such as `2018-09-28T10:20:00Z`; `None` for another text. Our own, since a library for
/// dates would weigh more than this crate does.
fn unix_seconds(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| {
        let digits = text.get(range)?;
        if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse::<i64>().ok() } else { None }
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let zone = text.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = match zone.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), ..] if zone.len() == 6 => {
            let at = text.len() - 6;
            let seconds = number(at + 1..at + 3)? * 3600 + number(at + 4..at + 6)? * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    // Days of the civil calendar, counted from March (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let of_era = year.rem_euclid(400);
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day - 1;
    let days = year.div_euclid(400) * 146_097 + day_of_era - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second - offset)
}

#[cfg(test)]
mod tests {
    use super::unix_seconds;

    #[test]
    fn dates_become_unix_seconds() {
        assert_eq!(unix_seconds("2018-09-28T10:20:00Z"), Some(1_538_130_000));
        assert_eq!(unix_seconds("2018-09-28T12:20:00.5+02:00"), Some(1_538_130_000));
        assert_eq!(unix_seconds("1970-01-01T00:00:00Z"), Some(0));
        for text in ["", "2018-09-28", "soon", "2018-09-28T10:20:00", "1538130000"] {
            assert_eq!(unix_seconds(text), None, "{text}");
        }
    }
}
