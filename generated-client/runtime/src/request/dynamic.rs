//! Calls by the table's name, with JSON arguments and a JSON response.

use crate::client::Core;
use crate::error::ErrorKind;
use crate::quote::quote_chars;
use crate::request::arg::Arg;
use crate::request::args::{self, Args};
use crate::request::call::Call;
use crate::request::file::File;
use crate::schema::{Function, Kind, Method};
use crate::suggest::nearest;
use serde_json::Value;

/// A call by the table's name, with JSON arguments and a JSON response.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent: `.await` it"]
pub struct DynamicCall(Call);

impl DynamicCall {
    /// A call of the function of a name; a name or arguments that do not fit are reported when it is sent.
    pub fn new(core: &Core, functions: &[&'static Function], name: &str, args: &Args) -> Self {
        let Some(function) = functions.iter().find(|function| function.name == name).copied() else {
            return Self(Call::new(core, &UNKNOWN).failed(ErrorKind::Argument, unknown_function(functions, name)));
        };
        let call = Call::new(core, function);
        Self(match args::bind(function, args) {
            Ok(bound) => {
                let call = call.with_bound(bound.args, bound.warnings);
                bound.values.into_iter().fold(call, |call, (name, value)| call.with_value(name, value))
            }
            Err(problem) => call.failed(problem.kind(), problem.message().to_owned()),
        })
    }

    /// Sets a file, which need not be in memory; in the arguments it would be Base64.
    pub fn with_file(self, field: &str, file: File) -> Self {
        let function = self.0.function();
        let Some(field) = function.field(field).filter(|field| field.kind == Kind::File) else {
            let message = format!("`{}` is not a file that {} takes", quote_chars(field, 60), function.name);
            return Self(self.0.failed(ErrorKind::Argument, message));
        };
        Self(self.0.set(field, Arg::file(file)))
    }
}

/// Stands in for a function that does not exist; it is never sent.
static UNKNOWN: Function = Function::new("", Method::Get, "");

fn unknown_function(functions: &[&'static Function], name: &str) -> String {
    let shown = quote_chars(name, 60);
    match nearest(name, functions.iter().map(|function| function.name)) {
        Some(near) => format!("there is no function `{shown}`; did you mean `{near}`?"),
        None => format!("there is no function `{shown}`"),
    }
}

crate::endpoint!(DynamicCall => Value);
crate::download!(DynamicCall);
