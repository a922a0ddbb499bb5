//! The arguments of a call, from the command line, a file or standard input.

use crate::{Stop, output};
use intercom_client::Args;
use std::fs::File;
use std::io::{self, IsTerminal, Read};

/// More than that is no call.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads what `--args` says: JSON, `@file`, or `-` for standard input. No `--args` is no arguments.
pub fn read(given: Option<&str>) -> Result<String, Stop> {
    match given {
        None => Ok("{}".to_owned()),
        Some("-") => {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                output::tell("reading a JSON object from the terminal; Ctrl-D ends it");
            }
            text(stdin.lock(), "standard input")
        }
        Some(given) => match given.strip_prefix('@') {
            Some("") => Err(Stop::usage("--args: a file's name is missing after `@`")),
            Some(path) => {
                let shown = format!("`{}`", output::one_line(path));
                let file =
                    File::open(path).map_err(|error| Stop::usage(format!("--args: cannot open {shown}: {error}")))?;
                text(file, &shown)
            }
            None => Ok(given.to_owned()),
        },
    }
}

fn text(from: impl Read, name: &str) -> Result<String, Stop> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::usage(format!("--args: cannot read {name}: {error}")))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Stop::usage(format!("--args: {name} is larger than {} MiB", LARGEST / (1024 * 1024))));
    }
    let text = String::from_utf8(bytes).map_err(|_| Stop::usage(format!("--args: {name} is not UTF-8")))?;
    if text.trim().is_empty() {
        return Err(Stop::usage(format!("--args: {name} is empty; give a JSON object, or `{{}}` for no arguments")));
    }
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The arguments that a JSON text holds.
pub fn parse(json: &str) -> Result<Args, Stop> {
    let start = json.trim_start();
    if !start.starts_with('{') {
        let kind = match start.chars().next() {
            None => "nothing",
            Some('"') => "a text",
            Some('[') => "a list",
            Some(_) => "something else",
        };
        return Err(Stop::usage(format!("--args must be a JSON object, as '{{\"name\": \"value\"}}', not {kind}")));
    }
    // The client's message tells line and column.
    Args::parse(json).map_err(|error| Stop::usage(format!("--args: {error}")))
}
