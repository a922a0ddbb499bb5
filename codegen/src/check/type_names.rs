//! The Rust names of models, shared enums and inputs.

use super::rust_names::{EnumNames, InputNames, ModelNames, Scope, Style, rust_name, variant_names};
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::diagnostic::suggest::nearest;
use crate::format::decode::OneOrMany;
use crate::spec::Spec;
use std::collections::{BTreeMap, BTreeSet};

/// The Rust names of all models and shared enums, by their spec names. A name that is defined twice means the first one.
#[derive(Debug)]
pub struct TypeNames<'s> {
    /// The models.
    pub models: BTreeMap<&'s str, ModelNames>,
    /// The shared enums.
    pub enums: BTreeMap<&'s str, EnumNames>,
    /// The inputs.
    pub inputs: BTreeMap<&'s str, InputNames>,
    /// The module of each type file.
    pub modules: Vec<String>,
}

impl<'s> TypeNames<'s> {
    /// Decides all names and reports collisions.
    pub fn new(spec: &'s Spec, diagnostics: &mut Diagnostics) -> Self {
        let mut scope = Scope::new("a type");
        let mut models = BTreeMap::new();
        for model in spec.models() {
            let mut fields = Scope::new("a field");
            let names = ModelNames {
                rust: scope.claim(&model.name, Style::Type, diagnostics),
                binding: rust_name(&model.name, Style::Method),
                fields: model.fields.iter().map(|field| fields.claim(&field.name, Style::Field, diagnostics)).collect(),
            };
            models.entry(model.name.as_str()).or_insert(names);
        }
        let (mut enums, selectors) = (BTreeMap::new(), selector_enums(spec));
        for shared in spec.enums() {
            let rust = scope.claim(&shared.name, Style::Type, diagnostics);
            let is_selector = selectors.contains(shared.name.as_str());
            let names = EnumNames {
                argument: is_selector.then(|| scope.claim_rust(format!("Into{rust}"), &shared.name, diagnostics)),
                rust,
                variants: variant_names(shared.values.iter().map(|value| &value.value), diagnostics),
            };
            enums.entry(shared.name.as_str()).or_insert(names);
        }
        let mut inputs = BTreeMap::new();
        for input in spec.inputs() {
            let mut methods = Scope::new("a setter");
            let methods =
                input.fields.iter().map(|field| methods.claim(&field.name, Style::Setter, diagnostics)).collect();
            let names = InputNames { rust: scope.claim(&input.name, Style::Type, diagnostics), methods };
            inputs.entry(input.name.as_str()).or_insert(names);
        }
        let mut scope = Scope::new("a module");
        let modules = spec.types.iter().map(|file| {
            let stem = Spanned { value: file.stem.clone(), span: Span { file: file.id, start: 0, end: 0 } };
            scope.claim(&stem, Style::Module, diagnostics)
        });
        Self { modules: modules.collect(), models, enums, inputs }
    }
}

/// A type that is not defined. There may be a hundred known ones: only a near one is shown.
pub fn undefined<'a>(name: &str, span: Span, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownType, span, format!("the type `{name}` is not defined"));
    match nearest(name, &known.collect::<Vec<_>>()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("define it in `types/`, or use `json` for any value"),
    }
}

/// The shared enums whose values decide where another field is sent.
fn selector_enums(spec: &Spec) -> BTreeSet<&str> {
    let selectors = spec.functions().flat_map(|function| &function.fields).filter(|field| field.selects.is_some());
    selectors
        .filter_map(|field| match &field.values {
            Some(OneOrMany::One(name)) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}
