//! API 2.x.

mod operations;
mod responses;
mod search;
mod stub;
mod tables;
mod upstream;
mod wire;
