//! The command line: what this program adds to that of every client.

use crate::{demo, emulator, tables};
use api_client_cli::{Api, Program};
use clap::builder::NonEmptyStringValueParser;
use clap::{Arg, ArgAction, Command, value_parser};
use intercom_client::{FUNCTIONS, PACKAGE, PAGE, v2};
use intercom_emulator::RateLimit;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// The program with all its subcommands.
pub fn program() -> Program {
    let v1 = Api::new("v1", &PACKAGE, FUNCTIONS).with_page(PAGE);
    let v2 = Api::new("v2", &v2::PACKAGE, v2::FUNCTIONS).with_page(v2::PAGE);
    let tables =
        Api::new("v1-on-v2", &v2::PACKAGE, FUNCTIONS).with_calls(tables::call).with_switches(&tables::SWITCHES);
    Program::of("intercom", env!("CARGO_PKG_VERSION"), v1, [v2, tables])
        .with_about("Calls the functions of Intercom's API 1.x, or with --api v2 those of 2.x.")
        .with_token_hint("to try things out, add --emulator")
        .with_install_hint("cargo install intercom-cli")
        .with_emulator(emulator::throw_away)
        .with_subcommand("emulator", emulator_command, |_, matches| emulator::run(matches))
        .with_subcommand("demo", demo_command, |program, _| demo::run(program))
}

fn demo_command() -> Command {
    Command::new("demo").hide(true).about("Calls every function of an emulator and checks each request")
}

const EMULATOR: &str = "\
Data, fault rules and state:
  --data seed.yaml      users: [{ user_id: u-1, email: a@b.example, tags: [beta] }]
  --faults faults.yaml  [{ when: { function: getUsers, call: 3 }, fault: { status: 503 } }]
  --state file.json     loaded if it exists, written whenever the workspace changes; an unreadable
                        file is never overwritten
  To inspect and control a running emulator, use the paths below /__emulator/ at its address.";

fn emulator_command() -> Command {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Duplicate names of subcommands and options, among all functions, are found here.
    #[test]
    fn the_complete_command_is_consistent() {
        program().command().debug_assert();
    }
}
