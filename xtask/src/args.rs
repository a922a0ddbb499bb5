//! The words after a command.

use crate::Stop;
use std::collections::BTreeMap;

/// Switches and options of a command line.
pub struct Args {
    switches: Vec<String>,
    options: BTreeMap<String, String>,
}

impl Args {
    /// Reads `--switch` and `--option VALUE`; anything else is refused.
    pub fn parse(words: &[String], switches: &[&str], options: &[&str]) -> Result<Self, Stop> {
        let mut parsed = Self { switches: Vec::new(), options: BTreeMap::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if switches.contains(&word.as_str()) {
                parsed.switches.push(word.clone());
            } else if options.contains(&word.as_str()) {
                let value = words.next().ok_or_else(|| Stop::usage(format!("`{word}` needs a value")))?;
                parsed.options.insert(word.clone(), value.clone());
            } else {
                return Err(Stop::usage(format!("`{word}` is not known here")));
            }
        }
        Ok(parsed)
    }

    /// Whether a switch was given.
    pub fn has(&self, switch: &str) -> bool {
        self.switches.iter().any(|given| given == switch)
    }

    /// The value of an option.
    pub fn get(&self, option: &str) -> Option<&str> {
        self.options.get(option).map(String::as_str)
    }
}
