//! What the format of a spec can say today. An import that finds more leaves it out, with a note.
//!
//! A test compares each constant with what the generator accepts: when the format grows, it fails here and nowhere else.

/// A feature of the format.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Format {
    /// `type:` of a field may be any type expression, not only a word of the function tables.
    pub field_types: bool,
    /// Fields and members may be `nullable`.
    pub nullable: bool,
    /// Fields may have `default`, `min` and `max`.
    pub limits: bool,
    /// Functions, fields and members may be `deprecated`.
    pub deprecated: bool,
    /// Functions, fields and members may have `since`.
    pub since: bool,
    /// Fields and members may have a Rust name of their own.
    pub rust_names: bool,
    /// Values of enums may have a Rust name of their own.
    pub rust_values: bool,
    /// `encode: json_text`, `comma`, `repeat`, `brackets`.
    pub query_encodings: bool,
    /// Functions return any type, `Text`, `Bytes` or `Redirect`.
    pub returns: bool,
    /// Types `datetime` and `date`.
    pub dates: bool,
    /// A field may be the complete body.
    pub root_body: bool,
    /// `body_as`.
    pub body_as: bool,
    /// Constants may be headers.
    pub constant_headers: bool,
    /// A placeholder may be a part of a segment.
    pub partial_placeholders: bool,
    /// A model may contain itself.
    pub cyclic_models: bool,
    /// `errors` may be absent or a list.
    pub error_shapes: bool,
    /// `auth` may be a list, and credentials may go into the query or be basic.
    pub auth_schemes: bool,
    /// Servers may have variables, and functions may have servers.
    pub servers: bool,
    /// Paging is a record.
    pub paging: bool,
    /// Inputs may have lists and maps of anything.
    pub input_types: bool,
    /// GET and DELETE may have a body.
    pub body_on_get: bool,
}

/// The format as it is.
pub const FORMAT: Format = Format {
    field_types: false,
    nullable: false,
    limits: false,
    deprecated: false,
    since: false,
    rust_names: false,
    rust_values: false,
    query_encodings: false,
    returns: false,
    dates: false,
    root_body: false,
    body_as: false,
    constant_headers: false,
    partial_placeholders: false,
    cyclic_models: false,
    error_shapes: false,
    auth_schemes: false,
    servers: false,
    paging: false,
    input_types: false,
    body_on_get: false,
};

/// The format when all of its growth has landed.
pub const COMPLETE: Format = Format {
    field_types: true,
    nullable: true,
    limits: true,
    deprecated: true,
    since: true,
    rust_names: true,
    rust_values: true,
    query_encodings: true,
    returns: true,
    dates: true,
    root_body: true,
    body_as: true,
    constant_headers: true,
    partial_placeholders: true,
    cyclic_models: true,
    error_shapes: true,
    auth_schemes: true,
    servers: true,
    paging: true,
    input_types: true,
    body_on_get: true,
};
