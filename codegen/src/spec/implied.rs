//! Rows that the spec does not repeat: a credential that goes into a function's query, body or path is written once, in `auth`.

use super::auth::Carried;
use super::function::{Field, FunctionFile};
use super::package::Package;
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::diagnostic::finding::Diagnostics;
use crate::format::decode::Decode;
use crate::format::node::{Node, NodeKind};

/// Adds the rows of credentials to the functions that carry them and do not repeat them.
pub fn imply(file: &mut FunctionFile, package: &Package) {
    for function in &mut file.functions {
        let Some(scheme) = package.scheme(function.auth.as_ref().map(|auth| auth.as_str())) else { continue };
        for carried in scheme.carried().filter(|carried| carried.header.is_none()) {
            let is_there = function.fields.iter().any(|field| field.name.as_str() == carried.field.as_str());
            if !is_there {
                function.fields.extend(row(&carried));
            }
        }
    }
}

/// The row of a credential. Its places are those of the scheme, which the rules look up.
fn row(carried: &Carried<'_>) -> Option<Field> {
    let span = carried.field.span;
    let text = |text: &str| Node { kind: NodeKind::Scalar(Json::String(text.to_owned())), span };
    let key = |name: &str| Spanned { value: name.to_owned(), span };
    let entries = vec![
        (key("name"), text(carried.field.as_str())),
        (key("type"), text("credentials")),
        (key("doc"), text("The credential, which the client is given once.")),
        (key("required"), Node { kind: NodeKind::Scalar(Json::Bool(true)), span }),
    ];
    let node = Node { kind: NodeKind::Map(entries), span };
    // A name that is wrong has been reported where it is written.
    let mut unheard = Diagnostics::default();
    Field::decode(&node, &mut unheard).map(|field| Field { secret: true, ..field })
}
