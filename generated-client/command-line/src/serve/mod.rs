//! `serve`: the functions at the addresses of the retired gateway, so that its integrations go on with another host.

mod gateway;
mod guard;

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::program::Program;
use crate::terminal::print_err;
use crate::wait::{block_on, ctrl_c};
use crate::{output, settings};
use api_client_runtime::__private::Core;
use guard::Guard;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// A larger request is rejected before it is read completely.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Connections at once; others wait.
const MAX_CONNECTIONS: usize = 256;

/// The time in which a request's headers must have come.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

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
    let key = std::env::var(&variable).ok().filter(|key| !key.is_empty());
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
    block_on(serve(SocketAddr::new(host, port), shared))
}

async fn serve(address: SocketAddr, shared: Arc<Shared>) -> Result<(), ExitError> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| ExitError::failure(format!("cannot listen on {address}: {error}")))?;
    let address =
        listener.local_addr().map_err(|error| ExitError::failure(format!("cannot listen on {address}: {error}")))?;
    let path = &shared.path;
    // A parent process may close the pipe once it has read the address.
    let _ = output::print(format!("listening on http://{address}{path}\n"));
    print_err("Ctrl-C stops it");
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut interrupt = Box::pin(ctrl_c());
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return Ok(()) };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Such as a connection that has gone already.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                }
            },
            () = &mut interrupt => return Ok(()),
        };
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let shared = Arc::clone(&shared);
                async move { Ok::<_, Infallible>(respond(&shared, request).await) }
            });
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
            // What is wrong with a connection concerns its caller only.
            let _ = server.serve_connection(TokioIo::new(stream), service).await;
            drop(permit);
        });
        while connections.try_join_next().is_some() {}
    }
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
