//! The command line: subcommands, options and their help.

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, Command, value_parser};
use intercom_client::PACKAGE;
use intercom_emulator::RateLimit;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

const ENVIRONMENT: &str = "\
Environment:
  INTERCOM_ACCESS_TOKEN  the access token; there is no option for it, since other users can see command lines
  INTERCOM_BASE_URL      another server, such as an emulator
  INTERCOM_REGION        us, eu or au
  INTERCOM_VERSION       the API version
  An option has precedence over its variable; an empty variable counts as unset.

Exit codes:
  0  success (also if stdout was closed early, as by `| head`)
  1  failure: no connection, no response, an API error
  2  wrong usage: nothing was sent";

/// The command with all its subcommands.
pub fn command() -> Command {
    Command::new("intercom")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Calls the functions of Intercom's API v1.")
        .after_help(ENVIRONMENT)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(call())
        .subcommand(functions())
        .subcommand(emulator())
        .subcommand(
            Command::new("demo").hide(true).about("Calls every function of an emulator and checks each request"),
        )
}

fn call() -> Command {
    Command::new("call")
        .about("Calls a function; prints its JSON response to stdout and everything else to stderr")
        .after_help(ENVIRONMENT)
        .arg(
            Arg::new("function")
                .required(true)
                .value_parser(NonEmptyStringValueParser::new())
                .help("The function, as createUserByEmail or users.create_by_email; see `intercom functions`"),
        )
        .arg(text("args", "JSON|@file|-").help(
            "The arguments as a JSON object, by the names in the function tables; from a file; or from standard input",
        ))
        .arg(switch("dry-run").help("Print method, URL, headers without the token, and body; send nothing"))
        .arg(switch("compact").help("Print the response as received, not indented"))
        .arg(switch("verbose").short('v').help("Also print the body of an error response, to stderr"))
        .arg(text("base-url", "URL").help("The server, as https://host or http://host:port"))
        .arg(
            Arg::new("region")
                .long("region")
                .value_name("REGION")
                .ignore_case(true)
                .value_parser(PossibleValuesParser::new(PACKAGE.servers.iter().map(|server| server.name)))
                .conflicts_with("base-url")
                .help("The region of the workspace"),
        )
        .arg(text("api-version", "V").help("The API version"))
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

fn functions() -> Command {
    Command::new("functions")
        .about("Lists functions; with names, also their fields")
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .action(ArgAction::Append)
                .num_args(0..)
                .help("A function or a resource, as createUserByEmail, users.create_by_email or users"),
        )
        .arg(switch("json").help("As JSON, with all fields"))
}

const EMULATOR: &str = "\
Data, fault rules and state:
  --data seed.yaml      users: [{ user_id: u-1, email: a@b.example, tags: [beta] }]
  --faults faults.yaml  [{ when: { function: getUsers, call: 3 }, fault: { status: 503 } }]
  --state file.json     loaded if it exists, written whenever the workspace changes; an unreadable
                        file is never overwritten
  To inspect and control a running emulator, use the paths below /__emulator/ at its address.";

fn emulator() -> Command {
    Command::new("emulator")
        .about("Serves a stateful Intercom emulator on this machine until Ctrl-C; prints `listening on URL` first")
        .after_help(EMULATOR)
        .arg(number::<u16>("port", "N", "The port [default: any free port]"))
        .arg(
            Arg::new("host")
                .long("host")
                .value_name("ADDRESS")
                .value_parser(value_parser!(IpAddr))
                .help("The address to listen on [default: 127.0.0.1]"),
        )
        .arg(switch("allow-remote").help("Accept other machines, if --host is reachable from them"))
        .arg(file("data", "The initial workspace, as YAML or JSON"))
        .arg(
            switch("examples")
                .conflicts_with("data")
                .help("Start with the workspace that the examples in the docs use"),
        )
        .arg(file("state", "Keep the workspace in this file"))
        .arg(switch("durable").requires("state").help("Write each change to the state file before the response"))
        .arg(file("faults", "Fault rules, as YAML or JSON"))
        .arg(number::<u64>("latency", "MILLIS", "Delay every response by this time"))
        .arg(
            text("log", "FORMAT")
                .value_parser(["ndjson"])
                .help("Log each request to stderr as a line of JSON, without token, body and query values"),
        )
        .arg(text("token", "TOKEN").help("Accept only this token [default: any that is not empty]"))
        .arg(text("api-version", "VERSION").help("The API version of requests without a version header [default: 1.0]"))
        .arg(
            Arg::new("rate-limit")
                .long("rate-limit")
                .value_name("N[/SECONDS]")
                .value_parser(rate_limit)
                .help("Reject more than N requests per window [default: no limit; a window is 10 seconds]"),
        )
        .arg(
            number::<i64>("clock", "UNIX-SECONDS", "Stop the clock at this time [default: the system clock]")
                .allow_negative_numbers(true),
        )
        .arg(number::<u32>("seed", "N", "The seed for ids and random choices [default: 0]"))
}

/// Parses `166` or `166/10`.
fn rate_limit(text: &str) -> Result<RateLimit, String> {
    let (requests, seconds) = text.split_once('/').unwrap_or((text, "10"));
    match (requests.parse(), seconds.parse()) {
        (Ok(requests), Ok(seconds)) if requests > 0 && seconds > 0 => Ok(RateLimit::new(requests, seconds)),
        _ => Err("must be requests, or requests/seconds, such as 166/10".to_owned()),
    }
}

fn file(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
}

fn number<T>(name: &'static str, value: &'static str, help: &'static str) -> Arg
where
    T: Clone + FromStr + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let parse = |text: &str| text.parse::<T>();
    Arg::new(name).long(name).value_name(value).value_parser(parse).help(help)
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
