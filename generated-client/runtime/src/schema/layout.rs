//! Where each value of a request goes: built once per function from the rows of its table.

use super::constant::Constant;
use super::field::{Field, FieldRef, Place};

/// The request of a function, laid out: paths, query, headers, body, and how its fields depend on each other.
#[derive(Debug)]
pub struct Layout {
    routes: Vec<Route>,
    query: Vec<QueryItem>,
    headers: Vec<(&'static str, Source)>,
    body: Option<Vec<Member>>,
    complete_body: Option<Source>,
    links: Vec<Links>,
}

/// How a field depends on others.
#[derive(Debug, Default)]
struct Links {
    selector: Option<FieldRef>,
    selects: Option<FieldRef>,
    required_when: Vec<(FieldRef, &'static str)>,
}

/// A path and when it is taken.
#[derive(Debug)]
pub struct Route {
    /// The selector and its value; always taken without one.
    pub when: Option<(FieldRef, &'static str)>,
    /// The path as the spec writes it.
    pub template: &'static str,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A part of a path.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Text as it stands.
    Text(&'static str),
    /// The value of a field, as one segment or a part of one.
    Field(FieldRef),
    /// The value of a field, as any number of segments.
    Segments(FieldRef),
}

/// Where a value of a request comes from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// A field, when given.
    Field(FieldRef),
    /// A field, when its selector has a value.
    Case {
        /// The field.
        field: FieldRef,
        /// Its selector.
        selector: FieldRef,
        /// The selector's value.
        value: &'static str,
    },
    /// A constant: JSON text in a body, plain text in a query.
    Constant {
        /// The text.
        value: &'static str,
        /// The field without which it is not sent.
        with: Option<FieldRef>,
    },
}

/// A query key and its value.
#[derive(Debug)]
pub struct QueryItem {
    /// The key.
    pub key: &'static str,
    /// Its value.
    pub source: Source,
}

/// A member of an object in a JSON body.
#[derive(Debug)]
pub enum Member {
    /// A value.
    Value {
        /// The key.
        key: &'static str,
        /// Its value.
        source: Source,
    },
    /// An object; left out when it would be empty.
    Object {
        /// The key.
        key: &'static str,
        /// Its members.
        members: Vec<Member>,
    },
}

impl Layout {
    /// The paths, each with its condition; the first one whose condition is met is taken.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The query, in order.
    #[must_use]
    pub fn query(&self) -> &[QueryItem] {
        &self.query
    }

    /// Headers beyond those of the client.
    #[must_use]
    pub fn headers(&self) -> &[(&'static str, Source)] {
        &self.headers
    }

    /// The members of the body; `None` when the request has none, or one value is the complete body.
    #[must_use]
    pub fn body(&self) -> Option<&[Member]> {
        self.body.as_deref()
    }

    /// The value that is the complete body.
    #[must_use]
    pub fn complete_body(&self) -> Option<Source> {
        self.complete_body
    }

    /// The selector that decides where a field goes.
    #[must_use]
    pub fn selector_of(&self, field: FieldRef) -> Option<FieldRef> {
        self.links.get(field.position())?.selector
    }

    /// The field whose place this one decides.
    #[must_use]
    pub fn selects(&self, field: FieldRef) -> Option<FieldRef> {
        self.links.get(field.position())?.selects
    }

    /// The conditions, each a field and its value, under which a field is needed.
    #[must_use]
    pub fn required_when(&self, field: FieldRef) -> &[(FieldRef, &'static str)] {
        self.links.get(field.position()).map_or(&[], |links| links.required_when.as_slice())
    }

    /// Lays out the rows of a table. The names of fields are those of the checked spec; one that no field has is left out.
    pub(super) fn new(fields: &'static [Field], constants: &'static [Constant], path: &'static str) -> Self {
        let find = |name: &str| FieldRef::find(fields, name);
        let conditions = |pairs: &'static [(&'static str, &'static str)]| {
            pairs.iter().filter_map(|(name, value)| Some((find(name)?, *value))).collect::<Vec<_>>()
        };
        let links = FieldRef::all(fields).map(|field| Links {
            selector: field.selected_by.and_then(find),
            selects: FieldRef::all(fields).find(|other| other.selected_by == Some(field.name)),
            required_when: conditions(field.required_when),
        });
        let mut layout = Self {
            routes: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            complete_body: None,
            links: links.collect(),
        };
        for constant in constants {
            layout.place_constant(fields, constant);
        }
        for field in FieldRef::all(fields) {
            layout.place_field(fields, field);
        }
        layout.routes.push(Route { when: None, template: path, parts: parts(path, fields) });
        layout
    }

    fn place_constant(&mut self, fields: &'static [Field], constant: &'static Constant) {
        let with = constant.with.and_then(|name| FieldRef::find(fields, name));
        let source = Source::Constant { value: constant.value, with };
        self.place(constant.place, source);
    }

    fn place_field(&mut self, fields: &'static [Field], field: FieldRef) {
        if let Some(place) = field.place {
            self.place(place, Source::Field(field));
        }
        let Some(selector) = self.selector_of(field) else { return };
        for case in field.cases {
            if let Place::Route(template) = case.place {
                let when = Some((selector, case.value));
                self.routes.push(Route { when, template, parts: parts(template, fields) });
            } else {
                self.place(case.place, Source::Case { field, selector, value: case.value });
            }
        }
    }

    fn place(&mut self, place: Place, source: Source) {
        match (place, source) {
            (Place::Query(key), source) => self.query.push(QueryItem { key, source }),
            (Place::Header(name), source) => self.headers.push((name, source)),
            (Place::Body([]), source) => self.complete_body = Some(source),
            (Place::Body(keys), source) => insert(self.body.get_or_insert_default(), keys, source),
            // The path's own placeholders name their fields.
            (Place::Path(_) | Place::Route(_), _) => {}
        }
    }
}

/// Puts a value at its keys; an object stands where its first member does.
fn insert(members: &mut Vec<Member>, keys: &'static [&'static str], source: Source) {
    match keys {
        [] => {}
        [key] => members.push(Member::Value { key, source }),
        [key, rest @ ..] => {
            let found = members.iter_mut().find_map(|member| match member {
                Member::Object { key: known, members } if known == key => Some(members),
                _ => None,
            });
            match found {
                Some(members) => insert(members, rest, source),
                None => {
                    let mut inner = Vec::new();
                    insert(&mut inner, rest, source);
                    members.push(Member::Object { key, members: inner });
                }
            }
        }
    }
}

/// The parts of a path such as `/users/{id}`.
fn parts(template: &'static str, fields: &'static [Field]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((placeholder, after)) = after.split_once('}') else { break };
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        let (placeholder, is_path) = match placeholder.strip_prefix('+') {
            Some(name) => (name, true),
            None => (placeholder, false),
        };
        let fills = |field: &FieldRef| match field.place {
            Some(Place::Path(name)) => name == placeholder,
            _ => field.selected_by.is_some() && field.name == placeholder,
        };
        let part = |field| if is_path { Part::Segments(field) } else { Part::Field(field) };
        parts.extend(FieldRef::all(fields).find(fills).map(part));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}
