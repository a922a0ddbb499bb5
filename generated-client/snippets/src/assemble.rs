//! A call becomes what templates name: the request with its server, headers and credentials.

use crate::catalogue::{Catalogue, Function, Half, Sent};
use crate::json::Json;
use crate::language::Language;
use crate::parts::Parts;
use crate::rust::RustCall;
use crate::scope::{Item, Scope};
use crate::value::Value;
use std::collections::BTreeSet;

/// What a call sends, before server, headers and credentials are added.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// The path, percent-encoded; `{name}` is a credential.
    pub path: String,
    /// Keys and values of the query, before percent-encoding.
    pub query: Vec<(String, String)>,
    /// The body: of a form and of parts its fields, of what is sent as it is its text.
    pub body: Option<Json>,
}

/// A call that is printed.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The API.
    pub catalogue: &'a Catalogue,
    /// The function.
    pub function: &'a Function,
    /// The arguments that were set.
    pub args: &'a [(String, Json)],
    /// What it sends.
    pub encoded: &'a Encoded,
    /// Another server than the function's, such as `http://127.0.0.1:4010`.
    pub base_url: Option<&'a str>,
}

impl Call<'_> {
    /// The call in a language.
    #[must_use]
    pub fn print(&self, language: &Language) -> String {
        language.print(&self.scope(language))
    }

    /// What the language's template may name. What takes long to write is left out where it is not named.
    fn scope(&self, language: &Language) -> Scope {
        let Self { catalogue, function, .. } = *self;
        let mut scope = Scope::default();
        let body = self.body();
        self.add_request(&mut scope);
        self.add_body(&mut scope, body);
        scope.text("program", &catalogue.program);
        scope.text("function", &function.name);
        scope.text("library", &catalogue.library);
        if !self.args.is_empty() && language.names("args") {
            scope.value("args", Value::of(&Json::Object(self.args.to_vec())));
        }
        scope.flag("prints", function.returns != "empty");
        let variables: Vec<String> =
            catalogue.values.iter().filter_map(|value| catalogue.variable(&value.name)).collect();
        if !variables.is_empty() && !function.open {
            scope.text("variables", variables.join(", "));
        }
        let rust = RustCall { catalogue, function, args: self.args };
        if language.names("uses") {
            scope.text("uses", rust.uses());
        }
        if language.names("statement") {
            scope.text("statement", rust.statement());
        }
        if language.names("dynamic_args") {
            scope.text("dynamic_args", rust.dynamic_args());
        }
        if !function.binding.is_empty() {
            scope.text("binding", &function.binding);
        }
        scope
    }

    fn add_request(&self, scope: &mut Scope) {
        let Self { catalogue, function, .. } = *self;
        scope.text("method", &function.http);
        scope.text("method_title", title(&function.http));
        scope.flag("is_get", function.http == "GET");
        let (host, url, path) = self.addresses();
        let (mut uses_env, mut encodes) = (url.has_env(), false);
        encodes |= url.0.iter().any(|part| matches!(part, crate::parts::Part::Env { encoded: true, .. }));
        scope.parts("host", host);
        scope.parts("url", url);
        scope.parts("path", path);
        let mut headers = Vec::new();
        for credential in catalogue.scheme_of(function).iter().flat_map(|scheme| &scheme.credentials) {
            uses_env = true;
            if let Some((user, password)) = &credential.basic {
                let half = |half: &Half| match catalogue.variable(&half.field) {
                    Some(variable) => Parts::env(variable, false),
                    None => Parts::text(&half.text),
                };
                let (user, password) = (half(user), half(password));
                let mut both = user.clone();
                both.push_text(":");
                both.push(password.clone());
                scope.parts("basic", both);
                scope.parts("user", user);
                scope.parts("password", password);
            } else if let Some(variable) = catalogue.variable(&credential.field) {
                let before = format!("{} ", credential.scheme);
                let mut value = Parts::text(before.trim_start());
                value.push(Parts::env(variable, false));
                headers.push((credential.header.clone(), value));
            }
        }
        headers.extend(catalogue.version.iter().map(|(name, value)| (name.clone(), Parts::text(value))));
        headers.extend(catalogue.headers.iter().map(|(name, value)| (name.clone(), Parts::text(value))));
        for header in &function.headers {
            let Some(value) = self.header(header) else { continue };
            headers.retain(|(name, _)| !name.eq_ignore_ascii_case(&header.key));
            headers.push((header.key.clone(), Parts::text(value)));
        }
        let header = |(name, value): (String, Parts)| {
            let mut line = Parts::text(format!("{name}: "));
            line.push(value.clone());
            let mut scope = Scope::default();
            scope.text("name", name);
            scope.parts("value", value);
            scope.parts("line", line);
            scope
        };
        scope.list("headers", headers.into_iter().map(header).collect());
        uses_env |= self.body_credentials().next().is_some();
        let reads_file =
            function.fields.iter().enumerate().any(|(at, field)| field.kind == "file" && self.arg(at).is_some());
        scope.flag("uses_env", uses_env);
        scope.flag("uses_os", uses_env || reads_file);
        scope.flag("encodes", encodes);
    }

    /// The value of a header: a constant, or an argument.
    fn header(&self, header: &Sent) -> Option<String> {
        let source = &header.source;
        let json = match (&source.value, source.field) {
            (Some(text), _) => Json::parse(text)?,
            (None, Some(field)) => self.arg(field)?.clone(),
            _ => return None,
        };
        Some(plain(&json))
    }

    fn arg(&self, field: usize) -> Option<&Json> {
        let name = &self.function.fields.get(field)?.name;
        self.args.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    /// The server without its scheme and path, the whole URL, and path and query.
    fn addresses(&self) -> (Parts, Parts, Parts) {
        let Self { catalogue, function, encoded, .. } = *self;
        let server = catalogue.servers.iter().find(|server| server.name == function.server);
        let server = server.or(catalogue.servers.first()).map_or("", |server| &server.url);
        let server = self.base_url.unwrap_or(server);
        let (scheme, rest) = server.split_once("://").unwrap_or(("https", server));
        let (host, base) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let mut path = self.with_values(base, false);
        path.push(self.with_values(&encoded.path, true));
        let mut separator = "?";
        for (key, value) in &encoded.query {
            path.push_text(&format!("{separator}{}={}", percent_encode(key), percent_encode(value)));
            separator = "&";
        }
        for sent in &function.query {
            let Some(variable) = self.credential(sent) else { continue };
            path.push_text(&format!("{separator}{}=", percent_encode(&sent.key)));
            path.push(Parts::env(variable, true));
            separator = "&";
        }
        let host = self.with_values(host, false);
        let mut url = Parts::text(format!("{scheme}://"));
        url.push(host.clone());
        url.push(path.clone());
        (host, url, path)
    }

    /// Text in which `{name}` is a value that clients are given.
    fn with_values(&self, text: &str, encoded: bool) -> Parts {
        let mut parts = Parts::default();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            let Some(variable) = self.catalogue.variable(name) else { break };
            parts.push_text(before);
            parts.push(Parts::env(variable, encoded));
            rest = after;
        }
        parts.push_text(rest);
        parts
    }

    /// The variable of the credential that is sent there.
    fn credential(&self, sent: &Sent) -> Option<String> {
        let field = self.function.fields.get(sent.source.field?)?;
        if field.credential { self.catalogue.variable(&field.name) } else { None }
    }

    /// The credentials that stand in the body: their keys and variables.
    fn body_credentials(&self) -> impl Iterator<Item = (Vec<String>, String)> {
        fn collect(call: &Call, nodes: &[Sent], keys: &[String], found: &mut Vec<(Vec<String>, String)>) {
            for node in nodes {
                let keys: Vec<String> = keys.iter().chain([&node.key]).cloned().collect();
                match &node.members {
                    Some(members) => collect(call, members, &keys, found),
                    None => found.extend(call.credential(node).map(|variable| (keys, variable))),
                }
            }
        }
        let mut found = Vec::new();
        collect(self, self.function.body.as_deref().unwrap_or_default(), &[], &mut found);
        found.into_iter()
    }

    /// The body of JSON, with the credentials in it.
    fn body(&self) -> Option<Value> {
        let mut body = Value::of(self.encoded.body.as_ref()?);
        for (keys, variable) in self.body_credentials() {
            body.insert(&keys, Value::Text(Parts::env(variable, false)));
        }
        Some(body)
    }

    fn add_body(&self, scope: &mut Scope, body: Option<Value>) {
        let function = self.function;
        let Some(body) = body else { return };
        scope.flag("has_body", true);
        let content_type = match function.body_as.as_str() {
            "form" => "application/x-www-form-urlencoded",
            "multipart" => "",
            "raw" => &function.content_type,
            _ => "application/json",
        };
        if !content_type.is_empty() {
            scope.text("content_type", content_type);
            scope.text("content_type_line", format!("Content-Type: {content_type}"));
            scope.flag("uses_strings", true);
        }
        match function.body_as.as_str() {
            "form" => {
                let fields: Vec<Scope> = pairs(&body).into_iter().map(|(key, value)| pair(&key, value)).collect();
                let mut text = Parts::default();
                for (at, field) in fields.iter().enumerate() {
                    text.push_text(if at > 0 { "&" } else { "" });
                    if let Some(Item::Parts(encoded)) = field.0.get("encoded") {
                        text.push(encoded.clone());
                    }
                }
                scope.parts("form_text", text);
                scope.list("form", fields);
                scope.flag("encodes_form", true);
            }
            "multipart" => {
                let fields = pairs(&body);
                let names: BTreeSet<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
                // PHP's own forms have each name once.
                scope.flag("multipart_repeats", names.len() < fields.len());
                let parts = self.multipart(fields);
                scope.flag("multipart_files", parts.iter().any(|part| part.0.contains_key("file")));
                scope.list("multipart", parts);
            }
            "raw" => {
                if let Value::Text(text) = body {
                    scope.parts("raw", text);
                }
            }
            _ => {
                let name = if body.is_native() { "native" } else { "text" };
                scope.value(name, body.clone());
                scope.value("json", body);
            }
        }
    }

    fn multipart(&self, fields: Vec<(String, Parts)>) -> Vec<Scope> {
        let file = |key: &str| {
            let node = self.function.body.iter().flatten().find(|node| node.key == key)?;
            let field = node.source.field?;
            (self.function.fields.get(field)?.kind == "file").then(|| self.arg(field))?
        };
        let part = |(key, value): (String, Parts)| {
            let mut scope = pair(&key, value);
            scope.text("head", format!("name=\"{key}\""));
            if let Some(file) = file(&key) {
                let text = |key: &str| file.get(key).and_then(Json::as_str);
                let name = text("name").unwrap_or("file");
                scope.text("file", name);
                let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
                let kind = text("type").unwrap_or("application/octet-stream");
                scope.text("curl_file", format!("{key}=@\"{quoted}\";type={kind}"));
                scope.text("head", format!("name=\"{key}\"; filename=\"{quoted}\"\r\nContent-Type: {kind}"));
                scope.text("file_header", quoted);
                scope.text("type", kind);
            }
            scope
        };
        fields.into_iter().map(part).collect()
    }
}

/// A field of a form.
fn pair(key: &str, value: Parts) -> Scope {
    let mut scope = Scope::default();
    let mut both = Parts::text(format!("{key}="));
    both.push(value.clone());
    let (mut encoded, mut is_plain) = (Parts::text(format!("{}=", percent_encode(key))), true);
    for part in &value.0 {
        match part {
            crate::parts::Part::Text(text) => {
                encoded.push_text(&percent_encode(text));
                is_plain &= !text.contains(|c| crate::value::is_unprintable(c) && c != '\n');
            }
            crate::parts::Part::Env { name, .. } => encoded.push(Parts::env(name.clone(), true)),
        }
    }
    is_plain &= !key.contains(|c: char| {
        c == '&' || c == '=' || c == '@' || c == '%' || c == '+' || crate::value::is_unprintable(c)
    });
    scope.flag("is_plain", is_plain);
    scope.text("name", key);
    scope.parts("value", value);
    scope.parts("pair", both);
    scope.parts("encoded", encoded);
    scope
}

/// The fields of a form; a key with several texts comes once for each.
fn pairs(body: &Value) -> Vec<(String, Parts)> {
    let text = |value: &Value| match value {
        Value::Text(parts) => parts.clone(),
        other => other.json(None),
    };
    let Value::Object(members) = body else { return Vec::new() };
    let pairs = members.iter().flat_map(|(key, value)| match value {
        Value::Array(items) => items.iter().map(|item| (key.clone(), text(item))).collect::<Vec<_>>(),
        value => vec![(key.clone(), text(value))],
    });
    pairs.collect()
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// `Post`
fn title(method: &str) -> String {
    let mut characters = method.chars();
    characters.next().into_iter().chain(characters.map(|c| c.to_ascii_lowercase())).collect()
}

/// Escapes everything but the unreserved characters of RFC 3986 as `%XX`.
fn percent_encode(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
