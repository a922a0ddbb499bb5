//! Answers.

use super::call::Operation;
use super::client::Core;
use super::retry::is_refusal;
use super::{Error, FromAnswer, Timestamp};
use crate::schema::Function;
use crate::schema::Package;
use bytes::Bytes;
use http::HeaderValue;
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Deref;
use std::time::Instant;

/// An answer as received: status, headers and bytes.
#[derive(Clone)]
pub struct RawResponse {
    pub(super) core: Core,
    pub(super) function: &'static Function,
    /// What was sent.
    sent: http::Uri,
    /// As whom it was sent, so that no message repeats it.
    credential: Option<HeaderValue>,
    pub(super) attempts: u32,
    /// When the attempt began that it came to.
    pub(super) asked: Instant,
    /// Whether the call may be sent twice.
    repeatable: bool,
    pub(super) status: http::StatusCode,
    pub(super) headers: http::HeaderMap,
    pub(super) body: Bytes,
    /// What is decoded: the body, or the one object that came wrapped in a list.
    pub(super) payload: Bytes,
}

impl RawResponse {
    pub(super) fn new(operation: &Operation, answer: http::Response<Bytes>, attempts: u32, asked: Instant) -> Self {
        let (parts, body) = answer.into_parts();
        Self {
            core: operation.core.clone(),
            function: operation.function,
            sent: operation.request.uri().clone(),
            credential: operation.core.credential_of(&operation.request).cloned(),
            attempts,
            asked,
            repeatable: operation.repeatable,
            status: parts.status,
            headers: parts.headers,
            payload: body.clone(),
            body,
        }
    }

    pub(super) fn package(&self) -> &'static Package {
        self.core.package()
    }

    pub(super) fn base_url(&self) -> &str {
        self.core.base_url()
    }

    pub(super) fn sent(&self) -> &http::Uri {
        &self.sent
    }

    /// The token that was sent, in the form that a server would repeat it.
    pub(super) fn token(&self) -> Option<&str> {
        self.credential.as_ref()?.to_str().ok()?.rsplit(' ').next()
    }

    /// Whether repeating the call may do the same thing twice: the server did not refuse it.
    pub(super) fn may_have_been_processed(&self) -> bool {
        !self.repeatable && !is_refusal(self.status.as_u16())
    }

    /// How many attempts it took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &http::HeaderMap {
        &self.headers
    }

    /// The whole body as received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The bytes that answer the call: the body, or the one object that came wrapped in a list.
    #[must_use]
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// The id that the server gave the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("x-request-id").and_then(|value| value.to_str().ok())
    }

    /// What the server says of its rate limit.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(self.package(), &self.headers)
    }

    /// The function that was called.
    #[must_use]
    pub fn function(&self) -> &'static Function {
        self.function
    }
}

impl fmt::Debug for RawResponse {
    /// Without the body, which may hold personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("function", &self.function.name)
            .field("status", &self.status.as_u16())
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A decoded answer with the response it came in.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    /// The decoded answer.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The response it came in.
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: FromAnswer> FromAnswer for Response<T> {
    fn from_answer(raw: RawResponse) -> Result<Self, Error> {
        Ok(Self { value: T::from_answer(raw.clone())?, raw })
    }
}

/// What the server says of its rate limit. Parts that are absent or unreadable are `None`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RateLimit {
    /// Requests that the window allows.
    pub limit: Option<u64>,
    /// Requests left in the window.
    pub remaining: Option<u64>,
    /// When the next window starts, by the server's clock.
    pub reset: Option<Timestamp>,
}

impl RateLimit {
    pub(super) fn read(package: &Package, headers: &http::HeaderMap) -> Option<Self> {
        let names = package.rate_limit.as_ref()?;
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        let read = Self {
            limit: number(names.limit),
            remaining: number(names.remaining),
            reset: number(names.reset).and_then(|seconds| i64::try_from(seconds).ok()).map(Timestamp::from_unix),
        };
        (read != Self { limit: None, remaining: None, reset: None }).then_some(read)
    }
}

/// How many objects a list held that should have held one.
pub(super) enum Unwrapped {
    /// The object itself, without a list.
    Plain,
    /// The one object of a list.
    One(Bytes),
    /// No object.
    None,
    /// More than one.
    Many(usize),
}

/// Looks for the one object that may come wrapped in a list under `key`.
pub(super) fn unwrap_list(body: &Bytes, key: &'static str) -> Unwrapped {
    // What is not an object is reported when it is decoded.
    let Some(list) = member(body, key) else { return Unwrapped::Plain };
    match serde_json::from_str::<Vec<&RawValue>>(list.get()) {
        Ok(mut items) => {
            // A null among objects is none, as everywhere.
            items.retain(|item| item.get() != "null");
            match items[..] {
                [] => Unwrapped::None,
                [one] => Unwrapped::One(body.slice_ref(one.get().as_bytes())),
                _ => Unwrapped::Many(items.len()),
            }
        }
        // `null` for a list is an empty list.
        Err(_) if list.get() == "null" => Unwrapped::None,
        Err(_) => Unwrapped::Plain,
    }
}

/// One member of a body that is an object, without reading the others.
pub(super) fn member<'a>(body: &'a [u8], key: &'static str) -> Option<&'a RawValue> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    Member { key }.deserialize(&mut deserializer).ok().flatten()
}

/// Reads one member of an object and skips the others.
struct Member {
    key: &'static str,
}

impl<'de> DeserializeSeed<'de> for Member {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        struct MemberVisitor(&'static str);

        impl<'de> serde::de::Visitor<'de> for MemberVisitor {
            type Value = Option<&'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut found = None;
                while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                    if key == self.0 {
                        found = Some(map.next_value()?);
                    } else {
                        map.next_value::<serde::de::IgnoredAny>()?;
                    }
                }
                Ok(found)
            }
        }

        deserializer.deserialize_map(MemberVisitor(self.key))
    }
}
