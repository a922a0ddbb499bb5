//! The command line, in clap's terms.

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, Command, value_parser};
use intercom_client::PACKAGE;
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

fn emulator() -> Command {
    Command::new("emulator")
        .about("Serves an Intercom on this machine that answers every function with an example, until Ctrl-C")
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("N")
                .value_parser(value_parser!(u16))
                .default_value("0")
                .hide_default_value(true)
                .help("The port [default: a free one]"),
        )
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
