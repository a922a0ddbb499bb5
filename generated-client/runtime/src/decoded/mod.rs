//! What a call returns: its response, decoded.

pub mod from_response;
pub mod redirect;
pub mod response;
pub mod unreadable;
pub mod values;
