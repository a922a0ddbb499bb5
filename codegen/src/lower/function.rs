//! Functions.

use super::names::{Scope, Style, rust_name, type_name};
use super::types::{TypeNames, variants};
use super::{body, broken_promise};
use crate::check::Verdict;
use crate::diagnostic::Diagnostics;
use crate::json::Json;
use crate::model::{
    ArgKind, BodyNode, Condition, EnumDef, Example, Field, Function, FunctionNames, Param, ParamType, PathPart,
    QueryItem, Request, RetryRule, Returns, Role, Route, Source,
};
use crate::source::Spanned;
use crate::spec::resolve::{Destination, Http, Template, TemplatePart, pointer};
use crate::spec::{self, Encode, FieldType, FunctionFile, OneOrManyValues, Paging, Retry, Spec};
use std::collections::BTreeSet;

/// The functions of a resource and the enums that only they use.
pub struct Lowered {
    pub functions: Vec<Function>,
    pub enums: Vec<EnumDef>,
}

pub fn lower_all(
    file: &FunctionFile,
    handle: &str,
    spec: &Spec,
    verdict: &Verdict,
    names: &TypeNames,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let mut types = Scope::new("a type");
    types.claim_rust(handle.to_owned(), &file.resource, diagnostics);
    let builders = file.functions.iter().map(|function| type_name(&function.method)).chain([handle.to_owned()]);
    let mut module = Module {
        spec,
        names,
        methods: Scope::new("a method"),
        types,
        statics: Scope::new("a static"),
        builders: builders.collect(),
        enums: Vec::new(),
    };
    let mut functions = Vec::new();
    for function in &file.functions {
        match module.lower(function, diagnostics) {
            _ if verdict.faulty.contains(&function.name.value) => {}
            Some(lowered) => functions.push(lowered),
            None => broken_promise(&function.name, diagnostics),
        }
    }
    Lowered { functions, enums: module.enums }
}

/// The Rust module of a resource while it fills.
struct Module<'a> {
    spec: &'a Spec,
    names: &'a TypeNames,
    methods: Scope,
    types: Scope,
    statics: Scope,
    /// The names of tuple structs, which statics must not have.
    builders: BTreeSet<String>,
    enums: Vec<EnumDef>,
}

impl Module<'_> {
    fn lower(&mut self, function: &spec::Function, diagnostics: &mut Diagnostics) -> Option<Function> {
        let http = Http::parse(&function.http).ok()?;
        let rust = FunctionNames {
            method: self.methods.claim(&function.method, Style::Method, diagnostics),
            builder: self.types.claim(&function.method, Style::Type, diagnostics),
            table: self.table(&function.method, diagnostics),
        };
        let wire = Wire::of(function, &http, |field| self.is_credential(field))?;
        let fields =
            function.fields.iter().map(|field| self.field(field, function, &http)).collect::<Option<Vec<_>>>()?;
        let params = self.params(function, &fields, diagnostics)?;
        Some(Function {
            name: function.name.value.clone(),
            method: function.method.value.clone(),
            rust,
            doc: function.doc.value.clone(),
            http: http.method,
            path: http.path.text.clone(),
            routes: wire.routes,
            query: wire.query,
            headers: wire.headers,
            body: (!wire.body.is_empty()).then_some(wire.body),
            fields,
            params,
            auth: function.auth.is_none() && self.spec.package.auth.is_some(),
            retry: retry(function, &http)?,
            returns: self.returns(function)?,
            status: if function.status.is_empty() {
                vec![200]
            } else {
                function.status.iter().map(|status| status.value).collect()
            },
            addition: text(function.addition.as_ref()),
            warning: text(function.warning.as_ref()),
            examples: function.examples.iter().map(|example| self.example(example, function)).collect(),
        })
    }

    /// The static's name. That of `v1` would be the builder's too.
    fn table(&mut self, method: &Spanned<String>, diagnostics: &mut Diagnostics) -> String {
        let name = rust_name(method, Style::Static);
        let name = if self.builders.contains(&name) { format!("{name}_") } else { name };
        self.statics.claim_rust(name, method, diagnostics)
    }

    fn field(&self, field: &spec::Field, function: &spec::Function, http: &Http) -> Option<Field> {
        Some(Field {
            name: field.name.value.clone(),
            table_type: field.kind.word().to_owned(),
            doc: field.doc.value.clone(),
            note: text(field.note.as_ref()),
            addition: text(field.addition.as_ref()),
            required: field.required,
            required_when: field
                .required_when
                .iter()
                .flat_map(|entries| &entries.0)
                .map(|(name, value)| Some(Condition { field: index(function, name)?, value: value.value.clone() }))
                .collect::<Option<_>>()?,
            values: self.values(field),
            kind: arg_kind(field),
            role: self.role(field, function)?,
            sent_as: self.sent_as(field, function, http)?,
            secret: field.secret,
            pii: field.pii,
        })
    }

    fn is_credential(&self, field: &spec::Field) -> bool {
        self.spec.package.auth.as_ref().is_some_and(|auth| *auth.field == *field.name)
    }

    fn role(&self, field: &spec::Field, function: &spec::Function) -> Option<Role> {
        Some(match &field.selects {
            Some(selects) => Role::Selector { selects: index(function, selects)? },
            None if self.is_credential(field) => Role::Credential,
            None => Role::Plain,
        })
    }

    /// The known values: written out, of a shared enum, or the cases of a selector.
    fn values(&self, field: &spec::Field) -> Vec<String> {
        match &field.values {
            Some(OneOrManyValues::Many(values)) => values.iter().map(|value| value.value.clone()).collect(),
            Some(OneOrManyValues::One(name)) => self
                .spec
                .shared_enum(name)
                .map(|shared| shared.values.iter().map(|value| value.value.value.clone()).collect())
                .unwrap_or_default(),
            None => field.cases.iter().flat_map(|cases| &cases.0).map(|(value, _)| value.value.clone()).collect(),
        }
    }

    /// Where a field goes, in the words of the docs.
    fn sent_as(&self, field: &spec::Field, function: &spec::Function, http: &Http) -> Option<String> {
        if let Some(selects) = &field.selects {
            return Some(format!("decides where `{}` goes", selects.value));
        }
        if let Some(selector) = function.selector_of(field) {
            let cases = selector.cases.iter().flat_map(|cases| &cases.0).map(|(value, case)| {
                let place = match (&case.path, &case.query, &case.body) {
                    (Some(path), _, _) => format!("path `{}`", path.value),
                    (_, Some(query), _) => format!("query `{}`", query.value),
                    (_, _, Some(body)) => format!("body `{}`", body.value),
                    (None, None, None) => "nowhere".to_owned(),
                };
                format!("{}: {place}", value.value)
            });
            return Some(cases.collect::<Vec<_>>().join("; "));
        }
        Some(match function.destination(field, http).ok()?.0 {
            Destination::Path(name) => format!("path `{{{name}}}`"),
            Destination::Query(key) => format!("query `{key}`"),
            Destination::Header(name) => match &self.spec.package.auth {
                Some(auth) if self.is_credential(field) => format!("header `{name}: {} …`", auth.scheme.value),
                _ => format!("header `{name}`"),
            },
            Destination::Body(keys) => format!("body `/{}`", keys.join("/")),
            Destination::Selected => return None,
        })
    }

    /// The typed arguments: a selector and the field it selects are one.
    fn params(
        &mut self,
        function: &spec::Function,
        fields: &[Field],
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Param>> {
        let mut scope = Scope::new("an argument");
        let mut params = Vec::new();
        for (position, (written, field)) in function.fields.iter().zip(fields).enumerate() {
            if field.role != Role::Plain {
                continue;
            }
            let selector = function.selector_of(written);
            let kind = match selector {
                Some(selector) => {
                    let (rust, shared) = self.enum_of(selector, function, true, diagnostics);
                    ParamType::Selector { rust, shared }
                }
                None if written.values.is_some() => {
                    let (rust, shared) = self.enum_of(written, function, false, diagnostics);
                    ParamType::Enum { rust, shared }
                }
                None => param_type(&field.kind),
            };
            params.push(Param {
                rust_name: scope.claim(
                    &written.name,
                    if field.required { Style::Param } else { Style::Setter },
                    diagnostics,
                ),
                field: position,
                selector: match selector {
                    Some(selector) => Some(index(function, &selector.name)?),
                    None => None,
                },
                kind,
                required: field.required,
            });
        }
        Some(params)
    }

    /// The enum of a field: a shared one, or one of the resource's module.
    fn enum_of(
        &mut self,
        field: &spec::Field,
        function: &spec::Function,
        selector: bool,
        diagnostics: &mut Diagnostics,
    ) -> (String, bool) {
        if let Some(OneOrManyValues::One(name)) = &field.values {
            return (self.names.rust(name), true);
        }
        let rust = type_name(&format!("{}_{}", function.method.value, field.name.value));
        let rust = self.types.claim_rust(rust, &field.name, diagnostics);
        let written: Vec<&Spanned<String>> = match &field.values {
            Some(OneOrManyValues::Many(values)) => values.iter().collect(),
            _ => field.cases.iter().flat_map(|cases| &cases.0).map(|(value, _)| value).collect(),
        };
        self.enums.push(EnumDef {
            name: field.name.value.clone(),
            rust_name: rust.clone(),
            doc: field.doc.value.clone(),
            selector,
            variants: variants(written.into_iter().map(|value| (value, None)), diagnostics),
        });
        (rust, false)
    }

    fn returns(&self, function: &spec::Function) -> Option<Returns> {
        let Some(model) = self.spec.model(&function.returns) else { return Some(Returns::Empty) };
        let list = match &function.list {
            Some(list) => {
                let field = model.fields.iter().find(|field| *field.name == **list)?;
                // The same rule names the model's fields, and their collisions are reported there.
                let rust = Scope::new("a field").claim(&field.name, Style::Field, &mut Diagnostics::default());
                Some((list.value.clone(), rust))
            }
            None => None,
        };
        Some(Returns::Model {
            name: model.name.value.clone(),
            rust: self.names.rust(&model.name),
            binding: Scope::new("a variable").claim(&model.name, Style::Method, &mut Diagnostics::default()),
            unwrap: text(function.unwrap.as_ref()),
            list,
            paging: function.paging.as_ref().map(|paging| match paging.value {
                Paging::Pages => "Pages",
                Paging::Scroll => "Scroll",
            }),
        })
    }

    fn example(&self, example: &spec::Example, function: &spec::Function) -> Example {
        let object = |value: Option<&Spanned<Json>>| match value.map(|value| &value.value) {
            Some(Json::Object(members)) => members.clone(),
            _ => Vec::new(),
        };
        let response = match &example.response {
            Some(response) => Some(response.value.clone()),
            None => {
                self.spec.model(&function.returns).and_then(|model| model.example.as_ref()).map(|e| e.value.clone())
            }
        };
        Example {
            args: object(example.args.as_ref()),
            request: Request {
                path: example.request.path.value.clone(),
                query: object(example.request.query.as_ref())
                    .into_iter()
                    .map(|(key, value)| (key, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                    .collect(),
                body: example.request.body.as_ref().map(|body| body.value.clone()),
            },
            status: function.status.first().map_or(200, |status| status.value),
            response,
        }
    }
}

/// Where the values of a request go.
struct Wire {
    routes: Vec<Route>,
    query: Vec<QueryItem>,
    headers: Vec<(String, usize)>,
    body: Vec<BodyNode>,
}

impl Wire {
    fn of(function: &spec::Function, http: &Http, is_credential: impl Fn(&spec::Field) -> bool) -> Option<Self> {
        let mut wire = Self { routes: Vec::new(), query: Vec::new(), headers: Vec::new(), body: Vec::new() };
        for constant in &function.constants {
            let with = match &constant.with {
                Some(name) => Some(index(function, name)?),
                None => None,
            };
            let source = Source::Const { value: constant.value.value.clone(), with };
            if let Some(query) = &constant.query {
                wire.query.push(QueryItem { key: query.value.clone(), source });
            } else if let Some(place) = &constant.body {
                body::insert(&mut wire.body, &pointer(place).ok()?, source);
            }
        }
        for (position, field) in function.fields.iter().enumerate().filter(|(_, field)| !is_credential(field)) {
            match function.destination(field, http).ok()?.0 {
                Destination::Path(_) => {}
                Destination::Query(key) => wire.query.push(QueryItem { key, source: Source::Field(position) }),
                Destination::Header(name) => wire.headers.push((name, position)),
                Destination::Body(keys) => body::insert(&mut wire.body, &keys, Source::Field(position)),
                Destination::Selected => wire.add_cases(function, field, position)?,
            }
        }
        let main = Route { when: None, template: http.path.text.clone(), parts: parts(&http.path, function, http)? };
        wire.routes.push(main);
        Some(wire)
    }

    /// The destinations of a selected field, each under the condition of its case.
    fn add_cases(&mut self, function: &spec::Function, field: &spec::Field, position: usize) -> Option<()> {
        let Some(selector) = function.selector_of(field) else { return Some(()) };
        let selector_index = index(function, &selector.name)?;
        let http = Http::parse(&function.http).ok()?;
        for (value, case) in selector.cases.iter().flat_map(|cases| &cases.0) {
            let when = Condition { field: selector_index, value: value.value.clone() };
            if let Some(path) = &case.path {
                let template = Template::parse(path).ok()?;
                let parts = parts(&template, function, &http)?;
                self.routes.push(Route { when: Some(when), template: template.text, parts });
                continue;
            }
            let source = Source::Case { field: position, when };
            if let Some(query) = &case.query {
                self.query.push(QueryItem { key: query.value.clone(), source });
            } else if let Some(place) = &case.body {
                body::insert(&mut self.body, &pointer(place).ok()?, source);
            }
        }
        Some(())
    }
}

/// The parts of a path with placeholders resolved to fields.
fn parts(template: &Template, function: &spec::Function, http: &Http) -> Option<Vec<PathPart>> {
    let field_of = |placeholder: &str| {
        function.fields.iter().position(|field| match function.destination(field, http) {
            Ok((Destination::Path(name), _)) => name == placeholder,
            Ok((Destination::Selected, _)) => *field.name == placeholder,
            _ => false,
        })
    };
    template
        .parts
        .iter()
        .map(|part| match part {
            TemplatePart::Text(text) => Some(PathPart::Text(text.clone())),
            TemplatePart::Placeholder(name) => field_of(name).map(PathPart::Field),
        })
        .collect()
}

fn index(function: &spec::Function, name: &str) -> Option<usize> {
    function.fields.iter().position(|field| *field.name == name)
}

fn text(value: Option<&Spanned<String>>) -> Option<String> {
    value.map(|value| value.trim().to_owned())
}

fn retry(function: &spec::Function, http: &Http) -> Option<RetryRule> {
    Some(RetryRule {
        class: match function.retry_class(http) {
            Retry::Safe => "Safe",
            Retry::Idempotent => "Idempotent",
            Retry::Never => "Never",
        },
        unless: function
            .retry_unless
            .iter()
            .flat_map(|entries| &entries.0)
            .map(|(name, value)| Some((index(function, name)?, value.value.clone())))
            .collect::<Option<_>>()?,
        with: match &function.retry_with {
            Some(name) => Some(index(function, name)?),
            None => None,
        },
    })
}

fn arg_kind(field: &spec::Field) -> ArgKind {
    let encode = field.encode.as_ref().map(|encode| encode.value);
    match (encode, field.kind.value) {
        (Some(Encode::Integer), _) => ArgKind::Integer,
        (Some(Encode::UnixTime), _) => ArgKind::Time,
        (Some(Encode::CommaList), _) => ArgKind::CommaList { wrap: text(field.wrap.as_ref()) },
        (Some(Encode::Strings), _) => ArgKind::Strings,
        (None, FieldType::String) => ArgKind::Text,
        (None, FieldType::Number) => ArgKind::Number,
        (None, FieldType::Boolean) => ArgKind::Boolean,
        (None, FieldType::Json) => ArgKind::Object,
        (None, FieldType::Array) => ArgKind::Objects {
            force: field
                .force
                .iter()
                .flat_map(|entries| &entries.0)
                .map(|(key, value)| (key.value.clone(), value.value.clone()))
                .collect(),
        },
    }
}

fn param_type(kind: &ArgKind) -> ParamType {
    match kind {
        ArgKind::Text => ParamType::Text,
        ArgKind::Integer => ParamType::Integer,
        ArgKind::Number => ParamType::Number,
        ArgKind::Boolean => ParamType::Boolean,
        ArgKind::Time => ParamType::Time,
        ArgKind::CommaList { .. } | ArgKind::Strings => ParamType::Strings,
        ArgKind::Object => ParamType::Object,
        ArgKind::Objects { .. } => ParamType::Objects,
    }
}
