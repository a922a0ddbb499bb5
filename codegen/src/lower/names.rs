//! The one place where spec names become Rust names: keywords, digits, shadowing and collisions are settled here.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Spanned;
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use std::collections::BTreeMap;

/// What a Rust name is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Style {
    /// A module, which is also the method of the client that opens it.
    Module,
    /// A method of a resource's handle.
    Method,
    /// A setter of a builder.
    Setter,
    /// A parameter of the method that starts a call.
    Param,
    /// A field of a model.
    Field,
    /// A type.
    Type,
    /// A variant of an open enum.
    Variant,
    /// A static.
    Static,
}

/// Names that may stand once each. A second spec name that becomes the same Rust name is an error.
#[derive(Debug)]
pub struct Scope {
    what: &'static str,
    taken: BTreeMap<String, (Spanned<String>, Option<Style>)>,
}

impl Scope {
    /// An empty scope; `what` is a word for messages.
    pub fn new(what: &'static str) -> Self {
        Self { what, taken: BTreeMap::new() }
    }

    /// The Rust name of a spec name.
    pub fn claim(&mut self, name: &Spanned<String>, style: Style, diagnostics: &mut Diagnostics) -> String {
        self.take(rust_name(name, style), name, Some(style), diagnostics)
    }

    /// Claims a Rust name that is decided already.
    pub fn claim_rust(&mut self, rust: String, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> String {
        self.take(rust, name, None, diagnostics)
    }

    fn take(
        &mut self,
        rust: String,
        name: &Spanned<String>,
        style: Option<Style>,
        diagnostics: &mut Diagnostics,
    ) -> String {
        match self.taken.get(&rust) {
            // The same name twice in one place has been reported as such.
            Some((first, first_style)) if first.value == name.value && *first_style == style => {}
            Some((first, _)) => diagnostics.push(
                Diagnostic::new(
                    Code::RustCollision,
                    name.span,
                    format!("`{}` and `{}` both become {} named `{rust}` in Rust", name.value, first.value, self.what),
                )
                .label("this one")
                .also(first.span, "and this one")
                .help("rename one of them"),
            ),
            None => {
                self.taken.insert(rust.clone(), (name.clone(), style));
            }
        }
        rust
    }
}

/// The Rust name of a spec name, by what it is for.
pub fn rust_name(name: &str, style: Style) -> String {
    match style {
        Style::Module => snake(name, &CLIENT_METHODS),
        // Clippy wants `new` to make a `Self`, and others to be those of their traits; `into` is what every type can do.
        Style::Method => snake(name, &["clone", "cmp", "into", "new", "try_into"]),
        Style::Setter => snake(name, &BUILDER_METHODS),
        Style::Param => snake(name, &[]),
        Style::Field => snake(name, &["extra"]),
        Style::Type => camel(name, &PRELUDE_TYPES),
        Style::Variant => camel(name, &["Other"]),
        Style::Static => lead(name, name.to_shouty_snake_case(), 'V'),
    }
}

/// The Rust name of a type.
#[must_use]
pub fn type_name(name: &str) -> String {
    rust_name(name, Style::Type)
}

/// Methods, modules and names that every client has; a resource of such a name gets an underscore. `mod.rs` is a file.
const CLIENT_METHODS: [&str; 11] =
    ["builder", "call", "clone", "core", "examples", "from_env", "mod", "new", "package", "rt", "types"];

/// Methods that every builder has; options start with `with_`, which [`snake`] keeps free too. A setter of the names in
/// the second line would look like an operator.
#[rustfmt::skip]
const BUILDER_METHODS: [&str; 22] = [
    "blocking", "clone", "into_call", "into_future", "items", "new", "page", "pages", "prepare", "raw", "response", "send",
    "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub",
];

/// Types that emitted code uses by their plain names.
const PRELUDE_TYPES: [&str; 22] = [
    "Arc",
    "Box",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Err",
    "Fn",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Send",
    "Some",
    "String",
    "Vec",
];

fn snake(name: &str, reserved: &[&str]) -> String {
    let plain = lead(name, name.to_snake_case(), 'v');
    match plain.as_str() {
        // These cannot be raw identifiers.
        "self" | "super" | "crate" | "_" => format!("{plain}_"),
        _ if reserved.contains(&plain.as_str()) => format!("{plain}_"),
        _ if reserved.contains(&"send") && plain.starts_with("with_") => format!("{plain}_"),
        _ if syn::parse_str::<syn::Ident>(&plain).is_ok() && plain != "gen" => plain,
        _ => format!("r#{plain}"),
    }
}

fn camel(name: &str, reserved: &[&str]) -> String {
    let mut plain = lead(name, name.to_upper_camel_case(), 'V');
    // What stood before the first ASCII letter may have been the capital one.
    if let Some(first) = plain.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    if plain == "Self" || reserved.contains(&plain.as_str()) { format!("{plain}_") } else { plain }
}

/// A Rust name is ASCII here, and cannot be empty or start with a digit. A name without any ASCII letter or digit, such
/// as `+` or `é`, becomes the numbers of its characters.
fn lead(name: &str, cased: String, letter: char) -> String {
    let ascii: String = cased.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match ascii.chars().find(|c| *c != '_') {
        None => name.chars().fold(letter.to_string(), |text, c| format!("{text}{:x}", c as u32)),
        Some(_) if ascii.starts_with(|c: char| c.is_ascii_digit()) => format!("{letter}{ascii}"),
        Some(_) => ascii,
    }
}
