//! An operation of the document, and the names of its function.

use super::names::{self, Taken};
use super::shapes::Shapes;
use super::view::{get, text};
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::format::node::Node;

/// An operation of the document.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'d> {
    /// The method's key.
    pub verb: &'d Spanned<String>,
    /// The path.
    pub path: &'d Spanned<String>,
    /// The path item.
    pub item: &'d Node,
    /// The operation.
    pub node: &'d Node,
}

/// Names of functions and methods.
#[derive(Debug, Default)]
pub struct FunctionNames {
    functions: Taken,
    methods: Taken,
}

/// The name of an operation's function.
pub fn function_name(shapes: &mut Shapes, operation: &Operation, taken: &mut FunctionNames) -> String {
    let derived = names::of_operation(operation.verb, operation.path);
    let (wanted, span) = match get(operation.node, "operationId") {
        Some(id) => (text(id).filter(|id| !id.trim().is_empty()).map(names::name), id.span),
        None => (None, operation.verb.span),
    };
    let Some(wanted) = wanted else {
        let name = taken.functions.take_free(&derived);
        let message = format!("this operation has no `operationId`: the function is named `{name}`");
        shapes.notes.note_with_help(Code::DerivedName, span, message, "name it in an overlay");
        return name;
    };
    if taken.functions.take(&wanted) {
        return wanted;
    }
    let name = taken.functions.take_free(&derived);
    let message = format!("the name `{wanted}` is taken: the function is named `{name}`");
    shapes.notes.note(Code::DerivedName, span, message);
    name
}

/// The method of a function.
pub fn method_name(
    shapes: &mut Shapes,
    function: &str,
    resource: &str,
    span: Span,
    taken: &mut FunctionNames,
) -> String {
    let scoped = |method: &str| format!("{resource} {method}");
    // The resource is a type in Rust, and so is each method.
    taken.methods.take(&scoped(resource));
    let short = names::of_method(function, resource);
    if taken.methods.take(&scoped(&short)) {
        return short;
    }
    let full = names::snake(function);
    let called = format!("call_{full}");
    let free = [full.clone(), called]
        .into_iter()
        .chain((2..).map(|number| format!("{full}_{number}")))
        .find(|method| taken.methods.take(&scoped(method)))
        .unwrap_or_default();
    let message = format!("the method `{short}` is taken in `{resource}`: this one is `{free}`");
    shapes.notes.note(Code::DerivedName, span, message);
    free
}
