//! The requests of functions: placeholders of their URLs bound to rows, and the servers that they have in common.

use super::names::is_same;
use super::sheet::{Sheet, SheetFunction};
use super::url::{Url, placeholders};
use crate::base::http::HttpMethod;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use std::collections::BTreeMap;

/// How a function is sent, as far as its source says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub method: HttpMethod,
    /// The path, with a row's name in each placeholder.
    pub path: String,
    /// The query that the URL has: keys, and constants or the names of rows.
    pub query: Vec<(String, QueryValue)>,
    /// The position of its server.
    pub server: usize,
}

/// The value of a key of a URL's query.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryValue {
    Constant(String),
    Row(String),
}

/// The requests of all functions, and the base URLs of their servers, the most used one first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requests {
    /// For each function; `None` when its source does not say it.
    pub requests: Vec<Option<Request>>,
    pub servers: Vec<String>,
}

/// Reads the URLs of all functions. Rows that fill a placeholder become required; those that fill one of a host are the
/// server's, and leave their functions.
pub fn requests(sheet: &mut Sheet, diagnostics: &mut Diagnostics) -> Requests {
    let urls: Vec<Option<(HttpMethod, Url)>> =
        sheet.functions.iter_mut().map(|function| url(function, diagnostics)).collect();
    let origins = origins(&urls);
    let prefixes: Vec<Vec<String>> = origins.iter().map(|origin| prefix(&urls, origin)).collect();
    let mut requests = Vec::new();
    for (function, url) in sheet.functions.iter_mut().zip(urls) {
        requests.push(url.map(|(method, url)| {
            let server = origins.iter().position(|origin| *origin == url.origin).unwrap_or_default();
            let skipped = prefixes.get(server).map_or(0, Vec::len);
            request(function, method, &url, server, skipped)
        }));
    }
    let hosts: Vec<String> =
        origins.iter().flatten().flat_map(|origin| placeholders(origin)).map(str::to_owned).collect();
    for function in &mut sheet.functions {
        function.rows.retain(|row| !hosts.iter().any(|host| is_same(host, &row.name)));
    }
    let servers = origins.iter().zip(prefixes).filter_map(|(origin, prefix)| {
        let prefix: String = prefix.iter().map(|segment| format!("/{segment}")).collect();
        Some(format!("{}{prefix}", origin.as_ref()?))
    });
    Requests { requests, servers: servers.collect() }
}

/// The method and the URL of a function, if both are known and each placeholder of the path has a row.
fn url(function: &SheetFunction, diagnostics: &mut Diagnostics) -> Option<(HttpMethod, Url)> {
    let mut open = |problem: String| {
        let message = format!("the request of `{}` is left open: {problem}", function.name);
        diagnostics.push(Diagnostic::new(Code::OpenRequest, function.span, message));
    };
    let url = match (&function.url, function.method) {
        (None, None) => return None,
        (None, Some(method)) => {
            open(format!("{} is its method, and its URL is missing", method.as_str()));
            return None;
        }
        (Some(url), _) => Url::parse(url).map_err(&mut open).ok()?,
    };
    let is_row = |name: &&str| function.rows.iter().any(|row| is_same(&row.name, name));
    let unbound = url.segments.iter().flat_map(|segment| placeholders(segment)).find(|name| !is_row(name));
    if let Some(name) = unbound {
        open(format!("no row fills `{{{name}}}` of its URL"));
        return None;
    }
    match function.method {
        Some(method) => Some((method, url)),
        None => {
            open("its URL is known, and its method is missing".to_owned());
            None
        }
    }
}

/// The origins of all URLs, the most used one first. A path alone goes to the first server.
fn origins(urls: &[Option<(HttpMethod, Url)>]) -> Vec<Option<String>> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (position, (_, url)) in urls.iter().enumerate().filter_map(|(position, url)| Some((position, url.as_ref()?))) {
        if let Some(origin) = &url.origin {
            counts.entry(origin).or_insert((0, position)).0 += 1;
        }
    }
    let mut counted: Vec<_> = counts.into_iter().collect();
    counted.sort_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));
    counted.into_iter().map(|(origin, _)| Some(origin.to_owned())).collect()
}

/// The literal segments with which all paths of an origin begin; each path keeps its last one.
fn prefix(urls: &[Option<(HttpMethod, Url)>], origin: &Option<String>) -> Vec<String> {
    let paths: Vec<&Vec<String>> =
        urls.iter().flatten().filter(|(_, url)| url.origin == *origin).map(|(_, url)| &url.segments).collect();
    // A path alone counts from the server's URL, whatever that is.
    let has_bare_paths = urls.iter().flatten().any(|(_, url)| url.origin.is_none());
    let (true, Some(first)) = (paths.len() > 1 && !has_bare_paths, paths.first()) else { return Vec::new() };
    let is_common = |at: usize, segment: &String| {
        !segment.contains('{') && paths.iter().all(|path| path.len() > at + 1 && path.get(at) == Some(segment))
    };
    let common = first.iter().enumerate().take_while(|(at, segment)| is_common(*at, segment));
    common.map(|(_, segment)| segment.clone()).collect()
}

fn request(function: &mut SheetFunction, method: HttpMethod, url: &Url, server: usize, skipped: usize) -> Request {
    let mut path = String::new();
    for segment in url.segments.iter().skip(skipped) {
        path.push('/');
        let mut rest = segment.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            path.push_str(before);
            let row = function.rows.iter_mut().find(|row| is_same(&row.name, name.trim()));
            if let Some(row) = row {
                row.required = true;
                path.push_str(&format!("{{{}}}", row.name));
            }
            rest = after;
        }
        path.push_str(rest);
    }
    let value = |value: &String| {
        let name = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let row = name.and_then(|name| function.rows.iter().find(|row| is_same(&row.name, name)));
        row.map_or_else(|| QueryValue::Constant(value.clone()), |row| QueryValue::Row(row.name.clone()))
    };
    Request {
        method,
        path: if path.is_empty() { "/".to_owned() } else { path },
        query: url.query.iter().map(|(key, text)| (key.clone(), value(text))).collect(),
        server,
    }
}
