//! Encodes a call's arguments as the parts of its request, by the function's description.

mod body;
mod context;
mod path;
mod query;
#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::request::arg::Arg;
use crate::request::encode::context::EncodeContext;
use crate::schema::Function;

/// The parts of a request that depend on the arguments.
#[derive(Debug)]
pub(crate) struct Encoded {
    /// Path and query, percent-encoded.
    pub path_and_query: String,
    /// The JSON body.
    pub body: Option<Vec<u8>>,
    /// Headers whose values come from arguments.
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
    let body = match call.layout.body() {
        Some(members) => Some(body::encode(&call, members)?),
        None => None,
    };
    let mut headers = Vec::new();
    for (name, field) in call.layout.headers() {
        if let Some(arg) = call.given(*field) {
            headers.push((*name, call.text(*field, arg)?.into_owned()));
        }
    }
    Ok(Encoded { path_and_query, body, headers })
}
