//! A body of several parts (`multipart/form-data`, RFC 7578): fields and files.

use crate::error::Error;
use crate::execute::random::random;
use crate::request::arg::ArgValue;
use crate::request::encode::body::is_present;
use crate::request::encode::contents::Contents;
use crate::request::encode::context::EncodeContext;
use crate::request::encode::form::fields;
use crate::request::file::{self, File};
use crate::schema::{Member, Source};
use crate::transport::source::Segment;
use std::fmt::Write;

/// The body and the boundary between its parts.
pub(crate) fn encode(call: &EncodeContext<'_>, members: &[Member]) -> Result<(Contents, String), Error> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for member in members.iter().filter(|member| is_present(call, member)) {
        if let Member::Value { key, source: Source::Field(field) } = member
            && let Some(ArgValue::File(file)) = call.given(*field).map(|arg| &arg.0)
        {
            parts.push(Part { name: (*key).to_owned(), contents: PartContents::File(file) });
            continue;
        }
        for (name, text) in fields(call, std::slice::from_ref(member))? {
            parts.push(Part { name: name.into_owned(), contents: PartContents::Text(text.into_owned()) });
        }
    }
    let boundary = boundary(&parts);
    let mut segments = Vec::new();
    let mut out = Vec::new();
    for part in &parts {
        out.extend_from_slice(part.head(&boundary).as_bytes());
        match part.bytes() {
            Ok(bytes) => out.extend_from_slice(bytes),
            Err(source) => {
                segments.push(Segment::Bytes(std::mem::take(&mut out).into()));
                segments.push(Segment::Stream(source.clone()));
            }
        }
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    if segments.is_empty() {
        return Ok((Contents::Bytes(out), boundary));
    }
    segments.push(Segment::Bytes(out.into()));
    Ok((Contents::Segments(segments), boundary))
}

struct Part<'a> {
    name: String,
    contents: PartContents<'a>,
}

enum PartContents<'a> {
    Text(String),
    File(&'a File),
}

impl Part<'_> {
    fn head(&self, boundary: &str) -> String {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let PartContents::File(file) = self.contents {
            // Writing to a text cannot fail.
            let _ = write!(head, "; filename=\"{}\"\r\nContent-Type: {}", quoted(file.name()), file.content_type());
        }
        head.push_str("\r\n\r\n");
        head
    }

    /// The bytes, or the stream that will have them.
    fn bytes(&self) -> Result<&[u8], &crate::transport::source::Source> {
        match &self.contents {
            PartContents::Text(text) => Ok(text.as_bytes()),
            PartContents::File(file) => match file.contents() {
                file::Contents::Bytes(bytes) => Ok(bytes),
                file::Contents::Stream(source) => Err(source),
            },
        }
    }
}

/// A name within quotes, as browsers write it: RFC 7578 leaves it open.
fn quoted(name: &str) -> String {
    let mut quoted = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' => quoted.push_str("%22"),
            '\r' => quoted.push_str("%0D"),
            '\n' => quoted.push_str("%0A"),
            _ => quoted.push(character),
        }
    }
    quoted
}

/// A text that no part contains. It depends on the parts alone, so that a retry and a test send the same bytes; next to a
/// stream, whose bytes nobody has seen, it is random.
fn boundary(parts: &[Part<'_>]) -> String {
    let mut length = 0;
    for part in parts {
        match part.bytes() {
            Ok(bytes) => length += bytes.len(),
            Err(_) => return format!("part-{:016x}{:016x}", random().to_bits(), random().to_bits()),
        }
    }
    let mut number = length;
    loop {
        let boundary = format!("part-{number:016x}");
        let has_boundary = |bytes: &[u8]| memchr::memmem::find(bytes, boundary.as_bytes()).is_some();
        if !parts.iter().any(|part| part.bytes().is_ok_and(has_boundary)) {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}
