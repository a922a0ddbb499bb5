//! A request before its headers are put together: each attempt sends one of its own.

use crate::client::{BodyKind, Core};
use crate::schema::Function;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Uri};

/// What a call adds to what all requests of its client have.
pub struct Draft {
    pub body: Bytes,
    pub kind: BodyKind,
    /// Headers in the place of the client's own; of several with one name the last counts.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl Draft {
    /// The request.
    pub fn request(&self, core: &Core, function: &'static Function, uri: Uri) -> Request<Bytes> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = function.http.into();
        *request.uri_mut() = uri;
        *request.headers_mut() = core.headers(function, self.kind, &self.headers);
        request
    }
}
