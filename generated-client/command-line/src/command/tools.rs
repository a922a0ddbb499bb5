//! The program's own commands: profiles, checks, files for shells, and the gateway.

use super::shared::{client_options, switch, text};
use crate::program::Program;
use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, value_parser};
use std::net::IpAddr;
use std::path::PathBuf;

/// `auth login|status|logout`
pub fn auth(program: &Program) -> Command {
    let mut login = Command::new("login")
        .about("Keeps a token in a profile: asks for it, or reads a line of standard input")
        .arg(profile());
    if program.package().servers.len() > 1 {
        login = login.arg(
            Arg::new("region")
                .long("region")
                .value_name("REGION")
                .ignore_case(true)
                .value_parser(PossibleValuesParser::new(program.package().servers.iter().map(|server| server.name)))
                .help("The server of the profile's calls"),
        );
    }
    Command::new("auth")
        .about("Tokens in profiles: login, status, logout")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(login)
        .subcommand(Command::new("status").about("Says where the token comes from; never the token").arg(profile()))
        .subcommand(Command::new("logout").about("Deletes a profile").arg(profile()))
}

fn profile() -> Arg {
    text("profile", "NAME").help("The profile whose token and region are used [default: default]")
}

pub fn doctor(program: &Program) -> Command {
    Command::new("doctor")
        .about("Checks settings, name, connection, clock, token, version and rate limit, and says what to do")
        .args(client_options(program))
}

pub fn completions() -> Command {
    Command::new("completions").about("Prints the completions for a shell").arg(
        Arg::new("shell").required(true).value_name("SHELL").value_parser(PossibleValuesParser::new([
            "bash",
            "elvish",
            "fish",
            "powershell",
            "zsh",
        ])),
    )
}

pub fn man() -> Command {
    Command::new("man")
        .about("Prints the manual page, or writes those of all commands to a folder")
        .arg(Arg::new("out").long("out").value_name("FOLDER").value_parser(value_parser!(PathBuf)))
}

pub fn serve(program: &Program) -> Command {
    let (package, key) = (program.package().name, format!("{}_SERVE_KEY", program.prefix()));
    Command::new("serve")
        .about("Serves the functions at the addresses of the retired gateway")
        .after_help(format!(
            "POST /api/{package}/FUNCTION with {{\"args\": {{…}}}} calls a function; GET /api/{package} lists them.
Where {key} is set, each request must carry it as `Authorization: Bearer KEY`."
        ))
        .arg(port())
        .arg(
            Arg::new("host")
                .long("host")
                .value_name("ADDRESS")
                .value_parser(value_parser!(IpAddr))
                .help("The address to listen on [default: 127.0.0.1]"),
        )
        .arg(switch("allow-remote").help(format!("Accept other machines, which need the key of {key}")))
        .args(client_options(program))
}

pub fn mcp(program: &Program) -> Command {
    Command::new("mcp")
        .about("Serves the functions to an agent: MCP over standard input and output, read-only")
        .arg(switch("write").help("Also serve functions that change data; those that delete are a tool of their own"))
        .args(client_options(program))
}

/// `docs`; none for an API without a page.
pub fn docs(program: &Program) -> Option<Command> {
    program.api().page?;
    let live = switch("live").help("Send calls to the real API, with the token of the environment or the profile");
    // `--live` is the other choice.
    let client = client_options(program).into_iter().filter(|arg| arg.get_id() != "emulator");
    let command = Command::new("docs")
        .about("Serves the try-it page on this machine until Ctrl-C")
        .arg(port())
        .arg(switch("open").help("Open the page in a browser"))
        .arg(live)
        .args(client.map(|arg| arg.requires("live")));
    Some(command)
}

fn port() -> Arg {
    Arg::new("port")
        .long("port")
        .value_name("N")
        .value_parser(value_parser!(u16))
        .help("The port [default: any free port]")
}
