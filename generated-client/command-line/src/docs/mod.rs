//! `docs`: serves the try-it page on this machine, and makes the calls that somebody sends there.

mod call;
mod guard;
mod open;
mod page;
mod respond;

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::program::Program;
use crate::server::Server;
use crate::settings;
use crate::terminal::print_err;
use crate::wait::block_on;
use call::Calls;
use guard::Guard;
use page::Mode;
use respond::Docs;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// Serves the page until Ctrl-C.
pub fn run(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let mode = match program.emulator {
        _ if options.flag("live") => Mode::Live,
        Some(_) => Mode::Emulator,
        None => Mode::Examples,
    };
    // One attempt a call: whoever sends it sees what happened. It outlives the server: an emulator cannot be stopped from within.
    let connected = match mode {
        Mode::Live => Some(settings::client_with(program, options, |builder| builder.retries(0))?),
        Mode::Emulator => Some(settings::emulated(program, |builder| builder.retries(0))?),
        Mode::Examples => None,
    };
    let session = guard::nonce().map_err(|error| ExitError::failure(format!("no random numbers: {error}")))?;
    let page = page::prepare(program.api().page.unwrap_or_default(), mode, &session);
    let port = options.get::<u16>("port").copied().unwrap_or(0);
    block_on(async {
        let server = Server::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), port).await?;
        let port = server.address.port();
        let calls = connected.as_ref().map(|connected| Calls::new(program.clone(), connected.core.clone()));
        let docs = Arc::new(Docs { page, guard: Guard::new(port, session), calls });
        print_err(match mode {
            Mode::Live => "live: calls go to the real API, with the credentials of the environment or the profile",
            Mode::Emulator => "calls go to an emulator on this machine",
            Mode::Examples => "no calls are sent: responses are those of the spec's examples",
        });
        if options.flag("open")
            && let Err(error) = open::browser(&format!("http://127.0.0.1:{port}/"))
        {
            print_err(&format!("cannot open a browser: {error}"));
        }
        let respond = move |request| {
            let docs = Arc::clone(&docs);
            async move { docs.respond(request).await }
        };
        server.run("/", respond).await;
        Ok(())
    })
}
