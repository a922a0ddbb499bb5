//! `import` and `export`.

use super::shared::{client_options, switch, text};
use crate::program::Program;
use clap::builder::NonEmptyStringValueParser;
use clap::{Arg, Command, value_parser};
use std::path::PathBuf;

const IMPORT: &str = "\
All rows are checked before the first one is sent. What has become of each row stands in FILE.journal: a
row is entered before it is sent and after its response, so that no row is sent twice, whatever ends the
command. A row that was under way then is uncertain; it is sent a second time only if that is harmless.
Rows that the server rejects go into a file of their own, which can be imported in turn.";

/// `import FILE --function F`
pub fn import(program: &Program) -> Command {
    let example = program.functions().iter().find(|function| function.http.as_str() == "POST");
    let example = example.map(|function| format!(", such as {}", function.name)).unwrap_or_default();
    Command::new("import")
        .about("Calls a function for each row of a CSV or NDJSON file, each row once")
        .after_help(IMPORT)
        .arg(file("file", "FILE").required(true).help("The rows, as .csv, .ndjson or .jsonl"))
        .arg(text("function", "FUNCTION").required(true).help(format!("The function that is called{example}")))
        .arg(text("map", "ARGUMENT=COLUMN,…").help(
            "Which column becomes which argument, or a member of one: attributes.plan=plan; columns of an \
             argument's name need no entry",
        ))
        .arg(
            Arg::new("concurrency")
                .long("concurrency")
                .value_name("N")
                .value_parser(value_parser!(u16).range(1..=256))
                .help("Rows that are under way at once [default: 4]"),
        )
        .arg(switch("resume").help("Carry on where an earlier run of this import has stopped"))
        .arg(
            switch("send-uncertain")
                .requires("resume")
                .help("Also send rows again of which nobody knows whether they were processed"),
        )
        .arg(switch("dry-run").help("Check all rows; send nothing"))
        .arg(switch("yes").help("Do not ask before a function that deletes"))
        .args(client_options(program))
}

/// `export WHAT --out FILE`
pub fn export(program: &Program) -> Command {
    Command::new("export")
        .about("Writes a list to a file, page by page; the same command carries on after an interruption")
        .arg(
            Arg::new("what")
                .value_name("RESOURCE|FUNCTION")
                .required(true)
                .value_parser(NonEmptyStringValueParser::new())
                .help("A resource that has a list, or a function that returns one"),
        )
        .arg(
            file("out", "FILE")
                .long("out")
                .required(true)
                .help("The file: .ndjson, .jsonl, .csv, .json or .yaml; it is there when it is complete"),
        )
        .arg(text("since", "WHEN").help("The value of the function's argument that says since when, or after what"))
        .arg(text("args", "JSON|@file|-").help("Further arguments as a JSON object, by their names in the table"))
        .arg(text("fields", "a,b.c").help("Write these members only"))
        .arg(switch("overwrite").help("Replace the file if it exists"))
        .args(client_options(program))
}

fn file(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).value_name(value).value_parser(value_parser!(PathBuf))
}
