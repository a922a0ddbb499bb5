//! What a help says of environment variables and exit codes.

use crate::keyring;
use crate::program::Program;

/// The variables and the exit codes.
pub fn help(program: &Program) -> String {
    let package = program.package();
    let mut variables = Vec::new();
    for (name, variable) in package.values {
        let meaning = match *variable {
            "ACCESS_TOKEN" => {
                "the access token; there is no option for it, since other users can see command lines".to_owned()
            }
            _ if package.credentials().any(|credential| credential == *name) => {
                format!("the credential `{name}`; there is no option for it")
            }
            _ => format!("`{name}` of the server's address"),
        };
        variables.push((format!("{}_{variable}", package.env), meaning));
    }
    let mut add = |name: &str, meaning: String| variables.push((format!("{}_{name}", package.env), meaning));
    add("BASE_URL", "another server, such as an emulator".to_owned());
    if package.servers.len() > 1 {
        add("REGION", names(package.servers.iter().map(|server| server.name)));
    }
    if package.version.is_some() {
        add("VERSION", "the API version".to_owned());
    }
    if program.has_several_apis() {
        variables.push((program.api_variable(), names(program.apis.iter().map(|api| api.name))));
    }
    let profile = (format!("{}_PROFILE", program.prefix()), "the profile that is used without --profile".to_owned());
    let keyring = (keyring::variable(program), "`off` keeps credentials of profiles in a file".to_owned());
    variables.extend([profile, keyring]);
    let width = variables.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines: String = variables.iter().map(|(name, meaning)| format!("  {name:width$}  {meaning}\n")).collect();
    format!(
        "Environment:
{lines}  An option has precedence over its variable; an empty variable counts as unset.

Exit codes:
  0    success (also if stdout was closed early, as by `| head`)
  1    failure on this machine, such as a file that cannot be written
  2    wrong usage: nothing was sent
  3    the rate limit is used up
  4    the API rejected the call (4xx), or ended a list before all of it was read
  5    the API failed (5xx), or could not be reached
  130  Ctrl-C"
    )
}

/// `us, eu or au`
fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
