//! A subcommand for each function, with an option for each field.

use super::shared::{calling, list_options};
use crate::choose::Built;
use crate::names;
use crate::options::{field_id, is_list, is_repeated};
use crate::program::Program;
use crate::remarks;
use api_client_runtime::schema::{Field, Function, Kind};
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, Command};
use std::ffi::OsStr;

/// A subcommand for each resource, in the order of the table.
pub fn resources(program: &Program, built: Built<'_>) -> Vec<Command> {
    let mut resources: Vec<(&str, Vec<&'static Function>)> = Vec::new();
    for function in program.functions() {
        match resources.iter_mut().find(|(resource, _)| *resource == function.resource) {
            Some((_, functions)) => functions.push(function),
            None => resources.push((function.resource, vec![function])),
        }
    }
    let command = |(resource, functions): (&str, Vec<&'static Function>)| {
        let name = names::resource(program, resource);
        let is_built = built == Built::Complete || built == Built::Of(&name);
        let command =
            Command::new(name).about(about(&functions)).subcommand_required(true).arg_required_else_help(true);
        if is_built {
            command.subcommands(functions.into_iter().map(|function| verb(program, function)))
        } else {
            command
        }
    };
    resources.into_iter().map(command).collect()
}

/// The functions of a resource, as many as fit on a line.
fn about(functions: &[&'static Function]) -> String {
    const WIDTH: usize = 60;
    let mut about = String::new();
    for function in functions {
        let name = names::method(function);
        if about.len() + name.len() > WIDTH {
            about.push_str(", …");
            break;
        }
        if !about.is_empty() {
            about.push_str(", ");
        }
        about.push_str(&name);
    }
    about
}

fn verb(program: &Program, function: &'static Function) -> Command {
    let mut command = Command::new(names::method(function))
        .about(first_line(function.doc))
        .long_about(function.doc)
        .after_help(after_help(function));
    for (field, name) in names::options(function) {
        command = command.arg(field_option(field, name));
    }
    if is_list(function) {
        command = command.args(list_options());
    }
    calling(program, command)
}

/// What is sent, and where a list ends.
fn after_help(function: &Function) -> String {
    let end = remarks::end_of_list(function).map(|end| format!("\n{end}")).unwrap_or_default();
    format!("{}: {} {}{end}", function.name, function.http.as_str(), function.path)
}

/// What a list of functions says of one.
fn first_line(doc: &str) -> &str {
    doc.lines().next().unwrap_or_default()
}

fn field_option(field: &'static Field, name: String) -> Arg {
    let arg = Arg::new(field_id(field.name)).long(name).help(help(field)).value_name(value_name(field));
    let arg = match field.kind {
        Kind::Boolean => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg.allow_negative_numbers(true),
    };
    let arg = if is_repeated(field.kind) { arg.action(ArgAction::Append) } else { arg.action(ArgAction::Set) };
    let values: &'static [&'static str] = match field.kind {
        Kind::Boolean => &["true", "false"],
        _ => field.values,
    };
    if values.is_empty() {
        arg.value_parser(StringValueParser::new())
    } else {
        arg.value_parser(Known(values)).hide_possible_values(true)
    }
}

fn value_name(field: &Field) -> &'static str {
    match field.kind {
        Kind::Text if field.secret => "TEXT|@file|-",
        Kind::Text => "TEXT",
        Kind::Integer => "INTEGER",
        Kind::Number => "NUMBER",
        Kind::Boolean => "true|false",
        Kind::Time | Kind::DateTime => "RFC3339|UNIX",
        Kind::Date => "DAY",
        Kind::CommaList | Kind::Strings => "TEXT",
        Kind::Integers => "INTEGER",
        Kind::Numbers => "NUMBER",
        Kind::File => "FILE",
        _ => "JSON|@file|-",
    }
}

fn help(field: &Field) -> String {
    let mut remarks = remarks::of(field);
    if is_repeated(field.kind) {
        remarks.push("can be repeated".to_owned());
    }
    if let Some(instead) = field.deprecated {
        remarks.push(format!("deprecated: {instead}"));
    }
    if remarks.is_empty() { field.doc.to_owned() } else { format!("{} [{}]", field.doc, remarks.join("; ")) }
}

/// Any text, with known values for completions: the lists of an API grow.
#[derive(Clone)]
struct Known(&'static [&'static str]);

impl TypedValueParser for Known {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().copied().map(PossibleValue::new)))
    }
}
