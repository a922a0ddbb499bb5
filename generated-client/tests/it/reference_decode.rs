//! Contains the typed decoder to the response models of the reference: every example decodes, every known key reaches its
//! field, and every function reads the response that the reference says it gets.
use crate::support::reference;

use crate::support::canned::client;
use crate::support::reference::{assert_none, rows, text};
use api_client_runtime::__private::{Lenient, Object};
use api_client_runtime::from_json;
use intercom_client::Example;
use intercom_client::examples::EXAMPLES;
use intercom_client::{Client, JsonError, types};
use serde_json::{Map, Value, json};
use std::fmt::{Debug, Display};
use tokio::runtime::Runtime;

/// The sizes of the reference itself: a file that lost rows must not pass for the complete.
const MODELS: usize = 38;
const FUNCTIONS: usize = 82;

/// Decodes a body as a model: how many keys it did not know, and what it decoded to.
type Decode = fn(&Value) -> Result<(usize, String), JsonError>;

fn decode<T: Lenient + Object + Debug>(body: &Value) -> Result<(usize, String), JsonError> {
    let value: T = from_json(body.to_string().as_bytes())?;
    Ok((value.extra().len(), format!("{value:#?}")))
}

/// Reference model → the type that decodes it, and the key that stands for `users|contacts|companies`.
const TYPES: &[(&str, Decode, &str)] = &[
    ("User", decode::<types::User>, ""),
    ("Lead", decode::<types::Lead>, ""),
    ("Visitor", decode::<types::Visitor>, ""),
    ("Company", decode::<types::Company>, ""),
    ("Admin", decode::<types::Admin>, ""),
    ("Tag", decode::<types::Tag>, ""),
    ("Segment", decode::<types::Segment>, ""),
    ("Note", decode::<types::Note>, ""),
    ("Event", decode::<types::Event>, ""),
    ("EventSummary", decode::<types::EventSummary>, ""),
    ("AppCounts", decode::<types::AppCounts>, ""),
    ("ConversationCounts", decode::<types::ConversationCounts>, ""),
    ("AdminConversationCounts", decode::<types::AdminConversationCounts>, ""),
    ("UserSegmentCounts", decode::<types::UserSegmentCounts>, ""),
    ("UserTagCounts", decode::<types::UserTagCounts>, ""),
    ("CompanySegmentCounts", decode::<types::CompanySegmentCounts>, ""),
    ("CompanyTagCounts", decode::<types::CompanyTagCounts>, ""),
    ("CompanyUserCounts", decode::<types::CompanyUserCounts>, ""),
    ("AdminMessage", decode::<types::AdminMessage>, ""),
    ("UserMessage", decode::<types::UserMessage>, ""),
    ("Author", decode::<types::Author>, ""),
    ("Attachment", decode::<types::Attachment>, ""),
    ("ConversationMessage", decode::<types::ConversationMessage>, ""),
    ("ConversationPart", decode::<types::ConversationPart>, ""),
    ("Conversation (list item)", decode::<types::ConversationItem>, ""),
    ("Conversation (full)", decode::<types::Conversation>, ""),
    ("Subscription", decode::<types::Subscription>, ""),
    ("Notification", decode::<types::Notification>, ""),
    ("NotificationFeed", decode::<types::NotificationFeed>, ""),
    ("NotificationError", decode::<types::NotificationError>, ""),
    ("BulkJob", decode::<types::BulkJob>, ""),
    ("AccessToken", decode::<types::AccessToken>, ""),
    ("Pages", decode::<types::Pages>, ""),
    ("ScrollEnvelope", decode::<types::UserScroll>, "users"),
    ("ScrollEnvelope", decode::<types::LeadScroll>, "contacts"),
    ("ScrollEnvelope", decode::<types::CompanyScroll>, "companies"),
    ("ErrorList", decode::<types::ErrorList>, ""),
    ("Error", decode::<types::ApiError>, ""),
    ("WebhookNotification", decode::<types::WebhookNotification>, ""),
];

#[test]
fn every_model_of_the_reference_decodes() {
    let models = rows("models-v1.json");
    assert_eq!(models.len(), MODELS, "the reference does not have its known size");
    let mut differences = Vec::new();
    for model in &models {
        let name = text(model, "name");
        let types: Vec<_> = TYPES.iter().filter(|(known, ..)| *known == name).collect();
        if types.is_empty() && name != "Empty" {
            differences.push(format!("{name}: no type decodes it"));
        }
        for (_, decode, list_key) in types {
            for (what, body) in bodies(model, list_key) {
                let full = what.starts_with("every key with a value");
                check(&format!("{name}, {what}"), &decode(&body), full, &mut differences);
            }
        }
    }
    assert_none("responses that do not decode as the reference has them", &differences);
}

/// No key may be left over, and with a value for every key no field may be empty.
fn check(place: &str, found: &Result<(usize, String), impl Display>, full: bool, differences: &mut Vec<String>) {
    match found {
        Err(problem) => differences.push(format!("{place}: {problem}")),
        Ok((extra, shown)) => {
            if *extra > 0 || leftovers(shown) {
                differences.push(format!("{place}: known keys were left over: {shown}"));
            }
            let empty = shown.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     "));
            let empty: Vec<&str> = empty.filter(|line| line.ends_with(": None,")).map(str::trim).collect();
            if full && !empty.is_empty() {
                differences.push(format!("{place}: keys that did not reach their field: {empty:?}"));
            }
        }
    }
}

/// Whether an object, however deep, kept a key that its model does not know.
fn leftovers(shown: &str) -> bool {
    shown.replace("extra: {}", "").contains("extra: {")
}

/// The example, one body with each JSON type that a key may have, one with nothing but nulls, and an empty one.
fn bodies(model: &Value, list_key: &str) -> Vec<(String, Value)> {
    let fields = reference::list(model, "fields");
    let key = |field: &Value| match text(field, "name") {
        name if name.contains('|') => list_key.to_owned(),
        name => name.to_owned(),
    };
    let body = |value: &dyn Fn(&Value) -> Value| -> Value {
        fields.iter().map(|field| (key(field), value(field))).collect::<Map<String, Value>>().into()
    };
    let mut example = model["example"].clone();
    if !list_key.is_empty() {
        let members = example.as_object_mut().expect("the example is an object");
        let items = members.remove("users").expect("the scroll example has `users`");
        members.insert(list_key.to_owned(), items);
    }
    vec![
        ("the example".to_owned(), example),
        ("every key with a value".to_owned(), body(&|field| sample(text(field, "json_type"), false))),
        ("every key with a value of its other type".to_owned(), body(&|field| sample(text(field, "json_type"), true))),
        ("every key null".to_owned(), body(&|_| Value::Null)),
        ("empty".to_owned(), json!({})),
    ]
}

/// A value of a JSON type of the reference; of several types the last one, if `other`.
fn sample(json_type: &str, other: bool) -> Value {
    if let Some(items) = json_type.strip_prefix("array") {
        let item = items.trim_start_matches('<').trim_end_matches('>');
        return json!([sample(if item.is_empty() { "object" } else { item }, other)]);
    }
    let mut types = json_type.split('|').filter(|kind| *kind != "null");
    let first = types.next().expect("a type");
    match if other { types.next_back().unwrap_or(first) } else { first } {
        "string" => json!("1538130000"),
        "integer" => json!(1538130000),
        "number" => json!(4900.5),
        "boolean" => json!(true),
        // An object, or a model of the reference.
        _ => json!({}),
    }
}

#[test]
fn every_function_decodes_its_reference_response() {
    let (functions, models) = (rows("wire-v1.json"), rows("models-v1.json"));
    assert_eq!(functions.len(), FUNCTIONS, "the reference does not have its known size");
    let runtime = Runtime::new().unwrap();
    let mut differences = Vec::new();
    for row in &functions {
        let name = text(row, "name");
        let example = example_of(&models, text(&row["response"], "model"));
        let (body, count) = response(row, &example);
        let statuses = reference::list(row, "success_statuses").iter().filter_map(Value::as_u64);
        for status in statuses {
            let client = client(u16::try_from(status).expect("a status"), &body);
            match runtime.block_on((ready_call(name).send)(&client)) {
                Err(problem) => differences.push(format!("{name}, {status}: {problem}: {body}")),
                Ok(shown) if leftovers(&shown) => differences.push(format!("{name}: keys left over: {shown}")),
                Ok(shown) => {
                    let id = example["id"].as_str().unwrap_or_default();
                    if !id.is_empty() && shown.matches(id).count() < count {
                        differences.push(format!("{name}: {count} objects were sent, and not all are in {shown}"));
                    }
                }
            }
        }
    }
    assert_none("functions that do not read their response", &differences);
}

fn example_of(models: &[Value], name: &str) -> Value {
    let model = models.iter().find(|model| text(model, "name") == name);
    model.unwrap_or_else(|| panic!("the reference has no model {name}"))["example"].clone()
}

fn ready_call(function: &str) -> &'static Example<Client> {
    let found = EXAMPLES.iter().find(|example| example.function.name == function);
    found.unwrap_or_else(|| panic!("{function} has no example"))
}

/// The body that a function gets, and how many objects of its model are in it.
fn response(row: &Value, example: &Value) -> (String, usize) {
    let envelope = &row["response"]["list_envelope"];
    match envelope["list_key"].as_str() {
        _ if example.is_null() => (String::new(), 0),
        None => (example.to_string(), 1),
        Some(key) => {
            let mut body = Map::new();
            body.insert("type".to_owned(), envelope["type"].clone());
            body.insert(key.to_owned(), json!([example, example]));
            if let Some(cursor) = envelope["cursor_key"].as_str() {
                body.insert(cursor.to_owned(), json!("9c1d0000-0000-4000-8000-000000000003"));
            } else if text(&row["response"], "paging") == "pages" {
                body.insert("pages".to_owned(), json!({ "type": "pages", "next": null, "page": 1 }));
            }
            (Value::Object(body).to_string(), 2)
        }
    }
}

/// By email the API responds with a list: the function returns one object, or says that there is none or more than one.
#[test]
fn a_look_up_by_email_returns_one_object() {
    let models = rows("models-v1.json");
    let runtime = Runtime::new().unwrap();
    for (function, model, kind, key) in
        [("getSingleUser", "User", "user.list", "users"), ("getSingleLead", "Lead", "contact.list", "contacts")]
    {
        let example = example_of(&models, model);
        let call = |items: Value| {
            let body = json!({ "type": kind, key: items, "total_count": 1, "limited": false, "pages": {} }).to_string();
            runtime.block_on((ready_call(function).send)(&client(200, &body)))
        };
        let one = call(json!([example])).unwrap_or_else(|problem| panic!("{function}, a list of one: {problem}"));
        assert!(one.contains(text(&example, "id")) && !leftovers(&one), "{function}, a list of one: {one}");
        for nothing in [json!([]), Value::Null] {
            let none = call(nothing).expect_err("a list of none");
            assert!(none.is_not_found(), "{function}, a list of none: {none}");
        }
        let several = call(json!([example, example])).expect_err("a list of two");
        assert!(several.is_ambiguous(), "{function}, a list of two: {several}");
        let carried: Value = serde_json::from_slice(several.body().expect("the response")).expect("JSON");
        assert_eq!(carried[key].as_array().map(Vec::len), Some(2), "{function}: the error carries what was found");
    }
}

#[test]
fn an_error_of_the_reference_reaches_the_caller() {
    let list = example_of(&rows("models-v1.json"), "ErrorList");
    let runtime = Runtime::new().unwrap();
    for status in [400, 401, 402, 403, 404, 405, 406, 408, 409, 415, 422, 429, 500, 502, 503, 504] {
        let call = ready_call("createUserByEmail").send;
        let error = runtime.block_on(call(&client(status, &list.to_string()))).expect_err("no success");
        let expected = &list["errors"][0];
        let found = &error.errors()[0];
        assert_eq!(error.status(), Some(status), "{error}");
        assert_eq!(error.request_id(), list["request_id"].as_str(), "{status}: {error}");
        let parts = [("code", &found.code), ("message", &found.message), ("field", &found.field)];
        for (key, part) in parts {
            assert_eq!(part.as_deref(), expected[key].as_str(), "{status}, {key}: {error}");
        }
    }
}
