//! The client that options and environment variables describe.

use crate::exit_error::ExitError;
use clap::ArgMatches;
use intercom_client::{Client, ClientBuilder, ErrorKind};
use std::time::Duration;

/// Builds the client. An option has precedence over its environment variable.
pub fn client(matches: &ArgMatches) -> Result<Client, ExitError> {
    let option = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let mut builder = Client::builder();
    if let Some(url) = option("base-url") {
        builder = builder.base_url(url);
    }
    if let Some(region) = option("region") {
        builder = builder.region(region);
    }
    if let Some(version) = option("api-version") {
        builder = builder.version(version);
    }
    if let Some(timeout) = matches.get_one::<Duration>("timeout") {
        builder = builder.timeout(*timeout);
    }
    if let Some(retries) = matches.get_one::<u32>("retries") {
        builder = builder.retries(*retries);
    }
    builder.env().build().map_err(|error| match (error.kind(), invalid_option(&option)) {
        (ErrorKind::Config, Some(option)) => ExitError::usage(format!("--{option}: {error}")),
        _ => error.into(),
    })
}

/// One setting of a client.
type Setting = fn(ClientBuilder<Client>, String) -> ClientBuilder<Client>;

/// The option that the client rejects: its error names the environment variable, but does not know options.
fn invalid_option<'a>(option: &impl Fn(&str) -> Option<&'a str>) -> Option<&'static str> {
    let settings: [(&str, Setting); 3] = [
        ("base-url", ClientBuilder::base_url),
        ("region", ClientBuilder::region),
        ("api-version", ClientBuilder::version),
    ];
    let is_invalid = |(name, set): &(&str, Setting)| {
        option(name).is_some_and(|value| set(Client::builder(), value.to_owned()).build().is_err())
    };
    settings.into_iter().find(is_invalid).map(|(name, _)| name)
}
