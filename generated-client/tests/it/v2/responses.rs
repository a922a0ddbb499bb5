//! Every example of a response in Intercom's documents: a success decodes, typed, and is written again without loss; a failure is
//! an error that says all of it.

use super::upstream::{document, examples, find, operations, other_documents};
use crate::round_trip::same;
use crate::support::canned::Canned;
use intercom_client::schema::Returns;
use intercom_client::v2::Client;
use intercom_client::v2::Error;
use intercom_client::v2::examples::{EXAMPLES, MODELS};
use intercom_client::{Args, Value};

/// How many there are: a document that lost some must not pass for the complete one.
const SUCCESSES: usize = 232;

/// The same of failures.
const FAILURES: usize = 504;

#[test]
fn every_success_of_the_document_decodes_and_is_kept() {
    let (total, problems) = read_successes(&document());
    assert_eq!(problems, Vec::<String>::new(), "of {total}");
    assert_eq!(total, SUCCESSES);
}

#[test]
fn every_success_of_the_other_versions_decodes_and_is_kept() {
    for (name, document) in other_documents() {
        let (total, problems) = read_successes(&document);
        assert_eq!(problems, Vec::<String>::new(), "{name}: of {total}");
        assert!(total > 80, "{name}: {total}");
        println!("{name}: {total} examples");
    }
}

/// How many examples of successes a document has, of functions that 2.16 has too, and what is wrong with them.
fn read_successes(document: &Value) -> (usize, Vec<String>) {
    let (mut total, mut problems) = (0, Vec::new());
    for (verb, path, operation) in operations(document) {
        let Some(function) = find(&verb, &path) else { continue };
        for (status, response) in operation["responses"].as_object().unwrap() {
            if !status.starts_with('2') {
                continue;
            }
            for (name, example) in examples(&resolve(document, response)["content"]) {
                total += 1;
                if let Err(problem) = kept(function.returns, example) {
                    problems.push(format!("{} ({status} {name}): {problem}", function.name));
                }
            }
        }
    }
    (total, problems)
}

#[tokio::test]
async fn every_failure_of_the_documents_is_an_error_that_says_all_of_it() {
    let (total, problems) = read_failures(&document()).await;
    assert_eq!(problems, Vec::<String>::new(), "of {total}");
    assert_eq!(total, FAILURES);
    for (name, document) in other_documents() {
        let (total, problems) = read_failures(&document).await;
        assert_eq!(problems, Vec::<String>::new(), "{name}: of {total}");
        assert!(total > 150, "{name}: {total}");
    }
}

async fn read_failures(document: &Value) -> (usize, Vec<String>) {
    let (mut total, mut problems) = (0, Vec::new());
    for (verb, path, operation) in operations(document) {
        let Some(function) = find(&verb, &path) else { continue };
        let example = EXAMPLES.iter().find(|example| example.function.name == function.name).unwrap();
        for (status, response) in operation["responses"].as_object().unwrap() {
            let Ok(status @ 400..) = status.parse::<u16>() else { continue };
            let response = resolve(document, response);
            for (name, body) in examples(&response["content"]) {
                total += 1;
                let transport = Canned::new(status, &body.to_string());
                let client = Client::builder()
                    .access_token("EXAMPLE-NOT-A-TOKEN")
                    .retries(0)
                    .transport(transport)
                    .build()
                    .unwrap();
                let error = client.call(function.name, Args::parse(example.args).unwrap()).await.unwrap_err();
                if let Err(problem) = says(&error, status, body) {
                    problems.push(format!("{} ({status} {name}): {problem}: {error}", function.name));
                }
            }
        }
    }
    (total, problems)
}

/// Whether an error has the status, the body, and each code and message of it.
fn says(error: &Error, status: u16, body: &Value) -> Result<(), &'static str> {
    if error.status() != Some(status) {
        return Err("another status");
    }
    let kept: Option<Value> = error.body().and_then(|body| serde_json::from_slice(body).ok());
    if kept.as_ref() != Some(body) {
        return Err("the body is not kept");
    }
    let stated = body["errors"].as_array().map_or(&[][..], Vec::as_slice);
    if stated.len() != error.errors().len() && !stated.is_empty() {
        return Err("another number of errors");
    }
    for (stated, read) in stated.iter().zip(error.errors()) {
        let code = stated.get("code").or_else(|| stated.get("type")).and_then(Value::as_str);
        if read.code.as_deref() != code || read.message.as_deref() != stated["message"].as_str() {
            return Err("another code or message");
        }
    }
    Ok(())
}

fn kept(returns: Returns, body: &Value) -> Result<(), String> {
    let (Returns::Object(model) | Returns::List(model, ..) | Returns::Unwrap(model, _)) = returns else {
        return Ok(());
    };
    let known = MODELS.iter().find(|known| known.name == model).ok_or_else(|| format!("no model `{model}`"))?;
    let written = (known.round_trip)(body.to_string().as_bytes()).map_err(|error| format!("{model}: {error}"))?;
    if same(&numbers(body, &written), &written) {
        Ok(())
    } else {
        Err(format!("{model}\n   read {body}\nwritten {written}"))
    }
}

/// What was read, with texts of digits as numbers where the model has numbers: models of 2.16 have some that were texts before.
fn numbers(read: &Value, written: &Value) -> Value {
    match (read, written) {
        (Value::String(digits), Value::Number(number)) if *digits == number.to_string() => written.clone(),
        (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
            read.iter().zip(written).map(|(read, written)| numbers(read, written)).collect()
        }
        (Value::Object(read), Value::Object(written)) => {
            let number = |(key, value): (&String, &Value)| {
                (key.clone(), written.get(key).map_or_else(|| value.clone(), |written| numbers(value, written)))
            };
            Value::Object(read.iter().map(number).collect())
        }
        _ => read.clone(),
    }
}

/// What a response refers to, if it does.
fn resolve<'d>(document: &'d Value, response: &'d Value) -> &'d Value {
    let target = response["$ref"].as_str().and_then(|reference| document.pointer(reference.strip_prefix('#')?));
    target.unwrap_or(response)
}

#[test]
fn personal_data_is_not_printed() {
    fn printed<T: api_client_runtime::__private::Lenient + std::fmt::Debug>(json: &Value) -> String {
        let model: T = intercom_client::from_json(json.to_string().as_bytes()).unwrap();
        format!("{model:#?}")
    }
    let person = intercom_client::json!({
        "id": "seen", "name": "canary", "email": "canary", "phone": "canary", "pseudonym": "canary", "referrer": "canary",
        "custom_attributes": { "plan": "canary" }, "avatar": { "image_url": "canary" },
    });
    let part = intercom_client::json!({ "id": "seen", "body": "canary", "author": person });
    let conversation = intercom_client::json!({
        "id": "seen", "title": "canary", "custom_attributes": { "a": "canary" }, "conversation_rating": { "remark": "canary" },
        "source": { "id": "1", "subject": "canary", "body": "canary", "url": "canary", "author": person },
        "conversation_parts": { "conversation_parts": [part] },
    });
    let ticket = intercom_client::json!({ "id": "seen", "ticket_attributes": { "a": "canary" }, "ticket_parts": { "ticket_parts": [part] } });
    for text in [
        printed::<intercom_client::v2::types::Contact>(&person),
        printed::<intercom_client::v2::types::UpdateContactResponse>(&person),
        printed::<intercom_client::v2::types::Visitor>(&person),
        printed::<intercom_client::v2::types::AdminWithApp>(&person),
        printed::<intercom_client::v2::types::Conversation>(&conversation),
        printed::<intercom_client::v2::types::ConversationListItem>(&conversation),
        printed::<intercom_client::v2::types::Ticket>(&ticket),
        printed::<intercom_client::v2::types::Message>(&part),
    ] {
        assert!(text.contains("seen") && !text.contains("canary"), "{text}");
    }
}
