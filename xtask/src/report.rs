//! How findings are told: to readers, to programs, to GitHub's checks.

use crate::{Stop, output};
use codegen::diagnostic::{Style, render, render_github, render_json};
use codegen::{Diagnostics, Sources};
use std::io::IsTerminal;

/// The form of the findings, and with it what standard output is for.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Format {
    /// Frames on standard error.
    Human,
    /// One JSON document on standard output, and nothing else there.
    Json,
    /// Workflow commands on standard output, where GitHub looks for them.
    Github,
}

impl Format {
    /// The format that `--format` names.
    pub fn parse(name: Option<&str>) -> Result<Self, Stop> {
        match name {
            None | Some("human") => Ok(Self::Human),
            Some("json") => Ok(Self::Json),
            Some("github") => Ok(Self::Github),
            Some(other) => Err(Stop::usage(format!("`{other}` is no format: use human, json or github"))),
        }
    }

    /// Tells all findings of a run.
    pub fn tell(self, findings: &[(&Diagnostics, &Sources)]) {
        let all = |one: &dyn Fn(&Diagnostics, &Sources) -> String| -> String {
            findings.iter().map(|(diagnostics, sources)| one(diagnostics, sources)).collect()
        };
        match self {
            Self::Human => eprint!("{}", all(&|diagnostics, sources| render(diagnostics, sources, style()))),
            Self::Json => output::print(&render_json(findings.iter().copied())),
            Self::Github => output::print(&all(&render_github)),
        }
    }

    /// Tells what was done, where it does not disturb a program that reads the findings.
    pub fn note(self, text: &str) {
        match self {
            Self::Human | Self::Github => output::print(text),
            Self::Json => eprint!("{text}"),
        }
    }
}

/// Colour only for a reader's terminal that can show it.
pub fn style() -> Style {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    if std::io::stderr().is_terminal() && !set("NO_COLOR") && !dumb { Style::Colour } else { Style::Plain }
}
