//! What must be known before the command line is parsed: which API it is for, and of which resource.

use crate::exit_error::ExitError;
use crate::names;
use crate::program::{Api, Program};
use crate::terminal::short;
use crate::variable;
use api_client_runtime::nearest;
use std::ffi::OsString;

/// The options of a program that take a value, so that the next argument is none of its subcommands.
pub const WITH_VALUE: [&str; 14] = [
    "--api",
    "--api-version",
    "--args",
    "--base-url",
    "--cursor",
    "--fields",
    "--limit",
    "--out",
    "--output",
    "--profile",
    "--region",
    "--retries",
    "--snippet",
    "--timeout",
];

/// How much of the command line is built: all of it would take longer than most calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Built<'a> {
    /// The options of this subcommand's functions; those of others only by name.
    Of(&'a str),
    /// Everything.
    Complete,
}

/// The first look at a command line.
#[derive(Debug, Default)]
pub struct Glimpse {
    api: Option<String>,
    /// The first subcommand.
    pub command: Option<String>,
}

impl Glimpse {
    /// Looks at the arguments behind the program's name.
    pub fn of(args: &[OsString]) -> Self {
        let mut glimpse = Self::default();
        let mut args = args.iter().map(|arg| arg.to_str().unwrap_or_default());
        while let Some(arg) = args.next() {
            if arg == "--" {
                break;
            }
            if let Some(api) = arg.strip_prefix("--api=") {
                glimpse.api = Some(api.to_owned());
            } else if arg == "--api" {
                glimpse.api = args.next().map(str::to_owned);
            } else if WITH_VALUE.contains(&arg) || arg == "-o" {
                args.next();
            } else if !arg.starts_with('-') && arg != "help" && glimpse.command.is_none() {
                glimpse.command = Some(arg.to_owned());
            }
        }
        glimpse
    }
}

impl Program {
    /// The program with the API that `--api` or its environment variable chooses.
    pub(crate) fn choose(mut self, glimpse: &Glimpse) -> Result<Self, ExitError> {
        if !self.has_several_apis() {
            return Ok(self);
        }
        let variable = self.api_variable();
        let (source, name) = match &glimpse.api {
            Some(name) => ("--api".to_owned(), name.clone()),
            None => match variable::text(&variable) {
                Some(name) => (variable, name),
                None => return Ok(self),
            },
        };
        let names: Vec<&str> = self.apis.iter().map(|api| api.name).collect();
        let Some(chosen) = names.iter().position(|known| known.eq_ignore_ascii_case(&name)) else {
            let shown = short(&name);
            let hint = nearest(&name, names.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
            let (known, hint) = (names.join(" or "), hint.unwrap_or_default());
            return Err(ExitError::usage(format!("{source} must be {known}, not `{shown}`{hint}")));
        };
        self.chosen = chosen;
        Ok(self)
    }

    /// The variable that chooses the API.
    pub(crate) fn api_variable(&self) -> String {
        format!("{}_API", self.prefix())
    }

    /// Another API that has a resource of this name, where this one has not.
    pub(crate) fn other_api_of(&self, resource: &str) -> Option<Api> {
        let has = |api: &Api| api.functions.iter().any(|function| names::resource(self, function.resource) == resource);
        if has(&self.api()) { None } else { self.apis.iter().copied().find(has) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_client_runtime::schema::{Function, Method, Package};

    fn glimpse(args: &[&str]) -> (Option<String>, Option<String>) {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        let Glimpse { api, command } = Glimpse::of(&args);
        (api, command)
    }

    static V1: Package = Package::new("Test", "TEST_CHOOSE", "test/1");
    static V2: Package = Package::new("Test", "TEST_CHOOSE", "test/2");
    static BOOKS: Function = Function::new("listBooks", Method::Get, "/books").method("books", "list");
    static SHELVES: Function = Function::new("listShelves", Method::Get, "/shelves").method("shelves", "list");

    static FIRST: [&Function; 1] = [&BOOKS];
    static SECOND: [&Function; 2] = [&BOOKS, &SHELVES];

    fn program() -> Program {
        Program::of("test", "0", Api::new("v1", &V1, &FIRST), [Api::new("v2", &V2, &SECOND)])
    }

    fn chosen(args: &[&str]) -> Result<&'static str, String> {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        let program = program().choose(&Glimpse::of(&args)).map_err(|error| error.message().to_owned())?;
        Ok(program.api().name)
    }

    #[test]
    fn one_of_several_apis_is_chosen_by_its_name() {
        assert_eq!(chosen(&["books", "list"]).as_deref(), Ok("v1"));
        assert_eq!(chosen(&["books", "list", "--api", "V2"]).as_deref(), Ok("v2"));
        assert_eq!(chosen(&["--api", "v3"]).unwrap_err(), "--api must be v1 or v2, not `v3`; did you mean `v1`?");
        assert_eq!(program().other_api_of("shelves").map(|api| api.name), Some("v2"));
        assert!(program().other_api_of("books").is_none() && program().other_api_of("x").is_none());
        let built = crate::command::command(&program(), Built::Complete);
        assert!(built.get_arguments().any(|arg| arg.get_long() == Some("api")));
        let one = Program::new("test", "0", &V1, &FIRST);
        assert!(
            crate::command::command(&one, Built::Complete).get_arguments().all(|arg| arg.get_long() != Some("api"))
        );
    }

    #[test]
    fn the_api_and_the_command_are_found_around_options() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(glimpse(&[]), (None, None));
        assert_eq!(glimpse(&["users", "list", "--api", "v2"]), (some("v2"), some("users")));
        assert_eq!(glimpse(&["--api=v2", "-o", "csv", "help", "users"]), (some("v2"), some("users")));
        assert_eq!(glimpse(&["--region", "eu", "-v", "call", "x"]), (None, some("call")));
        assert_eq!(glimpse(&["--", "--api", "v2"]), (None, None));
        assert_eq!(glimpse(&["--api"]), (None, None));
    }
}
