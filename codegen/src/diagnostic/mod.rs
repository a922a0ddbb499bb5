//! Errors and warnings: their codes and the page of each, where they point, and how they are shown.

pub mod code;
pub mod excerpt;
pub mod finding;
pub mod frame;
pub mod github;
pub mod json;
pub mod render;
pub mod rule_docs;
pub mod suggest;

pub use code::{Code, Severity};
pub use finding::{Diagnostic, Diagnostics, Label};
pub use github::render_github;
pub use json::render_json;
pub use render::{Style, render};
pub use rule_docs::{rule_docs, rule_page};
pub use suggest::nearest;
