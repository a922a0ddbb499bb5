//! The arguments after a command. Our own parser, not clap: `cargo xtask` is the first thing that a contributor compiles, and
//! five commands with a handful of options do not need more.

use crate::exit_error::ExitError;
use std::collections::BTreeMap;

/// Flags and options of a command line.
pub struct Args {
    flags: Vec<String>,
    options: BTreeMap<String, String>,
}

impl Args {
    /// Parses `--flag` and `--option VALUE`; rejects anything else.
    pub fn parse(args: &[String], flags: &[&str], options: &[&str]) -> Result<Self, ExitError> {
        let mut parsed = Self { flags: Vec::new(), options: BTreeMap::new() };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            if flags.contains(&arg.as_str()) {
                parsed.flags.push(arg.clone());
            } else if options.contains(&arg.as_str()) {
                let value = args.next().ok_or_else(|| ExitError::usage(format!("`{arg}` needs a value")))?;
                parsed.options.insert(arg.clone(), value.clone());
            } else {
                return Err(ExitError::usage(format!("unknown argument `{arg}`")));
            }
        }
        Ok(parsed)
    }

    /// Whether a flag is set.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|set| set == flag)
    }

    /// The value of an option.
    pub fn get(&self, option: &str) -> Option<&str> {
        self.options.get(option).map(String::as_str)
    }

    /// The value of an option that takes a whole number.
    pub fn number<T: std::str::FromStr>(&self, option: &str, default: T) -> Result<T, ExitError> {
        self.get(option)
            .map_or(Ok(default), str::parse)
            .map_err(|_| ExitError::usage(format!("`{option}` must be a whole number")))
    }
}
