//! The client that options and environment describe.

use crate::Stop;
use clap::ArgMatches;
use intercom_client::{Client, ClientBuilder, ErrorKind};
use std::time::Duration;

/// The client; an option wins over its environment variable.
pub fn client(words: &ArgMatches) -> Result<Client, Stop> {
    let given = |name: &str| words.get_one::<String>(name).map(String::as_str);
    let mut builder = Client::builder();
    if let Some(url) = given("base-url") {
        builder = builder.base_url(url);
    }
    if let Some(region) = given("region") {
        builder = builder.region(region);
    }
    if let Some(version) = given("api-version") {
        builder = builder.version(version);
    }
    if let Some(timeout) = words.get_one::<Duration>("timeout") {
        builder = builder.timeout(*timeout);
    }
    if let Some(retries) = words.get_one::<u32>("retries") {
        builder = builder.retries(*retries);
    }
    builder.env().build().map_err(|error| match (error.kind(), at_fault(&given)) {
        (ErrorKind::Config, Some(option)) => Stop::usage(format!("--{option}: {error}")),
        _ => error.into(),
    })
}

/// One setting of a client.
type Setting = fn(ClientBuilder<Client>, String) -> ClientBuilder<Client>;

/// The option that the client refuses: its error names a variable, but knows nothing of options.
fn at_fault<'a>(given: &impl Fn(&str) -> Option<&'a str>) -> Option<&'static str> {
    let settings: [(&str, Setting); 3] = [
        ("base-url", ClientBuilder::base_url),
        ("region", ClientBuilder::region),
        ("api-version", ClientBuilder::version),
    ];
    let refused = |(option, set): &(&str, Setting)| {
        given(option).is_some_and(|value| set(Client::builder(), value.to_owned()).build().is_err())
    };
    settings.into_iter().find(refused).map(|(option, _)| option)
}
