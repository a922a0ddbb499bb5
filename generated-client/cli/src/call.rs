//! `intercom call`: one function, from arguments to answer.

use crate::reindent::reindent;
use crate::{Stop, dry_run, input, output, resolve, settings};
use clap::ArgMatches;
use intercom_client::runtime::{DynamicCall, Returns};
use intercom_client::{Error, RawResponse};
use serde_json::value::RawValue;

pub fn run(words: &ArgMatches) -> Result<(), Stop> {
    let name = words.get_one::<String>("function").map_or("", String::as_str);
    let function = resolve::function(name)?;
    let json = input::read(words.get_one::<String>("args").map(String::as_str))?;
    let args = input::parse(&json)?;
    let client = settings::client(words)?;
    if words.get_flag("dry-run") {
        return dry_run::print(&client, function, &json);
    }
    let call = client.call(function.name, args);
    for warning in call.prepare()?.warnings() {
        output::tell(&format!("warning: {warning}"));
    }
    match send(call)? {
        Ok(answer) => print(&answer, words.get_flag("compact")),
        Err(error) => {
            let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default();
            if words.get_flag("verbose") && !body.is_empty() {
                output::tell(&output::plain(&if is_json(&body) { reindent(&body) } else { body }));
            }
            Err(error.into())
        }
    }
}

fn send(call: DynamicCall) -> Result<Result<RawResponse, Error>, Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Stop::failure(format!("cannot start a runtime: {error}")))?;
    Ok(runtime.block_on(call.raw()))
}

/// The answer on stdout; stdout holds JSON or nothing.
fn print(answer: &RawResponse, compact: bool) -> Result<(), Stop> {
    let payload = answer.payload();
    if answer.function().returns == Returns::Empty || payload.trim_ascii().is_empty() {
        return Ok(());
    }
    let Some(text) = std::str::from_utf8(payload).ok().filter(|text| is_json(text)) else {
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("no known type");
        return Err(Stop::failure(format!(
            "{}: {} {} → {} but the answer is not JSON: {} bytes of {}",
            answer.function().name,
            answer.function().http.as_str(),
            answer.function().path,
            answer.status(),
            payload.len(),
            output::one_line(kind)
        )));
    };
    let shown = if compact { text.to_owned() } else { reindent(text) };
    output::print(if shown.ends_with('\n') { shown } else { format!("{shown}\n") })
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}
