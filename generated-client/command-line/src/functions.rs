//! `functions`: lists functions and their fields.

use crate::exit_error::ExitError;
use crate::program::Program;
use crate::remarks;
use crate::{output, resolve};
use api_client_runtime::schema::{Field, Function};
use clap::ArgMatches;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

pub fn run(program: &Program, matches: &ArgMatches) -> Result<(), ExitError> {
    let names: Vec<&String> = matches.get_many("name").unwrap_or_default().collect();
    let mut selected: Vec<&'static Function> = Vec::new();
    for name in &names {
        for function in resolve::functions(program, name)? {
            if !selected.iter().any(|known| known.name == function.name) {
                selected.push(function);
            }
        }
    }
    if names.is_empty() {
        selected = program.functions().to_vec();
    }
    if matches.get_flag("json") {
        let listed: Vec<Listed> = selected.iter().map(|function| Listed::new(function)).collect();
        let json = serde_json::to_string_pretty(&listed)
            .map_err(|error| ExitError::failure(format!("cannot write the list: {error}")))?;
        return output::print(json + "\n");
    }
    output::print(if names.is_empty() { table(&selected) } else { details(&selected) })
}

/// A function as JSON.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    description: &'static str,
    resource: &'static str,
    method_name: &'static str,
    method: &'static str,
    path: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    addition: Option<&'static str>,
    fields: Vec<ListedField>,
}

/// A field as JSON.
#[derive(Serialize)]
struct ListedField {
    name: &'static str,
    r#type: &'static str,
    required: bool,
    description: &'static str,
    /// The known values; empty if any value is valid.
    values: &'static [&'static str],
    /// The field whose destination this selector decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    selects: Option<&'static str>,
    /// Required if another field has this value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    required_when: BTreeMap<&'static str, &'static str>,
    /// Read from the environment; may be absent from the arguments.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    credential: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    addition: Option<&'static str>,
}

impl Listed {
    fn new(function: &Function) -> Self {
        Self {
            name: function.name,
            description: function.doc,
            resource: function.resource,
            method_name: function.method,
            method: function.http.as_str(),
            path: function.path,
            addition: function.addition,
            fields: function.fields.iter().map(|field| ListedField::new(function, field)).collect(),
        }
    }
}

impl ListedField {
    fn new(function: &Function, field: &Field) -> Self {
        let selected = function.fields.iter().find(|other| other.selected_by == Some(field.name));
        Self {
            name: field.name,
            r#type: field.table_type,
            required: field.required,
            description: field.doc,
            values: field.values,
            selects: selected.map(|field| field.name),
            required_when: field.required_when.iter().copied().collect(),
            credential: field.credential,
            addition: field.addition,
        }
    }
}

/// One line per function.
fn table(functions: &[&Function]) -> String {
    let max_width = |text: fn(&Function) -> &str| {
        functions.iter().map(|function| text(function).chars().count()).max().unwrap_or_default()
    };
    let (names, methods) = (max_width(|function| function.name), max_width(|function| function.http.as_str()));
    let paths = max_width(|function| function.path);
    let mut out = String::new();
    for function in functions {
        let Function { name, http, path, .. } = function;
        let mark = if function.addition.is_some() { " (addition)" } else { "" };
        let _ = writeln!(out, "{name:names$}  {:methods$}  {path:paths$}  {}{mark}", http.as_str(), function.doc);
    }
    out
}

/// One block per function, with its fields.
fn details(functions: &[&Function]) -> String {
    let blocks: Vec<String> = functions.iter().map(|function| block(function)).collect();
    blocks.join("\n")
}

fn block(function: &Function) -> String {
    let mut out = format!("{} ({})\n", function.name, resolve::rust_name(function));
    let _ = writeln!(out, "  {} {}", function.http.as_str(), function.path);
    let _ = writeln!(out, "  {}", function.doc);
    if let Some(reason) = function.addition {
        let _ = writeln!(out, "  Addition: {reason}");
    }
    if let Some(end) = remarks::end_of_list(function) {
        let _ = writeln!(out, "  {end}");
    }
    let fields = function.fields.iter().filter(|field| !field.credential);
    let max_width = fields.clone().map(|field| field.name.chars().count()).max().unwrap_or_default();
    for field in fields {
        let _ = writeln!(out, "    {:max_width$}  {:7}  {}{}", field.name, field.table_type, field.doc, remarks(field));
    }
    out
}

fn remarks(field: &Field) -> String {
    let mut remarks = remarks::of(field);
    if field.addition.is_some() {
        remarks.push("addition".to_owned());
    }
    if remarks.is_empty() { String::new() } else { format!(" [{}]", remarks.join("; ")) }
}
