//! What a response says about the next page.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::paging::cursor::At;
use crate::paging::cursor::Cursor;
use crate::paging::origin::Origin;
use crate::percent::percent_encode;
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
            Some(Value::String(url)) => {
                Some(follow(&url, response.base_url()).map_err(|problem| paging(problem, response))?)
            }
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
    let raw = crate::response::member::member(response.payload(), key)?;
    serde_json::from_str(raw.get()).ok()
}

/// Path and query of a URL on the client's own server; the credential goes nowhere else.
fn follow(url: &str, base_url: &str) -> Result<String, &'static str> {
    let (Ok(url), Ok(base)) = (url.parse::<Uri>(), base_url.parse::<Uri>()) else {
        return Err("the URL of the next page cannot be read");
    };
    let same_host = url.authority().is_none() || Origin::of(&url).is_some_and(|next| Some(next) == Origin::of(&base));
    match url.path_and_query() {
        _ if !same_host => Err("the next page is on another host; it is not followed"),
        Some(target) if target.as_str().starts_with('/') => Ok(target.as_str().to_owned()),
        _ => Err("the URL of the next page cannot be read"),
    }
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
