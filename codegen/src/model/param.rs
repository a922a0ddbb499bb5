//! Arguments of the typed API.

use serde::Serialize;

/// One argument of the typed API.
#[derive(Clone, Debug, Serialize)]
pub struct Param {
    /// The Rust name.
    pub rust_name: String,
    /// The field it fills.
    pub field: usize,
    /// The selector it fills too.
    pub selector: Option<usize>,
    /// Its Rust type.
    pub kind: ParamType,
    /// In the constructor, or a setter.
    pub required: bool,
}

/// The Rust type of an argument.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ParamType {
    /// `impl Into<String>`
    Text,
    /// `impl IntoInteger`
    Integer,
    /// `f64`
    Number,
    /// `bool`
    Boolean,
    /// `impl Into<Timestamp>`
    Time,
    /// An iterator of strings.
    Strings,
    /// A JSON value.
    Object,
    /// An iterator of JSON values, or of what becomes an input.
    Objects {
        /// The input's Rust name.
        item: Option<String>,
    },
    /// An open enum.
    Enum {
        /// Its Rust name.
        rust: String,
        /// Whether it is shared.
        shared: bool,
    },
    /// A selector and the selected value in one.
    Selector {
        /// Its Rust name.
        rust: String,
        /// Whether it is shared.
        shared: bool,
        /// The trait of arguments that a shared one has, for errors of the compiler that lead on.
        argument: Option<String>,
    },
}
