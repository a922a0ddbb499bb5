//! The command line, in clap's terms.

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
  INTERCOM_ACCESS_TOKEN  the credential; there is no option for it, since command lines are seen by others
  INTERCOM_BASE_URL      another server, such as an emulator
  INTERCOM_REGION        us, eu or au
  INTERCOM_VERSION       the API version
  An option wins over its variable; an empty variable counts as unset.

Exit codes:
  0  done (also when stdout was closed early, as by `| head`)
  1  failed: no connection, no answer, an error of the API
  2  wrong usage: nothing was sent";

/// The whole command line.
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
        .about("Calls a function; prints its JSON answer on stdout and everything else on stderr")
        .after_help(ENVIRONMENT)
        .arg(
            Arg::new("function")
                .required(true)
                .value_parser(NonEmptyStringValueParser::new())
                .help("The function, as createUserByEmail or users.create_by_email; see `intercom functions`"),
        )
        .arg(
            text("args", "JSON|@file|-")
                .help("The arguments as a JSON object by the tables' names; from a file; or from standard input"),
        )
        .arg(switch("dry-run").help("Send nothing; print method, URL, headers without the token, and body"))
        .arg(switch("compact").help("Print the answer as received instead of indented"))
        .arg(switch("verbose").short('v').help("Also print the body of an error, on stderr"))
        .arg(text("base-url", "URL").help("Another server, as https://host or http://host:port"))
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
                .help("Repeat the call at most N times where that does no harm (2 by default)"),
        )
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .value_name("SECONDS")
                .value_parser(seconds)
                .help("Give up on an answer after this time [default: 30]"),
        )
}

fn functions() -> Command {
    Command::new("functions")
        .about("Lists functions; with names, their fields as well")
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
Data, faults and state:
  --data seed.yaml      users: [{ user_id: u-1, email: a@b.example, tags: [beta] }]
  --faults faults.yaml  [{ when: { function: getUsers, call: 3 }, fault: { status: 503 } }]
  --state file.json     taken up when it is there, written as the workspace changes; one that
                        cannot be read is left as it is
  A running emulator is asked and told more below its address at /__emulator/.";

fn emulator() -> Command {
    Command::new("emulator")
        .about("Serves an Intercom on this machine, with state, until Ctrl-C; prints `listening on URL` first")
        .after_help(EMULATOR)
        .arg(number::<u16>("port", "N", "The port [default: a free one]"))
        .arg(
            Arg::new("host")
                .long("host")
                .value_name("ADDRESS")
                .value_parser(value_parser!(IpAddr))
                .help("The address to listen on [default: 127.0.0.1]"),
        )
        .arg(switch("allow-remote").help("Let other machines in, when --host is one that they reach"))
        .arg(file("data", "What the workspace begins with, as YAML or JSON"))
        .arg(
            switch("examples")
                .conflicts_with("data")
                .help("Begin with the workspace of which the examples in the docs speak"),
        )
        .arg(file("state", "Keep the workspace in this file"))
        .arg(file("faults", "What goes wrong, as YAML or JSON"))
        .arg(number::<u64>("latency", "MILLIS", "Let every answer wait so long"))
        .arg(
            text("log", "FORMAT")
                .value_parser(["ndjson"])
                .help("Print each request on stderr, as a line of JSON without token, body and values of the query"),
        )
        .arg(text("token", "TOKEN").help("Take this token only [default: any that is not empty]"))
        .arg(text("api-version", "VERSION").help("The version of requests that name none [default: 1.0]"))
        .arg(
            Arg::new("rate-limit")
                .long("rate-limit")
                .value_name("N[/SECONDS]")
                .value_parser(rate_limit)
                .help("Refuse more than N requests in a window [default: none is refused; windows have 10 seconds]"),
        )
        .arg(
            number::<i64>("clock", "UNIX-SECONDS", "Let the clock stand at this time [default: the system's clock]")
                .allow_negative_numbers(true),
        )
        .arg(number::<u32>("seed", "N", "Other ids and other chances [default: 0]"))
}

/// `166` or `166/10`.
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

/// Seconds with an optional fraction, above zero and at most a day.
fn seconds(text: &str) -> Result<Duration, String> {
    const DAY: f64 = 86_400.0;
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= DAY => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("must be a number of seconds above 0 and at most 86400".to_owned()),
    }
}
