//! A node → a schema: follows references, honours what stands beside them, and merges `allOf`.

use super::limits::LIMITS;
use super::sums::{self, Simplified};
use super::{Additional, Schema};
use crate::base::json::Json;
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::format::node::{Node, NodeKind};
use crate::import::notes::Notes;
use crate::import::openapi::document::Document;
use crate::import::openapi::view::{entries, entries_of, flag, get, head, is_null, items_of, number_of, text, text_of};

/// Schemas may refer to schemas this many times within one; more is a circle.
const MAX_DEPTH: usize = 40;

/// Keywords that say what a value looks like; others describe it.
const STRUCTURAL: [&str; 12] = [
    "type",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
    "const",
    "additionalProperties",
    "required",
    "format",
    "not",
];

/// Reads a schema. References that lead nowhere are reported where they stand.
pub fn read<'d>(document: &Document<'d>, node: &'d Node, notes: &mut Notes) -> Schema<'d> {
    let mut reader = Reader { document, notes, open: Vec::new() };
    let mut schema = Schema::new(node.span);
    reader.absorb(&mut schema, node);
    reader.simplify(&mut schema);
    schema.span = head(node);
    schema.origin = document.resolve(node).map_or(schema.span, |resolved| head(resolved.node));
    schema
}

struct Reader<'a, 'd> {
    document: &'a Document<'d>,
    notes: &'a mut Notes,
    /// The nodes that are being read: a circle of `allOf` has no meaning.
    open: Vec<Span>,
}

impl<'d> Reader<'_, 'd> {
    /// Adds what a node says to a schema; what was said before is kept where the node says nothing.
    fn absorb(&mut self, schema: &mut Schema<'d>, node: &'d Node) {
        if self.open.contains(&node.span) || self.open.len() >= MAX_DEPTH {
            let message = "this schema consists of itself: it says nothing here";
            self.notes.note(Code::DanglingReference, head(node), message);
            schema.dangling = true;
            return;
        }
        self.open.push(node.span);
        if let Some(reference) = text_of(node, "$ref") {
            match self.document.follow(reference, get(node, "$ref").map_or(node.span, |at| at.span)) {
                Ok(target) => {
                    self.absorb(schema, target.node);
                    schema.target_doc = schema.doc.take().or(schema.target_doc);
                    // A component that only refers to another one is that one.
                    schema.component = schema.component.or(target.component);
                }
                Err(dangling) => {
                    self.notes.note_with_help(
                        Code::DanglingReference,
                        dangling.span,
                        format!("`{}` leads nowhere: {}; it becomes `json`", dangling.reference, dangling.problem),
                        "define the component, or remove the reference",
                    );
                    schema.dangling = true;
                }
            }
        }
        self.merge_parts(schema, node);
        self.describe(schema, node);
        self.structure(schema, node);
        self.open.pop();
    }

    /// `allOf`. One part without further structure is what the part is.
    fn merge_parts(&mut self, schema: &mut Schema<'d>, node: &'d Node) {
        let parts = items_of(node, "allOf");
        let is_plain = entries(node).iter().all(|(key, _)| key.value == "allOf" || !is_structural(key));
        for part in parts {
            let mut inner = Schema::new(part.span);
            self.absorb(&mut inner, part);
            self.simplify(&mut inner);
            let is_alone = parts.len() == 1 && is_plain;
            let component = schema.component.take();
            merge(schema, inner, is_alone);
            schema.component = if is_alone { schema.component.take().or(component) } else { None };
        }
    }

    fn describe(&mut self, schema: &mut Schema<'d>, node: &'d Node) {
        schema.doc = text_of(node, "description").or(schema.doc);
        schema.title = text_of(node, "title").or(schema.title);
        schema.nullable |= flag(node, "nullable") || flag(node, "x-nullable");
        schema.deprecated |= flag(node, "deprecated");
        schema.read_only |= flag(node, "readOnly");
        schema.write_only |= flag(node, "writeOnly");
        schema.default = get(node, "default").or(schema.default);
        schema.example = get(node, "example").or_else(|| items_of(node, "examples").first()).or(schema.example);
        let number = |keys: [&str; 3]| keys.into_iter().find_map(|key| number_of(node, key));
        schema.min = number(["minimum", "minLength", "minItems"]).or(schema.min);
        schema.max = number(["maximum", "maxLength", "maxItems"]).or(schema.max);
        schema.pattern = text_of(node, "pattern").or(schema.pattern);
        let limits = entries(node).iter().map(|(key, _)| key).filter(|key| LIMITS.contains(&key.as_str()));
        schema.limits.extend(limits);
    }

    fn structure(&mut self, schema: &mut Schema<'d>, node: &'d Node) {
        if text_of(node, "$ref").is_some() && entries(node).iter().any(|(key, _)| is_structural(key)) {
            schema.component = None;
        }
        match get(node, "type").map(|kind| &kind.kind) {
            Some(NodeKind::Scalar(Json::String(kind))) if kind == "null" => schema.nullable = true,
            Some(NodeKind::Scalar(Json::String(kind))) => schema.types = vec![kind],
            Some(NodeKind::List(kinds)) => {
                schema.nullable |= kinds.iter().any(|kind| text(kind) == Some("null"));
                schema.types = kinds.iter().filter_map(text).filter(|kind| *kind != "null").collect();
            }
            _ => {}
        }
        schema.format = text_of(node, "format").or(schema.format);
        if let Some(NodeKind::List(values)) = get(node, "enum").map(|values| &values.kind) {
            schema.nullable |= values.iter().any(is_null);
            schema.values = Some(values.iter().filter(|value| !is_null(value)).collect());
        }
        if let Some(value) = get(node, "const") {
            schema.values = Some(vec![value]);
        }
        schema.items = get(node, "items").or(schema.items);
        for (name, member) in entries_of(node, "properties") {
            add_member(schema, name, member);
        }
        for name in items_of(node, "required") {
            if let Some(text) = text(name).filter(|text| !schema.requires(text)) {
                schema.required.push((text, name.span));
            }
        }
        if let Some(additional) = get(node, "additionalProperties") {
            schema.additional = match &additional.kind {
                NodeKind::Scalar(Json::Bool(false)) => Additional::None,
                NodeKind::Map(entries) if !entries.is_empty() => Additional::Of(additional),
                _ => Additional::Any,
            };
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches: Vec<&Node> = items_of(node, keyword).iter().collect();
            if !branches.is_empty() {
                schema.sums.push(branches);
            }
        }
    }

    /// Replaces alternatives that are none.
    fn simplify(&mut self, schema: &mut Schema<'d>) {
        let mut kept = Vec::new();
        for branches in std::mem::take(&mut schema.sums) {
            match sums::simplify(self.document, branches) {
                Simplified::Nothing { nullable } => schema.nullable |= nullable,
                Simplified::One { node, nullable } => {
                    let (doc, required) = (schema.doc, schema.required.clone());
                    let had_structure = !schema.members.is_empty() || !schema.types.is_empty();
                    let component = schema.component.take();
                    let mut inner = Schema::new(node.span);
                    self.absorb(&mut inner, node);
                    self.simplify(&mut inner);
                    merge(schema, inner, !had_structure);
                    // A named schema that is one alternative has the name of that alternative, or its own.
                    schema.component = schema.component.take().or(component);
                    schema.nullable |= nullable;
                    schema.doc = doc.or(schema.doc);
                    schema.required.extend(required);
                }
                Simplified::Many { branches, nullable } => {
                    schema.nullable |= nullable;
                    if !self.unite(schema, &branches) {
                        kept.push(branches);
                    }
                }
            }
        }
        schema.sums.append(&mut kept);
    }

    /// Alternatives that are all objects are one object with the members of all: each is optional in it, and one that stands
    /// alone in all alternatives stays required. A value then decodes whichever alternative it is, new ones included, and
    /// nothing is tried one after the other. `false` when an alternative is no object.
    fn unite(&mut self, schema: &mut Schema<'d>, branches: &[&'d Node]) -> bool {
        if !(schema.types.is_empty() || schema.is("object")) {
            return false;
        }
        let mut parts = Vec::new();
        for branch in branches {
            let mut part = Schema::new(branch.span);
            self.absorb(&mut part, branch);
            self.simplify(&mut part);
            if !part.is_object() || part.members.is_empty() || !part.sums.is_empty() {
                return false;
            }
            parts.push(part);
        }
        let required: Vec<(&str, Span)> = parts[0].required.clone();
        for (name, span) in required {
            if parts.iter().all(|part| part.requires(name)) && !schema.requires(name) {
                schema.required.push((name, span));
            }
        }
        for part in parts {
            for (name, member) in part.members {
                if schema.members.iter().any(|(known, _)| known.value == name.value) {
                    schema.others.push((&name.value, member));
                } else {
                    schema.members.push((name, member));
                }
            }
            schema.others.extend(part.others);
            if !matches!(part.additional, Additional::Unstated) {
                schema.additional = part.additional;
            }
        }
        schema.is_union = true;
        true
    }
}

fn is_structural(key: &str) -> bool {
    STRUCTURAL.contains(&key)
}

/// Adds a member, or replaces the one of that name. A part that only describes a member of another part leaves its type.
fn add_member<'d>(schema: &mut Schema<'d>, name: &'d Spanned<String>, member: &'d Node) {
    match schema.members.iter_mut().find(|(known, _)| known.value == name.value) {
        Some(_) if entries(member).iter().all(|(key, _)| key.value != "$ref" && !is_structural(key)) => {}
        Some(known) => *known = (name, member),
        None => schema.members.push((name, member)),
    }
}

/// Adds a part of a merge to a schema. A part that is alone is the schema, with its name and whether it may be null.
fn merge<'d>(schema: &mut Schema<'d>, part: Schema<'d>, is_alone: bool) {
    if is_alone {
        schema.component = part.component;
        schema.nullable |= part.nullable;
        schema.read_only |= part.read_only;
        schema.write_only |= part.write_only;
        schema.target_doc = part.doc.or(part.target_doc).or(schema.target_doc);
    }
    if !part.types.is_empty() {
        schema.types = part.types;
    }
    schema.format = part.format.or(schema.format);
    schema.values = part.values.or(schema.values.take());
    schema.items = part.items.or(schema.items);
    schema.default = part.default.or(schema.default);
    schema.example = part.example.filter(|_| is_alone).or(schema.example);
    schema.min = part.min.or(schema.min);
    schema.max = part.max.or(schema.max);
    schema.pattern = part.pattern.or(schema.pattern);
    schema.limits.extend(part.limits);
    schema.deprecated |= part.deprecated && is_alone;
    schema.dangling |= part.dangling && is_alone;
    for (name, member) in part.members {
        add_member(schema, name, member);
    }
    for (name, span) in part.required {
        if !schema.requires(name) {
            schema.required.push((name, span));
        }
    }
    if !matches!(part.additional, Additional::Unstated) {
        schema.additional = part.additional;
    }
    schema.others.extend(part.others);
    schema.is_union |= part.is_union;
    schema.sums.extend(part.sums);
}
