//! What a call returns: its response, decoded.

pub mod from_response;
pub mod response;
