//! The client that options and environment describe.

use crate::Stop;
use clap::ArgMatches;
use intercom_client::{Client, ClientBuilder, ErrorKind, PACKAGE};
use std::time::Duration;

/// The client; an option wins over its environment variable.
pub fn client(words: &ArgMatches) -> Result<Client, Stop> {
    let given = |name: &str| words.get_one::<String>(name).map(String::as_str);
    let mut builder = Client::builder();
    if let Some(url) = given("base-url").or_else(|| server(given("region")?)) {
        builder = builder.base_url(url);
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
        (ErrorKind::Config, Some(name)) => Stop::usage(format!("{name}: {error}")),
        _ => error.into(),
    })
}

/// A region given as an option must win over a base URL of the environment, so it is given to the client as a URL.
fn server(region: &str) -> Option<&'static str> {
    let server = PACKAGE.servers.iter().find(|server| server.name.eq_ignore_ascii_case(region))?;
    Some(server.url)
}

/// One setting of a client.
type Setting = fn(ClientBuilder<Client>, String) -> ClientBuilder<Client>;

/// The option or variable that the client refuses: its error tells what is wrong, but not where that came from.
fn at_fault<'a>(given: &impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let settings: [(&str, &str, Setting); 4] = [
        ("base-url", "BASE_URL", ClientBuilder::base_url),
        ("region", "REGION", ClientBuilder::region),
        ("api-version", "VERSION", ClientBuilder::version),
        // There is no option for it.
        ("", "ACCESS_TOKEN", ClientBuilder::access_token),
    ];
    settings.into_iter().find_map(|(option, variable, set)| {
        let variable = format!("{}_{variable}", PACKAGE.env);
        let (name, value) = match Some(option).filter(|option| !option.is_empty()).and_then(given) {
            Some(value) => (format!("--{option}"), value.to_owned()),
            None => (variable.clone(), std::env::var(&variable).ok().filter(|value| !value.is_empty())?),
        };
        set(Client::builder(), value).build().is_err().then_some(name)
    })
}
