//! The arguments of a call, from the command line, a file or standard input.

use crate::exit_error::ExitError;
use crate::terminal;
use api_client_runtime::Args;
use std::fs::File;
use std::io::{self, IsTerminal, Read};

/// The option for all arguments at once.
pub const ARGS: &str = "--args";

/// Larger input is rejected before it is read whole.
const MAX_ARGS_BYTES: u64 = 64 * 1024 * 1024;

/// Reads the value of an option: text, `@file`, or `-` for standard input.
pub fn read(option: &str, value: &str) -> Result<String, ExitError> {
    let text = match (value, value.strip_prefix('@')) {
        ("-", _) => {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                terminal::print_err(&format!("reading {option} from the terminal; Ctrl-D ends it"));
            }
            text(option, &read_bytes(option, stdin.lock(), "standard input")?, "standard input")?
        }
        (_, Some("")) => return Err(ExitError::usage(format!("{option}: the file name after `@` is missing"))),
        (_, Some(path)) => text(option, &read_file(option, path)?, &quoted(path))?,
        _ => return Ok(value.to_owned()),
    };
    Ok(text)
}

/// Reads a file of any bytes.
pub fn read_file(option: &str, path: &str) -> Result<Vec<u8>, ExitError> {
    let name = quoted(path);
    let file = File::open(path).map_err(|error| ExitError::usage(format!("{option}: cannot open {name}: {error}")))?;
    read_bytes(option, file, &name)
}

fn quoted(path: &str) -> String {
    format!("`{}`", terminal::one_line(path))
}

fn read_bytes(option: &str, from: impl Read, name: &str) -> Result<Vec<u8>, ExitError> {
    let mut bytes = Vec::new();
    from.take(MAX_ARGS_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ExitError::usage(format!("{option}: cannot read {name}: {error}")))?;
    if bytes.len() as u64 > MAX_ARGS_BYTES {
        let mib = MAX_ARGS_BYTES / (1024 * 1024);
        return Err(ExitError::usage(format!("{option}: {name} is larger than {mib} MiB")));
    }
    Ok(bytes)
}

fn text(option: &str, bytes: &[u8], name: &str) -> Result<String, ExitError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ExitError::usage(format!("{option}: {name} is not UTF-8")))?;
    if text.trim().is_empty() {
        let hint = if option == ARGS { "; pass a JSON object, or `{}` for no arguments" } else { "" };
        return Err(ExitError::usage(format!("{option}: {name} is empty{hint}")));
    }
    // Some editors begin a file with a byte order mark.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
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
