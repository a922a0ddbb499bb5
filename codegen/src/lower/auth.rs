//! How calls authenticate, and what clients are given by name.

use crate::format::decode::TextOr;
use crate::model::auth::{Auth, BasicPart, Credential, GivenValue, Scheme};
use crate::spec::auth::{self, BasicHalf};
use crate::spec::function::Function;
use crate::spec::package::Package;
use heck::ToShoutySnakeCase;

/// A way to authenticate.
pub fn scheme(scheme: &auth::Scheme) -> Scheme {
    let basic = match &scheme.basic[..] {
        [user, password] => Some(Credential::Basic { user: part(user), password: part(password) }),
        _ => None,
    };
    let carried = scheme.carried().map(|carried| match carried.header {
        Some((header, prefix)) => Credential::Header {
            field: carried.field.to_string(),
            header: header.to_string(),
            scheme: prefix.to_owned(),
        },
        None => Credential::Field(carried.field.to_string()),
    });
    Scheme { name: scheme.name().to_owned(), credentials: basic.into_iter().chain(carried).collect() }
}

fn part(half: &BasicHalf) -> BasicPart {
    match half {
        TextOr::Text(field) => BasicPart::Field(field.value.clone()),
        TextOr::Other(text) => BasicPart::Text(text.value.to_string()),
    }
}

/// The credentials of a function's calls.
pub fn of_function(function: &Function, package: &Package) -> Auth {
    match function.auth.as_ref().map(|auth| auth.as_str()) {
        Some("none") => Auth::None,
        None if package.schemes().is_empty() => Auth::None,
        Some(name) if package.schemes().first().is_some_and(|first| first.name() != name) => {
            Auth::Scheme(name.to_owned())
        }
        _ => Auth::Default,
    }
}

/// What clients are given by name: credentials first, then the parts of servers' URLs; each once.
pub fn values(package: &Package) -> Vec<GivenValue> {
    let credentials = package.schemes().iter().flat_map(auth::Scheme::names).map(|name| (name, true, None));
    let variables = package.servers.iter().flat_map(|server| {
        server.url.placeholders().map(move |name| {
            let written = server.variables.0.iter().find(|(known, _)| known.value == name);
            (name, false, written.and_then(|(_, variable)| Some(variable.doc.as_ref()?.value.clone())))
        })
    });
    let mut values: Vec<GivenValue> = Vec::new();
    for (name, is_credential, doc) in credentials.chain(variables) {
        if !values.iter().any(|value| value.name == name) {
            let variable = name.to_shouty_snake_case();
            values.push(GivenValue { name: name.to_owned(), variable, is_credential, doc });
        }
    }
    values
}
