//! `intercom emulator`: serves the emulator until Ctrl-C.

use api_client_cli::ExitError;
use api_client_cli::{output, terminal};
use clap::ArgMatches;
use clap::parser::ValueSource;
use intercom_client::PACKAGE;
use intercom_emulator::{Clock, Emulator, EmulatorBuilder, FaultRule, RateLimit, RecordedRequest, Seed, Settings};
use serde_json::json;
use std::io::{ErrorKind, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

pub fn run(matches: &ArgMatches) -> Result<(), ExitError> {
    let builder = builder(matches)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| ExitError::failure(format!("cannot start a runtime: {error}")))?;
    runtime.block_on(serve(builder, port(matches)))
}

/// Starts an emulator for one run of the program, with the workspace of the examples.
pub fn throw_away() -> Result<api_client_cli::Emulator, ExitError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| ExitError::failure(format!("cannot start a runtime: {error}")))?;
    // With a clock that goes on: the windows of a rate limit end.
    let builder = Emulator::builder().settings(Settings::default().clock(Clock::System)).seed(Seed::examples());
    let emulator = runtime.block_on(builder.start());
    let emulator = emulator.map_err(|error| ExitError::failure(format!("cannot start an emulator: {error}")))?;
    // The emulator is dropped before the runtime that serves it.
    Ok(api_client_cli::Emulator::new(emulator.url(), (emulator, runtime)))
}

fn port(matches: &ArgMatches) -> u16 {
    matches.get_one::<u16>("port").copied().unwrap_or(0)
}

/// The emulator that the options describe. Reads the files that they name.
fn builder(matches: &ArgMatches) -> Result<EmulatorBuilder, ExitError> {
    let mut settings = Settings::default().port(port(matches)).clock(Clock::System);
    if let Some(host) = matches.get_one::<IpAddr>("host") {
        if !host.is_loopback() && !matches.get_flag("allow-remote") {
            let message = format!("--host {host} accepts other machines; add --allow-remote to confirm");
            return Err(ExitError::usage(message));
        }
        settings = settings.host(*host);
    }
    if matches.get_flag("allow-remote") {
        settings = settings.allow_remote();
    }
    if let Some(token) = matches.get_one::<String>("token") {
        settings = settings.token(token);
    }
    if let Some(version) = matches.get_one::<String>("api-version") {
        settings = settings.version(version);
    }
    if let Some(millis) = matches.get_one::<u64>("latency") {
        settings = settings.latency(Duration::from_millis(*millis));
    }
    if let Some(limit) = matches.get_one::<RateLimit>("rate-limit") {
        settings = settings.rate_limit(*limit);
    }
    if let Some(seconds) = matches.get_one::<i64>("clock") {
        settings = settings.clock(Clock::Fixed(*seconds));
    }
    if let Some(seed) = matches.get_one::<u32>("seed") {
        settings = settings.seed(*seed);
    }
    if matches.get_flag("durable") {
        settings = settings.durable();
    }
    settings = if matches.contains_id("log") { settings.on_request(log) } else { settings.on_request(log_unmatched) };
    let mut builder = Emulator::builder().settings(settings);
    if matches.get_flag("examples") {
        builder = builder.seed(Seed::examples());
    }
    if let Some(path) = matches.get_one::<PathBuf>("data") {
        builder = builder.seed(Seed::read_file(path).map_err(|error| ExitError::usage(error.to_string()))?);
    }
    if let Some(path) = matches.get_one::<PathBuf>("faults") {
        builder = builder.faults(FaultRule::read_file(path).map_err(|error| ExitError::usage(error.to_string()))?);
    }
    if let Some(path) = matches.get_one::<PathBuf>("state") {
        let is_set = |option: &&str| matches.value_source(option) == Some(ValueSource::CommandLine);
        let initial = ["data", "examples"].into_iter().find(is_set);
        if let Some(option) = initial.filter(|_| path.exists()) {
            terminal::print_err(&format!("the workspace is loaded from {}; --{option} is not used", path.display()));
        }
        builder = builder.state_file(path);
    }
    Ok(builder)
}

/// Logs a request to stderr as a line of JSON, without the credential and the body.
fn log(request: &RecordedRequest) {
    let line = json!({
        "request_id": request.request_id,
        "method": request.method,
        "path": request.route.as_deref().unwrap_or(&request.path),
        "query": request.query.iter().map(|(key, _)| key).collect::<Vec<_>>(),
        "function": request.function_name(),
        "credential": request.credential,
        "status": request.status,
        "problem": request.problem,
    });
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Logs a request that matches no route, with the nearest route.
fn log_unmatched(request: &RecordedRequest) {
    if let (true, Some(problem)) = (request.unmatched, &request.problem) {
        let (method, path) = (request.method.escape_debug(), request.path.escape_debug());
        let _ = writeln!(std::io::stderr(), "{method} {path} → {}: {problem}", request.status);
    }
}

async fn serve(builder: EmulatorBuilder, port: u16) -> Result<(), ExitError> {
    let emulator = builder.start().await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => ExitError::failure(format!("port {port} is in use; choose another with --port")),
        ErrorKind::InvalidInput => ExitError::usage(error.to_string()),
        ErrorKind::AddrNotAvailable | ErrorKind::PermissionDenied if port != 0 => {
            ExitError::failure(format!("cannot start on port {port}: {error}"))
        }
        _ => ExitError::failure(format!("cannot start: {error}")),
    })?;
    // Installed before the message that says to press Ctrl-C.
    let signals = Signals::listen().map_err(|error| ExitError::failure(format!("cannot wait for Ctrl-C: {error}")))?;
    let url = emulator.url();
    // A parent process may close the pipe once it has read the address; the emulator continues.
    let _ = output::print(format!("listening on {url}\n"));
    let env = PACKAGE.env;
    terminal::print_err(&format!("try: {env}_BASE_URL={url} {env}_ACCESS_TOKEN=any intercom call getUsers"));
    terminal::print_err(&format!("state, requests, clock and faults: {url}/__emulator"));
    terminal::print_err("Ctrl-C stops it");
    signals.wait().await.map_err(|error| ExitError::failure(format!("cannot wait for Ctrl-C: {error}")))?;
    emulator.save().map_err(|error| ExitError::failure(format!("cannot write the state: {error}")))
}

/// SIGINT (Ctrl-C) and SIGTERM, which both stop the emulator.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Installs the handlers of both signals.
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn wait(mut self) -> std::io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        Ok(())
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn wait(self) -> std::io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
