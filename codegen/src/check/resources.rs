//! Resources: their function files, and the Rust names of all that their modules define.

use super::checked::{CheckedFunction, CheckedResource};
use super::fields::shared_enum;
use super::functions;
use super::rust_names::{ChoiceNames, EnumNames, FunctionNames, ParamNames, Scope, Style, rust_name, variant_names};
use super::type_names::TypeNames;
use super::unique::Unique;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::function::{Field, Function, FunctionFile};
use crate::spec::name::Name;
use std::collections::BTreeSet;

/// Checks all function files. Functions with an error are left out.
pub fn check<'s>(spec: &'s Spec, types: &TypeNames<'s>, diagnostics: &mut Diagnostics) -> Vec<CheckedResource<'s>> {
    check_files(spec, diagnostics);
    let mut checked: Vec<Vec<_>> = Vec::new();
    let mut names = Unique::default();
    for file in &spec.functions {
        let mut methods = Unique::default();
        let mut functions = Vec::new();
        for function in &file.functions {
            let errors = diagnostics.errors();
            names.check(&function.name, "the function", diagnostics);
            methods.check(&function.method, "the method", diagnostics);
            let resolved = functions::check(function, spec, types, diagnostics);
            functions.push(resolved.filter(|_| diagnostics.errors() == errors));
        }
        checked.push(functions);
    }
    let mut modules = Scope::new("a module");
    let mut handles = Scope::new("a type");
    let mut resources = Vec::new();
    for written in &spec.package.resources {
        let rust_module = match rust_name(&written.name, Style::Module) {
            // A module within one of the same name reads like a mistake.
            name if name == spec.package.rust.module.as_str() => format!("{name}_resource"),
            name => name,
        };
        let rust_module = modules.claim_rust(rust_module, &written.name, diagnostics);
        let rust_type = handles.claim(&written.name, Style::Type, diagnostics);
        let at = spec.functions.iter().position(|file| written.name.value == file.resource.as_str());
        let Some((file, functions)) = at.and_then(|at| Some((spec.functions.get(at)?, checked.get_mut(at)?))) else {
            continue;
        };
        let names = module_names(file, &rust_type, spec, types, diagnostics);
        let functions = file.functions.iter().zip(std::mem::take(functions)).zip(names);
        let functions = functions.filter_map(|((written, resolved), names)| {
            let resolved = resolved?;
            Some(CheckedFunction {
                written,
                names,
                http: resolved.http,
                path: resolved.path,
                fields: resolved.fields,
                constants: resolved.constants,
                retry_unless: resolved.retry_unless,
                retry_with: resolved.retry_with,
                needs: resolved.needs,
                returns: resolved.returns,
            })
        });
        resources.push(CheckedResource { written, file, rust_module, rust_type, functions: functions.collect() });
    }
    resources
}

/// Each resource of the package has exactly one function file.
fn check_files(spec: &Spec, diagnostics: &mut Diagnostics) {
    let resources = &spec.package.resources;
    let mut unique = Unique::default();
    for file in &spec.functions {
        unique.check(&file.resource, "the function file of", diagnostics);
        if !resources.iter().any(|resource| resource.name.value == file.resource.as_str()) {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownReference,
                    file.resource.span,
                    format!("the resource `{}` is not in `package.yaml`", file.resource.value),
                )
                .did_you_mean(&file.resource, resources.iter().map(|resource| resource.name.as_str())),
            );
        }
    }
    for resource in resources {
        if !spec.functions.iter().any(|file| resource.name.value == file.resource.as_str()) {
            diagnostics.push(Diagnostic::new(
                Code::UnknownReference,
                resource.name.span,
                format!("the resource `{}` has no file in `functions/`", resource.name.value),
            ));
        }
    }
}

/// The Rust names of all functions of a file, those with errors included: collisions are reported all the same.
fn module_names(
    file: &FunctionFile,
    handle: &str,
    spec: &Spec,
    types: &TypeNames,
    diagnostics: &mut Diagnostics,
) -> Vec<FunctionNames> {
    let mut scopes = ModuleScopes {
        spec,
        types,
        methods: Scope::new("a method"),
        items: Scope::new("a type"),
        statics: Scope::new("a static"),
        tuple_structs: file.functions.iter().map(|function| rust_name(&function.method, Style::Type)).collect(),
    };
    scopes.tuple_structs.insert(handle.to_owned());
    scopes.items.claim_rust(handle.to_owned(), &file.resource, diagnostics);
    file.functions.iter().map(|function| scopes.function_names(function, diagnostics)).collect()
}

/// The Rust module of a resource while its names are decided.
struct ModuleScopes<'a, 's> {
    spec: &'a Spec,
    types: &'a TypeNames<'s>,
    methods: Scope,
    items: Scope,
    statics: Scope,
    /// The names of tuple structs, which statics must not have.
    tuple_structs: BTreeSet<String>,
}

impl ModuleScopes<'_, '_> {
    fn function_names(&mut self, function: &Function, diagnostics: &mut Diagnostics) -> FunctionNames {
        let method = self.methods.claim(&function.method, Style::Method, diagnostics);
        let builder = self.items.claim(&function.method, Style::Type, diagnostics);
        let table = self.table(&function.method, diagnostics);
        let mut scope = Scope::new("an argument");
        let params = function.fields.iter().map(|field| self.param(field, function, &mut scope, diagnostics)).collect();
        FunctionNames { method, builder, table, params }
    }

    /// The static's name. That of `v1` would be the builder's too.
    fn table(&mut self, method: &Spanned<Name>, diagnostics: &mut Diagnostics) -> String {
        let name = rust_name(method, Style::Static);
        let name = if self.tuple_structs.contains(&name) { format!("{name}_CALL") } else { name };
        self.statics.claim_rust(name, method, diagnostics)
    }

    /// The argument of a field. The client sets the credential, and a selector is one argument with the field it selects.
    fn param(
        &mut self,
        field: &Field,
        function: &Function,
        scope: &mut Scope,
        diagnostics: &mut Diagnostics,
    ) -> Option<ParamNames> {
        if field.selects.is_some() || self.spec.package.is_given(&field.name) {
            return None;
        }
        let selects =
            |other: &&Field| other.selects.as_ref().is_some_and(|selects| field.name.value == selects.as_str());
        let choice = match function.fields.iter().find(selects) {
            Some(selector) => self.choice(selector, function, diagnostics),
            None if is_choice(field, self.spec) => self.choice(field, function, diagnostics),
            None => None,
        };
        let style = if field.required { Style::Param } else { Style::Setter };
        Some(ParamNames { rust: scope.claim(&field.rust_source(), style, diagnostics), choice })
    }

    /// The enum of a field: a shared one, or one of the resource's module. `None` for an enum that is not defined, which has
    /// been reported.
    fn choice(&mut self, field: &Field, function: &Function, diagnostics: &mut Diagnostics) -> Option<ChoiceNames> {
        if let Some(name) = shared_enum(field, self.spec) {
            let names = self.types.enums.get(name)?;
            return Some(ChoiceNames::Shared(names.rust.clone(), names.argument.clone()));
        }
        let values: Vec<&Spanned<String>> = match field.own_values() {
            [] => field.cases.iter().flat_map(|cases| &cases.0).map(|(value, _)| value).collect(),
            values => values.iter().map(|value| &value.value).collect(),
        };
        let rust = rust_name(&format!("{}_{}", function.method.value, field.rust_source().value), Style::Type);
        let rust = self.items.claim_rust(rust, &field.name, diagnostics);
        Some(ChoiceNames::Own(EnumNames {
            rust,
            argument: None,
            variants: variant_names(values.into_iter().map(|value| (value, None)), diagnostics),
        }))
    }
}

/// Whether an argument is one of known texts. Known numbers are only for the docs.
fn is_choice(field: &Field, spec: &Spec) -> bool {
    shared_enum(field, spec).is_some() || (field.kind.is_text() && !field.own_values().is_empty())
}
