//! Credentials as security schemes.

use super::schema::object;
use crate::base::json::Json;
use crate::model::{Api, Auth, Credential, Function, Role, Scheme, Source};

/// All security schemes: one for each credential.
pub fn schemes(api: &Api) -> Vec<(String, Json)> {
    let credentials = api.package.auth.iter().flat_map(|scheme| &scheme.credentials);
    let mut schemes: Vec<(String, Json)> = Vec::new();
    for credential in credentials {
        let name = name(credential);
        let Some(scheme) = scheme(api, credential).filter(|_| !schemes.iter().any(|(known, _)| *known == name)) else {
            continue;
        };
        schemes.push((name, scheme));
    }
    schemes
}

/// What a call needs: all credentials of its scheme.
pub fn requirement(scheme: &Scheme) -> Json {
    let credentials = scheme.credentials.iter().map(|credential| (name(credential), Json::Array(Vec::new())));
    Json::Array(vec![Json::Object(credentials.collect())])
}

/// What a function's calls need, where that is not the package's default.
pub fn of_function(api: &Api, function: &Function) -> Option<Json> {
    match &function.auth {
        Auth::Default => None,
        Auth::None => (!api.package.auth.is_empty()).then(|| Json::Array(Vec::new())),
        auth @ Auth::Scheme(_) => api.package.scheme(auth).map(requirement),
    }
}

fn name(credential: &Credential) -> String {
    match credential {
        Credential::Header { field, .. } | Credential::Field(field) => field.clone(),
        Credential::Basic { user, password } => {
            let halves = [user.field(), password.field()].into_iter().flatten();
            halves.collect::<Vec<_>>().join("_")
        }
    }
}

/// A credential's scheme; `None` where OpenAPI has none: in a body or a path, where it is an argument.
fn scheme(api: &Api, credential: &Credential) -> Option<Json> {
    let api_key = |place: &str, name: &str| {
        object([("type", Json::text("apiKey")), ("in", Json::text(place)), ("name", Json::text(name))])
    };
    match credential {
        Credential::Header { header, scheme, .. }
            if header.eq_ignore_ascii_case("authorization") && scheme.eq_ignore_ascii_case("bearer") =>
        {
            Some(object([("type", Json::text("http")), ("scheme", Json::text("bearer"))]))
        }
        Credential::Header { header, .. } => Some(api_key("header", header)),
        Credential::Basic { .. } => Some(object([("type", Json::text("http")), ("scheme", Json::text("basic"))])),
        Credential::Field(field) => query_key(api, field).map(|key| api_key("query", &key)),
    }
}

/// The query key of a credential.
fn query_key(api: &Api, field: &str) -> Option<String> {
    api.functions().find_map(|(_, function)| {
        let item = function.query.iter().find(|item| match item.source {
            Source::Field(at) => {
                function.fields.get(at).is_some_and(|own| own.name == field && own.role == Role::Credential)
            }
            _ => false,
        });
        item.map(|item| item.key.clone())
    })
}
