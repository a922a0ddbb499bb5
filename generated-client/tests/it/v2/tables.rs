//! The 82 functions of the tables on API 2.x.

use super::stub::Stub;
use intercom_client::examples::EXAMPLES;
use intercom_client::schema::Function;
use intercom_client::tables::TablesErrorKind;
use intercom_client::{FUNCTIONS, Value, json, v2};
use std::collections::BTreeSet;

const TABLE_FUNCTIONS: usize = 82;
const CALLABLE: usize = 61;

fn plans() -> Value {
    serde_json::from_str(include_str!("../../../src/generated/v2/tables.json")).unwrap()
}

fn functions(plans: &Value) -> &[Value] {
    plans["functions"].as_array().unwrap()
}

fn find(functions: &[&'static Function], name: &str) -> &'static Function {
    functions.iter().find(|function| function.name == name).unwrap_or_else(|| panic!("no function `{name}`"))
}

/// Every `$name` in a template, without what stands behind its first dot.
fn names(template: &Value, found: &mut BTreeSet<String>) {
    match template {
        Value::String(text) => {
            found.extend(text.strip_prefix('$').map(|name| name.split('.').next().unwrap().to_owned()));
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Object(members) => members.values().for_each(|value| names(value, found)),
        _ => {}
    }
}

#[test]
fn every_argument_is_mapped_or_unsupported_and_every_call_exists() {
    let plans = plans();
    let functions = functions(&plans);
    assert_eq!(functions.len(), TABLE_FUNCTIONS);
    for plan in functions {
        let name = plan["name"].as_str().unwrap();
        let function = find(FUNCTIONS, name);
        if plan.get("withdrawn").is_some() {
            assert!(!plan["instead"].as_array().unwrap().is_empty(), "{name}");
            continue;
        }
        if plan.get("same").is_some() {
            continue;
        }
        let mut used = BTreeSet::new();
        names(&plan["steps"], &mut used);
        for key in ["unsupported", "now", "only"] {
            used.extend(plan.get(key).and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone()));
        }
        for field in function.fields.iter().filter(|field| field.name != "accessToken") {
            assert!(used.contains(field.name), "{name}: `{}` is neither mapped nor unsupported", field.name);
        }
        check_steps(name, &plan["steps"], &plans);
    }
}

fn check_steps(name: &str, steps: &Value, plans: &Value) {
    for step in steps.as_array().unwrap() {
        if let Some(call) = step["call"].as_str() {
            check_call(name, call, step.get("args"));
        } else if let Some(kind) = step["resolve"].as_str() {
            assert!(plans["resolvers"].get(kind).is_some(), "{name}: no resolver `{kind}`");
        } else if let Some(kind) = step["upsert"].as_str() {
            check_call(name, plans["upserts"][kind]["create"].as_str().unwrap(), step.get("args"));
        } else {
            check_steps(name, &step["steps"], plans);
        }
    }
}

fn check_call(name: &str, call: &str, args: Option<&Value>) {
    let function = find(v2::FUNCTIONS, call);
    for (argument, _) in args.and_then(Value::as_object).into_iter().flatten() {
        assert!(function.fields.iter().any(|field| field.name == argument), "{name}: `{call}` has no `{argument}`");
    }
}

#[test]
fn resolvers_and_upserts_name_calls_that_exist() {
    let plans = plans();
    for (kind, ways) in plans["resolvers"].as_object().unwrap() {
        for (way, calls) in ways.as_object().unwrap() {
            for one in calls.as_array().into_iter().flatten() {
                check_call(&format!("{kind} by {way}"), one["call"].as_str().unwrap(), one.get("args"));
            }
        }
    }
    for (kind, rule) in plans["upserts"].as_object().unwrap() {
        for key in ["create", "update", "unarchive"] {
            check_call(kind, rule[key].as_str().unwrap(), None);
        }
    }
}

#[tokio::test]
async fn what_is_gone_says_what_replaces_it_and_sends_nothing() {
    let stub = Stub::start(|_, _| (200, json!({}))).await;
    let client = stub.client();
    let plans = plans();
    let gone: Vec<&str> = functions(&plans)
        .iter()
        .filter(|plan| plan.get("withdrawn").is_some())
        .map(|plan| plan["name"].as_str().unwrap())
        .collect();
    assert_eq!(gone.len(), TABLE_FUNCTIONS - CALLABLE);
    for name in gone {
        let error = client.tables().call(name, json!({})).await.unwrap_err();
        let TablesErrorKind::Withdrawn { function, instead, .. } = error.kind() else { panic!("{name}: {error}") };
        assert_eq!(function, name);
        assert!(error.to_string().contains(&instead[0]), "{error}");
    }
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn each_of_the_others_runs_with_the_arguments_of_its_example() {
    let (plans, mut run) = (plans(), BTreeSet::new());
    for example in EXAMPLES {
        let name = example.function.name;
        let Some(plan) = functions(&plans).iter().find(|plan| plan["name"] == name) else { continue };
        if plan.get("withdrawn").is_some() {
            continue;
        }
        let args: Value = serde_json::from_str(example.args).unwrap();
        let tag = args.get("name").cloned().unwrap_or_default();
        let stub = Stub::start(move |_, _| {
            (200, json!({ "type": "contact", "id": "6f", "data": [{ "type": "contact", "id": "6f", "name": tag }] }))
        })
        .await;
        let only = plan.get("only").and_then(Value::as_object).into_iter().flatten();
        if only.clone().any(|(argument, values)| !values.as_array().unwrap().contains(&args[argument])) {
            continue;
        }
        let done = stub.client().tables().drop_unsupported(true).call(name, args).await;
        let done = done.unwrap_or_else(|error| panic!("{name} {}: {error:?}", example.args));
        assert_eq!(stub.took().len(), done.calls.len(), "{name}: {:?}", done.calls);
        assert!(!done.calls.is_empty(), "{name}");
        run.insert(name);
    }
    assert_eq!(run.len(), CALLABLE, "{run:?}");
}

#[tokio::test]
async fn an_argument_without_a_place_is_an_error_or_dropped_and_reported() {
    let stub = Stub::start(|_, _| (200, json!({ "id": "6f" }))).await;
    let client = stub.client();
    let args = json!({ "email": "ines@kiln.example", "newSession": true });
    let error = client.tables().call("createUserByEmail", args.clone()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "API 2.x does not take `newSession`: sessions are not counted any more; `drop_unsupported` leaves it out"
    );
    assert_eq!(stub.lines(), Vec::<String>::new());
    let done = client.tables().drop_unsupported(true).call("createUserByEmail", args).await.unwrap();
    assert_eq!(done.dropped, [("newSession".to_owned(), "sessions are not counted any more".to_owned())]);
    let asked = stub.took();
    assert_eq!(asked[0].0, "POST /contacts");
    assert_eq!(asked[0].1, json!({ "role": "user", "email": "ines@kiln.example" }));
}

#[tokio::test]
async fn arguments_are_checked_as_the_tables_have_them() {
    let stub = Stub::start(|_, _| (200, json!({}))).await;
    let error = stub.client().tables().call("createTag", json!({ "nme": "beta" })).await.unwrap_err();
    assert!(
        matches!(error.kind(), TablesErrorKind::Call { error, .. } if error.to_string().contains("did you mean `name`")),
        "{error:?}"
    );
    let error = stub.client().tables().call("noSuch", json!({})).await.unwrap_err();
    assert_eq!(error.to_string(), "the tables have no function `noSuch`");
    assert_eq!(stub.lines(), Vec::<String>::new());
}

fn conflict(message: &str) -> (u16, Value) {
    (409, json!({ "type": "error.list", "errors": [{ "code": "conflict", "message": message }] }))
}

#[tokio::test]
async fn a_create_that_conflicts_updates_the_contact_that_the_message_names() {
    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => conflict("A contact matching those details already exists with id=6f01"),
        _ => (200, json!({ "type": "contact", "id": "6f01" })),
    })
    .await;
    let done =
        stub.client().tables().call("createUserByEmail", json!({ "email": "a@b.example", "name": "A" })).await.unwrap();
    assert_eq!(done.calls, ["UpdateContact"]);
    let asked = stub.took();
    assert_eq!(asked[1].0, "PUT /contacts/6f01");
    assert_eq!(asked[1].1, json!({ "email": "a@b.example", "name": "A" }));
}

#[tokio::test]
async fn a_conflict_without_an_id_is_resolved_by_the_keys_in_their_order() {
    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => conflict("A contact matching those details already exists"),
        "GET /contacts/find_by_external_id/25" => {
            (404, json!({ "type": "error.list", "errors": [{ "code": "not_found", "message": "Contact Not Found" }] }))
        }
        "POST /contacts/search" => (200, json!({ "type": "list", "data": [{ "type": "contact", "id": "6f02" }] })),
        _ => (200, json!({ "type": "contact", "id": "6f02" })),
    })
    .await;
    let args = json!({ "userId": "25", "email": "a@b.example" });
    stub.client().tables().call("createUserById", args).await.unwrap();
    assert_eq!(
        stub.lines(),
        ["POST /contacts", "GET /contacts/find_by_external_id/25", "POST /contacts/search", "PUT /contacts/6f02"]
    );
}

#[tokio::test]
async fn an_archived_contact_is_an_error_unless_it_may_come_back() {
    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => conflict("An archived contact matching those details already exists with id=6f03"),
        _ => (200, json!({ "type": "contact", "id": "6f03" })),
    })
    .await;
    let args = json!({ "email": "a@b.example" });
    let error = stub.client().tables().call("createUserByEmail", args.clone()).await.unwrap_err();
    assert!(matches!(error.kind(), TablesErrorKind::Archived { id: Some(id) } if id == "6f03"), "{error}");
    stub.took();
    stub.client().tables().unarchive(true).call("createUserByEmail", args).await.unwrap();
    assert_eq!(stub.lines(), ["POST /contacts", "POST /contacts/6f03/unarchive", "PUT /contacts/6f03"]);
}

#[tokio::test]
async fn several_of_one_email_are_an_error_with_their_ids() {
    let stub = Stub::start(|_, _| (200, json!({ "data": [{ "id": "6f04" }, { "id": "6f05" }] }))).await;
    let args = json!({ "userId": "a@b.example", "userIdType": "email" });
    let error = stub.client().tables().call("getSingleUser", args).await.unwrap_err();
    assert!(matches!(error.kind(), TablesErrorKind::Ambiguous { ids, .. } if ids[..] == ["6f04", "6f05"]), "{error}");
    assert_eq!(error.done(), ["SearchContacts"]);
}

#[tokio::test]
async fn a_plan_that_fails_midway_says_what_was_done() {
    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => (200, json!({ "type": "contact", "id": "6f06" })),
        "POST /companies" => (200, json!({ "type": "company", "id": "5a" })),
        _ => (404, json!({ "type": "error.list", "errors": [{ "code": "company_not_found", "message": "no" }] })),
    })
    .await;
    let args = json!({ "email": "a@b.example", "companies": [{ "company_id": "9" }] });
    let error = stub.client().tables().call("createUserByEmail", args).await.unwrap_err();
    assert_eq!(error.done(), ["CreateContact", "createOrUpdateCompany"]);
    assert!(error.to_string().ends_with("(done before: CreateContact, createOrUpdateCompany)"), "{error}");
    let asked = stub.took();
    assert_eq!(asked[2].0, "POST /contacts/6f06/companies");
    assert_eq!(asked[2].1, json!({ "id": "5a" }));
}

#[tokio::test]
async fn a_reply_names_its_user_in_each_way() {
    let stub = Stub::start(|_, _| (200, json!({ "type": "conversation", "id": "5" }))).await;
    for (way, member) in [("intercom_user_id", "intercom_user_id"), ("user_id", "user_id"), ("email", "email")] {
        let args = json!({ "conversationId": "5", "body": "hi", "userId": "u", "userIdType": way });
        stub.client().tables().call("replyToUserComment", args).await.unwrap();
        assert_eq!(stub.took()[0].1[member], "u", "{way}");
    }
}

/// What a typed call of API 1.x sends, and what the same arguments send by name.
#[test]
fn typed_arguments_are_those_of_the_table_for_every_example() {
    let client = intercom_client::Client::builder().access_token("t").base_url("http://127.0.0.1:1").build().unwrap();
    let mut functions = BTreeSet::new();
    for example in EXAMPLES {
        let name = example.function.name;
        let typed = (example.call)(&client);
        let by_name = client.call(name, typed.clone().into_args().unwrap()).into_request().unwrap();
        let typed = typed.into_request().unwrap();
        assert_eq!((typed.method(), typed.url()), (by_name.method(), by_name.url()), "{name}");
        let json = |body: Option<&[u8]>| body.map(|body| serde_json::from_slice::<Value>(body).unwrap());
        assert_eq!(json(typed.body()), json(by_name.body()), "{name}");
        functions.insert(name);
    }
    assert_eq!(functions.len(), FUNCTIONS.len());
}

#[tokio::test]
async fn typed_calls_do_what_calls_by_name_do() {
    let stub = Stub::start(|_, _| (200, json!({ "id": "6f" }))).await;
    let client = stub.client();
    let done =
        client.tables().create_user_by_email("ines@kiln.example").name("Ines").maybe_phone(None::<&str>).await.unwrap();
    assert_eq!(done.calls, ["CreateContact"]);
    assert_eq!(stub.took()[0].1, json!({ "role": "user", "email": "ines@kiln.example", "name": "Ines" }));
    client.tables().create_tag("beta").send().await.unwrap();
    assert_eq!(stub.lines(), ["POST /tags"]);
    let user = intercom_client::types::PersonRef::Email("ines@kiln.example".to_owned());
    let _ = client.tables().get_single_user(user).await;
    assert_eq!(stub.lines(), ["POST /contacts/search"]);

    let call = client.tables().create_user_by_email("ines@kiln.example").new_session(true);
    let error = call.clone().await.unwrap_err();
    assert!(matches!(error.kind(), TablesErrorKind::Argument { argument, .. } if argument == "newSession"), "{error}");
    let tables = client.tables().drop_unsupported(true);
    let done = tables.create_user_by_email("ines@kiln.example").new_session(true).await.unwrap();
    assert_eq!(done.dropped.len(), 1);
    stub.took();

    // The compiler warns of what is gone, and names what replaces it.
    #[allow(deprecated, reason = "the error is tested")]
    let error = client.tables().get_app_total_counts().await.unwrap_err();
    assert!(matches!(error.kind(), TablesErrorKind::Withdrawn { .. }), "{error}");
    let error =
        client.tables().create_user_by_email("a@b.example").last_request_at(timestamp_in_ms()).await.unwrap_err();
    assert!(
        matches!(error.kind(), TablesErrorKind::Call { error, .. } if error.to_string().contains("milliseconds")),
        "{error:?}"
    );
    assert_eq!(stub.lines(), Vec::<String>::new());
}

fn timestamp_in_ms() -> intercom_client::time::Timestamp {
    intercom_client::time::Timestamp::from_unix(1_543_000_000_000)
}
