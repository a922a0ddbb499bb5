//! What a body consists of.

use crate::request::file::{self, File};
use crate::transport::source::Segment;

/// What a body consists of.
#[derive(Debug)]
pub(crate) enum Contents {
    Bytes(Vec<u8>),
    /// A part of it is a stream.
    Segments(Vec<Segment>),
}

impl From<Vec<u8>> for Contents {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&File> for Contents {
    /// A file as the complete body.
    fn from(file: &File) -> Self {
        match file.contents() {
            file::Contents::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
            file::Contents::Stream(source) => Self::Segments(vec![Segment::Stream(source.clone())]),
        }
    }
}
