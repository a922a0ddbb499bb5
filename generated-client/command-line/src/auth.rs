//! `login`: `auth login`, `auth status` and `auth logout`.

use crate::exit_error::ExitError;
use crate::keyring::{self, Place};
use crate::options::Options;
use crate::output;
use crate::profiles::{self, DEFAULT, Profile, Profiles};
use crate::program::Program;
use crate::variable;
use api_client_runtime::__private::Core;
use api_client_runtime::ClientBuilder;
use serde_json::json;
use std::io::{self, BufRead, IsTerminal};

/// As messages call it.
const KEYRING: &str = "the system's keyring";

/// The name of the profile of this run, and whether an option names it.
pub fn profile_name(program: &Program, options: &Options<'_>) -> (String, bool) {
    if let Some(name) = options.text("profile") {
        return (name.to_owned(), true);
    }
    let name = variable::text(&format!("{}_PROFILE", program.prefix()));
    (name.unwrap_or_else(|| DEFAULT.to_owned()), false)
}

/// The profile of this run. One that is asked for must exist.
pub fn profile(program: &Program, options: &Options<'_>) -> Result<Option<Profile>, ExitError> {
    let (name, is_option) = profile_name(program, options);
    let Ok(path) = profiles::path(program) else { return Ok(None) };
    let profiles = Profiles::read(&path)?;
    match profiles.get(&name) {
        Some(profile) => Ok(Some(profile.clone())),
        None if name == DEFAULT && !is_option => Ok(None),
        None => {
            let known = profiles.names().collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "there is none".to_owned() } else { format!("there are {known}") };
            let program = program.name;
            let message = format!("there is no profile `{name}` ({known}); `{program} auth login --profile {name}`");
            Err(ExitError::usage(message))
        }
    }
}

pub fn run(program: &Program, method: &str, options: &Options<'_>) -> Result<(), ExitError> {
    match method {
        "login" => login(program, options),
        "logout" => logout(program, options),
        _ => status(program, options),
    }
}

fn login(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let (package, (name, _)) = (program.package(), profile_name(program, options));
    let path = profiles::path(program)?;
    let mut profiles = Profiles::read(&path)?;
    let mut profile = Profile { region: options.text("region").map(str::to_owned), ..Profile::default() };
    let mut builder = ClientBuilder::<Core>::new(package);
    let mut asked = Vec::new();
    for credential in package.credentials() {
        let value = ask(credential)?;
        builder = builder.value(credential, value.clone());
        asked.push((credential, value));
    }
    if let Some(region) = &profile.region {
        builder = builder.region(region);
    }
    // What cannot be sent is rejected here, not in the first call.
    builder.build().map_err(|error| ExitError::usage(error.to_string()))?;
    let mut kept = KEYRING.to_owned();
    for (credential, value) in asked {
        let place = Place { program, profile: &name, credential };
        if let Err(why) = keyring::set(&place, &value) {
            kept = format!("{} ({why})", path.display());
            profile.values.insert(credential.to_owned(), value);
        } else {
            profile.keyring.insert(credential.to_owned());
        }
    }
    profiles.set(&name, profile);
    profiles.write(&path)?;
    output::print(format!("profile `{name}` is kept in {kept}\n"))
}

/// The value of a credential that a profile keeps.
pub fn value(program: &Program, name: &str, profile: &Profile, credential: &str) -> Result<Option<String>, ExitError> {
    if let Some(value) = profile.values.get(credential) {
        return Ok(Some(value.clone()));
    }
    if !profile.keyring.contains(credential) {
        return Ok(None);
    }
    let place = Place { program, profile: name, credential };
    keyring::get(&place).map(Some).map_err(|why| {
        let message = format!("cannot read `{credential}` of the profile `{name}` from {KEYRING}: {why}");
        ExitError::failure(format!("{message}; unlock it, or run `{} auth login`", program.name))
    })
}

/// Reads a credential: without showing it from a terminal, otherwise a line of standard input.
fn ask(credential: &str) -> Result<String, ExitError> {
    let value = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{credential}: "))
    } else {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|_| line)
    };
    let value = value.map_err(|error| ExitError::failure(format!("cannot read `{credential}`: {error}")))?;
    let value = value.trim();
    if value.is_empty() {
        return Err(ExitError::usage(format!("`{credential}` is empty; type it, or pass it on standard input")));
    }
    Ok(value.to_owned())
}

fn logout(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let (path, (name, _)) = (profiles::path(program)?, profile_name(program, options));
    let mut profiles = Profiles::read(&path)?;
    let Some(profile) = profiles.remove(&name) else {
        return Err(ExitError::usage(format!("there is no profile `{name}`")));
    };
    // The file last: it is what names the secrets.
    for credential in &profile.keyring {
        keyring::delete(&Place { program, profile: &name, credential })
            .map_err(|why| ExitError::failure(format!("cannot delete `{credential}` from {KEYRING}: {why}")))?;
    }
    profiles.write(&path)?;
    output::print(format!("profile `{name}` is deleted\n"))
}

fn status(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let (package, (name, is_option)) = (program.package(), profile_name(program, options));
    let profile = profile(program, options)?;
    let path = profiles::path(program)?;
    let mut missing = false;
    let mut credentials = serde_json::Map::new();
    for credential in package.credentials() {
        let name = package.variable(credential).unwrap_or_default();
        let is_set = variable::read(&name).is_some();
        let kept = profile.as_ref().and_then(|profile| {
            let in_keyring = || profile.keyring.contains(credential).then(|| KEYRING.to_owned());
            profile.values.get(credential).map(|_| path.display().to_string()).or_else(in_keyring)
        });
        let source = match kept {
            Some(kept) if is_option || !is_set => kept,
            _ if is_set => name,
            _ => {
                missing = true;
                "missing".to_owned()
            }
        };
        credentials.insert(credential.to_owned(), source.into());
    }
    let region = profile.and_then(|profile| profile.region);
    let status = json!({ "profile": name, "region": region, "credentials": credentials });
    output::print(serde_json::to_string_pretty(&status).unwrap_or_default() + "\n")?;
    if missing {
        return Err(ExitError::usage(format!("not logged in; run `{} auth login`", program.name)));
    }
    Ok(())
}
