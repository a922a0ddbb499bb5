//! A file that a call sends.

use crate::transport::error::TransportError;
use crate::transport::source::Source;
use bytes::Bytes;
use futures_core::Stream;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A file that a call sends: its bytes, its name and its content type.
#[derive(Clone)]
pub struct File {
    contents: Contents,
    name: String,
    content_type: String,
}

#[derive(Clone)]
pub(crate) enum Contents {
    Bytes(Bytes),
    Stream(Source),
}

impl File {
    /// A file of these bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::of(name.into(), Contents::Bytes(bytes.into()))
    }

    /// A file that is read while it is sent, for one that should not be in memory: a stream of bytes, such as
    /// `tokio_util::io::ReaderStream` makes of `tokio::fs::File`.
    ///
    /// A stream can be sent once. A call is retried while nothing of the stream has been read, as when there is no connection,
    /// and not after that. Copies of the call share the stream. Without [a length](Self::with_length) it goes out in chunks,
    /// which some servers reject.
    #[must_use]
    pub fn from_stream<S, E>(name: impl Into<String>, chunks: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let name = name.into();
        let source = Source::new(&name, Box::pin(Chunks { name: name.clone(), chunks: Box::pin(chunks) }));
        Self::of(name, Contents::Stream(source))
    }

    fn of(name: String, contents: Contents) -> Self {
        Self { contents, name, content_type: "application/octet-stream".to_owned() }
    }

    /// Its content type, such as `text/csv`; `application/octet-stream` by default. What cannot stand in a header is ignored.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        let content_type = content_type.into();
        if !content_type.is_empty() && content_type.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            self.content_type = content_type;
        }
        self
    }

    /// The number of bytes of a stream. A stream of another number is an error of the call.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Contents::Stream(source) = &mut self.contents {
            source.length = Some(bytes);
        }
        self
    }

    /// The bytes; none of a stream.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.contents {
            Contents::Bytes(bytes) => Some(bytes),
            Contents::Stream(_) => None,
        }
    }

    /// The number of bytes, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.contents {
            Contents::Bytes(bytes) => Some(bytes.len() as u64),
            Contents::Stream(source) => source.length,
        }
    }

    pub(crate) fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content type.
    #[must_use]
    pub fn content_type(&self) -> &str {
        &self.content_type
    }
}

impl PartialEq for File {
    /// Streams are equal if they are the same one.
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.contents, &other.contents) {
            (Contents::Bytes(a), Contents::Bytes(b)) => a == b,
            (Contents::Stream(a), Contents::Stream(b)) => a.is(b),
            _ => false,
        };
        same && self.name == other.name && self.content_type == other.content_type
    }
}

impl Eq for File {}

impl From<Vec<u8>> for File {
    /// Without a name of its own.
    fn from(bytes: Vec<u8>) -> Self {
        Self::new("file", bytes)
    }
}

impl From<Bytes> for File {
    /// Without a name of its own.
    fn from(bytes: Bytes) -> Self {
        Self::new("file", bytes)
    }
}

impl fmt::Debug for File {
    /// Without the bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("bytes", &self.length())
            .finish()
    }
}

/// The caller's stream, with errors that name the file.
struct Chunks<S> {
    name: String,
    chunks: Pin<Box<S>>,
}

impl<S, E> Stream for Chunks<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.chunks.as_mut().poll_next(context);
        let named = |error: E| TransportError::unsendable(format!("`{}` cannot be read", self.name)).with_source(error);
        next.map(|chunk| chunk.map(|chunk| chunk.map_err(named)))
    }
}
