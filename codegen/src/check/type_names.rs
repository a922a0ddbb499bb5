//! The Rust names of models, shared enums and inputs.

use super::checked::CheckedType;
use super::rust_names::{EnumNames, InputNames, ModelNames, Scope, Style, rust_name, variant_names};
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::diagnostic::suggest::nearest;
use crate::format::decode::OneOrMany;
use crate::spec::Spec;
use crate::spec::inputs::InputField;
use crate::spec::name::{Name, WireName};
use crate::spec::type_expr::{ScalarType, TypeExpr};
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
                fields: model
                    .fields
                    .iter()
                    .map(|field| {
                        fields.claim(&rust_source(&field.name, field.rust.as_ref()), Style::Field, diagnostics)
                    })
                    .collect(),
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
                variants: variant_names(
                    shared.values.iter().map(|value| (&value.value, value.rust.as_ref())),
                    diagnostics,
                ),
            };
            enums.entry(shared.name.as_str()).or_insert(names);
        }
        let mut inputs = BTreeMap::new();
        for input in spec.inputs() {
            let mut scope_of_setters = Scope::new("a setter");
            let setter = |field: &InputField| rust_source(&field.name, field.rust.as_ref());
            let fields = input.fields.iter();
            let methods =
                fields.map(|field| scope_of_setters.claim(&setter(field), Style::Setter, diagnostics)).collect();
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

/// What a Rust name is made of: its own name, or the key on the wire.
fn rust_source(name: &Spanned<WireName>, rust: Option<&Spanned<Name>>) -> Spanned<String> {
    match rust {
        Some(rust) => Spanned { value: rust.to_string(), span: rust.span },
        None => Spanned { value: name.to_string(), span: name.span },
    }
}

/// The type that an expression means; reports a name that is not defined.
pub fn resolve(kind: &TypeExpr, span: Span, names: &TypeNames, diagnostics: &mut Diagnostics) -> Option<CheckedType> {
    Some(match kind {
        TypeExpr::Scalar(scalar) => CheckedType::Scalar(*scalar),
        TypeExpr::List(inner) => CheckedType::List(Box::new(resolve(inner, span, names, diagnostics)?)),
        TypeExpr::Map(inner) => CheckedType::Map(Box::new(resolve(inner, span, names, diagnostics)?)),
        TypeExpr::Named(name) => {
            if let Some(shared) = names.enums.get(name.as_str()) {
                CheckedType::Enum(name.clone(), shared.rust.clone())
            } else if let Some(model) = names.models.get(name.as_str()) {
                CheckedType::Model(name.clone(), model.rust.clone())
            } else {
                let known = names.models.keys().chain(names.enums.keys()).copied();
                let known = known.chain(ScalarType::ALL.into_iter().map(|scalar| -> &str { scalar.as_str() }));
                diagnostics.push(undefined(name, span, known));
                return None;
            }
        }
    })
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
