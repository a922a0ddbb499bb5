//! What the short forms of the spec stand for: paths, pointers, default destinations, type expressions.
//!
//! Checking and lowering both ask here, so that they cannot disagree.

use super::{Field, FieldType, Function, Retry};
use crate::model::HttpMethod;
use crate::source::{Span, Spanned};
use heck::ToSnakeCase;

/// The `http` line of a function.
#[derive(Clone, Debug)]
pub struct Http {
    /// The method.
    pub method: HttpMethod,
    /// The path.
    pub path: Template,
}

impl Http {
    /// Reads `POST /books/{bookId}`.
    ///
    /// # Errors
    ///
    /// What is wrong with the line.
    pub fn parse(line: &str) -> Result<Self, String> {
        let Some((method, path)) = line.split_once(' ') else {
            return Err(format!("`{line}` is not a method and a path, such as `GET /books`"));
        };
        let method = HttpMethod::ALL.into_iter().find(|known| known.as_str() == method).ok_or_else(|| {
            format!(
                "`{method}` is not an HTTP method; known are {}",
                HttpMethod::ALL.map(HttpMethod::as_str).join(", ")
            )
        })?;
        Ok(Self { method, path: Template::parse(path)? })
    }
}

/// A path with placeholders.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Template {
    /// As the spec writes it.
    pub text: String,
    /// Text and placeholders in turn.
    pub parts: Vec<TemplatePart>,
}

/// A part of a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TemplatePart {
    /// Text as it stands.
    Text(String),
    /// The name between braces.
    Placeholder(String),
}

impl Template {
    /// Reads `/books/{bookId}`.
    ///
    /// # Errors
    ///
    /// What is wrong with the path.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err(format!("the path `{text}` must start with `/`"));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            let Some(close) = after.find('}') else {
                return Err(format!("the path `{text}` has a `{{` without a `}}`"));
            };
            if !before.is_empty() {
                parts.push(TemplatePart::Text(before.to_owned()));
            }
            let name = &after[1..close];
            if name.is_empty() {
                return Err(format!("the path `{text}` has an empty placeholder"));
            }
            let bordered = before.ends_with('/') && matches!(after.as_bytes().get(close + 1), None | Some(b'/'));
            if !bordered {
                return Err(format!("the placeholder `{{{name}}}` must be a whole segment of the path"));
            }
            parts.push(TemplatePart::Placeholder(name.to_owned()));
            rest = &after[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(TemplatePart::Text(rest.to_owned()));
        }
        let plain = |text: &String| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~".contains(&b));
        let sound = parts.iter().all(|part| match part {
            TemplatePart::Text(text) => {
                plain(text) && !text.split('/').any(|segment| segment == "." || segment == "..")
            }
            TemplatePart::Placeholder(_) => true,
        });
        if !sound || text.contains("//") {
            return Err(format!("the path `{text}` may hold letters, digits, `-._~`, single `/` and `{{name}}`"));
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The names between braces.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            TemplatePart::Placeholder(name) => Some(name.as_str()),
            TemplatePart::Text(_) => None,
        })
    }
}

/// A body may nest its objects this deep.
const DEEPEST_POINTER: usize = 32;

/// Reads a JSON pointer to a member: `/from/id` → `from`, `id`.
///
/// # Errors
///
/// What is wrong with the pointer.
pub fn pointer(text: &str) -> Result<Vec<String>, String> {
    let Some(rest) = text.strip_prefix('/') else {
        return Err(format!("`{text}` is not a JSON pointer: it must start with `/`"));
    };
    let keys: Vec<String> = rest.split('/').map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
    if keys.len() > DEEPEST_POINTER {
        return Err(format!("a JSON pointer of {} keys is longer than {DEEPEST_POINTER}", keys.len()));
    }
    if keys.iter().any(String::is_empty) {
        return Err(format!("`{text}` is not a JSON pointer to a member: it has an empty key"));
    }
    Ok(keys)
}

/// Where a field goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Destination {
    /// A placeholder of the path.
    Path(String),
    /// A query key.
    Query(String),
    /// A header.
    Header(String),
    /// A member of the body, by its keys.
    Body(Vec<String>),
    /// Nowhere: it is a selector, or a selector decides.
    Selected,
}

impl Field {
    /// The destinations that are written out, with their places.
    pub fn written_destinations(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        [("path", &self.path), ("query", &self.query), ("header", &self.header), ("body", &self.body)]
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.as_ref()?)))
    }
}

impl Function {
    /// The selector of a field, if one decides where it goes.
    #[must_use]
    pub fn selector_of(&self, field: &Field) -> Option<&Field> {
        self.fields.iter().find(|other| other.selects.as_ref().is_some_and(|selects| **selects == *field.name))
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| *field.name == name)
    }

    /// Where a field goes, and the place in the spec that says so.
    ///
    /// # Errors
    ///
    /// A malformed JSON pointer.
    pub fn destination(&self, field: &Field, http: &Http) -> Result<(Destination, Span), String> {
        if field.selects.is_some() || self.selector_of(field).is_some() {
            return Ok((Destination::Selected, field.name.span));
        }
        if let Some((key, value)) = field.written_destinations().next() {
            let name = value.value.clone();
            let destination = match key {
                "path" => Destination::Path(name),
                "query" => Destination::Query(name),
                "header" => Destination::Header(name),
                _ => Destination::Body(pointer(&name)?),
            };
            return Ok((destination, value.span));
        }
        let span = field.name.span;
        if http.path.placeholders().any(|name| name == *field.name) {
            return Ok((Destination::Path(field.name.value.clone()), span));
        }
        let key = field.name.to_snake_case();
        let destination = if http.method.has_body() { Destination::Body(vec![key]) } else { Destination::Query(key) };
        Ok((destination, span))
    }

    /// The retry class: as written, or by the HTTP method.
    #[must_use]
    pub fn retry_class(&self, http: &Http) -> Retry {
        self.retry.as_ref().map_or(
            match http.method {
                HttpMethod::Get => Retry::Safe,
                HttpMethod::Put | HttpMethod::Delete => Retry::Idempotent,
                HttpMethod::Post | HttpMethod::Patch => Retry::Never,
            },
            |retry| retry.value,
        )
    }
}

/// A type of a model's field, as the spec writes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TypeExpr {
    /// One of [`BUILT_IN`].
    BuiltIn(&'static str),
    /// A model or an enum.
    Named(String),
    /// `list<T>`
    List(Box<TypeExpr>),
    /// `map<T>`
    Map(Box<TypeExpr>),
}

/// Lists and maps may stand in each other this deep.
const DEEPEST_TYPE: usize = 8;

/// The types that need no definition.
pub const BUILT_IN: [&str; 8] = ["string", "id", "boolean", "integer", "number", "time", "secret", "json"];

impl TypeExpr {
    /// Reads `list<User>`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        // Counted before it is followed down.
        let depth = text.matches('<').count();
        if depth > DEEPEST_TYPE {
            return Err(format!(
                "a type of {depth} lists and maps is deeper than {DEEPEST_TYPE}; define a type in between"
            ));
        }
        let inner = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = inner("list<") {
            return Ok(Self::List(Box::new(Self::parse(inner)?)));
        }
        if let Some(inner) = inner("map<") {
            return Ok(Self::Map(Box::new(Self::parse(inner)?)));
        }
        if let Some(name) = BUILT_IN.into_iter().find(|name| *name == text) {
            return Ok(Self::BuiltIn(name));
        }
        if text.is_empty() || text.contains(['<', '>', ' ']) {
            return Err(format!("`{text}` is not a type; write `list<T>`, `map<T>` or a name"));
        }
        Ok(Self::Named(text.to_owned()))
    }

    /// The name at the core of the expression, if it is one of the spec's.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            Self::BuiltIn(_) => None,
        }
    }
}

impl FieldType {
    /// Whether the encodings of `encode:` fit this type.
    #[must_use]
    pub fn takes(self, encode: super::Encode) -> bool {
        use super::Encode;
        match encode {
            Encode::Integer => matches!(self, Self::String | Self::Number),
            Encode::UnixTime => matches!(self, Self::Number | Self::String),
            Encode::CommaList => self == Self::String,
            Encode::Strings => self == Self::Array,
        }
    }
}
