//! `serve`: the functions at the addresses of the retired gateway, so that its integrations go on with another host.

mod gateway;
mod guard;

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::program::Program;
use crate::server::{MAX_BODY_BYTES, Server};
use crate::settings;
use crate::variable;
use crate::wait::block_on;
use api_client_runtime::__private::Core;
use guard::Guard;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// What all requests share.
struct Shared {
    program: Program,
    core: Core,
    guard: Guard,
    /// `/api/Package`
    path: String,
}

pub fn run(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let host = options.get::<IpAddr>("host").copied().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let is_remote = !host.is_loopback();
    let variable = format!("{}_SERVE_KEY", program.prefix());
    let key = variable::text(&variable);
    if is_remote && !options.flag("allow-remote") {
        let message = format!("--host {host} accepts other machines; add --allow-remote and set {variable}");
        return Err(ExitError::usage(message));
    }
    if is_remote && key.is_none() {
        return Err(ExitError::usage(format!("other machines need a shared key: set {variable}")));
    }
    let connected = settings::client(program, options)?;
    let name: String = program.package().name.split_whitespace().collect();
    let shared = Arc::new(Shared {
        program: program.clone(),
        core: connected.core.clone(),
        guard: Guard { key, is_remote },
        path: format!("/api/{name}"),
    });
    let port = options.get::<u16>("port").copied().unwrap_or(0);
    block_on(async {
        let path = shared.path.clone();
        let respond = move |request| {
            let shared = Arc::clone(&shared);
            async move { respond(&shared, request).await }
        };
        Server::bind(host, port).await?.run(&path, respond).await;
        Ok(())
    })
}

async fn respond(shared: &Shared, request: Request<Incoming>) -> Response<Full<Bytes>> {
    if let Err(reason) = shared.guard.check(request.headers()) {
        return text(StatusCode::FORBIDDEN, reason);
    }
    let Some(rest) = rest_of(request.uri().path(), &shared.path).map(str::to_owned) else {
        return text(StatusCode::NOT_FOUND, &format!("functions are below {}", shared.path));
    };
    match (request.method(), rest.as_str()) {
        (&Method::GET, "") => json(gateway::metadata(&shared.program)),
        (&Method::POST, name) if !name.is_empty() => {
            let body = match Limited::new(request.into_body(), MAX_BODY_BYTES).collect().await {
                Ok(body) => body.to_bytes(),
                Err(_) => return text(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large or incomplete"),
            };
            let functions = shared.program.functions();
            match functions.iter().copied().find(|function| function.name == name) {
                Some(function) => json(gateway::call(&shared.program, &shared.core, function, &body).await),
                None => json(gateway::unknown(name)),
            }
        }
        _ => text(StatusCode::METHOD_NOT_ALLOWED, "GET lists the functions, POST calls one"),
    }
}

/// What stands behind the package in a path.
fn rest_of<'a>(path: &'a str, package: &str) -> Option<&'a str> {
    let (start, rest) = path.split_at_checked(package.len())?;
    if !start.eq_ignore_ascii_case(package) {
        return None;
    }
    match rest.trim_end_matches('/') {
        "" => Some(""),
        rest => rest.strip_prefix('/'),
    }
}

fn json(body: String) -> Response<Full<Bytes>> {
    response(StatusCode::OK, "application/json", body)
}

fn text(status: StatusCode, message: &str) -> Response<Full<Bytes>> {
    response(status, "text/plain; charset=utf-8", format!("{message}\n"))
}

fn response(status: StatusCode, content_type: &'static str, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    response
}
