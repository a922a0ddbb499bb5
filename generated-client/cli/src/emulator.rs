//! `intercom emulator`: an Intercom on this machine.

use crate::{Stop, output};
use clap::ArgMatches;
use clap::parser::ValueSource::CommandLine as GIVEN;
use intercom_client::PACKAGE;
use intercom_emulator::{Clock, Emulator, EmulatorBuilder, FaultRule, RateLimit, RecordedRequest, Seed, Settings};
use serde_json::json;
use std::io::{ErrorKind, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub fn run(words: &ArgMatches) -> Result<(), Stop> {
    let builder = builder(words)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Stop::failure(format!("cannot start a runtime: {error}")))?;
    runtime.block_on(serve(builder, port(words)))
}

fn port(words: &ArgMatches) -> u16 {
    words.get_one::<u16>("port").copied().unwrap_or(0)
}

/// What the words ask for; files are read here.
fn builder(words: &ArgMatches) -> Result<EmulatorBuilder, Stop> {
    let mut settings = Settings::default().port(port(words)).clock(Clock::System);
    if let Some(host) = words.get_one::<IpAddr>("host") {
        if !host.is_loopback() && !words.get_flag("allow-remote") {
            let message = format!("--host {host} lets other machines in; say --allow-remote as well, if that is meant");
            return Err(Stop::usage(message));
        }
        settings = settings.host(*host);
    }
    if words.get_flag("allow-remote") {
        settings = settings.allow_remote();
    }
    if let Some(token) = words.get_one::<String>("token") {
        settings = settings.token(token);
    }
    if let Some(version) = words.get_one::<String>("api-version") {
        settings = settings.version(version);
    }
    if let Some(millis) = words.get_one::<u64>("latency") {
        settings = settings.latency(Duration::from_millis(*millis));
    }
    if let Some(limit) = words.get_one::<RateLimit>("rate-limit") {
        settings = settings.rate_limit(*limit);
    }
    if let Some(seconds) = words.get_one::<i64>("clock") {
        settings = settings.clock(Clock::Fixed(*seconds));
    }
    if let Some(seed) = words.get_one::<u32>("seed") {
        settings = settings.seed(*seed);
    }
    settings = if words.contains_id("log") { settings.on_request(log) } else { settings.on_request(tell_unmatched) };
    let mut builder = Emulator::builder().settings(settings);
    if words.get_flag("examples") {
        builder = builder.seed(Seed::examples());
    }
    if let Some(path) = words.get_one::<PathBuf>("data") {
        let seed = Seed::parse(&read(path)?).map_err(|error| wrong(path, &error))?;
        builder = builder.seed(seed);
    }
    if let Some(path) = words.get_one::<PathBuf>("faults") {
        builder = builder.faults(FaultRule::parse_all(&read(path)?).map_err(|error| wrong(path, &error))?);
    }
    if let Some(path) = words.get_one::<PathBuf>("state") {
        let begins_with = ["data", "examples"].into_iter().find(|word| words.value_source(word) == Some(GIVEN));
        if let Some(word) = begins_with.filter(|_| path.exists()) {
            output::tell(&format!("{} goes on where it was; --{word} is not used", path.display()));
        }
        builder = builder.state_file(path);
    }
    Ok(builder)
}

fn read(path: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(path).map_err(|error| wrong(path, &error))
}

fn wrong(path: &Path, error: &dyn std::error::Error) -> Stop {
    Stop::usage(format!("{}: {error}", path.display()))
}

/// A request as a line of JSON on stderr, without the credential and the body.
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

/// Requests that lead nowhere, with the nearest path that would have led somewhere.
fn tell_unmatched(request: &RecordedRequest) {
    if let (true, Some(problem)) = (request.unmatched, &request.problem) {
        let (method, path) = (request.method.escape_debug(), request.path.escape_debug());
        let _ = writeln!(std::io::stderr(), "{method} {path} → {}: {problem}", request.status);
    }
}

async fn serve(builder: EmulatorBuilder, port: u16) -> Result<(), Stop> {
    let emulator = builder.start().await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Stop::failure(format!("port {port} is in use; choose another by --port")),
        ErrorKind::InvalidInput => Stop::usage(error.to_string()),
        ErrorKind::AddrNotAvailable | ErrorKind::PermissionDenied if port != 0 => {
            Stop::failure(format!("cannot start on port {port}: {error}"))
        }
        _ => Stop::failure(format!("cannot start: {error}")),
    })?;
    // Listened for before anyone is told to press it.
    let end = End::listen().map_err(|error| Stop::failure(format!("cannot wait for Ctrl-C: {error}")))?;
    let url = emulator.url();
    // A caller that has read the address may close the pipe; the emulator goes on.
    let _ = output::print(format!("listening on {url}\n"));
    let env = PACKAGE.env;
    output::tell(&format!("try: {env}_BASE_URL={url} {env}_ACCESS_TOKEN=any intercom call getUsers"));
    output::tell(&format!("state, requests, clock and faults: {url}/__emulator"));
    output::tell("Ctrl-C ends it");
    end.wait().await.map_err(|error| Stop::failure(format!("cannot wait for Ctrl-C: {error}")))?;
    emulator.save().map_err(|error| Stop::failure(format!("the state was not written: {error}")))
}

/// Ctrl-C, or whoever ends the process politely.
#[cfg(unix)]
struct End {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl End {
    /// From here on both are caught.
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
struct End;

#[cfg(not(unix))]
impl End {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn wait(self) -> std::io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
