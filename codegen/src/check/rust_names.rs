//! The one place where spec names become Rust names: keywords, digits, shadowing and collisions are decided here.

use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::name::Name;
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use std::collections::BTreeMap;
use std::ops::Deref;

/// The Rust names of a function.
#[derive(Clone, Debug)]
pub struct FunctionNames {
    /// The method of the resource's handle.
    pub method: String,
    /// The builder's type.
    pub builder: String,
    /// The static that describes the function.
    pub table: String,
    /// For each field, its argument in the typed API, if it has one.
    pub params: Vec<Option<ParamNames>>,
}

/// The Rust names of an argument.
#[derive(Clone, Debug)]
pub struct ParamNames {
    /// The setter or the parameter.
    pub rust: String,
    /// The enum of its type.
    pub choice: Option<ChoiceNames>,
}

/// The Rust names of an argument's enum.
#[derive(Clone, Debug)]
pub enum ChoiceNames {
    /// A shared enum, and the trait of arguments that it has as a selector.
    Shared(String, Option<String>),
    /// An enum of this argument only.
    Own(EnumNames),
}

/// The Rust names of a model.
#[derive(Clone, Debug)]
pub struct ModelNames {
    /// The struct.
    pub rust: String,
    /// A variable of this type, in snippets.
    pub binding: String,
    /// The fields.
    pub fields: Vec<String>,
}

/// The Rust names of an input.
#[derive(Clone, Debug)]
pub struct InputNames {
    /// The struct.
    pub rust: String,
    /// For each field, its setter, or the constructor that takes it.
    pub methods: Vec<String>,
}

/// The Rust names of an enum.
#[derive(Clone, Debug)]
pub struct EnumNames {
    /// The enum.
    pub rust: String,
    /// The trait of arguments that a shared selector has.
    pub argument: Option<String>,
    /// The variants.
    pub variants: Vec<VariantNames>,
}

/// The Rust names of a value of an enum.
#[derive(Clone, Debug)]
pub struct VariantNames {
    /// The variant.
    pub variant: String,
    /// The constructor of a selector's variant.
    pub constructor: String,
}

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

/// Rust names that may be used once each. Two spec names that become the same Rust name are an error.
#[derive(Debug)]
pub struct Scope {
    what: &'static str,
    taken: BTreeMap<String, Claim>,
}

/// The spec name that became a Rust name.
#[derive(Debug)]
struct Claim {
    name: String,
    span: Span,
    style: Option<Style>,
}

impl Scope {
    /// An empty scope; `what` is what messages call its names.
    pub fn new(what: &'static str) -> Self {
        Self { what, taken: BTreeMap::new() }
    }

    /// The Rust name of a spec name.
    pub fn claim<N: Deref<Target = str>>(
        &mut self,
        name: &Spanned<N>,
        style: Style,
        diagnostics: &mut Diagnostics,
    ) -> String {
        self.take(rust_name(&name.value, style), name, Some(style), diagnostics)
    }

    /// Claims a Rust name that is decided already.
    pub fn claim_rust<N: Deref<Target = str>>(
        &mut self,
        rust: String,
        name: &Spanned<N>,
        diagnostics: &mut Diagnostics,
    ) -> String {
        self.take(rust, name, None, diagnostics)
    }

    fn take<N: Deref<Target = str>>(
        &mut self,
        rust: String,
        name: &Spanned<N>,
        style: Option<Style>,
        diagnostics: &mut Diagnostics,
    ) -> String {
        let text: &str = &name.value;
        match self.taken.get(&rust) {
            // The same name twice in one place is a duplicate, which has a rule of its own.
            Some(first) if first.name == text && first.style == style => {}
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    Code::RustCollision,
                    name.span,
                    format!("`{text}` and `{}` both become {} named `{rust}` in Rust", first.name, self.what),
                )
                .label("this one")
                .also(first.span, "and this one")
                .help("rename one of them"),
            ),
            None => {
                self.taken.insert(rust.clone(), Claim { name: text.to_owned(), span: name.span, style });
            }
        }
        rust
    }
}

/// The names of an enum's variants; two values that become the same variant are an error.
pub fn variant_names<'a>(
    values: impl IntoIterator<Item = (&'a Spanned<String>, Option<&'a Spanned<Name>>)>,
    diagnostics: &mut Diagnostics,
) -> Vec<VariantNames> {
    let mut scope = Scope::new("a variant");
    values
        .into_iter()
        .map(|(value, rust)| match rust {
            Some(rust) => VariantNames {
                variant: scope.claim(rust, Style::Variant, diagnostics),
                constructor: rust_name(rust, Style::Method),
            },
            None => VariantNames {
                variant: scope.claim(value, Style::Variant, diagnostics),
                constructor: rust_name(value, Style::Method),
            },
        })
        .collect()
}

/// The Rust name of a spec name, by what it is for.
pub fn rust_name(name: &str, style: Style) -> String {
    match style {
        Style::Module => snake(name, &CLIENT_METHODS, |plain| format!("{plain}_resource")),
        // Clippy expects `new` to return `Self` and others to be methods of traits; every type has `into`.
        Style::Method => snake(name, &["clone", "cmp", "into", "new", "try_into"], |plain| format!("call_{plain}")),
        Style::Setter => snake(name, &SETTERS_LIKE_TRAIT_METHODS, |plain| format!("set_{plain}")),
        Style::Param => snake(name, &[], |plain| format!("{plain}_arg")),
        Style::Field => snake(name, &["extra"], |plain| format!("{plain}_field")),
        Style::Type => camel(name, &PRELUDE_TYPES, "Type"),
        Style::Variant => camel(name, &["Other"], "Value"),
        Style::Static => ascii_name(name, name.to_shouty_snake_case(), 'V'),
    }
}

/// Methods, modules and names that every client has; a resource of such a name gets an underscore. `mod.rs` is a file.
const CLIENT_METHODS: [&str; 12] =
    ["builder", "call", "clone", "core", "examples", "from_env", "mod", "new", "package", "rt", "types", "with_api"];

/// Setters that would shadow a method of a trait, or look like an operator.
const SETTERS_LIKE_TRAIT_METHODS: [&str; 12] =
    ["clone", "new", "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// Whether a setter's name is in the name space of the methods that every builder has: a new method of the runtime starts with
/// one of these words, so it never renames a setter.
fn is_builder_method(name: &str) -> bool {
    name == "send"
        || ["send_", "by_", "with_", "into_", "set_", "maybe_", "clear_"].iter().any(|first| name.starts_with(first))
}

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

/// The name in snake case. A reserved one is renamed with a word, so that no trailing underscore reaches a user.
fn snake(name: &str, reserved: &[&str], rename: fn(&str) -> String) -> String {
    let plain = ascii_name(name, name.to_snake_case(), 'v');
    let is_setter = reserved == SETTERS_LIKE_TRAIT_METHODS;
    match plain.as_str() {
        // These cannot be raw identifiers.
        "self" | "super" | "crate" => rename(&plain),
        _ if reserved.contains(&plain.as_str()) || (is_setter && is_builder_method(&plain)) => rename(&plain),
        _ if syn::parse_str::<syn::Ident>(&plain).is_ok() && plain != "gen" => plain,
        _ => format!("r#{plain}"),
    }
}

/// The name in camel case; a reserved one gets a word behind it.
fn camel(name: &str, reserved: &[&str], suffix: &str) -> String {
    let mut plain = ascii_name(name, name.to_upper_camel_case(), 'V');
    // The first letter may follow characters that were removed.
    if let Some(first) = plain.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    if plain == "Self" || reserved.contains(&plain.as_str()) { format!("{plain}{suffix}") } else { plain }
}

/// Makes a name ASCII, not empty, and not starting with a digit. A name without any ASCII letter or digit, such as `+` or
/// `é`, becomes the code points of its characters.
fn ascii_name(name: &str, cased: String, letter: char) -> String {
    let ascii: String = cased.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match ascii.chars().find(|c| *c != '_') {
        None => name.chars().fold(letter.to_string(), |text, c| format!("{text}{:x}", c as u32)),
        Some(_) if ascii.starts_with(|c: char| c.is_ascii_digit()) => format!("{letter}{ascii}"),
        Some(_) => ascii,
    }
}
