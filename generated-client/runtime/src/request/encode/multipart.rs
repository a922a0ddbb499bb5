//! A body of several parts (`multipart/form-data`, RFC 7578): fields and files.

use crate::error::Error;
use crate::request::arg::ArgValue;
use crate::request::encode::body::is_present;
use crate::request::encode::context::EncodeContext;
use crate::request::encode::form::fields;
use crate::request::file::File;
use crate::schema::{Member, Source};
use std::fmt::Write;

/// The body and the boundary between its parts.
pub(crate) fn encode(call: &EncodeContext<'_>, members: &[Member]) -> Result<(Vec<u8>, String), Error> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for member in members.iter().filter(|member| is_present(call, member)) {
        if let Member::Value { key, source: Source::Field(field) } = member
            && let Some(ArgValue::File(file)) = call.given(*field).map(|arg| &arg.0)
        {
            parts.push(Part { name: (*key).to_owned(), file: Some(file), bytes: file.bytes().to_vec() });
            continue;
        }
        for (name, text) in fields(call, std::slice::from_ref(member))? {
            parts.push(Part { name: name.into_owned(), file: None, bytes: text.into_owned().into_bytes() });
        }
    }
    let boundary = boundary(&parts);
    let mut out = Vec::new();
    for part in &parts {
        out.extend_from_slice(part.head(&boundary).as_bytes());
        out.extend_from_slice(&part.bytes);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((out, boundary))
}

struct Part<'a> {
    name: String,
    file: Option<&'a File>,
    bytes: Vec<u8>,
}

impl Part<'_> {
    fn head(&self, boundary: &str) -> String {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(file) = self.file {
            // Writing to a text cannot fail.
            let _ = write!(head, "; filename=\"{}\"\r\nContent-Type: {}", quoted(file.name()), file.content_type());
        }
        head.push_str("\r\n\r\n");
        head
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

/// A text that no part contains. It depends on the parts alone, so that a retry and a test send the same bytes.
fn boundary(parts: &[Part<'_>]) -> String {
    let length: usize = parts.iter().map(|part| part.bytes.len()).sum();
    let mut number = length;
    loop {
        let boundary = format!("part-{number:016x}");
        if !parts.iter().any(|part| memchr::memmem::find(&part.bytes, boundary.as_bytes()).is_some()) {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}
