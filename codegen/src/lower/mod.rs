//! Spec → model: the step that makes every decision, names above all.

mod body;
mod example;
mod function;
mod names;
mod types;

use crate::check::Verdict;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::is_hidden;
use crate::model::{self, Api, Resource};
use crate::source::{FileId, Sources, Spanned};
use crate::spec::{self, Spec};
use names::{Scope, Style, rust_name};
use types::TypeNames;

/// Lowers a spec. Faulty functions are left out; what only names and the model can tell, collisions in Rust and examples
/// that do not hold, is reported here. `None` when anything was wrong.
pub fn lower(spec: &Spec, verdict: &Verdict, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Api> {
    let type_names = TypeNames::new(spec, diagnostics);
    let types = types::lower(spec, &type_names, sources, diagnostics);
    let mut modules = Scope::new("a module");
    let mut handles = Scope::new("a type");
    let mut resources = Vec::new();
    for entry in &spec.package.resources {
        let rust_module = match rust_name(&entry.name, Style::Module) {
            // A module in one of the same name reads like a slip.
            name if name == *spec.package.rust.module => format!("{name}_"),
            name => name,
        };
        let rust_module = modules.claim_rust(rust_module, &entry.name, diagnostics);
        let rust_type = handles.claim(&entry.name, Style::Type, diagnostics);
        let Some((file, functions)) = spec.functions.iter().find(|(_, functions)| *functions.resource == *entry.name)
        else {
            continue;
        };
        let lowered = function::lower_all(functions, &rust_type, spec, verdict, &type_names, diagnostics);
        resources.push(Resource {
            name: entry.name.value.clone(),
            rust_module,
            rust_type,
            doc: entry.doc.value.clone(),
            warning: entry.warning.as_ref().map(|warning| warning.value.clone()),
            source: source_of(*file, sources),
            enums: lowered.enums,
            functions: lowered.functions,
        });
    }
    let api = Api { package: package(spec, sources), resources, types };
    example::check(spec, verdict, &api, diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}

/// A sound function always lowers: every look-up succeeds that the checks promise. This turns a broken promise into a
/// diagnostic instead of a panic.
fn broken_promise(name: &Spanned<String>, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::new(
        Code::UnknownReference,
        name.span,
        format!("`{}` could not be resolved; this is a fault of the generator, please report it", name.value),
    ));
}

/// A file as the comments at the top of outputs call it: the folder above a spec may have any name.
fn source_of(file: FileId, sources: &Sources) -> String {
    sources.get(file).path.replace(|c: char| c == '<' || c == '>' || c == '\n' || is_hidden(c), "_")
}

fn package(spec: &Spec, sources: &Sources) -> model::Package {
    let package = &spec.package;
    model::Package {
        name: package.name.value.clone(),
        doc: package.doc.trim().to_owned(),
        crate_name: package.rust.krate.value.clone(),
        module: package.rust.module.value.clone(),
        runtime: package.rust.runtime.value.clone(),
        env: package.env.value.clone(),
        servers: package.servers.iter().map(server).collect(),
        auth: package.auth.as_ref().map(|auth| model::Auth {
            field: auth.field.value.clone(),
            header: auth.header.value.clone(),
            scheme: auth.scheme.value.clone(),
        }),
        version: package.version.as_ref().map(|version| model::Version {
            header: version.header.value.clone(),
            default: version.default.value.clone(),
            known: version.known.iter().map(|known| known.value.clone()).collect(),
            doc: version.doc.trim().to_owned(),
        }),
        headers: package.headers.iter().map(|header| (header.name.value.clone(), header.value.value.clone())).collect(),
        errors: model::ErrorShape {
            kind: package.errors.kind.value.clone(),
            list: package.errors.list.value.clone(),
            code: package.errors.code.iter().map(|code| code.value.clone()).collect(),
            message: package.errors.message.value.clone(),
            field: package.errors.field.value.clone(),
            request_id: package.errors.request_id.value.clone(),
        },
        rate_limit: package.rate_limit.as_ref().map(|rate_limit| model::RateLimit {
            limit: rate_limit.limit.value.clone(),
            remaining: rate_limit.remaining.value.clone(),
            reset: rate_limit.reset.value.clone(),
        }),
        pages: package.pages.iter().map(page).collect(),
        source: source_of(spec.package_file, sources),
    }
}

fn server(server: &spec::Server) -> model::Server {
    model::Server { name: server.name.value.clone(), url: server.url.value.clone(), doc: server.doc.value.clone() }
}

fn page(page: &spec::Page) -> model::Page {
    model::Page { name: page.name.value.clone(), title: page.title.value.clone(), text: page.text.value.clone() }
}
