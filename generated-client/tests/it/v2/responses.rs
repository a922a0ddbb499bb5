//! Every example of a success in Intercom's document decodes, typed, and is written again without loss.

use super::upstream::{document, examples, function, operations};
use crate::round_trip::same;
use intercom_client::Value;
use intercom_client::schema::Returns;
use intercom_client::v2::examples::MODELS;

/// How many there are: a document that lost some must not pass for the complete one.
const SUCCESSES: usize = 232;

#[test]
fn every_success_of_the_document_decodes_and_is_kept() {
    let document = document();
    let (mut total, mut problems) = (0, Vec::new());
    for (verb, path, operation) in operations(&document) {
        let function = function(&verb, &path);
        for (status, response) in operation["responses"].as_object().unwrap() {
            if !status.starts_with('2') {
                continue;
            }
            for (name, example) in examples(&response["content"]) {
                total += 1;
                if let Err(problem) = kept(function.returns, example) {
                    problems.push(format!("{} ({status} {name}): {problem}", function.name));
                }
            }
        }
    }
    assert_eq!(problems, Vec::<String>::new(), "of {total}");
    assert_eq!(total, SUCCESSES);
}

fn kept(returns: Returns, body: &Value) -> Result<(), String> {
    let (Returns::Object(model) | Returns::List(model, ..) | Returns::Unwrap(model, _)) = returns else {
        return Ok(());
    };
    let known = MODELS.iter().find(|known| known.name == model).ok_or_else(|| format!("no model `{model}`"))?;
    let written = (known.round_trip)(body.to_string().as_bytes()).map_err(|error| format!("{model}: {error}"))?;
    if same(body, &written) { Ok(()) } else { Err(format!("{model}\n   read {body}\nwritten {written}")) }
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
