//! Paths of a document → paths of a spec.

use super::draft::{Constant, Place};
use super::names;
use super::shapes::Shapes;
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;

/// The path of a function.
pub struct PathOf {
    /// As the spec writes it.
    pub text: String,
    /// The placeholders, as the document writes them.
    pub names: Vec<String>,
    /// What stands behind `?`.
    pub constants: Vec<Constant>,
}

impl PathOf {
    /// Reads a path.
    pub fn new(shapes: &mut Shapes, path: &Spanned<String>) -> Self {
        let (plain, query) = path.split_once('?').map_or((path.as_str(), None), |(plain, query)| (plain, Some(query)));
        let (plain, fragment) =
            plain.split_once('#').map_or((plain, None), |(plain, fragment)| (plain, Some(fragment)));
        if fragment.is_some() {
            shapes.notes.note(Code::PathParameter, path.span, "what follows `#` is never sent: it is left out");
        }
        let mut constants = Vec::new();
        for pair in query.into_iter().flat_map(|query| query.split('&')) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            constants.push(Constant { place: Place::Query(key.to_owned()), value: Json::text(value) });
        }
        let (mut text, mut names, mut rest) = (String::new(), Vec::new(), plain);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            text.push_str(&format!("{{{}}}", names::name(name)));
            names.push(name.to_owned());
            rest = after;
        }
        text.push_str(rest);
        if !text.starts_with('/') {
            text.insert(0, '/');
        }
        Self { text, names, constants }
    }

    /// Whether it has a placeholder of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|placeholder| placeholder == name)
    }
}
