//! What the fault tests share: servers and transports that misbehave by a script, clocks that wait without waiting, and a
//! watch over everything that is printed.
pub mod canary;
pub mod canned;
pub mod child;
pub mod clocks;
pub mod fault_server;
pub mod held_time;
pub mod manual_clock;
pub mod oracle;
pub mod recorder;
pub mod reference;
pub mod scripted;
pub mod sent;
pub mod shared_time;
pub mod windows;
pub mod wire;

use intercom_client::{Client, ClientBuilder};

/// A client of the tests: its token is the canary, and all that it logs is watched.
pub fn builder(url: &str) -> ClientBuilder<Client> {
    canary::watch();
    Client::builder().access_token(canary::TOKEN).base_url(url)
}

/// A client that needs no server.
pub fn scripted(transport: &scripted::Scripted) -> ClientBuilder<Client> {
    builder("http://scripted.test").transport(transport.clone())
}
