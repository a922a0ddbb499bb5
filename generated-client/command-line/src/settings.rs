//! The client that options and environment variables describe. It is built here only.

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::program::{Emulator, Program};
use crate::{auth, trace, variable};
use api_client_runtime::__private::Core;
use api_client_runtime::ClientBuilder;
use api_client_runtime::error::Setting;
use std::time::Duration;

/// What an emulator that is started for one run is given in place of a token.
const ANY_TOKEN: &str = "any";

/// A client, with the emulator that it calls.
pub struct Connected {
    pub core: Core,
    _emulator: Option<Emulator>,
}

/// Builds the client. An option has precedence over its environment variable.
pub fn client(program: &Program, options: &Options<'_>) -> Result<Connected, ExitError> {
    client_with(program, options, |builder| builder)
}

/// The same, with settings of the command's own.
pub fn client_with(
    program: &Program,
    options: &Options<'_>,
    also: impl FnOnce(ClientBuilder<Core>) -> ClientBuilder<Core>,
) -> Result<Connected, ExitError> {
    let mut builder = also(ClientBuilder::<Core>::new(program.package()));
    let emulator = if options.flag("emulator") { start(program)? } else { None };
    if let Some(emulator) = &emulator {
        builder = at(emulator, program, builder);
    } else if let Some(url) = options.text("base-url") {
        builder = builder.base_url(url);
    }
    if emulator.is_none() {
        builder = with_profile(program, options, builder)?;
    }
    if let Some(region) = options.text("region") {
        builder = builder.region(region);
    }
    if let Some(version) = options.text("api-version") {
        builder = builder.version(version);
    }
    if let Some(timeout) = options.get::<Duration>("timeout") {
        builder = builder.timeout(*timeout);
    }
    if let Some(retries) = options.get::<u32>("retries") {
        builder = builder.retries(*retries);
    }
    if options.flag("verbose") {
        builder = builder.observe(trace::event);
    }
    let core = builder.env().build().map_err(|error| match error.setting().map(option_of) {
        // The error names the environment variable, if the value comes from there.
        Some(Some(name)) if options.text(name).is_some() => ExitError::usage(format!("--{name}: {error}")),
        _ => program.error(&error),
    })?;
    Ok(Connected { core, _emulator: emulator })
}

/// A client of an emulator that is started for it, whatever the environment says.
pub fn emulated(
    program: &Program,
    also: impl FnOnce(ClientBuilder<Core>) -> ClientBuilder<Core>,
) -> Result<Connected, ExitError> {
    let emulator = start(program)?;
    let builder = also(ClientBuilder::<Core>::new(program.package()));
    let builder = match &emulator {
        Some(emulator) => at(emulator, program, builder),
        None => builder,
    };
    let core = builder.build().map_err(|error| program.error(&error))?;
    Ok(Connected { core, _emulator: emulator })
}

fn start(program: &Program) -> Result<Option<Emulator>, ExitError> {
    program.emulator.map(|start| start()).transpose()
}

/// A client's settings for an emulator, which accepts any credentials.
fn at(emulator: &Emulator, program: &Program, builder: ClientBuilder<Core>) -> ClientBuilder<Core> {
    let builder = builder.base_url(&emulator.url);
    program.package().credentials().fold(builder, |builder, name| builder.value(name, ANY_TOKEN))
}

/// Adds what the profile keeps, where the environment says nothing else. A profile that an option names has precedence.
fn with_profile(
    program: &Program,
    options: &Options<'_>,
    mut builder: ClientBuilder<Core>,
) -> Result<ClientBuilder<Core>, ExitError> {
    let package = program.package();
    let is_set = |name: &str| variable::read(name).is_some();
    let is_option = options.text("profile").is_some();
    let Some(profile) = auth::profile(program, options)? else { return Ok(builder) };
    let (profile_name, _) = auth::profile_name(program, options);
    for name in profile.values.keys().chain(&profile.keyring) {
        let is_needed = package.variable(name).is_some_and(|variable| is_option || !is_set(&variable));
        if is_needed && let Some(value) = auth::value(program, &profile_name, &profile, name)? {
            builder = builder.value(name, value);
        }
    }
    let is_elsewhere = ["REGION", "BASE_URL"].iter().any(|name| is_set(&format!("{}_{name}", package.env)));
    match profile.region {
        Some(region) if options.text("base-url").is_none() && (is_option || !is_elsewhere) => {
            Ok(builder.region(region))
        }
        _ => Ok(builder),
    }
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
