//! Names: of functions, fields, types and all else that becomes a Rust name, a command or a part of a URL.

use crate::base::unicode::is_invisible;
use crate::diagnostic::code::Code;
use crate::format::grammar::{GrammarError, checked_text};

/// A name may have this many characters.
const MAX_NAME_CHARS: usize = 100;

/// An error message shows this much of a name.
const MAX_SHOWN_CHARS: usize = 40;

checked_text! {
    /// A name that Rust, URLs and shells take without quoting.
    Name, Code::BadName, name_error
}

checked_text! {
    /// The name of a crate or a module, which Rust takes as it is.
    ModuleName, Code::BadName, module_name_error
}

checked_text! {
    /// A crate, or a module of it in which callers find its client: `library_client::v2`.
    CratePath, Code::BadName, crate_path_error
}

checked_text! {
    /// The name of a feature, as Cargo takes it.
    FeatureName, Code::BadName, feature_name_error
}

checked_text! {
    /// A key on the wire, or the name of a row: any text that a reader sees. What is no [`Name`] has a Rust name of its own.
    WireName, Code::BadName, wire_name_error
}

impl WireName {
    /// What is wrong with it as a name that Rust, URLs and shells take.
    #[must_use]
    pub fn name_error(&self) -> Option<GrammarError> {
        name_error(self.as_str())
    }
}

fn wire_name_error(text: &str) -> Option<GrammarError> {
    let is_seen = |c: char| !c.is_control() && !is_invisible(c);
    let valid =
        text.chars().count() <= MAX_NAME_CHARS && text.trim() == text && !text.is_empty() && text.chars().all(is_seen);
    (!valid).then(|| {
        let shown: String = text.chars().take(MAX_SHOWN_CHARS).collect();
        GrammarError {
            message: format!("`{}` is not a valid name", shown.escape_debug()),
            help: Some("use at most 100 visible characters, without a space at an end"),
        }
    })
}

fn name_error(text: &str) -> Option<GrammarError> {
    let valid = text.len() <= MAX_NAME_CHARS
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && text.chars().any(|character| character != '_');
    (!valid).then(|| {
        let shown: String = text.chars().take(MAX_SHOWN_CHARS).collect();
        GrammarError {
            message: format!("`{shown}` is not a valid name"),
            help: Some(
                "use ASCII letters, digits and underscores, a letter or an underscore first, at most 100 characters",
            ),
        }
    })
}

/// Features that generated code and every crate have for something else.
const OWN_FEATURES: [&str; 2] = ["default", "examples"];

fn feature_name_error(text: &str) -> Option<GrammarError> {
    if OWN_FEATURES.contains(&text) {
        return Some(format!("the feature `{text}` means something else in every crate").into());
    }
    let valid = text.len() <= MAX_NAME_CHARS
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_' || character == '-');
    (!valid).then(|| {
        let shown: String = text.chars().take(MAX_SHOWN_CHARS).collect();
        GrammarError {
            message: format!("`{}` is not a valid name of a feature", shown.escape_debug()),
            help: Some("use ASCII letters, digits, hyphens and underscores, a letter first, at most 100 characters"),
        }
    })
}

fn crate_path_error(text: &str) -> Option<GrammarError> {
    text.split("::").find_map(module_name_error)
}

fn module_name_error(text: &str) -> Option<GrammarError> {
    let is_identifier = || syn::parse_str::<syn::Ident>(text).is_ok();
    name_error(text).or_else(|| {
        (!is_identifier()).then(|| format!("`{text}` is a keyword of Rust and cannot name a crate or a module").into())
    })
}
