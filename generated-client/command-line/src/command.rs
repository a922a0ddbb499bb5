//! The command line: subcommands, options and their help.

use crate::program::Program;
use crate::resolve::rust_name;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, Command};
use std::time::Duration;

/// The command with its subcommands.
pub fn command(program: &Program) -> Command {
    let about =
        program.about.map_or_else(|| format!("Calls the functions of {}.", program.package.name), str::to_owned);
    Command::new(program.name)
        .version(program.version)
        .about(about)
        .after_help(environment(program))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(call(program))
        .subcommand(functions(program))
}

/// The variables and the exit codes.
fn environment(program: &Program) -> String {
    let package = program.package;
    let mut variables = Vec::new();
    for (name, variable) in package.values {
        let meaning = match *variable {
            "ACCESS_TOKEN" => {
                "the access token; there is no option for it, since other users can see command lines".to_owned()
            }
            _ if package.credentials().any(|credential| credential == *name) => {
                format!("the credential `{name}`; there is no option for it")
            }
            _ => format!("`{name}` of the server's address"),
        };
        variables.push((*variable, meaning));
    }
    variables.push(("BASE_URL", "another server, such as an emulator".to_owned()));
    if package.servers.len() > 1 {
        variables.push(("REGION", names(package.servers.iter().map(|server| server.name))));
    }
    if package.version.is_some() {
        variables.push(("VERSION", "the API version".to_owned()));
    }
    let width = variables.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let env = package.env;
    let lines: String = variables.iter().map(|(name, meaning)| format!("  {env}_{name:width$}  {meaning}\n")).collect();
    format!(
        "Environment:
{lines}  An option has precedence over its variable; an empty variable counts as unset.

Exit codes:
  0  success (also if stdout was closed early, as by `| head`)
  1  failure: no connection, no response, an API error
  2  wrong usage: nothing was sent"
    )
}

/// `us, eu or au`
fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Both names of a function, as an example.
fn example(program: &Program) -> String {
    let function = program.functions.first();
    function.map_or_else(String::new, |function| format!(", as {} or {}", function.name, rust_name(function)))
}

fn call(program: &Program) -> Command {
    let name = program.name;
    let mut command = Command::new("call")
        .about("Calls a function; prints its JSON response to stdout and everything else to stderr")
        .after_help(environment(program))
        .arg(
            Arg::new("function")
                .required(true)
                .value_parser(NonEmptyStringValueParser::new())
                .help(format!("The function{}; see `{name} functions`", example(program))),
        )
        .arg(text("args", "JSON|@file|-").help(
            "The arguments as a JSON object, by the names in the function tables; from a file; or from standard input",
        ))
        .arg(switch("dry-run").help("Print method, URL, headers without the token, and body; send nothing"))
        .arg(switch("compact").help("Print the response as received, not indented"))
        .arg(switch("verbose").short('v').help("Also print the body of an error response, to stderr"))
        .arg(text("base-url", "URL").help("The server, as https://host or http://host:port"));
    if program.package.servers.len() > 1 {
        command = command.arg(
            Arg::new("region")
                .long("region")
                .value_name("REGION")
                .ignore_case(true)
                .value_parser(PossibleValuesParser::new(program.package.servers.iter().map(|server| server.name)))
                .conflicts_with("base-url")
                .help("The server, by its name"),
        );
    }
    if program.package.version.is_some() {
        command = command.arg(text("api-version", "V").help("The API version"));
    }
    command
        .arg(
            Arg::new("retries")
                .long("retries")
                .value_name("N")
                .value_parser(clap::value_parser!(u32))
                .help("Retry at most N times, and only if a retry is safe [default: 2]"),
        )
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .value_name("SECONDS")
                .value_parser(seconds)
                .help("Timeout of the whole call, with its retries [default: 60]"),
        )
}

fn functions(program: &Program) -> Command {
    let resource = program.functions.first().map_or_else(String::new, |function| format!(" or {}", function.resource));
    Command::new("functions")
        .about("Lists functions; with names, also their fields")
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .action(ArgAction::Append)
                .num_args(0..)
                .help(format!("A function or a resource{}{resource}", example(program).replace(" or ", ", "))),
        )
        .arg(switch("json").help("As JSON, with all fields"))
}

fn switch(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

fn text(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).value_parser(NonEmptyStringValueParser::new())
}

/// Parses seconds with an optional fraction, above zero and at most a day.
fn seconds(text: &str) -> Result<Duration, String> {
    const DAY: f64 = 86_400.0;
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= DAY => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("must be a number of seconds above 0 and at most 86400".to_owned()),
    }
}
