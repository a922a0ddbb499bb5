//! Foreign descriptions of an API → the files of a spec. A stage before `load`: nothing after it knows what was imported.

pub mod notes;
pub mod openapi;
pub mod print;
pub mod table;
