//! Encodes a call's arguments as the parts of its request, by the function's description.

mod body;
mod contents;
mod context;
mod form;
mod list;
mod multipart;
mod pairs;
mod path;
mod query;
#[cfg(test)]
mod tests;

pub(crate) use self::contents::Contents;

use crate::error::Error;
use crate::request::arg::{Arg, ArgValue};
use crate::request::encode::context::EncodeContext;
use crate::schema::{BodyAs, Function, Method, Source};
use std::borrow::Cow;

/// The parts of a request that depend on the arguments.
#[derive(Debug)]
pub(crate) struct Encoded {
    /// Path and query, percent-encoded.
    pub path_and_query: String,
    /// The body.
    pub body: Option<Contents>,
    /// The body's content type, where that is not JSON.
    pub content_type: Option<Cow<'static, str>>,
    /// Headers of the function's own.
    pub headers: Vec<(&'static str, String)>,
}

/// Checks that all required arguments are given, and encodes them.
pub(crate) fn encode(function: &'static Function, args: &[Option<Arg>]) -> Result<Encoded, Error> {
    if function.is_draft {
        return Err(Error::config(format!("`{}` is a draft: its spec does not say yet how it is sent", function.name)));
    }
    let call = EncodeContext::new(function, args);
    call.check_complete()?;
    let mut path_and_query = path::encode(&call)?;
    query::append(&call, &mut path_and_query)?;
    let (body, content_type) = encode_body(&call)?;
    let mut headers = Vec::new();
    for (name, source) in call.layout.headers() {
        match *source {
            source if !call.is_sent(source) => {}
            Source::Constant { value, .. } => headers.push((*name, value.to_owned())),
            Source::Field(field) | Source::Case { field, .. } => {
                if let Some(arg) = call.given(field) {
                    headers.push((*name, call.text(field, arg)?.into_owned()));
                }
            }
        }
    }
    Ok(Encoded { path_and_query, body, content_type, headers })
}

/// The body and its content type, where that is not JSON.
type Body = (Option<Contents>, Option<Cow<'static, str>>);

/// The body of a request.
fn encode_body(call: &EncodeContext<'_>) -> Result<Body, Error> {
    const FORM: Cow<'static, str> = Cow::Borrowed("application/x-www-form-urlencoded");
    if let Some(source) = call.layout.complete_body() {
        return encode_complete(call, source);
    }
    let Some(members) = call.layout.body() else { return Ok((None, None)) };
    // Of these methods a body is unusual: without a member there is none.
    let is_unusual = matches!(call.function.http, Method::Get | Method::Delete);
    if is_unusual && !members.iter().any(|member| body::is_present(call, member)) {
        return Ok((None, None));
    }
    Ok(match call.function.body_as {
        BodyAs::Json | BodyAs::Raw(_) => (Some(body::encode(call, members)?.into()), None),
        BodyAs::Form => (Some(form::encode(call, members)?.into()), Some(FORM)),
        BodyAs::Multipart => {
            let (body, boundary) = multipart::encode(call, members)?;
            (Some(body), Some(format!("multipart/form-data; boundary={boundary}").into()))
        }
    })
}

/// One value as the complete body.
fn encode_complete(call: &EncodeContext<'_>, source: Source) -> Result<Body, Error> {
    if !call.is_sent(source) {
        return Ok((None, None));
    }
    let arg = match source {
        Source::Field(field) | Source::Case { field, .. } => call.given(field).map(|arg| (field, arg)),
        Source::Constant { .. } => None,
    };
    match (arg, call.function.body_as) {
        (Some((_, Arg(ArgValue::File(file)))), BodyAs::Raw(content_type)) => {
            // What the function takes counts, unless it takes anything.
            let own = file.content_type().to_owned();
            let content_type = if content_type == "*/*" { own.into() } else { content_type.into() };
            Ok((Some(file.as_ref().into()), Some(content_type)))
        }
        (Some((field, arg)), BodyAs::Raw(content_type)) => {
            Ok((Some(call.text(field, arg)?.into_owned().into_bytes().into()), Some(content_type.into())))
        }
        _ => {
            let mut out = Vec::new();
            body::value(call, source, &mut out)?;
            Ok((Some(out.into()), None))
        }
    }
}
