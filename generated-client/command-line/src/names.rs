//! What resources, functions and fields are called on a command line. Shared options and commands of the program keep their
//! names; what comes from a table yields.

use crate::program::Program;
use api_client_runtime::schema::{Field, Function};
use heck::ToKebabCase;

/// The subcommands of every program.
pub const COMMANDS: [&str; 12] =
    ["auth", "call", "completions", "docs", "doctor", "export", "functions", "help", "import", "man", "mcp", "serve"];

/// The options that have one meaning in all calls.
pub const SHARED: [&str; 21] = [
    "all",
    "api",
    "api-version",
    "args",
    "base-url",
    "compact",
    "cursor",
    "dry-run",
    "emulator",
    "fields",
    "help",
    "limit",
    "out",
    "output",
    "profile",
    "region",
    "retries",
    "snippet",
    "timeout",
    "verbose",
    "yes",
];

/// The subcommand of a resource: `customer-notes`; with `-api` behind it where the program has a command of that name.
pub fn resource(program: &Program, resource: &str) -> String {
    let name = kebab(resource);
    let is_taken = COMMANDS.contains(&name.as_str()) || program.extensions.iter().any(|own| own.name == name);
    if is_taken { format!("{name}-api") } else { name }
}

/// The subcommand of a function below its resource: `create-by-email`.
pub fn method(function: &Function) -> String {
    let name = kebab(function.method);
    if name == "help" { "help-api".to_owned() } else { name }
}

/// The resource and the function's name below it, as a user types them.
pub fn verb(program: &Program, function: &Function) -> String {
    format!("{} {}", resource(program, function.resource), method(function))
}

/// The complete command of a function: `books books list`; with the API where it is not the first one.
pub fn line(program: &Program, function: &Function) -> String {
    format!("{} {}", start(program), verb(program, function))
}

/// The command that writes the list of a function to a file.
pub fn export(program: &Program, function: &Function) -> String {
    format!("{} export {} --out FILE", start(program), function.name)
}

fn start(program: &Program) -> String {
    let api = if program.chosen == 0 { String::new() } else { format!(" --api {}", program.api().name) };
    format!("{}{api}", program.name)
}

/// The fields of a function that have an option, each with its option: `custom-attributes`; with `arg-` before it where the name
/// is that of a shared option or of an earlier field. Credentials have none: other users can see command lines.
pub fn options(function: &'static Function) -> Vec<(&'static Field, String)> {
    let mut options: Vec<(&'static Field, String)> = Vec::new();
    for field in function.fields.iter().filter(|field| !field.credential) {
        let mut name = kebab(field.name);
        while SHARED.contains(&name.as_str()) || options.iter().any(|(_, taken)| *taken == name) {
            name = format!("arg-{name}");
        }
        options.push((field, name));
    }
    options
}

/// The option of a field, with its dashes; its name where it has none.
pub fn option(function: &'static Function, field: &str) -> String {
    let options = options(function);
    let found = options.iter().find(|(known, _)| known.name == field);
    found.map_or_else(|| format!("`{field}`"), |(_, name)| format!("--{name}"))
}

fn kebab(name: &str) -> String {
    let kebab = name.to_kebab_case();
    // A name of signs only.
    if kebab.is_empty() { name.to_owned() } else { kebab }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_client_runtime::schema::{Kind, Method};

    static LIST: Function = Function::new("listBooks", Method::Get, "/books").method("books", "list").fields(&[
        Field::new("apiKey", "String", Kind::Text).credential(),
        Field::new("limit", "Integer", Kind::Integer),
        Field::new("arg_limit", "Integer", Kind::Integer),
        Field::new("shelfNo", "Integer", Kind::Integer),
        Field::new("shelf_no", "Integer", Kind::Integer),
        Field::new("_", "String", Kind::Text),
    ]);

    #[test]
    fn fields_give_way_to_shared_options_and_to_each_other() {
        let options: Vec<String> = options(&LIST).into_iter().map(|(_, name)| name).collect();
        assert_eq!(options, ["arg-limit", "arg-arg-limit", "shelf-no", "arg-shelf-no", "_"]);
        assert_eq!(option(&LIST, "limit"), "--arg-limit");
        assert_eq!(option(&LIST, "apiKey"), "`apiKey`");
    }
}
