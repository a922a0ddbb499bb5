//! What people reported for clients like this one, and attacks that got through: each test names its report.

mod arguments;
mod attacks;
mod bulk;
mod decoding;
mod errors;
mod paging;
mod requests;
