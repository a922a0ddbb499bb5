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
