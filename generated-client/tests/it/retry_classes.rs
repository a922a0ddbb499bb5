//! Which functions are retried after a failure that leaves open whether the server has acted. Written by hand from the
//! reference's notes on each function, not from the spec: a class that is changed there must be changed here too.

use crate::support::manual_clock::ManualClock;
use crate::support::scripted::Scripted;
use intercom_client::examples::EXAMPLES;
use intercom_client::schema::{Function, Method, Retry};
use intercom_client::{Args, Client, FUNCTIONS};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Each makes something, sends something, or uses something up.
const ONCE: [&str; 21] = [
    // The code is consumed.
    "getAccessToken",
    "createLead",
    // Consumed: a retry finds nothing.
    "convertLeadToUser",
    "convertVisitorToLead",
    "createNote",
    "createAdminMessage",
    "createUserMessage",
    "createContactMessage",
    "replyToUserComment",
    "replyToAdminComment",
    "replyToUsersLastConversation",
    // Adds a part each time.
    "closeConversation",
    "createSubscription",
    "createEventWebhookSubscription",
    // Each opens a job.
    "createUserBulkJobs",
    "createBulkLeadJob",
    "createBulkEventJob",
    // A page that is lost cannot be read again.
    "scrollUsers",
    "scrollLeads",
    "scrollCompanies",
    // An upsert by `company_id`, where there is one.
    "createCompany",
];

/// POSTs that are as good twice as once: upserts by a key, and what is set by a name.
const AGAIN: [&str; 15] = [
    "createUserByEmail",
    "createUserById",
    "updateUserByEmail",
    "updateUserById",
    "updateLead",
    "updateCompany",
    "createTag",
    "updateTag",
    "tagUser",
    "untagUsers",
    "tagCompany",
    "untagCompany",
    // The same `created_at` again is dropped.
    "submitEvent",
    "pingSubscription",
    "updateEventWebhookSubscription",
];

/// How often a call is sent to a server that always fails.
async fn attempts(function: &str, args: Value) -> u32 {
    let unavailable = http::Response::builder().status(503).body(bytes::Bytes::new()).unwrap();
    let transport = Scripted::always(unavailable);
    let client: Client = crate::support::scripted(&transport).clock(ManualClock::new()).build().unwrap();
    let error = client.call(function, Args::from(args)).await.unwrap_err();
    assert_eq!(error.attempts() as usize, transport.sent().len(), "{function}");
    assert_eq!(error.may_have_been_processed(), error.attempts() == 1, "{function}");
    error.attempts()
}

/// How often the spec lets a call be sent: once, or also twice more.
fn stated_attempts(function: &Function, args: &Value) -> u32 {
    let has_key = function.retry_with.is_none_or(|name| args.get(name).is_some_and(|key| *key != ""));
    let is_excluded = |(name, json): &(&str, &str)| args.get(name) == serde_json::from_str(json).ok().as_ref();
    let is_retried = function.retry != Retry::Never && has_key && !function.retry_unless.iter().any(is_excluded);
    if is_retried { 3 } else { 1 }
}

/// Arguments of a function's first example, with others in their place.
fn example(function: &str, others: Value) -> Value {
    let example = EXAMPLES.iter().find(|example| example.function.name == function).expect(function);
    let mut args: Value = serde_json::from_str(example.args).unwrap();
    for (name, value) in others.as_object().unwrap() {
        args.as_object_mut().unwrap().insert(name.clone(), value.clone());
    }
    args
}

#[tokio::test]
async fn every_function_is_retried_only_if_idempotent() {
    let (mut once, mut again) = (BTreeSet::new(), BTreeSet::new());
    for example in EXAMPLES {
        let (name, args) = (example.function.name, serde_json::from_str::<Value>(example.args).unwrap());
        if args.get("newSession") == Some(&json!(true)) || (name == "createCompany" && args.get("companyId").is_some())
        {
            continue;
        }
        // The reference knows the functions of the tables. An addition has the class that the spec states.
        if example.function.addition.is_some() {
            let expected = stated_attempts(example.function, &args);
            assert_eq!(attempts(name, args).await, expected, "{name}");
            continue;
        }
        match attempts(name, args).await {
            1 => once.insert(name),
            3 => again.insert(name),
            other => panic!("{name} was sent {other} times"),
        };
    }
    let is_safe = |method| matches!(method, Method::Get | Method::Put | Method::Delete);
    let known: BTreeSet<&str> = ONCE.into_iter().collect();
    assert!(once.is_subset(&known), "not retried, though it would do no harm: {:?}", once.difference(&known));
    let in_tables: Vec<&Function> = FUNCTIONS.iter().copied().filter(|function| function.addition.is_none()).collect();
    let safe = in_tables.iter().filter(|function| is_safe(function.http)).map(|function| function.name);
    let expected: BTreeSet<&str> = safe.chain(AGAIN).filter(|name| !known.contains(name)).collect();
    assert_eq!(again, expected);
    let all: BTreeSet<&str> = again.iter().chain(&known).copied().collect();
    assert_eq!(all.len(), in_tables.len(), "each function has a class");
}

#[tokio::test]
async fn a_new_session_is_counted_each_time() {
    for name in ["createUserByEmail", "createUserById", "updateUserByEmail", "updateUserById"] {
        assert_eq!(attempts(name, example(name, json!({"newSession": true}))).await, 1, "{name}");
        assert_eq!(attempts(name, example(name, json!({"newSession": false}))).await, 3, "{name}");
    }
}

#[tokio::test]
async fn a_company_is_the_same_one_by_its_id_alone() {
    let args = |id: Value| json!({"name": "Kiln Studio", "companyId": id});
    assert_eq!(attempts("createCompany", args(json!("c-88"))).await, 3);
    assert_eq!(attempts("createCompany", args(json!(""))).await, 1, "an empty id names nothing");
    assert_eq!(attempts("createCompany", json!({"name": "Kiln Studio"})).await, 1);
}
