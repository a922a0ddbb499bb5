//! Who may ask: programs of this machine, and no web page from elsewhere.

use crate::error_list::Refusal;
use http::request::Parts;
use http::uri::Authority;
use http::{Uri, header};
use intercom_client::PACKAGE;
use intercom_client::runtime::Function;
use std::net::IpAddr;

/// A page of another site can make a browser ask here, by a name that leads to 127.0.0.1 or by a plain `fetch`. Both give
/// themselves away.
pub(crate) fn check_caller(head: &Parts) -> Result<(), Refusal> {
    let host = match head.uri.authority() {
        Some(authority) => Some(authority.clone()),
        None => text(head, header::HOST.as_str()).and_then(|host| host.parse::<Authority>().ok()),
    };
    if !host.is_some_and(|host| is_loopback(host.host())) {
        return Err(Refusal::forbidden("the Host header does not name this machine"));
    }
    let Some(origin) = head.headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
    if origin.as_ref().and_then(Uri::host).is_some_and(is_loopback) {
        Ok(())
    } else {
        Err(Refusal::forbidden("pages of other sites may not call this emulator"))
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether the head carries a credential in the form that the API asks for.
pub(crate) fn has_credential(head: &Parts) -> bool {
    let Some(auth) = &PACKAGE.auth else { return false };
    let value = text(head, auth.header).unwrap_or_default();
    let (scheme, token) = value.split_once(' ').unwrap_or_default();
    scheme.eq_ignore_ascii_case(auth.scheme) && !token.trim().is_empty()
}

/// Any credential will do, but there must be one.
pub(crate) fn check_credential(head: &Parts, function: &Function) -> Result<(), Refusal> {
    let Some(auth) = PACKAGE.auth.as_ref().filter(|_| function.auth) else { return Ok(()) };
    if !head.headers.contains_key(auth.header) {
        return Err(Refusal::missing_authorization());
    }
    if !has_credential(head) {
        return Err(Refusal::unauthorized(format!("the credential must have the form `{} <token>`", auth.scheme)));
    }
    Ok(())
}

/// The API version, if the request asks for one, must be known.
pub(crate) fn check_version(head: &Parts) -> Result<(), Refusal> {
    let Some(version) = &PACKAGE.version else { return Ok(()) };
    if !head.headers.contains_key(version.header) {
        return Ok(());
    }
    match text(head, version.header) {
        Some(asked) if version.known.contains(&asked) => Ok(()),
        _ => Err(Refusal::bad_version(format!("the version is not known; known are {}", version.known.join(", ")))),
    }
}

fn text<'a>(head: &'a Parts, name: &str) -> Option<&'a str> {
    head.headers.get(name)?.to_str().ok()
}
