//! `call`: calls one function and prints its response.

use crate::exit_error::ExitError;
use crate::program::Program;
use crate::reindent::reindent;
use crate::{dry_run, input, output, resolve, settings, terminal};
use api_client_runtime::DynamicCall;
use api_client_runtime::RawResponse;
use api_client_runtime::error::Error;
use api_client_runtime::schema::Returns;
use clap::ArgMatches;
use serde_json::value::RawValue;

pub fn run(program: &Program, matches: &ArgMatches) -> Result<(), ExitError> {
    let name = matches.get_one::<String>("function").map_or("", String::as_str);
    let function = resolve::function(program, name)?;
    let json = input::read(matches.get_one::<String>("args").map(String::as_str))?;
    let args = input::parse(&json)?;
    let client = settings::client(program, matches)?;
    if matches.get_flag("dry-run") {
        return dry_run::print(program, &client, function, &json);
    }
    let call = DynamicCall::new(&client, program.functions, function.name, &args);
    for warning in call.clone().into_request().map_err(|error| program.error(error))?.warnings() {
        terminal::print_err(&format!("warning: {warning}"));
    }
    match send(call)? {
        Ok(response) => print(&response, matches.get_flag("compact")),
        Err(error) => {
            let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default();
            if matches.get_flag("verbose") && !body.is_empty() {
                let body = if is_json(&body) { reindent(&body) } else { body };
                terminal::print_err(&terminal::strip_control(&body));
            }
            Err(program.error(error))
        }
    }
}

fn send(call: DynamicCall) -> Result<Result<RawResponse, Error>, ExitError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| ExitError::failure(format!("cannot start a runtime: {error}")))?;
    Ok(runtime.block_on(call.send_raw()))
}

/// Prints the response to stdout, which receives JSON or nothing.
fn print(response: &RawResponse, compact: bool) -> Result<(), ExitError> {
    let payload = response.payload();
    if response.function().returns == Returns::Empty || payload.trim_ascii().is_empty() {
        return Ok(());
    }
    let Some(text) = std::str::from_utf8(payload).ok().filter(|text| is_json(text)) else {
        let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        return Err(ExitError::failure(format!(
            "{}: {} {} → {} but the response is not JSON: {} bytes of {}",
            response.function().name,
            response.function().http.as_str(),
            response.function().path,
            response.status(),
            payload.len(),
            terminal::one_line(content_type.unwrap_or("unknown type"))
        )));
    };
    let text = if compact { text.to_owned() } else { reindent(text) };
    output::print(if text.ends_with('\n') { text } else { format!("{text}\n") })
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}
