//! The client that options and environment variables describe.

use crate::exit_error::ExitError;
use clap::ArgMatches;
use intercom_client::Client;
use intercom_client::error::Setting;
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
    builder.env().build().map_err(|error| match error.setting().map(option_of) {
        // The error names the environment variable, if the value comes from there.
        Some(Some(name)) if option(name).is_some() => ExitError::usage(format!("--{name}: {error}")),
        _ => error.into(),
    })
}

/// The option of a setting.
fn option_of(setting: Setting) -> Option<&'static str> {
    match setting {
        Setting::BaseUrl => Some("base-url"),
        Setting::Region => Some("region"),
        Setting::Version => Some("api-version"),
        _ => None,
    }
}
