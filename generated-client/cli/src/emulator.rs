//! `intercom emulator`: an Intercom on this machine.

use crate::{Stop, output};
use clap::ArgMatches;
use intercom_client::PACKAGE;
use intercom_emulator::{Emulator, Settings};
use std::io::ErrorKind;

pub fn run(words: &ArgMatches) -> Result<(), Stop> {
    let port = words.get_one::<u16>("port").copied().unwrap_or(0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Stop::failure(format!("cannot start a runtime: {error}")))?;
    runtime.block_on(serve(port))
}

async fn serve(port: u16) -> Result<(), Stop> {
    let emulator = Emulator::start_with(Settings::default().port(port)).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Stop::failure(format!("port {port} is in use; choose another by --port")),
        _ => Stop::failure(format!("cannot listen on port {port}: {error}")),
    })?;
    // Listened for before anyone is told to press it: the task registers for the signal when it first runs.
    let ctrl_c = tokio::spawn(tokio::signal::ctrl_c());
    tokio::task::yield_now().await;
    let url = emulator.url();
    // A caller that has read the address may close the pipe; the emulator goes on.
    let _ = output::print(format!("listening on {url}\n"));
    let env = PACKAGE.env;
    output::tell(&format!("try: {env}_BASE_URL={url} {env}_ACCESS_TOKEN=any intercom call getUsers"));
    output::tell("Ctrl-C ends it");
    match ctrl_c.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Stop::failure(format!("cannot wait for Ctrl-C: {error}"))),
        Err(error) => Err(Stop::failure(format!("cannot wait for Ctrl-C: {error}"))),
    }
}
