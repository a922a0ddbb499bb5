//! What the encoders of path, query, headers and body share: the function, its layout and its arguments.

use crate::error::Error;
use crate::join::joined;
use crate::request::arg::{Arg, ArgValue};
use crate::request::encode::list::{comma_joined, comma_text, json_text, split_items};
use crate::schema::{Encode, FieldRef, Function, Layout, Source};
use std::borrow::Cow;

/// A function, the layout of its request, and its arguments.
pub struct EncodeContext<'a> {
    pub function: &'static Function,
    pub layout: &'static Layout,
    args: &'a [Option<Arg>],
}

impl<'a> EncodeContext<'a> {
    pub fn new(function: &'static Function, args: &'a [Option<Arg>]) -> Self {
        Self { function, layout: function.layout(), args }
    }

    pub fn given(&self, field: FieldRef) -> Option<&'a Arg> {
        self.args.get(field.position())?.as_ref()
    }

    pub fn has_value(&self, field: FieldRef, value: &str) -> bool {
        self.given(field).and_then(Arg::as_text) == Some(value)
    }

    /// Whether a value is sent: its field is given, and its condition is met.
    pub fn is_sent(&self, source: Source) -> bool {
        match source {
            Source::Field(field) => self.given(field).is_some(),
            Source::Case { field, selector, value } => self.has_value(selector, value) && self.given(field).is_some(),
            Source::Constant { with, .. } => with.is_none_or(|field| self.given(field).is_some()),
        }
    }

    /// Rejects an empty identifier: it would turn a call for one object into a call for all (`DELETE /users?user_id=`).
    fn check_identifier(&self, field: FieldRef) -> Result<(), Error> {
        let empty = self.given(field).and_then(Arg::as_text) == Some("");
        let identifies = field.required
            && ((self.layout.body().is_none() && self.layout.complete_body().is_none())
                || self.layout.selector_of(field).is_some());
        if empty && identifies { Err(self.invalid(field, "is empty")) } else { Ok(()) }
    }

    /// Reports all missing arguments at once.
    pub fn check_complete(&self) -> Result<(), Error> {
        let mut missing = Vec::new();
        for field in FieldRef::all(self.function.fields) {
            self.check_identifier(field)?;
            if field.credential || self.given(field).is_some() {
                continue;
            }
            let condition =
                self.layout.required_when(field).iter().find(|(other, value)| self.has_value(*other, value));
            if field.required {
                missing.push(format!("`{}`", field.name));
            } else if let Some((other, value)) = condition {
                missing.push(format!("`{}` (needed when `{}` is `{value}`)", field.name, other.name));
            } else if let Some(pair) = self.other_half(field) {
                missing.push(format!("`{}` (needed with `{}`)", field.name, pair.name));
            }
        }
        if missing.is_empty() {
            return self.check_groups();
        }
        let noun = if missing.len() == 1 { "argument is" } else { "arguments are" };
        Err(Error::argument(format!(
            "the required {noun} missing: {}",
            joined(&mut missing.iter().map(String::as_str), ", ")
        ))
        .with_function(self.function))
    }

    /// At least one of the groups that the function needs is given completely.
    fn check_groups(&self) -> Result<(), Error> {
        let needs = self.function.needs;
        let is_given = |name: &&str| self.function.field(name).is_some_and(|field| self.given(field).is_some());
        if needs.is_empty() || needs.iter().any(|group| group.iter().all(is_given)) {
            return Ok(());
        }
        let mut message = String::from("this call needs ");
        for (position, group) in needs.iter().enumerate() {
            message.push_str(if position == 0 { "`" } else { ", or `" });
            message.push_str(&joined(&mut group.iter().copied(), "` and `"));
            message.push('`');
        }
        Err(Error::argument(message).with_function(self.function))
    }

    /// The other half of a selector and its value, when only that one is given.
    fn other_half(&self, field: FieldRef) -> Option<FieldRef> {
        let other = self.layout.selects(field).or_else(|| self.layout.selector_of(field))?;
        self.given(other).map(|_| other)
    }

    /// The text of an argument in a path, a query or a header.
    pub fn text(&self, field: FieldRef, arg: &'a Arg) -> Result<Cow<'a, str>, Error> {
        match &arg.0 {
            ArgValue::Text(text) | ArgValue::Number(text) => Ok(text.as_str().into()),
            ArgValue::Boolean(true) => Ok("true".into()),
            ArgValue::Boolean(false) => Ok("false".into()),
            ArgValue::Null => Ok("".into()),
            ArgValue::List(items) if field.encode == Encode::Comma => {
                Ok(comma_joined(&split_items(field, items)).into())
            }
            ArgValue::List(items) if field.encode == Encode::JsonText => {
                Ok(json_text(&split_items(field, items)).into())
            }
            ArgValue::Json(json) if field.encode == Encode::JsonText => Ok(json.as_str().into()),
            ArgValue::Json(json) if field.encode == Encode::Comma => match comma_text(json) {
                Some(text) => Ok(text.into()),
                None => Err(self.invalid(field, "must be a list without lists and objects")),
            },
            ArgValue::List(_) | ArgValue::Json(_) | ArgValue::File(_) => {
                Err(self.invalid(field, "cannot stand outside of a body"))
            }
            ArgValue::Invalid(problem) => Err(self.invalid(field, problem)),
        }
    }

    pub fn invalid(&self, field: FieldRef, problem: &str) -> Error {
        Error::argument(format!("`{}` {problem}", field.name)).with_function(self.function)
    }
}
