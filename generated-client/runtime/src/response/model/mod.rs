//! Models, described by data: all that the runtime does with them is compiled once, and not for each of them.

pub mod boxed;
pub mod debug;
pub mod equal;
pub mod extra;
pub mod object;
pub mod redacted;
pub mod wire_form;
