//! What a response says about the next page.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::join::joined;
use crate::link::link;
use crate::paging::cursor::At;
use crate::paging::cursor::Cursor;
use crate::paging::origin::Origin;
use crate::percent::percent_encode;
use crate::response::member::value_at;
use crate::response::raw::RawResponse;
use crate::schema::{Goes, Next, Paging};
use http::Uri;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Where the next page is; `None` at the end. `list` is the path of the list that the response is a page of.
///
/// # Errors
///
/// A next page on another host, or one that cannot be read.
pub(crate) fn next(response: &RawResponse, list: &str, items: usize) -> Result<Option<Cursor>, Error> {
    let Some(paging) = response.function().paging() else { return Ok(None) };
    if paging.ends_when_empty && items == 0 {
        return Ok(None);
    }
    let found = match paging.goes {
        None => address(response, &paging),
        Some(goes) => place(response, &paging, goes, items).map(|place| {
            place.map(|place| match (goes, paging.idle) {
                (Goes::Query(key), None) => Target::Path(with_query(response.sent(), &[(key, Some(place))])),
                (_, None) => Target::At(At::Token(place)),
                (_, Some(_)) => Target::At(At::Scroll(place)),
            })
        }),
    };
    match found {
        Ok(None) => Ok(None),
        Ok(Some(Target::Path(target))) => Ok(Some(Cursor::page(target, list))),
        Ok(Some(Target::At(at))) => Ok(Some(at.into())),
        Err(problem) => Err(paging_error(&problem, response)),
    }
}

/// Where the next page is.
enum Target {
    /// Path and query.
    Path(String),
    /// A place that goes into the request.
    At(At),
}

/// An error about the next page.
pub(crate) fn paging_error(problem: &str, response: &RawResponse) -> Error {
    Error::with_response(ErrorKind::Paging, problem, response.clone())
}

/// The next page by the address that a response names.
fn address(response: &RawResponse, paging: &Paging) -> Result<Option<Target>, String> {
    let followed = |url: &str| follow(url, response).map(|target| Some(Target::Path(target))).map_err(str::to_owned);
    match paging.next {
        Next::Link(relation) => match link(response.headers(), relation) {
            Some(url) => followed(&url),
            None => Ok(None),
        },
        Next::Member(keys) => match value_at(response.payload(), keys) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(url)) if url.is_empty() => Ok(None),
            Some(Value::String(url)) => followed(&url),
            Some(Value::Object(members)) => {
                let pairs: Vec<_> = members.iter().map(|(key, value)| (key.as_str(), text(value))).collect();
                Ok(Some(Target::Path(with_query(response.sent(), &pairs))))
            }
            Some(_) => Err(format!("`{}` is neither a URL nor an object", joined(&mut keys.iter().copied(), "."))),
        },
        Next::LastItem(..) | Next::Page(..) | Next::Offset(_) => Ok(None),
    }
}

/// The place that goes into the next request.
fn place(response: &RawResponse, paging: &Paging, goes: Goes, items: usize) -> Result<Option<String>, String> {
    let member = |keys: &[&'static str]| value_at(response.payload(), keys);
    let number = |keys: &[&'static str]| member(keys).as_ref().and_then(text).and_then(|text| text.parse::<u64>().ok());
    Ok(match paging.next {
        Next::Member(keys) => match member(keys) {
            None | Some(Value::Null) => None,
            Some(value) => match text(&value) {
                Some(place) => Some(place).filter(|place| !place.is_empty()),
                None => return Err(format!("`{}` is not a text or a number", joined(&mut keys.iter().copied(), "."))),
            },
        },
        Next::LastItem(key, more) => {
            let goes_on = more.is_none_or(|keys| member(keys) == Some(Value::Bool(true)));
            let keys = response.function().returns.items().unwrap_or_default();
            let last = match value_at(response.payload(), keys) {
                Some(Value::Array(mut items)) if goes_on => items.pop(),
                _ => None,
            };
            match last {
                None => None,
                Some(item) => match item.get(key).and_then(text) {
                    Some(place) => Some(place),
                    None => return Err(format!("the last item has no `{key}`")),
                },
            }
        }
        Next::Page(first, last) => {
            let current = sent_number(response, goes).unwrap_or(first);
            let is_last = items == 0 || last.and_then(number).is_some_and(|last| current >= last);
            (!is_last).then(|| current.saturating_add(1).to_string())
        }
        Next::Offset(total) => {
            let before = sent_number(response, goes).unwrap_or(0);
            let read = before.saturating_add(u64::try_from(items).unwrap_or(u64::MAX));
            let is_last = items == 0 || total.and_then(number).is_some_and(|total| read >= total);
            (!is_last).then(|| read.to_string())
        }
        Next::Link(_) => None,
    })
}

/// The number that the request had at the place of the list.
fn sent_number(response: &RawResponse, goes: Goes) -> Option<u64> {
    match goes {
        Goes::Query(key) => {
            let pairs = response.sent().query().unwrap_or_default().split('&');
            let mut values = pairs.filter_map(|pair| pair.split_once('=')).filter(|(known, _)| is_key(known, key));
            values.next_back()?.1.parse().ok()
        }
        Goes::Body(_) => response.sent.place.as_ref()?.parse().ok(),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Path and query of the next page on the client's own server; the credential goes nowhere else.
///
/// Behind a gateway the API still writes the URLs of its own servers: their path and query count, under the base URL.
fn follow(url: &str, response: &RawResponse) -> Result<String, &'static str> {
    const UNREADABLE: &str = "the URL of the next page cannot be read";
    let Ok(base) = response.base_url().parse::<Uri>() else { return Err(UNREADABLE) };
    // Two slashes are followed by a host (RFC 3986, 4.2).
    let parsed = if url.starts_with("//") { format!("https:{url}").parse() } else { url.parse::<Uri>() };
    let Ok(url) = parsed else { return Err(UNREADABLE) };
    let Some(target) = url.path_and_query().map(|target| target.as_str()).filter(|target| target.starts_with('/'))
    else {
        return Err(UNREADABLE);
    };
    let root = base.path().trim_end_matches('/');
    if url.authority().is_none() || Origin::of(&url).is_some_and(|next| Some(next) == Origin::of(&base)) {
        // A gateway that serves the API below a path of its own leaves that path out.
        return Ok(if is_below(target, root) { target.to_owned() } else { format!("{root}{target}") });
    }
    let mut servers = response.package().servers.iter().filter_map(|server| server.url.parse::<Uri>().ok());
    let server = servers.find(|server| Origin::of(server).is_some_and(|own| Some(own) == Origin::of(&url)));
    let Some(server) = server else { return Err("the next page is on another host; it is not followed") };
    let own_root = server.path().trim_end_matches('/');
    let target = if is_below(target, own_root) { &target[own_root.len()..] } else { target };
    Ok(format!("{root}{target}"))
}

/// Whether a path, with its query, is a root's or lies below it.
fn is_below(target: &str, root: &str) -> bool {
    target.strip_prefix(root).is_some_and(|rest| rest.starts_with(['/', '?']) || rest.is_empty())
}

/// The request's own target with other values of these query keys, or without them.
fn with_query(sent: &Uri, values: &[(&str, Option<String>)]) -> String {
    let kept = sent.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let is_replaced = |pair: &str| {
        let sent = pair.split('=').next().unwrap_or_default();
        values.iter().any(|(key, _)| is_key(sent, key))
    };
    let kept = kept.filter(|pair| !is_replaced(pair));
    let added = values.iter().filter_map(|(key, value)| {
        let value = value.as_deref()?;
        Some(format!("{}={}", percent_encode(key), percent_encode(value)))
    });
    let mut target = sent.path().to_owned();
    let mut separator = '?';
    let mut push = |pair: &str| {
        target.push(separator);
        separator = '&';
        target.push_str(pair);
    };
    kept.for_each(&mut push);
    added.for_each(|pair| push(&pair));
    target
}

/// Whether a key as it was sent is this one.
fn is_key(sent: &str, key: &str) -> bool {
    sent == key || percent_decode_str(sent).decode_utf8().is_ok_and(|sent| sent == key)
}
