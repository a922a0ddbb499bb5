//! The command line: subcommands, options and their help.

mod environment;
mod jobs;
mod shared;
mod tools;
mod verbs;

use crate::choose::Built;
use crate::program::Program;
use crate::resolve::rust_name;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, Command};
use shared::{calling, client_options, list_options, switch};

/// Where the program's own commands stand in the help: behind the resources.
const OWN_COMMANDS: usize = 10_000;

/// The command with its subcommands.
pub fn command(program: &Program, built: Built<'_>) -> Command {
    let about =
        program.about.map_or_else(|| format!("Calls the functions of {}.", program.package().name), str::to_owned);
    let mut command = Command::new(program.name)
        .version(program.version)
        .about(about)
        .after_help(environment::help(program))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(client_options(program));
    if program.has_several_apis() {
        command = command.arg(
            Arg::new("api")
                .long("api")
                .value_name("NAME")
                .global(true)
                .ignore_case(true)
                .value_parser(PossibleValuesParser::new(program.apis.iter().map(|api| api.name)))
                .help("The API, by its name [default: the first one]"),
        );
    }
    command = command.subcommands(verbs::resources(program, built));
    let own = [
        call(program),
        functions(program),
        jobs::import(program),
        jobs::export(program),
        tools::auth(program),
        tools::doctor(program),
        tools::serve(program),
        tools::mcp(program),
        tools::completions(),
        tools::man(),
    ];
    let own = own
        .into_iter()
        .chain(tools::docs(program))
        .chain(program.extensions.iter().map(|extension| (extension.command)()));
    own.enumerate().fold(command, |command, (at, own)| command.subcommand(own.display_order(OWN_COMMANDS + at)))
}

/// Both names of a function, as an example.
fn example(program: &Program) -> String {
    let function = program.functions().first();
    function.map_or_else(String::new, |function| format!(", as {} or {}", function.name, rust_name(function)))
}

fn call(program: &Program) -> Command {
    let name = program.name;
    let function = Arg::new("function")
        .required(true)
        .value_parser(NonEmptyStringValueParser::new())
        .help(format!("The function{}; see `{name} functions`", example(program)));
    let command = Command::new("call")
        .about("Calls a function; prints its JSON response to stdout and everything else to stderr")
        .after_help(environment::help(program))
        .arg(function)
        .args(list_options());
    calling(program, command)
}

fn functions(program: &Program) -> Command {
    let resource =
        program.functions().first().map_or_else(String::new, |function| format!(" or {}", function.resource));
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

#[cfg(test)]
mod tests {
    use super::shared::output_options;
    use super::*;
    use crate::choose::WITH_VALUE;
    use crate::names;
    use std::collections::BTreeSet;

    #[test]
    fn shared_options_are_those_that_fields_give_way_to() {
        let program = Program::new("test", "0", &PACKAGE, &[]).with_emulator(|| unreachable!());
        let args = client_options(&program).into_iter().chain(output_options()).chain(list_options());
        let defined: BTreeSet<String> = args.filter_map(|arg| arg.get_long().map(str::to_owned)).collect();
        let named: BTreeSet<String> = names::SHARED.iter().map(|name| (*name).to_owned()).collect();
        let not_here: BTreeSet<&str> = ["api", "help", "snippet"].into();
        let missing: BTreeSet<&str> = named.difference(&defined).map(String::as_str).collect();
        assert_eq!(missing, not_here);
        assert!(defined.is_subset(&named), "{defined:?}");
    }

    #[test]
    fn options_with_values_and_own_commands_are_known_before_the_command_is_built() {
        let program = Program::new("test", "0", &PACKAGE, &[]).with_emulator(|| unreachable!()).with_page("");
        let args = client_options(&program).into_iter().chain(output_options()).chain(list_options());
        let args: Vec<Arg> = args.chain(shared::snippet_option(&program)).collect();
        let with_value = args.iter().filter(|arg| arg.get_action().takes_values());
        let mut found: BTreeSet<String> =
            with_value.filter_map(|arg| arg.get_long()).map(|name| format!("--{name}")).collect();
        // Only a program of several APIs has it.
        found.insert("--api".to_owned());
        assert_eq!(found, WITH_VALUE.map(str::to_owned).into());
        let command = command(&program, Built::Complete);
        let mut own: BTreeSet<&str> = command.get_subcommands().map(Command::get_name).collect();
        // Made by clap.
        own.insert("help");
        assert_eq!(own, names::COMMANDS.into());
    }

    use api_client_runtime::schema::{Package, Server};

    static PACKAGE: Package = Package::new("Test", "TEST", "test/0")
        .servers(&[Server::new("us", "https://us.example"), Server::new("eu", "https://eu.example")])
        .version("Version", "1", &["1"]);
}
