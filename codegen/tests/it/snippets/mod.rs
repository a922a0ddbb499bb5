//! The snippets: both interpreters print the same, and every language sends what the spec states.

mod cases;
mod javascript;
mod languages;
mod recorder;
