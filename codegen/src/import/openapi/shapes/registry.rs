//! The types that are defined: their names, each taken once, and the components that still wait.

use super::enums;
use super::typed::Mode;
use crate::diagnostic::code::Code;
use crate::import::notes::Notes;
use crate::import::openapi::document::Document;
use crate::import::openapi::draft::{Definition, Shape};
use crate::import::openapi::names::{self, Taken};
use crate::import::openapi::schema::Schema;
use crate::import::openapi::text;
use crate::import::openapi::view::head;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What a function returns besides models: no model can have such a name.
const RETURNS: [&str; 4] = ["Empty", "Text", "Bytes", "Redirect"];

/// Components with such a name are of requests by their name: their inputs need no other one.
const OF_REQUESTS: [&str; 5] = ["Request", "Input", "Params", "Payload", "Body"];

/// Types, their names and their order.
#[derive(Debug, Default)]
pub struct Registry<'d> {
    definitions: Vec<((usize, usize), Definition)>,
    taken: Taken,
    /// The names of components' types; an enum has one name in both modes.
    models: BTreeMap<&'d str, String>,
    inputs: BTreeMap<&'d str, String>,
    defined: BTreeSet<(&'d str, Mode)>,
    queue: VecDeque<(&'d str, Mode)>,
    kept: BTreeSet<&'d str>,
    /// What the next definition belongs to: the position of a component or of a function behind all components.
    rank: usize,
}

impl<'d> Registry<'d> {
    /// Reserves the names of all components, so that a type without a name never takes one.
    pub fn new(document: &Document<'d>, notes: &mut Notes) -> Self {
        let mut registry = Self::default();
        for (key, node) in document.section("schemas") {
            let wanted = match names::of_component(key) {
                name if RETURNS.contains(&name.as_str()) => format!("{name}Value"),
                name => name,
            };
            let name = registry.taken.take_free(&wanted);
            if name != wanted {
                let message = format!("another component has the name of `{}` in Rust: it becomes `{name}`", key.value);
                notes.note(Code::DerivedName, head(node), message);
            }
            registry.models.insert(&key.value, name);
        }
        for (key, _) in document.section("schemas") {
            let name = registry.models.get(key.value.as_str()).cloned().unwrap_or_default();
            let is_of_requests = OF_REQUESTS.iter().any(|end| name.ends_with(end));
            let input = if is_of_requests { name } else { registry.taken.take_free(&format!("{name}Input")) };
            registry.inputs.insert(&key.value, input);
        }
        registry
    }

    /// Types without a name that are found from now on belong to this function.
    pub fn enter_function(&mut self, position: usize) {
        self.rank = self.models.len() + position;
    }

    /// Types without a name that are found from now on belong to this component.
    pub fn enter_component(&mut self, document: &Document<'d>, key: &str) {
        self.rank = document.section("schemas").iter().position(|(name, _)| name.value == key).unwrap_or(0);
    }

    /// A component that something refers to and that is not defined yet.
    pub fn take_next(&mut self) -> Option<(&'d str, Mode)> {
        self.queue.pop_front()
    }

    /// The name of a component that something refers to.
    pub fn refer(&mut self, key: &'d str, mode: Mode) -> String {
        if self.defined.insert((key, mode)) {
            self.queue.push_back((key, mode));
        }
        self.component_name(key, mode)
    }

    /// Defines a component although nothing refers to it; `false` when something does.
    pub fn keep(&mut self, key: &'d str) -> bool {
        let is_new = self.defined.insert((key, Mode::Response));
        if is_new {
            self.queue.push_back((key, Mode::Response));
            self.kept.insert(key);
        }
        is_new
    }

    /// Whether a component is kept although nothing refers to it.
    pub fn is_kept(&self, key: &str) -> bool {
        self.kept.contains(key)
    }

    /// The name of a component's type.
    pub fn component_name(&self, key: &str, mode: Mode) -> String {
        let names = if mode == Mode::Request { &self.inputs } else { &self.models };
        names.get(key).cloned().unwrap_or_default()
    }

    /// Takes a name, or the first free one with a number behind it.
    pub fn take_free(&mut self, wanted: &str) -> String {
        self.taken.take_free(wanted)
    }

    /// The name of a component that is an enum.
    pub fn enum_component(
        &mut self,
        document: &Document<'d>,
        key: &'d str,
        values: &[String],
        schema: &Schema<'d>,
        notes: &mut Notes,
    ) -> String {
        let name = self.component_name(key, Mode::Response);
        if self.defined.insert((key, Mode::Response)) {
            let rank = self.rank;
            self.enter_component(document, key);
            self.push_enum(name.clone(), values, schema, &of_component(key), notes);
            self.rank = rank;
        }
        name
    }

    /// Defines an enum; `described` says what it is where the document does not.
    pub fn push_enum(
        &mut self,
        name: String,
        values: &[String],
        schema: &Schema<'d>,
        described: &str,
        notes: &mut Notes,
    ) {
        let named = enums::named(values, schema.span, notes);
        let doc = schema.target_doc.filter(|_| schema.component.is_some()).or(schema.any_doc()).or(schema.title);
        let definition = Definition {
            span: schema.span,
            name,
            doc: prose(doc, described),
            standalone: false,
            shape: Shape::Enum(named),
        };
        self.push(definition);
    }

    /// A place for an object, before the types of its members.
    pub fn reserve(&mut self, name: String, schema: &Schema<'d>, described: &str) -> usize {
        let doc = prose(schema.any_doc().or(schema.title), described);
        let standalone = self.kept.iter().any(|key| self.models.get(key) == Some(&name));
        self.push(Definition { span: schema.span, name, doc, standalone, shape: Shape::Model(Vec::new()) });
        self.definitions.len() - 1
    }

    /// The contents of a reserved place.
    pub fn fill(&mut self, at: usize, shape: Shape) {
        if let Some((_, definition)) = self.definitions.get_mut(at) {
            definition.shape = shape;
        }
    }

    /// All definitions, in the order of the document.
    pub fn into_definitions(mut self) -> Vec<Definition> {
        self.definitions.sort_by_key(|(rank, _)| *rank);
        self.definitions.into_iter().map(|(_, definition)| definition).collect()
    }

    fn push(&mut self, definition: Definition) {
        self.definitions.push(((self.rank, self.definitions.len()), definition));
    }
}

/// What a component is, where the document does not say it.
pub fn of_component(key: &str) -> String {
    format!("The schema `{}`.", text::line(key))
}

fn prose(stated: Option<&str>, otherwise: &str) -> String {
    stated.map(text::prose).filter(|doc| !doc.is_empty()).unwrap_or_else(|| otherwise.to_owned())
}
