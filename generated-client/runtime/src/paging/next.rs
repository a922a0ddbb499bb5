//! What a response says about the next page.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::paging::cursor::At;
use crate::paging::cursor::Cursor;
use crate::paging::origin::Origin;
use crate::percent::percent_encode;
use crate::response::member::member_value;
use crate::response::raw::RawResponse;
use crate::schema::Paging;
use http::Uri;
use serde_json::Value;

/// Where the next page is; `None` at the end. `list` is the path of the list that the response is a page of.
///
/// # Errors
///
/// A next page on another host, or one that cannot be read.
pub(crate) fn next(response: &RawResponse, list: &str, items: usize) -> Result<Option<Cursor>, Error> {
    let target = match response.function().paging() {
        Paging::None => None,
        Paging::Scroll => {
            return Ok(match member(response, "scroll_param") {
                // A scroll ends with an empty page.
                Some(Value::String(parameter)) if items > 0 && !parameter.is_empty() => {
                    Some(At::Scroll(parameter).into())
                }
                _ => None,
            });
        }
        Paging::Pages => match member(response, "pages").and_then(|pages| pages.get("next").cloned()) {
            None | Some(Value::Null) => None,
            Some(Value::String(url)) if url.is_empty() => None,
            Some(Value::String(url)) => Some(follow(&url, response).map_err(|problem| paging(problem, response))?),
            Some(Value::Object(members)) => Some(with_query(response.sent(), &members)),
            Some(_) => return Err(paging("`pages.next` is neither a URL nor an object", response)),
        },
    };
    Ok(target.map(|target| Cursor::page(target, list)))
}

/// An error about the next page.
pub(crate) fn paging(problem: &str, response: &RawResponse) -> Error {
    Error::with_response(ErrorKind::Paging, problem, response.clone())
}

fn member(response: &RawResponse, key: &'static str) -> Option<Value> {
    member_value(response.payload(), key)
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

/// The request's own target with the members of a cursor object as query keys.
fn with_query(sent: &Uri, members: &serde_json::Map<String, Value>) -> String {
    let kept = sent.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let kept = kept.filter(|pair| !members.contains_key(pair.split('=').next().unwrap_or_default())).map(str::to_owned);
    let added = members.iter().filter_map(|(key, value)| {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(format!("{}={}", percent_encode(key), percent_encode(&value)))
    });
    let query: Vec<String> = kept.chain(added).collect();
    format!("{}?{}", sent.path(), query.join("&"))
}
