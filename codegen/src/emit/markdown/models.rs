//! `models.md`: response models, shared enums and inputs.

use super::text::{anchor, header, table};
use crate::base::output::OutputFile;
use crate::emit::text::{cell, cell_code, code, inline};
use crate::model::{Api, InputField, ModelField, TypeRef};

pub fn emit(api: &Api) -> OutputFile {
    let mut text = format!(
        "{}# Models\n\nEvery field may be absent. Null counts as absent, a null list is empty, unknown keys are kept.\n\
         Types: `string`; `id`, a string or a number on the wire, a string in Rust; `boolean`; `integer`; `number`; `time`, unix \
         seconds; `datetime`, RFC 3339; `date`, a day; `secret`, a string that is never printed; `json`, anything; `list<T>`; `map<T>`, an object with free keys.\n",
        header(&api.package.source)
    );
    for model in api.types.iter().flat_map(|file| &file.models) {
        text.push_str(&heading(&model.name, &model.doc, &model.features));
        let rows: Vec<Vec<String>> = model
            .fields
            .iter()
            .map(|field| vec![cell_code(&field.wire_name), linked(&field.kind), description(field)])
            .collect();
        text.push_str(&table(&["Field", "Type", "Description"], &rows));
    }
    text.push_str("\n# Enums\n\nAll are open: a value that is not listed is kept, or sent, as it is.\n");
    for definition in api.types.iter().flat_map(|file| &file.enums) {
        text.push_str(&heading(&definition.name, &definition.doc, &definition.features));
        let rows: Vec<Vec<String>> = definition
            .variants
            .iter()
            .map(|variant| {
                let meaning = described(variant.doc.as_deref(), variant.since.as_deref(), None);
                vec![cell_code(&variant.value), meaning]
            })
            .collect();
        text.push_str(&table(&["Value", "Meaning"], &rows));
    }
    let mut inputs = api.types.iter().flat_map(|file| &file.inputs).peekable();
    if inputs.peek().is_some() {
        text.push_str("\n# Inputs\n\nObjects that callers pass: built by name, or given as any JSON object.\n");
    }
    for input in inputs {
        text.push_str(&heading(&input.name, &input.doc, &input.features));
        text.push_str(&table(
            &["Field", "Type", "Description"],
            &input.fields.iter().map(input_row).collect::<Vec<_>>(),
        ));
    }
    OutputFile { path: api.package.docs_page("models"), text }
}

/// A type's heading, what it is, and the features that bring it.
fn heading(name: &str, doc: &str, features: &[String]) -> String {
    let features: Vec<String> = features.iter().map(|feature| code(feature)).collect();
    let behind = if features.is_empty() { String::new() } else { format!("With {}.\n\n", features.join(" or ")) };
    format!("\n## {}\n\n{}\n\n{behind}", inline(name), inline(doc))
}

/// What something is, when it came, and what to use instead of it.
fn described(doc: Option<&str>, since: Option<&str>, deprecated: Option<&str>) -> String {
    let mut text = doc.map(cell).unwrap_or_default();
    let since = since.map(|since| format!("Since version {since}."));
    let deprecated = deprecated.map(|instead| format!("Deprecated: {instead}"));
    for extra in [since, deprecated].into_iter().flatten() {
        text.push_str(if text.is_empty() { "_" } else { "<br>_" });
        text.push_str(&cell(&extra));
        text.push('_');
    }
    text
}

fn description(field: &ModelField) -> String {
    described(field.doc.as_deref(), field.since.as_deref(), field.deprecated.as_deref())
}

fn input_row(field: &InputField) -> Vec<String> {
    let kind = match &field.constant {
        Some(value) => format!("always {}", cell_code(&value.to_string())),
        None => cell_code(&field.spec_type),
    };
    let doc = described(field.doc.as_deref(), field.since.as_deref(), field.deprecated.as_deref());
    vec![cell_code(&field.wire_name), kind, doc]
}

/// The type's name, linked where it has a section.
fn linked(kind: &TypeRef) -> String {
    match kind {
        TypeRef::String => "string".to_owned(),
        TypeRef::Id => "id".to_owned(),
        TypeRef::Boolean => "boolean".to_owned(),
        TypeRef::Integer => "integer".to_owned(),
        TypeRef::Number => "number".to_owned(),
        TypeRef::Time => "time".to_owned(),
        TypeRef::DateTime => "datetime".to_owned(),
        TypeRef::Date => "date".to_owned(),
        TypeRef::Secret => "secret".to_owned(),
        TypeRef::Json => "json".to_owned(),
        TypeRef::List(inner) => format!("list of {}", linked(inner)),
        TypeRef::Map(inner) => format!("map of {}", linked(inner)),
        TypeRef::Model { name, .. } | TypeRef::Enum { name, .. } => format!("[{}](#{})", inline(name), anchor(name)),
    }
}
