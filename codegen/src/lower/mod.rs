//! Checked spec → model. Infallible: the checks have resolved every reference and decided every name.

mod advice;
mod auth;
mod features;
mod functions;
mod inputs;
mod package;
mod paging;
mod requests;
mod text;
mod types;

use crate::base::unicode::is_invisible;
use crate::check::checked::Checked;
use crate::model::{Api, Resource};

/// Lowers the valid parts of a spec: all of it, if it has no errors.
#[must_use]
pub fn lower(checked: &Checked) -> Api {
    let groups = &checked.spec.package.groups;
    let feature = |resource: &str| {
        let own = groups.iter().find(|group| group.resources.iter().any(|own| own.as_str() == resource));
        own.map(|group| group.name.to_string())
    };
    let resources = checked.resources.iter().map(|resource| Resource {
        name: resource.written.name.to_string(),
        rust_module: resource.rust_module.clone(),
        rust_type: resource.rust_type.clone(),
        doc: resource.written.doc.value.clone(),
        warning: resource.written.warning.as_ref().map(|warning| warning.value.clone()),
        feature: feature(&resource.written.name),
        source: header_path(&resource.file.path),
        enums: functions::own_enums(resource),
        functions: resource.functions.iter().map(|function| functions::lower(function, checked.spec)).collect(),
    });
    let mut api = Api {
        package: package::lower(&checked.spec.package, &checked.advice, header_path(&checked.spec.package.path)),
        resources: resources.collect(),
        types: checked.types.iter().flatten().map(|file| types::lower(file, header_path(&file.file.path))).collect(),
    };
    let standalone =
        checked.types.iter().flatten().flat_map(|file| &file.models).filter(|model| model.written.standalone);
    let standalone: Vec<String> = standalone.map(|model| model.names.rust.clone()).collect();
    features::decide(&mut api, &standalone);
    api
}

/// The path of a spec file as the comment at the top of a generated file shows it: the folder above a spec may have any
/// name.
fn header_path(path: &str) -> String {
    path.replace(|c: char| c == '<' || c == '>' || c == '\n' || is_invisible(c), "_")
}
