//! The arguments of a call, from the command line, a file or standard input.

use crate::exit_error::ExitError;
use crate::terminal;
use api_client_runtime::Args;
use std::fs::File;
use std::io::{self, IsTerminal, Read};

/// Larger input is rejected before it is read whole.
const MAX_ARGS_BYTES: u64 = 64 * 1024 * 1024;

/// Reads the value of `--args`: JSON, `@file`, or `-` for standard input. Without `--args` there are no arguments.
pub fn read(value: Option<&str>) -> Result<String, ExitError> {
    match value {
        None => Ok("{}".to_owned()),
        Some("-") => {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                terminal::print_err("reading a JSON object from the terminal; Ctrl-D ends it");
            }
            read_text(stdin.lock(), "standard input")
        }
        Some(value) => match value.strip_prefix('@') {
            Some("") => Err(ExitError::usage("--args: the file name after `@` is missing")),
            Some(path) => {
                let name = format!("`{}`", terminal::one_line(path));
                let file = File::open(path)
                    .map_err(|error| ExitError::usage(format!("--args: cannot open {name}: {error}")))?;
                read_text(file, &name)
            }
            None => Ok(value.to_owned()),
        },
    }
}

fn read_text(from: impl Read, name: &str) -> Result<String, ExitError> {
    let mut bytes = Vec::new();
    from.take(MAX_ARGS_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ExitError::usage(format!("--args: cannot read {name}: {error}")))?;
    if bytes.len() as u64 > MAX_ARGS_BYTES {
        let mib = MAX_ARGS_BYTES / (1024 * 1024);
        return Err(ExitError::usage(format!("--args: {name} is larger than {mib} MiB")));
    }
    let text = String::from_utf8(bytes).map_err(|_| ExitError::usage(format!("--args: {name} is not UTF-8")))?;
    if text.trim().is_empty() {
        let message = format!("--args: {name} is empty; pass a JSON object, or `{{}}` for no arguments");
        return Err(ExitError::usage(message));
    }
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Parses the arguments of a call.
pub fn parse(json: &str) -> Result<Args, ExitError> {
    let start = json.trim_start();
    if !start.starts_with('{') {
        let found = match start.chars().next() {
            None => "nothing",
            Some('"') => "a string",
            Some('[') => "an array",
            Some(_) => "something else",
        };
        let message = format!("--args must be a JSON object, as '{{\"name\": \"value\"}}', not {found}");
        return Err(ExitError::usage(message));
    }
    // The client's message has line and column.
    Args::parse(json).map_err(|error| ExitError::usage(format!("--args: {error}")))
}
