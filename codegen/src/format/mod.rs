//! How YAML nodes are decoded into types, and what those types look like: the source of the loader and of the JSON Schema.

pub mod decode;
pub mod grammar;
pub mod keyword;
pub mod mapping;
pub mod node;
pub mod report;
pub mod scalar;
pub mod shape;
