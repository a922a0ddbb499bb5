//! Options that have one meaning in all calls.

use crate::program::Program;
use api_client_snippets::LANGUAGES;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, Command};
use std::time::Duration;

/// What a response can be printed as.
pub const FORMATS: [&str; 5] = ["json", "ndjson", "yaml", "table", "csv"];

/// A command that makes a call: its options, but those of the function.
pub fn calling(program: &Program, command: Command) -> Command {
    command.args(switches(program)).args(snippet_option(program)).args(output_options()).args(client_options(program))
}

/// What an API whose calls are made in another way adds.
fn switches(program: &Program) -> impl Iterator<Item = Arg> {
    let switches = program.api().switches.iter();
    switches.map(|(name, help)| switch(name).help(*help).help_heading("Options of the call"))
}

/// Where and how calls are sent.
pub fn client_options(program: &Program) -> Vec<Arg> {
    let package = program.package();
    let mut args = vec![
        switch("verbose").short('v').help("Trace requests and responses to stderr, without secrets"),
        text("profile", "NAME").help("The profile whose token and region are used"),
        text("base-url", "URL").help("The server, as https://host or http://host:port"),
    ];
    if package.servers.len() > 1 {
        args.push(
            Arg::new("region")
                .long("region")
                .value_name("REGION")
                .ignore_case(true)
                .value_parser(PossibleValuesParser::new(package.servers.iter().map(|server| server.name)))
                .conflicts_with("base-url")
                .help("The server, by its name"),
        );
    }
    if package.version.is_some() {
        args.push(text("api-version", "V").help("The API version"));
    }
    if program.emulator.is_some() {
        args.push(switch("emulator").help("Call an emulator that is started for this run; needs no token"));
    }
    args.push(
        Arg::new("retries")
            .long("retries")
            .value_name("N")
            .value_parser(clap::value_parser!(u32))
            .help("Retry at most N times, and only if a retry is safe [default: 2]"),
    );
    args.push(
        Arg::new("timeout")
            .long("timeout")
            .value_name("SECONDS")
            .value_parser(seconds)
            .help("Timeout of the whole call, with its retries [default: 60]"),
    );
    args.into_iter().map(|arg| arg.help_heading("Options of the client")).collect()
}

/// For an API with a page, whose data snippets are made of.
pub fn snippet_option(program: &Program) -> Option<Arg> {
    program.api().page?;
    let languages = LANGUAGES.iter().map(|language| language.id.as_str());
    let option = Arg::new("snippet")
        .long("snippet")
        .value_name("LANGUAGE")
        .value_parser(PossibleValuesParser::new(languages))
        .conflicts_with("dry-run")
        .help_heading("Options of the call")
        .help("Print the call as code, without credentials; send nothing");
    Some(option)
}

/// What is sent beside the fields, and what is printed.
pub fn output_options() -> Vec<Arg> {
    vec![
        text("args", "JSON|@file|-").help(
            "The arguments as a JSON object, by the names in the function tables; from a file; or from standard input",
        ),
        switch("dry-run").help("Print method, URL, headers without the token, and body; send nothing"),
        Arg::new("output")
            .long("output")
            .short('o')
            .value_name("FORMAT")
            .value_parser(PossibleValuesParser::new(FORMATS))
            .help("How the response is printed [default: json]"),
        text("out", "FILE").help("Where a file goes that the function returns [default: standard output]"),
        text("fields", "a,b.c").help("Print these members only, by their keys"),
        switch("compact").help("Print JSON as received, not indented"),
        switch("yes").help("Do not ask before a function that deletes"),
    ]
    .into_iter()
    .map(|arg| arg.help_heading("Options of the call"))
    .collect()
}

/// For functions that return a list.
pub fn list_options() -> Vec<Arg> {
    vec![
        switch("all").help("All items of a list, page by page"),
        Arg::new("limit")
            .long("limit")
            .value_name("N")
            .value_parser(clap::value_parser!(u64).range(1..))
            .help("At most N items of a list, over as many pages as that takes"),
        text("cursor", "CURSOR").help("Carry on with a list where an earlier run has stopped"),
    ]
    .into_iter()
    .map(|arg| arg.help_heading("Options of a list"))
    .collect()
}

pub fn switch(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

pub fn text(name: &'static str, value: &'static str) -> Arg {
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
