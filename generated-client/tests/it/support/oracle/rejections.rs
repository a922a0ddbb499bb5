//! Argument sets that must be rejected before anything is sent.

use super::Json;
use super::cases::{Case, everything, in_path, minimal};
use super::function::{Field, Form, Function, Place};

/// A set of arguments that must be rejected.
#[derive(Clone, Debug)]
pub struct Rejection {
    pub case: Case,
    /// What the error must name.
    pub names: String,
}

/// Every way in which the arguments of a function can be wrong.
pub fn rejections(function: &Function) -> Vec<Rejection> {
    let mut rejections = Vec::new();
    let choices = choices(function);
    let first = choices.first().copied().flatten();
    unknown_arguments(function, first, &mut rejections);
    missing_arguments(function, first, &mut rejections);
    unknown_choices(function, first, &mut rejections);
    for field in function.fields.iter().filter(|field| !matches!(field.place, Place::Selector)) {
        for value in wrong_values(field) {
            reject(function, first, field, Json::parse(value).expect("JSON"), &mut rejections);
        }
    }
    for choice in choices {
        for field in function.fields.iter().filter(|field| in_path(field, choice)) {
            for value in ["", ".", "..", "a\nb", "a\u{0}b", "\u{7f}", "tab\t", "\u{85}"] {
                reject(function, choice, field, Json::text(value), &mut rejections);
            }
        }
    }
    rejections
}

type Choice<'a> = Option<(&'a str, &'a str)>;

fn choices(function: &Function) -> Vec<Choice<'_>> {
    match function.selector() {
        Some((selector, values)) => values.into_iter().map(|value| Some((selector, value))).collect(),
        None => vec![None],
    }
}

fn reject(function: &Function, choice: Choice<'_>, field: &Field, value: Json, rejections: &mut Vec<Rejection>) {
    let mut args = minimal(function, choice);
    args.retain(|(name, _)| *name != field.name);
    let what = format!("{} = {value}", field.name);
    args.push((field.name.clone(), value));
    rejections.push(Rejection { case: Case { what, args }, names: field.name.clone() });
}

fn unknown_arguments(function: &Function, choice: Choice<'_>, rejections: &mut Vec<Rejection>) {
    // Also the wire's names, which are not the tables'.
    for name in ["nope", "user_id", "per_page", "UserId", ""] {
        if function.field(name).is_none() {
            let mut args = minimal(function, choice);
            args.push((name.to_owned(), Json::text("x")));
            let case = Case { what: format!("unknown argument {name:?}"), args };
            rejections.push(Rejection { case, names: name.to_owned() });
        }
    }
}

fn missing_arguments(function: &Function, choice: Choice<'_>, rejections: &mut Vec<Rejection>) {
    let required = function.fields.iter().filter(|field| field.required && !matches!(field.place, Place::Credential));
    for field in required {
        let mut args = everything(function, choice);
        args.retain(|(name, _)| *name != field.name);
        let case = Case { what: format!("without {}", field.name), args };
        rejections.push(Rejection { case, names: field.name.clone() });
    }
    for field in &function.fields {
        let Some((other, trigger)) = field.required_when else { continue };
        let mut args = minimal(function, choice);
        args.retain(|(name, _)| name != other && *name != field.name);
        args.push((other.to_owned(), Json::text(trigger)));
        let case = Case { what: format!("{other} = {trigger} without {}", field.name), args };
        rejections.push(Rejection { case, names: field.name.clone() });
    }
}

fn unknown_choices(function: &Function, choice: Choice<'_>, rejections: &mut Vec<Rejection>) {
    let Some((selector, values)) = function.selector() else { return };
    let field = function.field(selector).expect("the selector is a field");
    for value in ["", "nope", "Email", "user_id ", "intercom_id", "intercom_user_id", "email"] {
        if !values.contains(&value) {
            reject(function, choice, field, Json::text(value), rejections);
        }
    }
    reject(function, choice, field, Json::Boolean(true), rejections);
}

/// Values of another type than the field's.
fn wrong_values(field: &Field) -> &'static [&'static str] {
    match field.form {
        Form::Text => &["25", "true", "{}", "[]", r#"["x"]"#, "null"],
        Form::Boolean => &[r#""true""#, "1", "0", "{}", "[]", "null"],
        Form::Number => &[r#""x""#, "true", "{}", "[]", "null"],
        Form::Complete => &[r#""49.5""#, "49.5", r#""x""#, r#""""#, "true", "{}", "[]", "null"],
        Form::Time => &[r#""x""#, r#""""#, r#""2018-13-45T00:00:00Z""#, r#""yesterday""#, "true", "{}", "[]", "null"],
        Form::CommaList | Form::WrappedList(_) => &["25", "true", "{}", "[1]", r#"["x",null]"#, "null"],
        Form::Texts => &["25", "true", "{}", "[1]", r#"["x",{}]"#, "null"],
        Form::Object => &["25", "true", "[]", "[{}]", r#""{}""#, "null"],
        Form::Objects => &["25", "true", "{}", r#""[]""#, "[1]", r#"[{},"x"]"#, "[null]", "null"],
    }
}
