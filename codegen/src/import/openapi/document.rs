//! The document, and where its references lead.

use super::view::{entries, entries_of, get, text_of};
use crate::base::json::Json;
use crate::base::span::Span;
use crate::format::node::{Node, NodeKind};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// A chain of references is at most this long; a longer one is a circle.
const MAX_CHAIN: usize = 32;

/// A document whose components are found by name.
#[derive(Debug)]
pub struct Document<'d> {
    /// The document.
    pub root: &'d Node,
    components: HashMap<(&'d str, &'d str), (&'d str, &'d Node)>,
    /// The names of schemas that a reference led to.
    followed: RefCell<HashSet<&'d str>>,
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'d> {
    /// The node that is no reference.
    pub node: &'d Node,
    /// The component's name, when the last reference led to a component.
    pub component: Option<&'d str>,
}

/// A reference that leads nowhere.
#[derive(Clone, Debug)]
pub struct Dangling {
    /// The text of the reference.
    pub reference: String,
    /// Where it stands.
    pub span: Span,
    /// Why.
    pub problem: &'static str,
}

impl<'d> Document<'d> {
    /// Indexes the components.
    pub fn new(root: &'d Node) -> Self {
        let mut components = HashMap::new();
        for (section, map) in entries_of(root, "components") {
            for (name, node) in entries(map) {
                components.insert((section.value.as_str(), name.value.as_str()), (name.value.as_str(), node));
            }
        }
        Self { root, components, followed: RefCell::default() }
    }

    /// The components of a section, in the order of the file.
    pub fn section(&self, section: &str) -> &'d [(crate::base::span::Spanned<String>, Node)] {
        get(self.root, "components").map_or(&[], |components| entries_of(components, section))
    }

    /// Whether a reference led to a schema.
    pub fn is_followed(&self, schema: &str) -> bool {
        self.followed.borrow().contains(schema)
    }

    /// A component by its name.
    pub fn component(&self, section: &str, name: &str) -> Option<&'d Node> {
        self.components.get(&(section, name)).map(|(_, node)| *node)
    }

    /// Follows references to the first node that is none.
    ///
    /// # Errors
    ///
    /// The first reference that leads nowhere.
    pub fn resolve(&self, node: &'d Node) -> Result<Resolved<'d>, Dangling> {
        let mut resolved = Resolved { node, component: None };
        for _ in 0..MAX_CHAIN {
            let Some(reference) = text_of(resolved.node, "$ref") else { return Ok(resolved) };
            resolved = self.follow(reference, resolved.node.span)?;
        }
        let reference = text_of(resolved.node, "$ref").unwrap_or_default().to_owned();
        Err(Dangling { reference, span: node.span, problem: "it leads back to itself" })
    }

    /// Follows one reference.
    ///
    /// # Errors
    ///
    /// The reference, when it leads nowhere.
    pub fn follow(&self, reference: &str, span: Span) -> Result<Resolved<'d>, Dangling> {
        let dangling = |problem| Dangling { reference: reference.to_owned(), span, problem };
        let Some(pointer) = reference.strip_prefix('#') else {
            return Err(dangling("it leads to another document, and an import reads one"));
        };
        let keys: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        if let [first, section, name] = &keys[..]
            && first == "components"
        {
            let Some((name, node)) = self.components.get(&(section.as_str(), name.as_str())) else {
                return Err(dangling("no such component is defined"));
            };
            if section == "schemas" {
                self.followed.borrow_mut().insert(name);
            }
            return Ok(Resolved { node, component: Some(name) });
        }
        let mut node = self.root;
        for key in &keys {
            node = match &node.kind {
                NodeKind::List(items) => key.parse().ok().and_then(|at: usize| items.get(at)),
                NodeKind::Map(_) => get(node, key),
                NodeKind::Scalar(_) => None,
            }
            .ok_or_else(|| dangling("nothing stands there"))?;
        }
        Ok(Resolved { node, component: None })
    }
}

/// A key of a JSON pointer in a URL's fragment.
fn unescape(key: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(key).decode_utf8_lossy();
    decoded.replace("~1", "/").replace("~0", "~")
}

/// The version that a document states under a key, `3.0.1` also where it is not quoted.
pub fn stated_version(root: &Node, key: &str) -> Option<String> {
    match &get(root, key)?.kind {
        NodeKind::Scalar(Json::String(text) | Json::Number(text)) => Some(text.trim().to_owned()),
        _ => None,
    }
}
