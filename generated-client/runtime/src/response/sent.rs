//! What a response knows of its request.

use crate::quote::Secrets;
use crate::schema::{Function, Package};
use http::Uri;
use std::sync::Arc;

/// The request of a call, as its responses and their errors need it; shared by all of them.
pub(crate) struct Sent {
    pub package: &'static Package,
    /// Without a slash at its end.
    pub base_url: Arc<str>,
    pub function: &'static Function,
    pub uri: Uri,
    /// The place of a list that the body named.
    pub place: Option<String>,
    /// What the request contained and no message repeats.
    pub secrets: Secrets,
    /// Whether the call may be sent twice.
    pub retryable: bool,
    /// What the version that the call asked for does not have yet, in words.
    pub newer: Option<Box<str>>,
}
