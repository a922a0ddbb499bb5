//! A comparison as text: for a terminal, for programs, for a pull request.

pub mod human;
pub mod json;
pub mod markdown;
pub mod sections;
