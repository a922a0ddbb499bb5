//! Rules that a spec is held to before anything is made from it. All faults are reported, not only the first.

mod destinations;
mod functions;
mod package;
mod selectors;
mod types;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};
use crate::spec::Spec;
use std::collections::{BTreeMap, BTreeSet};

/// What the checks found sound enough for the steps that follow.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Functions with a fault of their own: what else could be said of them would only follow from it.
    pub faulty: BTreeSet<String>,
    /// Whether all types are sound.
    pub types_sound: bool,
}

/// Checks all rules that need more than one value of the spec.
pub fn check(spec: &Spec, diagnostics: &mut Diagnostics) -> Verdict {
    package::check(&spec.package, diagnostics);
    let before = diagnostics.errors();
    types::check(spec, diagnostics);
    let types_sound = diagnostics.errors() == before;
    Verdict { faulty: functions::check(spec, diagnostics), types_sound }
}

/// A name must be one that Rust, URLs and shells take without quoting.
fn check_name(name: &Spanned<String>, what: &str, diagnostics: &mut Diagnostics) {
    let sound = name.len() <= 100
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && name.chars().any(|character| character != '_');
    if !sound {
        let shown: String = name.chars().take(40).collect();
        diagnostics.push(
            Diagnostic::new(Code::BadName, name.span, format!("`{shown}` cannot be the name of {what}")).help(
                "use ASCII letters, digits and underscores, a letter or an underscore first, at most 100 characters",
            ),
        );
    }
}

/// Names that must be given once, with the place of the first use.
#[derive(Default)]
struct Once {
    seen: BTreeMap<String, Span>,
}

impl Once {
    fn check(&mut self, name: &Spanned<String>, what: &str, diagnostics: &mut Diagnostics) {
        match self.seen.get(&name.value) {
            Some(first) => diagnostics.push(
                Diagnostic::new(Code::Duplicate, name.span, format!("{what} `{}` is defined twice", name.value))
                    .label("again here")
                    .also(*first, "first here"),
            ),
            None => {
                self.seen.insert(name.value.clone(), name.span);
            }
        }
    }
}

/// An addition must say why it is there.
fn check_addition(addition: Option<&Spanned<String>>, diagnostics: &mut Diagnostics) {
    if let Some(reason) = addition.filter(|reason| reason.trim().is_empty()) {
        diagnostics.push(
            Diagnostic::new(Code::AdditionReason, reason.span, "this addition does not say why it is there")
                .help("say in a few words why the tables' function is not enough"),
        );
    }
}
