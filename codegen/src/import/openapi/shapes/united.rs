//! Members that several alternatives of an object have: one type for all of them.

use super::Shapes;
use super::scalars::of_alternatives;
use super::typed::{Mode, Owner, Typed};
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::format::node::Node;
use crate::import::openapi::draft::Type;
use crate::import::openapi::schema::Schema;
use crate::import::openapi::schema::sums::without_prose;
use crate::import::openapi::view::head;

impl<'d> Shapes<'d> {
    /// The type of a member of an object. Known values have no name yet.
    pub fn of_member(
        &mut self,
        key: &Spanned<String>,
        node: &'d Node,
        schema: &Schema<'d>,
        owner: &Owner,
        mode: Mode,
    ) -> Typed<'d> {
        let mut typed = self.typed(node, owner, mode);
        let others: Vec<&'d Node> =
            schema.others.iter().filter(|(name, _)| *name == key.value).map(|(_, node)| *node).collect();
        if others.is_empty() {
            return typed;
        }
        let mut shapes = vec![without_prose(node)];
        for other in others {
            let shape = without_prose(other);
            if !shapes.contains(&shape) {
                shapes.push(shape);
                self.unite(&mut typed, other);
            }
        }
        typed
    }

    /// Widens a type, so that it reads what another alternative has there, too.
    fn unite(&mut self, typed: &mut Typed<'d>, node: &'d Node) {
        let other = self.read(node);
        typed.schema.nullable |= other.nullable;
        let is_same = typed.schema.component.is_some() && typed.schema.component == other.component;
        if is_same || typed.kind == Type::Json {
            return;
        }
        if let (Some(known), Some(more)) = (texts(&typed.schema), texts(&other)) {
            let mut values = if typed.values.is_empty() { known } else { std::mem::take(&mut typed.values) };
            for value in more {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            (typed.kind, typed.constant, typed.values) = (Type::String, None, values);
            return;
        }
        let is_text = |schema: &Schema| schema.is("string") && schema.values.is_none();
        if (texts(&typed.schema).is_some() && is_text(&other)) || (is_text(&typed.schema) && texts(&other).is_some()) {
            // Enums are open: the known values of one alternative say enough.
            typed.constant = None;
            return;
        }
        let plain = |schema: &Schema<'d>| Schema { values: None, ..schema.clone() };
        typed.constant = None;
        if let Some(kind) = of_alternatives(&[plain(&typed.schema), plain(&other)]) {
            typed.kind = kind;
            return;
        }
        typed.values.clear();
        let are_lists = matches!(typed.kind, Type::List(_)) && other.is("array");
        typed.kind = if are_lists { Type::list(Type::Json) } else { Type::Json };
        let message = format!("alternatives have this member in different shapes: it becomes `{}`", typed.kind);
        self.notes.note(Code::SumAsJson, head(node), message);
    }
}

/// The known values of a schema, if all are texts.
fn texts(schema: &Schema) -> Option<Vec<Json>> {
    let values: Vec<Json> = schema.values.as_ref()?.iter().map(|node| node.to_json()).collect();
    values.iter().all(|value| value.as_str().is_some()).then_some(values)
}
