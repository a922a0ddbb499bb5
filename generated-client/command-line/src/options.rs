//! Options of a run: a subcommand's own, and those that stand before it.

use api_client_runtime::schema::{Function, Kind};
use clap::ArgMatches;
use std::any::Any;

/// Options of a run. An inner one has precedence.
#[derive(Clone)]
pub struct Options<'a> {
    /// From the program's own to those of the innermost subcommand.
    levels: Vec<&'a ArgMatches>,
    own: &'a ArgMatches,
}

impl<'a> Options<'a> {
    /// The options of a program, and its innermost subcommand's.
    pub fn of(program: &'a ArgMatches) -> Self {
        let mut levels = vec![program];
        let mut matches = program;
        while let Some((_, inner)) = matches.subcommand() {
            levels.push(inner);
            matches = inner;
        }
        Self { levels, own: matches }
    }

    /// The options of the innermost subcommand only.
    pub fn own(&self) -> &'a ArgMatches {
        self.own
    }

    /// The value of an option; `None` also where no subcommand has it.
    pub fn get<T: Any + Clone + Send + Sync + 'static>(&self, name: &str) -> Option<&'a T> {
        self.levels.iter().rev().find_map(|matches| matches.try_get_one::<T>(name).ok().flatten())
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.get::<String>(name).map(String::as_str)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.levels.iter().any(|matches| matches.try_get_one::<bool>(name).ok().flatten() == Some(&true))
    }

    /// The values of a field's option; `None` where it is not given.
    pub fn field(&self, name: &str) -> Option<Vec<&'a str>> {
        let values = self.own().try_get_many::<String>(&field_id(name)).ok()??;
        Some(values.map(String::as_str).collect())
    }
}

/// The id of a field's option, which no shared option has.
pub fn field_id(field: &str) -> String {
    format!("field:{field}")
}

/// Whether a list of a function can be streamed.
pub fn is_list(function: &Function) -> bool {
    function.returns.items().is_some()
}

/// Whether a function can be called without arguments.
pub fn needs_nothing(function: &Function) -> bool {
    function.fields.iter().all(|field| !field.required || field.credential)
}

/// Whether the option of a kind can be given several times.
pub fn is_repeated(kind: Kind) -> bool {
    matches!(kind, Kind::CommaList | Kind::Strings | Kind::Objects | Kind::List | Kind::Integers | Kind::Numbers)
}
