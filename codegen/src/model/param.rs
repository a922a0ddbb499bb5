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
    /// `impl Into<Timestamp>`, written as RFC 3339.
    DateTime,
    /// A day as text.
    Date,
    /// Any JSON.
    Json,
    /// A file.
    File,
    /// An iterator of strings.
    Strings,
    /// An iterator of whole numbers.
    Integers,
    /// An iterator of `f64`.
    Numbers,
    /// An iterator of any JSON.
    List,
    /// A JSON object, or what becomes an input.
    Object {
        /// The input's Rust name.
        item: Option<String>,
    },
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
