//! A response that is used while it is received.

use crate::error::{Error, ErrorKind};
use crate::execute::opened::Opened;
use crate::execute::run::error_kind;
use crate::response::raw::RawResponse;
use crate::transport::stream::StreamBody;
use bytes::Bytes;
use futures_core::Stream;
use http::header;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The body of a response as a stream of bytes, for one that should not be in memory.
///
/// The call has succeeded, with its retries; what goes wrong from here on is an error of the stream, which ends with it and is
/// not retried. Between two pieces the time without any byte counts (`ClientBuilder::read_timeout`). Dropping it closes the
/// connection.
pub struct Download {
    response: RawResponse,
    body: Option<StreamBody>,
    length: Option<u64>,
    limit: u64,
    received: u64,
}

impl Download {
    fn new(response: RawResponse, opened: &Opened) -> Self {
        // A transport that does not stream leaves the bytes where they always are.
        let body = opened.take().unwrap_or_else(|| response.body.clone().into());
        Self { response, length: body.length(), body: Some(body), limit: u64::MAX, received: 0 }
    }

    /// Ends in an error of kind [`TooLarge`](ErrorKind::TooLarge) after so many bytes. There is no limit by default: the
    /// client's own is for what is read into memory.
    #[must_use]
    pub fn with_limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// The status and the headers; the body of it is empty.
    #[must_use]
    pub fn response(&self) -> &RawResponse {
        &self.response
    }

    /// The content type.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.response.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
    }

    /// The number of bytes, where the server says it.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The number of bytes that have been received.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The name that the server suggests for the file (`Content-Disposition`), without any folder: it is safe to join to a
    /// path.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        file_name(self.response.headers.get(header::CONTENT_DISPOSITION)?.as_bytes())
    }

    /// The next bytes; `None` after the last ones and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let outcome = match Pin::new(body).poll_next(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(None) => None,
            Poll::Ready(Some(Ok(chunk))) => {
                self.received += chunk.len() as u64;
                if self.received <= self.limit {
                    return Poll::Ready(Some(Ok(chunk)));
                }
                let message = format!("the response is larger than {} bytes", self.limit);
                Some(Error::with_response(ErrorKind::TooLarge, message, self.response.clone()))
            }
            Poll::Ready(Some(Err(mut problem))) => {
                self.response.sent.secrets.redact(&mut problem.message);
                let kind = error_kind(problem.failure);
                let message = format!("{}, after {} bytes", problem.message, self.received);
                let error = Error::with_response(kind, message, self.response.clone());
                Some(match problem.source {
                    Some(source) => error.with_source(source),
                    None => error,
                })
            }
        };
        self.body = None;
        Poll::Ready(outcome.map(Err))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("response", &self.response)
            .field("length", &self.length)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

/// A response on its way whose body will be a stream: a `Send + 'static` future of a [`Download`]. Dropping it cancels the
/// call.
#[must_use = "a call does nothing until it is awaited"]
pub struct PendingDownload {
    response: Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>,
    opened: Opened,
}

impl PendingDownload {
    pub(crate) fn new(
        response: Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>,
        opened: Opened,
    ) -> Self {
        Self { response, opened }
    }
}

impl Future for PendingDownload {
    type Output = Result<Download, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = self.response.as_mut().poll(context);
        response.map(|response| response.map(|response| Download::new(response, &self.opened)))
    }
}

impl fmt::Debug for PendingDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingDownload").finish_non_exhaustive()
    }
}

/// The name of a file in a header: `filename*` (RFC 8187) before `filename`; of a path the last part.
fn file_name(header: &[u8]) -> Option<String> {
    let header = String::from_utf8_lossy(header);
    let (mut plain, mut encoded) = (None, None);
    for (name, value) in parameters(&header) {
        match name.to_ascii_lowercase().as_str() {
            "filename" => plain = Some(value),
            "filename*" => encoded = decode(&value),
            _ => {}
        }
    }
    let name = encoded.or(plain)?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let last: String = last.chars().filter(|character| !character.is_control()).collect();
    let last = last.trim();
    // No name at all, and no way to another folder or, on Windows, to another drive or stream.
    (!matches!(last, "" | "." | "..") && !last.contains(':')).then(|| last.to_owned())
}

/// The parameters of a header, in their order: `attachment; name="a \"b\""; other=c`.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header;
    while let Some((_, parameters)) = split_unquoted(rest) {
        rest = parameters;
        let (parameter, _) = split_unquoted(rest).unwrap_or((rest, ""));
        if let Some((name, value)) = parameter.split_once('=') {
            found.push((name.trim().to_owned(), unquote(value.trim())));
        }
    }
    found
}

/// What stands before and after the first semicolon that is not within quotes.
fn split_unquoted(text: &str) -> Option<(&str, &str)> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => return Some((text.get(..at)?, text.get(at + 1..)?)),
            _ => {}
        }
    }
    None
}

/// A quoted string without its quotes; other text as it is.
fn unquote(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.to_owned() };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            _ => text.push(character),
        }
    }
    text
}

/// `UTF-8'en'a%20b` as text.
fn decode(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _language, text) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" => String::from_utf8(bytes).ok(),
        "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_is_read_as_servers_write_it_and_names_no_folder() {
        for (header, expected) in [
            ("attachment; filename=\"export 7.csv\"", Some("export 7.csv")),
            ("attachment;filename=export.csv", Some("export.csv")),
            ("attachment; FileName=\"a\\\"b;c.csv\"; size=3", Some("a\"b;c.csv")),
            ("attachment; filename=\"x.csv\"; filename*=UTF-8''na%C3%AFve.csv", Some("naïve.csv")),
            ("attachment; filename*=iso-8859-1'en'%A3.csv", Some("£.csv")),
            ("attachment; filename=\"x.csv\"; filename*=unknown''y.csv", Some("x.csv")),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            ("attachment; filename*=UTF-8''..%2F..%5Cx.csv", Some("x.csv")),
            ("attachment; filename=\"..\"", None),
            ("attachment; filename=\"C:evil\"", None),
            ("attachment; filename=\"a/\"", None),
            ("attachment; filename=\"unfinished", Some("unfinished")),
            ("attachment", None),
            ("", None),
        ] {
            assert_eq!(file_name(header.as_bytes()).as_deref(), expected, "{header}");
        }
    }
}
