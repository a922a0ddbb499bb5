//! A request before its headers are put together: each attempt sends one of its own.

use crate::client::{BodyKind, Core};
use crate::schema::Function;
use crate::transport::source::{Segment, body_of};
use crate::transport::stream::StreamBody;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Uri};

/// What a call adds to what all requests of its client have.
pub struct Draft {
    pub body: Bytes,
    /// In the place of the body, where a part of it is a stream.
    pub segments: Vec<Segment>,
    pub kind: BodyKind,
    /// Headers in the place of the client's own; of several with one name the last counts.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl Draft {
    /// The request; without its body where that is a stream.
    pub fn request(&self, core: &Core, function: &'static Function, uri: Uri) -> Request<Bytes> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = function.http.into();
        *request.uri_mut() = uri;
        *request.headers_mut() = core.headers(function, self.kind, &self.headers);
        request
    }

    /// The body as a stream.
    pub fn stream(&self) -> StreamBody {
        if self.segments.is_empty() { self.body.clone().into() } else { body_of(&self.segments) }
    }

    /// A stream that a request has begun to read: there is no retry.
    pub fn used(&self) -> Option<&str> {
        self.segments.iter().find_map(|segment| match segment {
            Segment::Stream(source) if source.is_used() => Some(&*source.name),
            _ => None,
        })
    }
}
