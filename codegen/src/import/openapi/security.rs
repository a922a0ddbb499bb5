//! Security schemes → how a call carries its credential.

use super::document::Document;
use super::names;
use super::view::{entries, get, head, items_of, text_of};
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::format::node::{Node, NodeKind};
use crate::import::notes::Notes;

/// The schemes of a package, and how to find the one of an operation.
#[derive(Debug, Default)]
pub struct Security {
    /// Each with its name; the first one is the default.
    pub schemes: Vec<(String, Json)>,
}

/// What an operation says about its credential.
#[derive(Debug, Eq, PartialEq)]
pub enum OperationAuth {
    /// The package's default.
    Default,
    /// None.
    None,
    /// A scheme of the package.
    Named(String),
}

impl Security {
    /// Reads the schemes that the document uses: those of all operations, the document's own first.
    pub fn read(document: &Document, operations: &[&Node], notes: &mut Notes) -> Self {
        let mut security = Self::default();
        let requirements = items_of(document.root, "security").iter();
        let others = operations.iter().flat_map(|operation| items_of(operation, "security"));
        for requirement in requirements.chain(others) {
            let Some(name) = requirement_name(requirement) else { continue };
            if security.schemes.iter().any(|(known, _)| *known == name) {
                continue;
            }
            if let Some(scheme) = of_requirement(document, requirement, notes) {
                security.schemes.push((name, scheme));
            }
        }
        security
    }

    /// The credential of an operation: the first of its alternatives that can be sent.
    pub fn of_operation(&self, document: &Document, operation: &Node) -> OperationAuth {
        let own = get(operation, "security");
        let requirements = match own.or_else(|| get(document.root, "security")).map(|list| &list.kind) {
            Some(NodeKind::List(items)) => items.as_slice(),
            _ => &[],
        };
        if requirements.is_empty() {
            return if self.schemes.is_empty() { OperationAuth::Default } else { OperationAuth::None };
        }
        let known = requirements.iter().filter_map(requirement_name).find(|name| self.has(name));
        match known {
            Some(name) if self.schemes.first().is_some_and(|(first, _)| *first == name) => OperationAuth::Default,
            Some(name) => OperationAuth::Named(name),
            None if self.schemes.is_empty() => OperationAuth::Default,
            None => OperationAuth::None,
        }
    }

    /// The names of the arguments that carry credentials.
    pub fn fields(&self) -> impl Iterator<Item = String> {
        let parts = self.schemes.iter().flat_map(|(_, scheme)| {
            let with = match scheme.get("with") {
                Some(Json::Array(with)) => with.as_slice(),
                _ => &[],
            };
            std::iter::once(scheme).chain(with)
        });
        let names = parts.flat_map(|scheme| {
            let basic = match scheme.get("basic") {
                Some(Json::Array(names)) => names.as_slice(),
                _ => &[],
            };
            scheme.get("field").into_iter().chain(basic).filter_map(Json::as_str).map(str::to_owned)
        });
        names.collect::<Vec<_>>().into_iter()
    }

    fn has(&self, name: &str) -> bool {
        self.schemes.iter().any(|(known, _)| known == name)
    }
}

/// The name of a requirement: those of its schemes together.
fn requirement_name(requirement: &Node) -> Option<String> {
    let parts: Vec<String> = entries(requirement).iter().map(|(name, _)| names::name(name)).collect();
    (!parts.is_empty()).then(|| parts.join("_and_"))
}

/// The scheme of a requirement; several schemes that go together are one with `with`.
fn of_requirement(document: &Document, requirement: &Node, notes: &mut Notes) -> Option<Json> {
    let mut schemes = Vec::new();
    for (name, _) in entries(requirement) {
        let Some(node) = document.component("securitySchemes", name) else {
            notes.note(
                Code::AuthScheme,
                name.span,
                format!("the security scheme `{}` is not defined: it is left out", name.value),
            );
            return None;
        };
        let node = document.resolve(node).map_or(node, |resolved| resolved.node);
        schemes.push(scheme(name, node, notes)?);
    }
    let mut schemes = schemes.into_iter();
    let Json::Object(mut first) = schemes.next()? else { return None };
    let rest: Vec<Json> = schemes.collect();
    if !rest.is_empty() {
        first.push(("with".to_owned(), Json::Array(rest)));
    }
    Some(Json::Object(first))
}

fn scheme(name: &str, node: &Node, notes: &mut Notes) -> Option<Json> {
    let text = |key: &str, value: &str| (key.to_owned(), Json::text(value));
    let bearer =
        || Json::Object(vec![text("field", "accessToken"), text("header", "Authorization"), text("scheme", "Bearer")]);
    let span = head(node);
    let kind = text_of(node, "type").unwrap_or_default();
    match kind {
        "http" => match text_of(node, "scheme").unwrap_or_default().to_lowercase().as_str() {
            "basic" => {
                let fields = ["username", "password"].map(Json::text).to_vec();
                Some(Json::Object(vec![("basic".to_owned(), Json::Array(fields))]))
            }
            "bearer" => Some(bearer()),
            other => {
                let message = format!("the scheme `{other}` is sent as it is: the credential is all that follows it");
                notes.note(Code::AuthScheme, span, message);
                let part = if other.is_empty() { "Bearer".to_owned() } else { capitalised(other) };
                Some(Json::Object(vec![
                    text("field", "accessToken"),
                    text("header", "Authorization"),
                    text("scheme", &part),
                ]))
            }
        },
        "apiKey" => {
            let key = text_of(node, "name").unwrap_or(name);
            let field = names::name(name);
            match text_of(node, "in") {
                Some("header") if key.eq_ignore_ascii_case("authorization") => {
                    Some(Json::Object(vec![text("field", &field), text("header", key), text("scheme", "")]))
                }
                Some("header") => Some(Json::Object(vec![text("field", &field), text("header", key)])),
                Some("query") => Some(Json::Object(vec![text("field", &field), text("query", key)])),
                _ => {
                    notes.note(
                        Code::AuthScheme,
                        span,
                        format!("the credential `{key}` goes into a cookie, which a call does not have"),
                    );
                    None
                }
            }
        }
        "oauth2" | "openIdConnect" => {
            let message = format!("`{kind}`: calls take an access token; how to get one is not part of the client");
            notes.note(Code::AuthScheme, span, message);
            Some(bearer())
        }
        other => {
            notes.note(Code::AuthScheme, span, format!("the security scheme `{other}` has no equal: it is left out"));
            None
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}
