//! An OpenAPI document → the files of a spec.
//!
//! ```text
//! text ─read─▶ nodes ─overlays─▶ nodes ─operations, shapes─▶ Draft ─print─▶ files ─finish─▶ files
//! ```
//!
//! Never fails on a valid document and never guesses in silence: what a spec cannot say becomes `json` or is left out, with a
//! note at the span in the document. Our own reader, on the nodes that `load` makes: libraries that read OpenAPI lose what
//! stands beside `$ref`, or reject documents that people publish, and none knows spans.

pub mod body;
pub mod collisions;
pub mod document;
pub mod draft;
pub mod examples;
pub mod finish;
pub mod history;
pub mod kind;
pub mod list_keys;
pub mod map;
pub mod names;
pub mod operation;
pub mod operations;
pub mod overlay;
pub mod package;
pub mod paging;
pub mod parameters;
pub mod path;
pub mod print;
pub mod responses;
pub mod samples;
pub mod schema;
pub mod security;
pub mod shapes;
pub mod text;
pub mod usage;
pub mod view;

use crate::base::output::OutputFile;
use crate::base::span::{FileId, Sources};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::node::Node;
use crate::import::notes::Notes;
use crate::load::parse_foreign;
use document::{Document, stated_version};
use draft::{Draft, Package, Resource};
use heck::{ToShoutySnakeCase, ToSnakeCase};
use history::{Contents, History};
use operation::FunctionNames;
use operations::Context;
use overlay::corrections::Correction;
use package::Servers;
use print::Target;
use security::Security;
use shapes::Shapes;

/// The options of an import.
#[derive(Clone, Debug)]
pub struct Options {
    /// The module that receives the code.
    pub module: String,
    /// The path of the runtime as emitted code names it.
    pub runtime: String,
    /// Documents of the OpenAPI Overlay Specification, in the order in which they apply.
    pub overlays: Vec<FileId>,
    /// Our own corrections.
    pub corrections: Option<FileId>,
    /// What each version of the API brought.
    pub history: History,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            module: "api".to_owned(),
            runtime: "api_client_runtime".to_owned(),
            overlays: Vec::new(),
            corrections: None,
            history: History::default(),
        }
    }
}

/// What an import yields.
#[derive(Debug)]
pub struct Imported {
    /// The files of the spec.
    pub files: Vec<OutputFile>,
    /// The number of functions.
    pub functions: usize,
    /// Notes.
    pub diagnostics: Diagnostics,
}

/// Imports a document.
///
/// # Errors
///
/// The diagnostics, at least one of them an error, when the text is no OpenAPI document.
pub fn import(file: FileId, sources: &Sources, options: &Options) -> Result<Imported, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let Some(mut root) = parse(file, sources, &mut diagnostics) else { return Err(diagnostics) };
    check_version(&root, &mut diagnostics);
    for overlay in &options.overlays {
        let Some(overlay) = parse(*overlay, sources, &mut diagnostics) else { continue };
        if let Err(errors) = overlay::standard::apply(&mut root, &overlay) {
            errors.into_iter().for_each(|error| diagnostics.push(error));
        }
    }
    let corrections = options.corrections.and_then(|file| parse(file, sources, &mut diagnostics));
    let corrections = match corrections.as_ref().map(overlay::corrections::read) {
        Some(Ok(corrections)) => corrections,
        Some(Err(errors)) => {
            errors.into_iter().for_each(|error| diagnostics.push(error));
            Vec::new()
        }
        None => Vec::new(),
    };
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let (mut draft, mut notes) = draft_of(&root, &corrections, Notes::new(diagnostics));
    // Before corrections: older documents have none, and names are those of the documents.
    options.history.date(&mut draft, &version_of(&root));
    if let Err(errors) = overlay::apply::apply(&mut draft, &corrections) {
        errors.into_iter().for_each(|error| notes.push(error));
    }
    if notes.has_errors() {
        return Err(notes.into_diagnostics());
    }
    list_keys::check(&mut draft, &mut notes);
    usage::keep_used(&mut draft);
    collisions::resolve(&mut draft);
    let target = target_of(&draft, options);
    let comment = comment(&root);
    let (files, functions, notes) = finish::finish(draft, &target, &comment, notes);
    let diagnostics = notes.into_diagnostics();
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(Imported { files, functions, diagnostics }) }
}

/// The version of a document, and what it has; `None` when it is no OpenAPI document.
#[must_use]
pub fn contents(file: FileId, sources: &Sources) -> Option<(String, Contents)> {
    let mut diagnostics = Diagnostics::default();
    let root = parse(file, sources, &mut diagnostics)?;
    check_version(&root, &mut diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let (draft, _) = draft_of(&root, &[], Notes::new(diagnostics));
    Some((version_of(&root), Contents::of(&draft)))
}

/// The version of the API that a document describes.
fn version_of(root: &Node) -> String {
    view::get(root, "info").and_then(|info| stated_version(info, "version")).unwrap_or_default()
}

/// The nodes of a document; `None` when its error has been reported.
fn parse(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Node> {
    let errors = diagnostics.errors();
    parse_foreign(file, &sources.get(file).text, diagnostics).filter(|_| diagnostics.errors() == errors)
}

/// Reports documents that are no OpenAPI 3.
fn check_version(root: &Node, diagnostics: &mut Diagnostics) {
    let span = view::head(root);
    let problem = if let Some(version) = stated_version(root, "swagger") {
        let help = "convert it to OpenAPI 3.0, for instance with `swagger2openapi`";
        Diagnostic::new(Code::NotOpenApi, span, format!("this is a document of Swagger {version}, not of OpenAPI 3"))
            .help(help)
    } else if let Some(version) = stated_version(root, "openapi") {
        if version.starts_with("3.") || version == "3" {
            if view::get(root, "paths").is_some()
                || view::get(root, "components").is_some()
                || view::get(root, "webhooks").is_some()
            {
                return;
            }
            Diagnostic::new(Code::NotOpenApi, span, "this document has no `paths`: it may be cut off")
        } else {
            Diagnostic::new(
                Code::NotOpenApi,
                span,
                format!("OpenAPI {version} is not known: 3.0, 3.1 and 3.2 are read"),
            )
        }
    } else {
        Diagnostic::new(Code::NotOpenApi, span, "this is not an OpenAPI document: the key `openapi` is missing")
            .help("the first lines of one say `openapi: 3.0.3`")
    };
    diagnostics.push(problem);
}

/// Everything that the document says, as a spec has it.
fn draft_of(root: &Node, corrections: &[Correction], notes: Notes) -> (Draft, Notes) {
    let mut shapes = Shapes::new(Document::new(root), notes);
    let operations = operations::all(&mut shapes);
    let nodes: Vec<&Node> = operations.iter().map(|operation| operation.node).collect();
    let mut parameters = Vec::new();
    for operation in &operations {
        parameters.push(parameters::collect(&mut shapes, operation.item, operation.node));
    }
    let security = Security::read(&shapes.document, &nodes, &mut shapes.notes);
    let mut servers = Servers::read(&shapes.document, &mut shapes.notes);
    let version = package::version(&shapes.document, &parameters, &mut shapes.notes);
    let errors = package::errors(&shapes.document, &nodes, &mut shapes.notes);
    let mut names = FunctionNames::default();
    let mut resources: Vec<Resource> = Vec::new();
    for (position, (operation, parameters)) in operations.iter().zip(&parameters).enumerate() {
        shapes.registry.enter_function(position);
        let name = operations::resource(operation);
        let version_header = version.as_ref().map(|(header, _)| header.as_str());
        let mut context = Context { security: &security, servers: &mut servers, names: &mut names, version_header };
        let function = operations::function(&mut shapes, operation, parameters, &name, &mut context);
        match resources.iter_mut().find(|resource| resource.name == name) {
            Some(resource) => resource.functions.push(function),
            None => {
                let doc = operations::resource_doc(&shapes.document, operation);
                resources.push(Resource { name, doc, functions: vec![function] });
            }
        }
    }
    for kept in corrections.iter().filter(|correction| correction.change == "keep") {
        for schema in kept.at.split(',').map(str::trim) {
            if !shapes.keep(schema) {
                let message =
                    format!("`keep` of `{schema}` changes nothing: there is no such schema, or something refers to it");
                shapes.notes.push(Diagnostic::new(Code::OverlayAction, kept.span, message));
            }
        }
    }
    let document = &shapes.document;
    let package = Package {
        name: package::title(document),
        doc: package::description(document),
        servers: servers.list,
        auth: security.schemes,
        version: version.map(|(_, version)| version),
        errors,
    };
    let (types, notes) = shapes.finish();
    (Draft { package, resources, types }, notes)
}

/// The names of the Rust code, from the API's.
fn target_of(draft: &Draft, options: &Options) -> Target {
    let name = names::name(&draft.package.name);
    Target {
        crate_name: format!("{}_client", name.to_snake_case().trim_end_matches("_api")),
        module: options.module.clone(),
        runtime: options.runtime.clone(),
        env: name.to_shouty_snake_case().trim_end_matches("_API").to_owned(),
    }
}

/// The first line of each file: what it was imported from, without a path or a time.
fn comment(root: &Node) -> String {
    let document = Document::new(root);
    let version = version_of(root);
    let title = package::title(&document);
    text::line(&format!(
        "@imported from the OpenAPI document of {title} {version}; change the document or its overlay, not this file."
    ))
}
