//! A call of one function: by its name, or by the subcommand of its resource.

use crate::exit_error::ExitError;
use crate::list::{self, Part};
use crate::options::{Options, is_list};
use crate::program::{Calls, OtherCall, Program};
use crate::reindent::reindent;
use crate::render::{self, Fields, Style};
use crate::wait::{block_on, or_ctrl_c};
use crate::{arguments, confirm, download, dry_run, input, names, output, resolve, settings, snippet, terminal, trace};
use api_client_runtime::schema::{Function, Returns};
use api_client_runtime::{DynamicCall, RawResponse};
use serde_json::value::RawValue;

/// `call FUNCTION`
pub fn run(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let function = resolve::function(program, options.text("function").unwrap_or_default())?;
    let json = arguments::read(function, options)?;
    make(program, function, &json, options)
}

/// `RESOURCE METHOD`
pub fn verb(program: &Program, resource: &str, method: &str, options: &Options<'_>) -> Result<(), ExitError> {
    let is_meant = |function: &Function| {
        names::method(function) == method && names::resource(program, function.resource) == resource
    };
    let Some(function) = program.functions().iter().copied().find(|function| is_meant(function)) else {
        // Unreachable: clap requires a known subcommand.
        return Err(ExitError::usage(format!("there is no function `{resource} {method}`")));
    };
    let json = arguments::read(function, options)?;
    require(program, function, &json)?;
    make(program, function, &json, options)
}

/// Names the options that are missing: the client would name the fields.
fn require(program: &Program, function: &'static Function, json: &str) -> Result<(), ExitError> {
    let args = input::parse(json)?;
    let is_given = |name: &str| args.names().any(|given| given == name);
    let missing = function.fields.iter().filter(|field| field.required && !field.credential && !is_given(field.name));
    let missing: Vec<String> = missing.map(|field| names::option(function, field.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (verb, are) = (names::verb(program, function), if missing.len() == 1 { "is" } else { "are" });
    let (missing, name) = (missing.join(", "), program.name);
    Err(ExitError::usage(format!("{verb}: {missing} {are} required; see `{name} {verb} --help`")))
}

fn make(program: &Program, function: &'static Function, json: &str, options: &Options<'_>) -> Result<(), ExitError> {
    let part = Part::of(options)?;
    if part.is_some() && !is_list(function) {
        let message = format!("{} returns no list: --all, --limit and --cursor do not apply", function.name);
        return Err(ExitError::usage(message));
    }
    if let Some(language) = options.text("snippet") {
        return snippet::print(program, function, json, language);
    }
    if let Some(calls) = program.api().calls {
        return elsewhere(program, calls, function, json, options);
    }
    let args = input::parse(json)?;
    let is_dry = options.flag("dry-run");
    let connected = settings::client(program, options)?;
    let core = &connected.core;
    if is_dry {
        return dry_run::print(program, core, function, json);
    }
    let is_file = download::check(function, options)?;
    let call = DynamicCall::new(core, program.functions(), function.name, &args);
    let request = call.clone().into_request().map_err(|error| program.error(&error))?;
    for warning in request.warnings() {
        terminal::print_err(&format!("warning: {warning}"));
    }
    confirm::confirm(function, options)?;
    if options.flag("verbose") {
        trace::request(&request);
    }
    if is_file {
        return download::save(program, function, call, options);
    }
    let style = Style::of(options);
    let part = match part {
        None if is_list(function) && !style.is_plain() => Some(Part { is_one_page: true, ..Part::default() }),
        part => part,
    };
    let fields = style.fields.clone();
    let printed = match part {
        Some(part) => block_on(list::print(program, function, call, part, style)),
        None => send(program, function, call, &style, options),
    };
    if printed.is_ok() {
        for name in fields.iter().flat_map(Fields::unknown) {
            terminal::print_err(&format!("warning: no item has `{}`", terminal::short(name)));
        }
    }
    printed
}

/// Sends a call and prints its response.
fn send(
    program: &Program,
    function: &'static Function,
    call: DynamicCall,
    style: &Style,
    options: &Options<'_>,
) -> Result<(), ExitError> {
    let message = format!("interrupted; {} may have been processed", function.name);
    if function.returns == Returns::Redirect {
        let address = block_on(or_ctrl_c(call.send(), &message))?.map_err(|error| program.error(&error))?;
        return output::print(terminal::one_line(address.as_str().unwrap_or_default()) + "\n");
    }
    match block_on(or_ctrl_c(call.send_raw(), &message))? {
        Ok(response) => print(&response, style),
        Err(error) => {
            let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default();
            if options.flag("verbose") && !body.is_empty() {
                let body = if is_json(&body) { reindent(&body) } else { body };
                terminal::print_err(&terminal::strip_control(&body));
            }
            Err(program.error(&error))
        }
    }
}

/// A call of a function that runs on another API than the one of its table.
fn elsewhere(
    program: &Program,
    calls: Calls,
    function: &'static Function,
    json: &str,
    options: &Options<'_>,
) -> Result<(), ExitError> {
    let is_given = |option: &&str| options.flag(option) || options.text(option).is_some();
    let given = ["all", "cursor", "dry-run", "out", "snippet"].into_iter().find(is_given);
    if let Some(option) = given.or_else(|| options.get::<u64>("limit").map(|_| "limit")) {
        let name = program.api().name;
        return Err(ExitError::usage(format!("--{option} does not apply to --api {name}, whose calls can be several")));
    }
    input::parse(json)?;
    let args = serde_json::from_str(json).map_err(|error| ExitError::usage(format!("{}: {error}", input::ARGS)))?;
    confirm::confirm(function, options)?;
    let connected = settings::client(program, options)?;
    let message = format!("interrupted; {} may have been processed", function.name);
    let switches = program.api().switches.iter().map(|(switch, _)| *switch).filter(|switch| options.flag(switch));
    let call = calls(OtherCall {
        core: connected.core.clone(),
        function: function.name.to_owned(),
        args,
        switches: switches.collect(),
    });
    let response = block_on(or_ctrl_c(call, &message))??;
    output::print(render::one(&Style::of(options), &response.to_string()))
}

/// Prints the response to stdout, which receives what was asked for or nothing.
fn print(response: &RawResponse, style: &Style) -> Result<(), ExitError> {
    let payload = response.payload();
    if response.function().returns == Returns::Empty || payload.trim_ascii().is_empty() {
        return Ok(());
    }
    let Some(text) = std::str::from_utf8(payload).ok().filter(|text| is_json(text)) else {
        let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        return Err(ExitError::server(format!(
            "{}: {} {} → {} but the response is not JSON: {} bytes of {}",
            response.function().name,
            response.function().http.as_str(),
            response.function().path,
            response.status(),
            payload.len(),
            terminal::one_line(content_type.unwrap_or("unknown type"))
        )));
    };
    output::print(render::one(style, text))
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}
