//! What a template may name: the parts of a request.

use crate::parts::Parts;
use crate::value::Value;
use std::collections::BTreeMap;

/// Something that a template names.
#[derive(Clone, Debug)]
pub enum Item {
    /// Text, with values of the environment in it.
    Parts(Parts),
    /// A JSON value.
    Value(Value),
    /// A list.
    List(Vec<Scope>),
}

/// What a template may name. What is absent is false.
#[derive(Clone, Debug, Default)]
pub struct Scope(pub BTreeMap<&'static str, Item>);

impl Scope {
    pub fn flag(&mut self, name: &'static str, is_set: bool) {
        if is_set {
            self.text(name, "true");
        }
    }

    pub fn text(&mut self, name: &'static str, text: impl Into<String>) {
        self.parts(name, Parts::text(text));
    }

    pub fn parts(&mut self, name: &'static str, parts: Parts) {
        self.0.insert(name, Item::Parts(parts));
    }

    pub fn value(&mut self, name: &'static str, value: Value) {
        self.0.insert(name, Item::Value(value));
    }

    pub fn list(&mut self, name: &'static str, list: Vec<Scope>) {
        if !list.is_empty() {
            self.0.insert(name, Item::List(list));
        }
    }
}
