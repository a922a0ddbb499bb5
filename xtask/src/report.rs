//! Output formats of diagnostics: for people, for programs, for GitHub's checks.

use crate::exit_error::ExitError;
use crate::output;
use codegen::diagnostic::{Style, render, render_github, render_json};
use codegen::{Diagnostics, Sources};
use std::io::IsTerminal;

/// The format of diagnostics, which also decides what is printed to stdout.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Format {
    /// Frames on stderr.
    Human,
    /// One JSON document on stdout, and nothing else there.
    Json,
    /// Workflow commands on stdout, where GitHub reads them.
    Github,
}

impl Format {
    /// Parses the value of `--format`.
    pub fn parse(name: Option<&str>) -> Result<Self, ExitError> {
        match name {
            None | Some("human") => Ok(Self::Human),
            Some("json") => Ok(Self::Json),
            Some("github") => Ok(Self::Github),
            Some(other) => Err(ExitError::usage(format!("unknown format `{other}`: use human, json or github"))),
        }
    }

    /// Prints all diagnostics of a run.
    pub fn report(self, results: &[(&Diagnostics, &Sources)]) {
        let all = |one: &dyn Fn(&Diagnostics, &Sources) -> String| -> String {
            results.iter().map(|(diagnostics, sources)| one(diagnostics, sources)).collect()
        };
        match self {
            Self::Human => eprint!("{}", all(&|diagnostics, sources| render(diagnostics, sources, style()))),
            Self::Json => output::print(&render_json(results.iter().copied())),
            Self::Github => output::print(&all(&render_github)),
        }
    }

    /// Prints a progress message, to the stream that a program which reads the diagnostics does not read.
    pub fn note(self, text: &str) {
        match self {
            Self::Human | Self::Github => output::print(text),
            Self::Json => eprint!("{text}"),
        }
    }
}

/// Colour only on a terminal that supports it.
fn style() -> Style {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    if std::io::stderr().is_terminal() && !is_set("NO_COLOR") && !dumb { Style::Colour } else { Style::Plain }
}
