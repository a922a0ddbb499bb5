//! What changed between two specs, as the users of the client see it.
//!
//! [`diff`] compares two models, not two texts: comments, the order of keys and explicit defaults make no row. Every other
//! difference makes at least one row; a difference that no rule knows is shown as such, with the level major, so that nothing
//! is missed.

mod arguments;
pub mod compare;
mod enums;
mod functions;
mod groups;
mod inputs;
pub mod level;
mod package;
mod pairs;
pub mod render;
mod resources;
mod retries;
mod returns;
pub mod rows;
mod sending;
mod text;
mod types;
pub mod version;
mod wire;

pub use compare::{Comparison, diff};
pub use level::Level;
pub use render::human::human;
pub use render::json::json;
pub use render::markdown::markdown;
pub use render::sections::Sides;
pub use rows::{Change, Class, Row};
pub use version::{Version, VersionBump};
