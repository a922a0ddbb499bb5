//! The shape of a value in YAML: what the loader accepts, and what the JSON Schema describes.

/// What a value looks like in YAML.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A string.
    Text,
    /// True or false.
    Boolean,
    /// A whole number from 0 to this one.
    Number(u32),
    /// A string or a number.
    TextOrNumber,
    /// Any value.
    Any,
    /// One of these keywords, each with its meaning.
    Keywords(&'static [(&'static str, &'static str)]),
    /// A list of values of one shape.
    List(Box<Shape>),
    /// A map from free keys to values of one shape.
    Map(Box<Shape>),
    /// Either shape.
    Either(Box<Shape>, Box<Shape>),
    /// A map with known keys.
    Mapping(MappingShape),
}

/// A map with known keys.
#[derive(Clone, Debug)]
pub struct MappingShape {
    /// The Rust type's name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// An example in YAML, for editors to show.
    pub example: Option<&'static str>,
    /// The keys.
    pub keys: fn() -> Vec<Key>,
}

/// A known key of a map.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether it must be present.
    pub required: bool,
    /// The shape of its value.
    pub shape: Shape,
}
