//! A call's arguments → the parts of its request, by the function's description.

mod body;
mod path;
mod query;
#[cfg(test)]
mod tests;

use super::arg::ArgValue;
use super::function::{Field, Function, Source};
use super::{Arg, Error};

/// Text as one segment of a path, or a key or a value of a query.
pub(super) fn percent_encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, path::RESERVED).to_string()
}

/// The parts of a request that depend on the arguments.
#[derive(Debug)]
pub(super) struct Encoded {
    /// Path and query, percent-encoded.
    pub path_and_query: String,
    /// The JSON body.
    pub body: Option<Vec<u8>>,
    /// Headers that fields fill.
    pub headers: Vec<(&'static str, String)>,
}

/// Checks that what the call needs is there and encodes it.
pub(super) fn encode(function: &'static Function, args: &[Option<Arg>]) -> Result<Encoded, Error> {
    let call = Filled { function, args };
    call.check_complete()?;
    let mut path_and_query = path::encode(&call)?;
    query::append(&call, &mut path_and_query)?;
    let body = match function.body {
        Some(members) => Some(body::encode(&call, members)?),
        None => None,
    };
    let mut headers = Vec::new();
    for (name, field) in function.headers {
        if let Some(arg) = call.given(*field) {
            headers.push((*name, call.text(*field, arg)?.into_owned()));
        }
    }
    Ok(Encoded { path_and_query, body, headers })
}

/// A function with its arguments.
struct Filled<'a> {
    function: &'static Function,
    args: &'a [Option<Arg>],
}

impl<'a> Filled<'a> {
    fn given(&self, field: usize) -> Option<&'a Arg> {
        self.args.get(field)?.as_ref()
    }

    fn holds(&self, field: usize, value: &str) -> bool {
        self.given(field).and_then(Arg::as_text) == Some(value)
    }

    /// Whether the condition of a source holds, and so whether it is sent.
    fn sent(&self, source: Source) -> bool {
        match source {
            Source::Field(field) | Source::ConstWith(_, field) => self.given(field).is_some(),
            Source::Case(field, selector, value) => self.holds(selector, value) && self.given(field).is_some(),
            Source::Const(_) => true,
        }
    }

    /// An identifier that is empty would turn a call for one object into a call for all: `DELETE /users?user_id=`.
    fn check_identifier(&self, position: usize) -> Result<(), Error> {
        let identifies = |field: &Field| {
            field.required && (self.function.body.is_none() || self.function.selector_of(position).is_some())
        };
        let empty = self.given(position).and_then(Arg::as_text) == Some("");
        match self.function.fields.get(position) {
            Some(field) if empty && identifies(field) => Err(self.invalid(position, "is empty")),
            _ => Ok(()),
        }
    }

    /// All missing arguments are named at once.
    fn check_complete(&self) -> Result<(), Error> {
        let mut missing = Vec::new();
        for (position, field) in self.function.fields.iter().enumerate() {
            self.check_identifier(position)?;
            let condition = field.required_when.iter().find(|(other, value)| self.holds(*other, value));
            if field.credential || self.given(position).is_some() {
                continue;
            }
            if field.required {
                missing.push(format!("`{}`", field.name));
            } else if let Some((other, value)) = condition {
                let other = self.function.fields.get(*other).map_or("", |field| field.name);
                missing.push(format!("`{}` (needed when `{other}` is `{value}`)", field.name));
            } else if let Some(pair) = self.half_of_pair(position) {
                missing.push(format!("`{}` (needed with `{pair}`)", field.name));
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let noun = if missing.len() == 1 { "argument is" } else { "arguments are" };
        Err(Error::argument(format!("the required {noun} missing: {}", missing.join(", ")))
            .with_function(self.function))
    }

    /// The other half of a selector and its value, when only that one is given.
    fn half_of_pair(&self, position: usize) -> Option<&'static str> {
        let field = self.function.fields.get(position)?;
        let other = field.selects.or_else(|| self.function.selector_of(position))?;
        self.given(other).and_then(|_| Some(self.function.fields.get(other)?.name))
    }

    /// The text of an argument in a path, a query or a header.
    fn text(&self, field: usize, arg: &'a Arg) -> Result<std::borrow::Cow<'a, str>, Error> {
        match &arg.0 {
            ArgValue::Text(text) | ArgValue::Number(text) => Ok(text.as_str().into()),
            ArgValue::Boolean(true) => Ok("true".into()),
            ArgValue::Boolean(false) => Ok("false".into()),
            ArgValue::List(_) | ArgValue::Json(_) => Err(self.invalid(field, "cannot stand outside of a body")),
            ArgValue::Invalid(problem) => Err(self.invalid(field, problem)),
        }
    }

    fn invalid(&self, field: usize, problem: &str) -> Error {
        let name = self.function.fields.get(field).map_or("", |field| field.name);
        Error::argument(format!("`{name}` {problem}")).with_function(self.function)
    }
}
