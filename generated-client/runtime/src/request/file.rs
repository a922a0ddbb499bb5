//! A file that a call sends.

use bytes::Bytes;
use std::fmt;

/// A file that a call sends: its bytes, its name and its content type.
#[derive(Clone, Eq, PartialEq)]
pub struct File {
    bytes: Bytes,
    name: String,
    content_type: String,
}

impl File {
    /// A file of these bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), name: name.into(), content_type: "application/octet-stream".to_owned() }
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

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
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
            .field("bytes", &self.bytes.len())
            .finish()
    }
}
