//! Which people and companies are in a segment, evaluated from its rules at each request.

use crate::json::JsonObject;
use crate::workspace::model::Workspace;
use crate::workspace::records::company::Company;
use crate::workspace::records::label::{Comparison, Segment, SegmentOf, SegmentRule};
use crate::workspace::records::person::{Person, PersonKind};
use serde_json::Value;
use std::borrow::Cow;

impl Segment {
    pub fn has_person(&self, workspace: &Workspace, person: &Person) -> bool {
        self.rules.iter().all(|rule| rule.matches(&person_values(workspace, person, &rule.attribute)))
    }

    pub fn has_company(&self, workspace: &Workspace, company: &Company) -> bool {
        self.rules.iter().all(|rule| rule.matches(&company_values(workspace, company, &rule.attribute)))
    }

    /// Whether people of a kind can be in it.
    pub fn accepts(&self, kind: PersonKind) -> bool {
        matches!((self.of, kind), (SegmentOf::User, PersonKind::User) | (SegmentOf::Contact, PersonKind::Lead))
    }

    /// How many people or companies are in it.
    pub fn size(&self, workspace: &Workspace) -> usize {
        match self.of {
            SegmentOf::Company => {
                workspace.companies.iter().filter(|company| self.has_company(workspace, company)).count()
            }
            SegmentOf::User | SegmentOf::Contact => {
                let people = workspace.people.iter().filter(|person| self.accepts(person.kind));
                people.filter(|person| self.has_person(workspace, person)).count()
            }
        }
    }
}

impl Workspace {
    /// The segments that a person is in.
    pub fn segments_of(&self, person: &Person) -> Vec<&Segment> {
        let of = match person.kind {
            PersonKind::User => SegmentOf::User,
            PersonKind::Lead => SegmentOf::Contact,
            PersonKind::Visitor => return Vec::new(),
        };
        self.segments.iter().filter(|segment| segment.of == of && segment.has_person(self, person)).collect()
    }
}

impl SegmentRule {
    /// Why the rule cannot be evaluated.
    pub fn problem(&self) -> Option<String> {
        let (is_valid, needed) = match self.is {
            Comparison::Known | Comparison::Unknown => (true, ""),
            Comparison::Equal | Comparison::NotEqual => (!self.value.is_null(), "a value"),
            Comparison::Greater | Comparison::Less => (self.value.is_number(), "a number as value"),
            Comparison::Contains => (self.value.is_string(), "a string as value"),
        };
        (!is_valid).then(|| format!("the rule on `{}` needs {needed}", self.attribute))
    }

    /// Whether one of an attribute's values matches; for `not_equal` and `unknown` all of them must.
    fn matches(&self, values: &[Cow<'_, Value>]) -> bool {
        let mut known = values.iter().filter(|value| !value.is_null());
        match self.is {
            Comparison::Known => known.next().is_some(),
            Comparison::Unknown => known.next().is_none(),
            Comparison::Equal => known.any(|value| equal(value, &self.value)),
            Comparison::NotEqual => !known.any(|value| equal(value, &self.value)),
            Comparison::Greater => known.any(|value| number(value) > number(&self.value)),
            Comparison::Less => known.any(|value| match (number(value), number(&self.value)) {
                (Some(value), Some(bound)) => value < bound,
                _ => false,
            }),
            Comparison::Contains => known.any(|value| match (value.as_str(), self.value.as_str()) {
                (Some(text), Some(part)) => text.to_lowercase().contains(&part.to_lowercase()),
                _ => false,
            }),
        }
    }
}

/// Compares strings without case, numbers by value.
fn equal(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::String(text), Value::String(other)) => text.to_lowercase() == other.to_lowercase(),
        (Value::Number(_), Value::Number(_)) => number(value) == number(wanted),
        _ => value == wanted,
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn person_values<'a>(workspace: &'a Workspace, person: &'a Person, attribute: &str) -> Vec<Cow<'a, Value>> {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String);
    let value = match attribute {
        "id" => Value::String(person.id.clone()),
        "user_id" => text(&person.user_id),
        "email" => text(&person.email),
        "phone" => text(&person.phone),
        "name" => text(&person.name),
        "last_request_at" => Value::from(person.last_request_at),
        "created_at" => Value::from(person.created_at),
        "signed_up_at" => Value::from(person.signed_up_at),
        "updated_at" => Value::from(person.updated_at),
        "session_count" => Value::from(person.session_count),
        "unsubscribed_from_emails" => Value::from(person.unsubscribed_from_emails),
        "owner_id" => text(&person.owner_id),
        "tag" => return tag_names(workspace, &person.tags),
        "company" => {
            let companies = person.companies.iter().filter_map(|id| workspace.companies.get(id));
            return companies.filter_map(|company| company.name.clone()).map(|name| Cow::Owned(name.into())).collect();
        }
        _ => return custom(&person.custom_attributes, attribute),
    };
    vec![Cow::Owned(value)]
}

fn company_values<'a>(workspace: &'a Workspace, company: &'a Company, attribute: &str) -> Vec<Cow<'a, Value>> {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String);
    let value = match attribute {
        "id" => Value::String(company.id.clone()),
        "company_id" => text(&company.company_id),
        "name" => text(&company.name),
        "plan" => text(&company.plan),
        "monthly_spend" => Value::from(company.monthly_spend),
        "size" => Value::from(company.size),
        "industry" => text(&company.industry),
        "website" => text(&company.website),
        "created_at" => Value::from(company.created_at),
        "session_count" => Value::from(company.session_count),
        "user_count" => Value::from(workspace.people.of_company(&company.id).len()),
        "tag" => return tag_names(workspace, &company.tags),
        _ => return custom(&company.custom_attributes, attribute),
    };
    vec![Cow::Owned(value)]
}

fn tag_names<'a>(workspace: &'a Workspace, tags: &[String]) -> Vec<Cow<'a, Value>> {
    let names = tags.iter().filter_map(|id| workspace.tags.get(id)).map(|tag| tag.name.clone());
    names.map(|name| Cow::Owned(Value::String(name))).collect()
}

fn custom<'a>(attributes: &'a JsonObject, attribute: &str) -> Vec<Cow<'a, Value>> {
    let key = attribute.strip_prefix("custom_attributes.").unwrap_or(attribute);
    attributes.get(key).map(Cow::Borrowed).into_iter().collect()
}
