//! The arguments of a call: those of `--args`, and those that have an option of their own.

use crate::exit_error::ExitError;
use crate::input::{self, ARGS};
use crate::names;
use crate::options::{Options, is_repeated};
use api_client_runtime::schema::{Field, Function, Kind};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The arguments of a call as a JSON object.
pub fn read(function: &'static Function, options: &Options<'_>) -> Result<String, ExitError> {
    let options_given: Vec<(&'static Field, String, Vec<&str>)> = names::options(function)
        .into_iter()
        .filter_map(|(field, name)| Some((field, format!("--{name}"), options.field(field.name)?)))
        .collect();
    // Standard input is read once; said before anything waits for it.
    let args = options.text("args").filter(|args| *args == "-").map(|_| ARGS);
    let fields = options_given.iter().filter(|(field, _, values)| values.contains(&"-") && reads_files(field));
    let readers: Vec<&str> = args.into_iter().chain(fields.map(|(_, option, _)| option.as_str())).collect();
    if let [first, second, ..] = readers[..] {
        return Err(ExitError::usage(format!("{first} and {second} both read standard input; name a file")));
    }
    let args = options.text("args").map(|value| input::read(ARGS, value)).transpose()?;
    let args = args.unwrap_or_else(|| "{}".to_owned());
    input::parse(&args)?;
    let mut given = Vec::with_capacity(options_given.len());
    for (field, option, values) in options_given {
        given.push((field, value(field, &option, &values)?, option));
    }
    if given.is_empty() {
        return Ok(args);
    }
    merge(&args, given)
}

/// Adds arguments to those of `--args`.
fn merge(args: &str, given: Vec<(&'static Field, String, String)>) -> Result<String, ExitError> {
    let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(args)
        .map_err(|error| ExitError::usage(format!("{ARGS} is not a JSON object: {error}")))?;
    for (field, value, option) in given {
        let value = RawValue::from_string(value).map_err(|error| ExitError::usage(format!("{option}: {error}")))?;
        if members.insert(field.name.to_owned(), value).is_some() {
            return Err(ExitError::usage(format!("{option} and `{}` in {ARGS} are the same; pass one", field.name)));
        }
    }
    serde_json::to_string(&members).map_err(|error| ExitError::failure(format!("cannot write the arguments: {error}")))
}

/// Whether `@file` and `-` stand for what is read there.
fn reads_files(field: &Field) -> bool {
    match field.kind {
        Kind::Text => field.secret,
        Kind::Object | Kind::Objects | Kind::List | Kind::Json => true,
        _ => false,
    }
}

/// The values of an option as JSON. Whether they fit the field is for the client to say.
fn value(field: &Field, option: &str, values: &[&str]) -> Result<String, ExitError> {
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        texts.push(if reads_files(field) { input::read(option, value)? } else { (*value).to_owned() });
    }
    let first = texts.first().map_or("", String::as_str);
    match field.kind {
        Kind::Text if field.secret => Ok(quote(first.strip_suffix('\n').unwrap_or(first))),
        Kind::File => file(option, first),
        _ => from_texts(field, option, &texts),
    }
}

/// Texts as JSON; they name no files.
pub fn from_texts(field: &Field, option: &str, texts: &[String]) -> Result<String, ExitError> {
    let first = texts.first().map_or("", String::as_str);
    Ok(match field.kind {
        _ if is_repeated(field.kind) => list(field, option, texts)?,
        Kind::Text => quote(first),
        Kind::Object | Kind::Json => json_text(option, first)?,
        // The client takes both, and says what is wrong with other text.
        _ => scalar(first),
    })
}

/// A list: one JSON array, or its items.
fn list(field: &Field, option: &str, texts: &[String]) -> Result<String, ExitError> {
    if let [only] = texts {
        let is_array = serde_json::from_str::<Vec<&RawValue>>(only).is_ok();
        match field.kind {
            _ if is_array => return Ok(only.clone()),
            Kind::CommaList => return Ok(quote(only)),
            _ => {}
        }
    }
    let mut items = Vec::with_capacity(texts.len());
    for text in texts {
        items.push(match field.kind {
            Kind::CommaList | Kind::Strings => quote(text),
            Kind::Objects => json_text(option, text)?,
            _ => scalar(text),
        });
    }
    Ok(format!("[{}]", items.join(",")))
}

/// JSON as it is where it is a number or a list, an object, true, false or null; otherwise the text as a JSON string.
pub fn scalar(text: &str) -> String {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) if !raw.get().starts_with('"') => raw.get().to_owned(),
        _ => quote(text),
    }
}

fn json_text(option: &str, text: &str) -> Result<String, ExitError> {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => Ok(raw.get().to_owned()),
        Err(error) => Err(ExitError::usage(format!(
            "{option} must be JSON, as '{{\"key\": \"value\"}}', @file or -; it is not (line {} column {})",
            error.line(),
            error.column()
        ))),
    }
}

pub fn quote(text: &str) -> String {
    Value::from(text).to_string()
}

fn file(option: &str, path: &str) -> Result<String, ExitError> {
    let path = path.strip_prefix('@').unwrap_or(path);
    let bytes = input::read_file(option, path)?;
    let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or("file");
    Ok(json!({ "name": name, "base64": BASE64_STANDARD.encode(bytes) }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, values: &[&str]) -> Result<String, String> {
        let field = Field::new("x", "X", kind);
        value(&field, "--x", values).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn values_become_json_of_their_kind() {
        for (kind, values, expected) in [
            (Kind::Text, &["7"][..], r#""7""#),
            (Kind::Text, &["@ines \"q\""], r#""@ines \"q\"""#),
            (Kind::Integer, &["12345678901234567890123"], "12345678901234567890123"),
            (Kind::Integer, &["x"], r#""x""#),
            (Kind::Number, &["1.50"], "1.50"),
            (Kind::Boolean, &["true"], "true"),
            (Kind::Time, &["1538130000"], "1538130000"),
            (Kind::Time, &["2018-09-28T10:20:00Z"], r#""2018-09-28T10:20:00Z""#),
            (Kind::CommaList, &["a,b"], r#""a,b""#),
            (Kind::CommaList, &["a,b", "c"], r#"["a,b","c"]"#),
            (Kind::Strings, &["a"], r#"["a"]"#),
            (Kind::Strings, &[r#"["a","b"]"#], r#"["a","b"]"#),
            (Kind::Integers, &["1", "2"], "[1,2]"),
            (Kind::Objects, &[r#"{"n":1.0}"#, "{}"], r#"[{"n":1.0},{}]"#),
            (Kind::Objects, &[r#"[{"n":1}]"#], r#"[{"n":1}]"#),
            (Kind::Object, &[r#" {"n":1e2} "#], r#"{"n":1e2}"#),
            (Kind::List, &["a", "1"], r#"["a",1]"#),
        ] {
            assert_eq!(of(kind, values).as_deref(), Ok(expected), "{kind:?} {values:?}");
        }
    }

    #[test]
    fn text_where_json_is_wanted_is_rejected_without_quoting_it() {
        let message = of(Kind::Object, &["canary=1"]).unwrap_err();
        assert!(message.starts_with("--x must be JSON") && !message.contains("canary"), "{message}");
    }
}
