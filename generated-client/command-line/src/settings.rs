//! The client that options and environment variables describe.

use crate::exit_error::ExitError;
use crate::program::Program;
use api_client_runtime::__private::Core;
use api_client_runtime::ClientBuilder;
use api_client_runtime::error::Setting;
use clap::ArgMatches;
use std::time::Duration;

/// Builds the client. An option has precedence over its environment variable.
pub fn client(program: &Program, matches: &ArgMatches) -> Result<Core, ExitError> {
    // An option that the package has no use for is not defined.
    let option = |name: &str| matches.try_get_one::<String>(name).ok().flatten().map(String::as_str);
    let mut builder = ClientBuilder::<Core>::new(program.package);
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
        _ => program.error(error),
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
