//! Responses: as received, decoded, and what makes one from the other.

pub mod decode;
pub mod from_response;
pub mod member;
pub mod open_enum;
pub mod raw;
pub mod typed;
pub mod unknown;
