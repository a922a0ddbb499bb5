//! Prints a draft, and has the generator check what was printed: examples that it rejects are left out, and so is what else
//! it rejects, each with a note. The document is valid; a spec that does not load would be the importer's error.

use super::draft::{Draft, Function};
use super::print::{Target, files};
use super::{names, samples};
use crate::base::json::Json;
use crate::base::output::OutputFile;
use crate::base::span::{Sources, Span};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::Diagnostics;
use crate::example::encode::encode;
use crate::generate::model_of;
use crate::import::notes::Notes;
use crate::load::load_files;
use crate::model::Api;

/// What is printed is checked at most this many times; each time, something is left out.
const MAX_ROUNDS: usize = 6;

/// The name of the spec in messages about it.
const LABEL: &str = "spec";

/// The files of a draft, the number of its functions, and the notes.
pub fn finish(mut draft: Draft, target: &Target, comment: &str, mut notes: Notes) -> (Vec<OutputFile>, usize, Notes) {
    samples::fit_responses(&mut draft, &mut notes);
    let mut is_encoded = false;
    let mut printed = Vec::new();
    for _ in 0..MAX_ROUNDS {
        printed = files(&draft, target, comment);
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
        let api = load_files(&printed, LABEL, &mut sources, &mut diagnostics)
            .and_then(|spec| model_of(&spec, &mut diagnostics));
        if let Some(api) = api {
            if is_encoded {
                break;
            }
            encode_examples(&mut draft, &api, &mut notes);
            is_encoded = true;
        } else if !leave_out(&mut draft, &diagnostics, &sources, &mut notes) {
            report(&diagnostics, &sources, &mut notes);
            break;
        }
    }
    let functions = draft.resources.iter().map(|resource| resource.functions.len()).sum();
    (printed, functions, notes)
}

/// Computes the requests of all examples; those that cannot be sent are left out.
fn encode_examples(draft: &mut Draft, api: &Api, notes: &mut Notes) {
    let models: std::collections::BTreeMap<&str, _> =
        api.functions().map(|(_, function)| (function.name.as_str(), function)).collect();
    for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        let Some(model) = models.get(function.name.as_str()) else { continue };
        let name = function.name.clone();
        function.examples.retain_mut(|example| match encode(model, &example.args) {
            Ok(request) => {
                let mut members = vec![("path".to_owned(), Json::text(request.path))];
                if !request.query.is_empty() {
                    let query = request.query.into_iter().map(|(key, value)| (key, Json::String(value))).collect();
                    members.push(("query".to_owned(), Json::Object(query)));
                }
                members.extend(request.body.map(|body| ("body".to_owned(), body)));
                example.request = Some(Json::Object(members));
                true
            }
            Err(problem) => {
                notes.note(
                    Code::ExampleLeftOut,
                    example.span,
                    format!("the example of `{name}` is left out: {problem}"),
                );
                false
            }
        });
    }
}

/// Leaves out what errors are about; `false` when nothing is left to leave out.
fn leave_out(draft: &mut Draft, diagnostics: &Diagnostics, sources: &Sources, notes: &mut Notes) -> bool {
    let mut changed = false;
    for diagnostic in diagnostics.iter().filter(|one| one.severity() == crate::diagnostic::code::Severity::Error) {
        let span = diagnostic.primary.span;
        let source = sources.get(span.file);
        let Some(owner) = owner(&source.text, span) else { continue };
        if source.path.starts_with(&format!("{LABEL}/functions/")) {
            changed |= leave_out_of_function(draft, &owner, diagnostic.code, &diagnostic.message, notes);
        } else if source.path.starts_with(&format!("{LABEL}/types/")) {
            let member = member(&source.text, span);
            changed |= leave_out_of_type(draft, &owner, member.as_deref(), &diagnostic.message, notes);
        }
    }
    changed
}

fn leave_out_of_function(draft: &mut Draft, name: &str, code: Code, problem: &str, notes: &mut Notes) -> bool {
    for resource in &mut draft.resources {
        let Some(at) = resource.functions.iter().position(|function| function.name == name) else { continue };
        let function: &mut Function = &mut resource.functions[at];
        match code {
            Code::ExampleResponse if function.examples.iter().any(|example| example.response.is_some()) => {
                for example in &mut function.examples {
                    example.response = None;
                    notes.note(
                        Code::ExampleLeftOut,
                        example.span,
                        format!("the response of the example of `{name}` is left out: {problem}"),
                    );
                }
            }
            Code::ExampleRequest | Code::ExampleArguments | Code::ExampleResponse if !function.examples.is_empty() => {
                for example in function.examples.drain(..) {
                    notes.note(
                        Code::ExampleLeftOut,
                        example.span,
                        format!("the example of `{name}` is left out: {problem}"),
                    );
                }
            }
            _ => {
                notes.note(Code::LeftOut, function.span, format!("`{name}` is left out: {problem}"));
                resource.functions.remove(at);
            }
        }
        draft.resources.retain(|resource| !resource.functions.is_empty());
        return true;
    }
    false
}

fn leave_out_of_type(draft: &mut Draft, name: &str, member: Option<&str>, problem: &str, notes: &mut Notes) -> bool {
    use super::draft::Shape;
    let Some(at) = draft.types.iter().position(|one| one.name == name) else { return false };
    let definition = &mut draft.types[at];
    if let (Shape::Model(members) | Shape::Input(members), Some(wanted)) = (&mut definition.shape, member)
        && let Some(position) = members.iter().position(|one| one.name == wanted)
    {
        let member = members.remove(position);
        notes.note(Code::LeftOut, member.span, format!("`{wanted}` of `{name}` is left out: {problem}"));
        return true;
    }
    false
}

/// The name of the function or the type that a span is in: that of the last entry of the file before it.
fn owner(text: &str, span: Span) -> Option<String> {
    let line_end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
    let before = text.get(..line_end)?;
    let line = before.lines().rev().find_map(|line| line.strip_prefix("  - name: "))?;
    let name = line.trim_matches(['"', '\'']);
    names::is_name(name).then(|| name.to_owned())
}

/// The name of the member whose row a span is in.
fn member(text: &str, span: Span) -> Option<String> {
    let line_end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
    let before = text.get(..line_end)?;
    let row = before.lines().rev().take_while(|line| !line.starts_with("  - ")).find_map(|line| {
        let row = line.strip_prefix("      - ")?;
        row.strip_prefix("{ ").unwrap_or(row).strip_prefix("name: ")
    })?;
    let name = match row.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => row.split(',').next()?.trim_end_matches(" }"),
    };
    Some(name.to_owned())
}

/// What the generator rejects and nothing can be left out for.
fn report(diagnostics: &Diagnostics, sources: &Sources, notes: &mut Notes) {
    for diagnostic in diagnostics.iter().filter(|one| one.severity() == crate::diagnostic::code::Severity::Error) {
        let (line, _) = sources.line_column(diagnostic.primary.span);
        let path = &sources.get(diagnostic.primary.span.file).path;
        let message = format!(
            "the imported spec is not valid, which is an error of the importer: {path}:{line}: {}",
            diagnostic.message
        );
        notes.note(Code::NotOpenApi, Span::default(), message);
    }
}
