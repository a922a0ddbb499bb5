//! Schemas → types: models of responses, inputs of requests, enums of both.
//!
//! A component becomes a type when something refers to it, each once; a queue keeps circles of components finite.

pub mod enums;
pub mod registry;
pub mod scalars;
pub mod typed;
pub mod united;

use super::document::Document;
use super::draft::{Definition, Member, Shape, Type};
use super::schema::limits::report_of_member;
use super::schema::read::read;
use super::schema::{Additional, Schema};
use super::view::head;
use crate::base::json::Json;
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::format::node::Node;
use crate::import::notes::Notes;
use enums::Values;
use registry::{Registry, of_component};
use scalars::{of_alternatives, of_types, scalar};
use typed::{Mode, Owner, Typed, depth, is_map, member_of, one_or_many};

/// Lists and maps nest at most this deep in a type.
const MAX_TYPE_DEPTH: usize = 8;

/// All types of a document that something refers to.
pub struct Shapes<'d> {
    /// The document.
    pub document: Document<'d>,
    /// What is reported.
    pub notes: Notes,
    /// The types that are defined, and their names.
    pub registry: Registry<'d>,
    /// Schemas that are being typed: one within itself without an object between has no finite type.
    open: Vec<Span>,
}

impl<'d> Shapes<'d> {
    /// No types yet.
    pub fn new(document: Document<'d>, mut notes: Notes) -> Self {
        let registry = Registry::new(&document, &mut notes);
        Self { document, notes, registry, open: Vec::new() }
    }

    /// Defines what was referred to, reports components that nothing refers to, and returns all definitions in the order of
    /// the document.
    pub fn finish(mut self) -> (Vec<Definition>, Notes) {
        while let Some((key, mode)) = self.registry.take_next() {
            let Some(node) = self.document.component("schemas", key) else { continue };
            self.registry.enter_component(&self.document, key);
            let schema = self.read(node);
            let name = self.registry.component_name(key, mode);
            self.define(name, &schema, mode, &of_component(key));
        }
        for (key, _) in self.document.section("schemas") {
            if !self.document.is_followed(key) && !self.registry.is_kept(key) {
                let message = format!("nothing refers to `{}`: it is left out", key.value);
                self.notes.note(Code::UnusedSchema, key.span, message);
            }
        }
        (self.registry.into_definitions(), self.notes)
    }

    /// Makes a model of a component that nothing refers to; `false` when there is none.
    pub fn keep(&mut self, key: &str) -> bool {
        let schemas = self.document.section("schemas");
        let Some((key, node)) = schemas.iter().find(|(name, _)| name.value == key) else { return false };
        self.read(node).is_object() && self.registry.keep(key)
    }

    /// Reads a schema without making a type of it.
    pub fn read(&mut self, node: &'d Node) -> Schema<'d> {
        read(&self.document, node, &mut self.notes)
    }

    /// The type of a schema.
    pub fn typed(&mut self, node: &'d Node, owner: &Owner, mode: Mode) -> Typed<'d> {
        let schema = self.read(node);
        let target = self.document.resolve(node).map_or(node.span, |resolved| resolved.node.span);
        if self.open.contains(&target) {
            let message = "this schema contains itself and no object between: it becomes `json`";
            self.notes.note(Code::DanglingReference, head(node), message);
            return Typed { schema, kind: Type::Json, values: Vec::new(), constant: None };
        }
        self.open.push(target);
        let mut typed = self.of_schema(schema, owner, mode);
        self.open.pop();
        if depth(&typed.kind) > MAX_TYPE_DEPTH {
            let message = format!("lists and maps nest more than {MAX_TYPE_DEPTH} levels deep: this becomes `json`");
            self.notes.note(Code::UntypedSchema, head(node), message);
            typed.kind = Type::Json;
        }
        typed
    }

    /// The type of a schema with a name for its known values, too.
    pub fn named(&mut self, node: &'d Node, owner: &Owner, mode: Mode) -> Typed<'d> {
        let typed = self.typed(node, owner, mode);
        self.with_named_values(typed, owner)
    }

    /// Names known values.
    fn with_named_values(&mut self, mut typed: Typed<'d>, owner: &Owner) -> Typed<'d> {
        let values: Vec<String> = typed.values.iter().filter_map(Json::as_str).map(str::to_owned).collect();
        if !values.is_empty() {
            let name = self.registry.take_free(&owner.name());
            self.registry.push_enum(name.clone(), &values, &typed.schema, &owner.doc(), &mut self.notes);
            typed.kind = Type::Named(name);
            typed.values.clear();
        }
        typed
    }

    fn of_schema(&mut self, schema: Schema<'d>, owner: &Owner, mode: Mode) -> Typed<'d> {
        if let Some(values) = enums::values(&schema, &mut self.notes) {
            return self.of_values(schema, values);
        }
        let kind = if schema.is_object() && !schema.members.is_empty() {
            self.of_object(&schema, owner, mode)
        } else if !schema.sums.is_empty() {
            return self.of_sum(schema, owner, mode);
        } else {
            self.of_plain(&schema, owner, mode)
        };
        Typed { schema, kind, values: Vec::new(), constant: None }
    }

    fn of_values(&mut self, schema: Schema<'d>, values: Values) -> Typed<'d> {
        let (kind, values, constant) = match values {
            Values::Strings(values) => match schema.component {
                Some(key) => (
                    Type::Named(self.registry.enum_component(&self.document, key, &values, &schema, &mut self.notes)),
                    Vec::new(),
                    None,
                ),
                None => (Type::String, values.into_iter().map(Json::String).collect(), None),
            },
            Values::Constant(value) => (enums::kind_of(&value), Vec::new(), Some(value)),
            Values::Scalar(kind, values) => (kind, values, None),
            Values::Mixed => (Type::Json, Vec::new(), None),
        };
        Typed { schema, kind, values, constant }
    }

    /// A scalar, a list, a map, or nothing that is known.
    fn of_plain(&mut self, schema: &Schema<'d>, owner: &Owner, mode: Mode) -> Type {
        let kind = match schema.types[..] {
            [one] => one,
            [] if schema.items.is_some() => "array",
            [] if !matches!(schema.additional, Additional::Unstated) => "object",
            [] => {
                if !schema.dangling {
                    let message = "this schema states no type: it becomes `json`";
                    self.notes.note(Code::UntypedSchema, schema.origin, message);
                }
                return Type::Json;
            }
            _ => {
                return of_types(schema).unwrap_or_else(|| {
                    let message = format!("a value of several types ({}) becomes `json`", schema.types.join(", "));
                    self.notes.note(Code::SumAsJson, schema.origin, message);
                    Type::Json
                });
            }
        };
        if !schema.members.is_empty() {
            let message = format!("`properties` beside `type: {kind}` are ignored");
            self.notes.note(Code::UntypedSchema, schema.origin, message);
        }
        match kind {
            "array" => match schema.items.filter(|items| is_map(items)) {
                Some(items) => {
                    let typed = self.named(items, &owner.item(), mode);
                    if mode == Mode::Request && typed.schema.component.is_none() {
                        report_of_member(&typed.schema, &owner.item().member, &mut self.notes);
                    }
                    Type::list(typed.kind)
                }
                None => {
                    let message = "this list does not say what its items are: it becomes `list<json>`";
                    self.notes.note(Code::UntypedSchema, schema.origin, message);
                    Type::list(Type::Json)
                }
            },
            "object" => match schema.additional {
                Additional::Of(values) => Type::map(self.named(values, &owner.item(), mode).kind),
                _ => Type::map(Type::Json),
            },
            kind => scalar(kind, schema.format).unwrap_or_else(|| {
                let message = format!("`{kind}` is not a type of a schema: it becomes `json`");
                self.notes.note(Code::UntypedSchema, schema.origin, message);
                Type::Json
            }),
        }
    }

    fn of_object(&mut self, schema: &Schema<'d>, owner: &Owner, mode: Mode) -> Type {
        if let Some(key) = schema.component {
            return Type::Named(self.registry.refer(key, mode));
        }
        let wanted = owner.name();
        let name = self.registry.take_free(&wanted);
        if name != wanted {
            let message = format!("the name `{wanted}` is taken: this type becomes `{name}`");
            self.notes.note(Code::DerivedName, schema.origin, message);
        }
        self.define(name.clone(), schema, mode, &owner.doc());
        Type::Named(name)
    }

    fn of_sum(&mut self, schema: Schema<'d>, owner: &Owner, mode: Mode) -> Typed<'d> {
        let nodes: Vec<&Node> = schema.sums.iter().flatten().copied().collect();
        let branches: Vec<Schema> = nodes.iter().map(|node| self.read(node)).collect();
        let json = |schema| Typed { schema, kind: Type::Json, values: Vec::new(), constant: None };
        if schema.sums.len() == 1 {
            if let Some(kind) = of_alternatives(&branches) {
                return Typed { kind, ..json(schema) };
            }
            if let Some(typed) = self.of_strings(&schema, &nodes, &branches, owner, mode) {
                return Typed { schema, ..typed };
            }
            if let Some(many) = one_or_many(&branches, &nodes).filter(|_| mode == Mode::Request) {
                let message = "one value or a list of them: the argument takes the list";
                self.notes.note(Code::SumAsJson, schema.origin, message);
                let kind = self.named(many, owner, mode).kind;
                return Typed { kind, ..json(schema) };
            }
        }
        let message = format!("{} alternatives become `json`", branches.len());
        self.notes.note(Code::SumAsJson, schema.origin, message);
        json(schema)
    }

    /// Known strings beside any string, or several sets of known strings: enums are open.
    fn of_strings(
        &mut self,
        schema: &Schema<'d>,
        nodes: &[&'d Node],
        branches: &[Schema<'d>],
        owner: &Owner,
        mode: Mode,
    ) -> Option<Typed<'d>> {
        if !branches.iter().all(|branch| branch.is("string") || (branch.types.is_empty() && branch.values.is_some())) {
            return None;
        }
        let known: Vec<&&Node> =
            nodes.iter().zip(branches).filter(|(_, branch)| branch.values.is_some()).map(|(node, _)| node).collect();
        if let [one] = known[..] {
            return Some(self.typed(one, owner, mode));
        }
        let mut values: Vec<Json> = Vec::new();
        for value in branches.iter().flat_map(|branch| branch.values.iter().flatten()).map(|node| node.to_json()) {
            if value.as_str().is_some_and(|text| !text.is_empty()) && !values.contains(&value) {
                values.push(value);
            }
        }
        Some(Typed { schema: schema.clone(), kind: Type::String, values, constant: None })
    }

    /// Defines an object under a name.
    fn define(&mut self, name: String, schema: &Schema<'d>, mode: Mode, described: &str) {
        self.report_unknown_required(schema);
        if schema.is_union {
            let message = format!("`{name}` has the members of all its alternatives: each is optional");
            self.notes.note(Code::SumAsJson, schema.origin, message);
        }
        if !schema.sums.is_empty() {
            let message = format!(
                "the members of {} alternatives have no types: they are kept as JSON",
                schema.sums.iter().map(Vec::len).sum::<usize>()
            );
            self.notes.note(Code::SumAsJson, schema.origin, message);
        }
        // The place of the definition comes before those of its members.
        let at = self.registry.reserve(name.clone(), schema, described);
        let mut members = Vec::new();
        for (key, node) in &schema.members {
            members.extend(self.member(key, node, schema, &name, mode));
        }
        let shape = if mode == Mode::Request { Shape::Input(members) } else { Shape::Model(members) };
        self.registry.fill(at, shape);
    }

    fn report_unknown_required(&mut self, schema: &Schema<'d>) {
        for (required, span) in &schema.required {
            let is_member = |schema: &Schema| schema.members.iter().any(|(name, _)| name.value == *required);
            if is_member(schema) {
                continue;
            }
            let branches: Vec<&Node> = schema.sums.iter().flatten().copied().collect();
            if !branches.into_iter().any(|branch| is_member(&self.read(branch))) {
                let message = format!("`{required}` is required and no property declares it");
                self.notes.note(Code::UnknownRequired, *span, message);
            }
        }
    }

    fn member(
        &mut self,
        key: &'d Spanned<String>,
        node: &'d Node,
        schema: &Schema<'d>,
        owner: &str,
        mode: Mode,
    ) -> Option<Member> {
        let owner = Owner::new(owner, key);
        let typed = self.of_member(key, node, schema, &owner, mode);
        let typed = self.with_named_values(typed, &owner);
        if (mode == Mode::Request && typed.schema.read_only) || (mode == Mode::Response && typed.schema.write_only) {
            return None;
        }
        if mode == Mode::Request {
            report_of_member(&typed.schema, key, &mut self.notes);
        }
        Some(member_of(typed, key, schema.requires(key), mode))
    }
}
