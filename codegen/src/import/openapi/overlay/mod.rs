//! What is said about a document beside it: documents of the OpenAPI Overlay Specification, which change the document, and our
//! own list of corrections, which changes what was read from it. Each entry must change something.

pub mod apply;
pub mod corrections;
pub mod standard;
pub mod targets;
