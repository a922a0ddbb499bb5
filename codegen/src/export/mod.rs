//! A spec in the formats of other tools.

pub mod openapi;
