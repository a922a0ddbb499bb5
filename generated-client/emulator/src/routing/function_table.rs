//! The functions of the spec with their examples, prepared for matching.

use super::pattern::Pattern;
use super::slots::{Place, Slot, slots};
use crate::json::canonical;
use crate::protocol::recorded_request::RecordedRequest;
use crate::protocol::response::ApiResponse;
use http::StatusCode;
use intercom_client::Example;
use intercom_client::schema::{FieldRef, Function, Source};
use serde_json::Value;
use std::cell::OnceCell;
use std::sync::Arc;

/// One function, with what requests are compared with.
pub struct FunctionEntry {
    pub function: &'static Function,
    pub slots: Vec<Slot>,
    pub fields: Vec<CountedField>,
    /// The first keys of all slots in the body, each with the index of its slot.
    body_keys: Vec<(&'static str, usize)>,
    /// The indexes of the slots that matter in every request.
    unkeyed: Vec<usize>,
    examples: Vec<ExampleRequest>,
}

/// A field with what its presence means.
pub struct CountedField {
    pub field: FieldRef,
    /// Whether it shows in requests: a credential does not, nor does a selector without a place of its own, which shows in the place
    /// that it selects.
    pub is_counted: bool,
    pub required_when: &'static [(FieldRef, &'static str)],
    /// The indexes of the slots that can contain its value.
    slots: Vec<usize>,
}

/// An example: its request in a comparable form, and its response.
struct ExampleRequest {
    path: &'static str,
    query: Vec<(String, String)>,
    body: Option<String>,
    json: Option<Value>,
    status: u16,
    response: &'static str,
}

/// A function whose path matches a request.
#[derive(Clone)]
pub struct Candidate {
    pub entry: Arc<FunctionEntry>,
    /// The index of the path among those of the function.
    pub route: usize,
    /// The fields that are parameters of the path.
    pub path_fields: Vec<FieldRef>,
}

impl FunctionEntry {
    fn new<C>(function: &'static Function, examples: &'static [Example<C>]) -> Self {
        let own = examples.iter().filter(|example| example.function.name == function.name);
        let (slots, layout) = (slots(function), function.layout());
        let counted = |field: FieldRef| {
            let has_field = |slot: &Slot| match slot.source {
                Source::Field(other) | Source::Case { field: other, .. } => other == field,
                Source::Constant { .. } => false,
            };
            let own: Vec<usize> =
                slots.iter().enumerate().filter(|(_, slot)| has_field(slot)).map(|(index, _)| index).collect();
            let is_placeless_selector = layout.selects(field).is_some() && own.is_empty();
            CountedField {
                field,
                is_counted: !field.credential && !is_placeless_selector,
                required_when: layout.required_when(field),
                slots: own,
            }
        };
        let fields = function.field_refs().map(counted).collect();
        let mut body_keys: Vec<(&'static str, usize)> = Vec::new();
        for (index, slot) in slots.iter().enumerate() {
            if let Place::Body(keys) = &slot.place {
                body_keys.extend(keys.first().map(|first| (*first, index)));
            }
        }
        let unkeyed = slots.iter().enumerate().filter(|(_, slot)| !is_keyed(slot)).map(|(index, _)| index).collect();
        Self { function, slots, fields, body_keys, unkeyed, examples: own.map(ExampleRequest::new).collect() }
    }

    /// The places that can contain a field's value.
    pub fn places(&self, field: FieldRef) -> impl Iterator<Item = &Place> {
        let indexes = self.fields.get(field.position()).map_or(&[][..], |field| field.slots.as_slice());
        indexes.iter().filter_map(|index| self.slots.get(*index)).map(|slot| &slot.place)
    }

    /// The slots that matter in every request: those outside of the body, and constants, which must not be absent.
    pub fn unkeyed_slots(&self) -> impl Iterator<Item = &Slot> {
        self.unkeyed.iter().filter_map(|index| self.slots.get(*index))
    }

    /// The other ones: they matter if the body has their first key.
    pub fn keyed_slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| is_keyed(slot))
    }

    /// Those of [`FunctionEntry::keyed_slots`] with this first key.
    pub fn slots_of_key(&self, key: &str) -> impl Iterator<Item = &Slot> {
        // Most keys differ in their lengths, so this is faster than a search of sorted keys.
        let same = self.body_keys.iter().filter(move |(known, _)| *known == key);
        same.filter_map(|(_, index)| self.slots.get(*index)).filter(|slot| is_keyed(slot))
    }

    /// Whether the body has a place with this first key.
    pub fn has_body_key(&self, key: &str) -> bool {
        self.body_keys.iter().any(|(known, _)| *known == key)
    }

    pub fn has_query_key(&self, key: &str) -> bool {
        self.slots.iter().any(|slot| matches!(slot.place, Place::Query(known) if known == key))
    }

    /// Whether a request is the one of an example.
    pub fn has_example(&self, request: &CanonicalRequest<'_>) -> bool {
        self.examples.iter().any(|example| example.equals(request))
    }

    /// The response of the spec: of the example with this request, or of the first example, or an empty object.
    pub fn example_response(&self, request: &RecordedRequest) -> ApiResponse {
        let request = CanonicalRequest::new(request);
        let equal = self.examples.iter().find(|example| example.equals(&request));
        match equal.or(self.examples.first()) {
            Some(ExampleRequest { status, response, .. }) => {
                ApiResponse::example(StatusCode::from_u16(*status).unwrap_or(StatusCode::OK), response)
            }
            None => ApiResponse::example(StatusCode::OK, "{}"),
        }
    }
}

fn is_keyed(slot: &Slot) -> bool {
    matches!(slot.place, Place::Body(_)) && !matches!(slot.source, Source::Constant { .. })
}

/// All paths of all functions.
pub fn candidates<C>(
    functions: &[&'static Function],
    examples: &'static [Example<C>],
) -> impl Iterator<Item = (Pattern, Candidate)> {
    functions.iter().flat_map(move |function| {
        let entry = Arc::new(FunctionEntry::new(function, examples));
        function.layout().routes().iter().enumerate().map(move |(route, parts)| {
            let (pattern, path_fields) = Pattern::of_parts(&parts.parts);
            (pattern, Candidate { entry: Arc::clone(&entry), route, path_fields })
        })
    })
}

impl ExampleRequest {
    fn new<C>(example: &'static Example<C>) -> Self {
        let mut query: Vec<(String, String)> =
            example.query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        query.sort();
        let body = example.body.and_then(|body| canonical(body.as_bytes()));
        let json = example.body.and_then(|body| serde_json::from_str(body).ok());
        Self { path: example.path, query, body, json, status: example.status, response: example.response }
    }

    fn equals(&self, request: &CanonicalRequest<'_>) -> bool {
        // Equal in canonical form, they are equal as values too, which is found out sooner.
        let may_be_equal = match (&self.json, &request.request.json) {
            (Some(own), Some(json)) => own == json,
            _ => true,
        };
        may_be_equal && self.path == request.request.path && self.query == request.query && self.body == *request.body()
    }
}

/// A request in a comparable form: the order of keys does not matter.
pub struct CanonicalRequest<'a> {
    request: &'a RecordedRequest,
    query: Vec<(String, String)>,
    /// Computed when an example differs by nothing else.
    body: OnceCell<Option<String>>,
}

impl<'a> CanonicalRequest<'a> {
    pub fn new(request: &'a RecordedRequest) -> Self {
        let mut query = request.query.clone();
        query.sort();
        Self { request, query, body: OnceCell::new() }
    }

    fn body(&self) -> &Option<String> {
        self.body.get_or_init(|| canonical(&self.request.body))
    }
}
