//! An example as a curl command.

use super::Snippet;
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::example::encode::percent_encode;
use crate::model::{BasicPart, BodyAs, Credential, Role, Source};

impl Snippet<'_> {
    /// The request as a curl command; credentials come from the environment.
    #[must_use]
    pub fn curl(&self) -> String {
        let package = &self.api.package;
        let request = &self.example.request;
        let server =
            self.function.server.as_ref().and_then(|name| package.servers.iter().find(|own| own.name == *name));
        let server = server.or_else(|| package.servers.first());
        let mut url = server.map(|server| server.url.clone()).unwrap_or_default();
        url.push_str(&request.path);
        let query =
            request.query.iter().map(|(key, value)| format!("{}={}", percent_encode(key), percent_encode(value)));
        let secrets = self.placed();
        let query: Vec<String> = query.chain(secrets.iter().map(|(key, name)| format!("{key}={{{name}}}"))).collect();
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query.join("&"));
        }
        let method = self.function.http;
        let verb = if method == HttpMethod::Get { String::new() } else { format!(" -X {}", method.as_str()) };
        let mut lines = vec![format!("curl{verb} {}", self.with_values(&url))];
        for credential in package.scheme(&self.function.auth).iter().flat_map(|scheme| &scheme.credentials) {
            lines.extend(match credential {
                Credential::Header { field, header, scheme } => {
                    let before = format!("{header}: {scheme}");
                    Some(format!("-H {}", self.with_values(&format!("{} {{{field}}}", before.trim_end()))))
                }
                Credential::Basic { user, password } => {
                    let half = |part: &BasicPart| match part {
                        BasicPart::Field(field) => format!("{{{field}}}"),
                        BasicPart::Text(text) => text.clone(),
                    };
                    Some(format!("-u {}", self.with_values(&format!("{}:{}", half(user), half(password)))))
                }
                Credential::Field(_) => None,
            });
        }
        if let Some(version) = &package.version {
            lines.push(format!("-H {}", shell(&format!("{}: {}", version.header, version.default))));
        }
        for (name, value) in &package.headers {
            lines.push(format!("-H {}", shell(&format!("{name}: {value}"))));
        }
        for (name, source) in &self.function.headers {
            if let Source::Const { value, .. } = source {
                lines.push(format!("-H {}", shell(&format!("{name}: {}", plain(value)))));
            }
        }
        lines.extend(self.body());
        lines.join(" \\\n  ")
    }

    /// The credentials that go under a query key: the key and the name.
    fn placed(&self) -> Vec<(String, String)> {
        let fields = &self.function.fields;
        let items = self.function.query.iter().filter_map(|item| match item.source {
            Source::Field(field) => Some((item.key.clone(), fields.get(field)?)),
            _ => None,
        });
        items
            .filter(|(_, field)| field.role == Role::Credential)
            .map(|(key, field)| (key, field.name.clone()))
            .collect()
    }

    /// The options for the body.
    fn body(&self) -> Vec<String> {
        let Some(body) = &self.example.request.body else { return Vec::new() };
        match (&self.function.body_as, body) {
            (BodyAs::Json, body) => {
                vec!["-H 'Content-Type: application/json'".to_owned(), format!("-d {}", shell(&body.to_string()))]
            }
            (BodyAs::Form, Json::Object(fields)) => {
                texts(fields).map(|field| format!("--data-urlencode {}", shell(&field))).collect()
            }
            (BodyAs::Multipart, Json::Object(fields)) => {
                texts(fields).map(|field| format!("-F {}", shell(&field))).collect()
            }
            (BodyAs::Raw(content_type), body) => {
                let header = format!("-H {}", shell(&format!("Content-Type: {content_type}")));
                vec![header, format!("--data-binary {}", shell(&plain(body)))]
            }
            (_, body) => vec![format!("-d {}", shell(&body.to_string()))],
        }
    }

    /// An argument of a POSIX shell; `{name}` of a value that clients are given becomes its environment variable.
    fn with_values(&self, text: &str) -> String {
        let package = &self.api.package;
        let mut parts: Vec<String> = Vec::new();
        let mut rest = text;
        let (mut plain, mut has_variable) = (true, false);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            let Some(value) = package.values.iter().find(|value| value.name == name) else { break };
            plain &= is_plain(before);
            has_variable = true;
            let variable = format!("${{{}_{}}}", package.env, value.variable);
            // Without a name behind it, the braces say nothing.
            let bare = !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let variable = if bare { variable.replace(['{', '}'], "") } else { variable };
            parts.extend([before.to_owned(), variable]);
            rest = after;
        }
        plain &= is_plain(rest);
        if !has_variable {
            return shell(text);
        }
        if plain {
            return format!("\"{}{rest}\"", parts.concat());
        }
        let quoted = parts.chunks(2).map(|pair| match pair {
            [before, variable] if before.is_empty() => format!("\"{variable}\""),
            [before, variable] => format!("{}\"{variable}\"", shell(before)),
            _ => String::new(),
        });
        let rest = if rest.is_empty() { String::new() } else { shell(rest) };
        format!("{}{rest}", quoted.collect::<String>())
    }
}

/// Whether a text means itself within double quotes.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || " :-_./?&=%".contains(c))
}

/// The fields of a form, each as `key=text`; a key with several texts comes once for each.
fn texts(fields: &[(String, Json)]) -> impl Iterator<Item = String> {
    fields.iter().flat_map(|(key, value)| match value {
        Json::Array(items) => items.iter().map(|item| format!("{key}={}", plain(item))).collect::<Vec<_>>(),
        value => vec![format!("{key}={}", plain(value))],
    })
}

/// A value as the text of a form's field.
fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An argument of a POSIX shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
