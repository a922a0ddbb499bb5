//! An example as a curl command.

use super::Snippet;
use crate::base::http::HttpMethod;
use crate::example::encode::percent_encode;
use std::fmt::Write;

impl Snippet<'_> {
    /// The request as a curl command; the token comes from the environment.
    #[must_use]
    pub fn curl(&self) -> String {
        let package = &self.api.package;
        let request = &self.example.request;
        let mut url = package.servers.first().map(|server| server.url.clone()).unwrap_or_default();
        url.push_str(&request.path);
        for (position, (key, value)) in request.query.iter().enumerate() {
            let separator = if position == 0 { '?' } else { '&' };
            // Writing to a String cannot fail.
            let _ = write!(url, "{separator}{}={}", percent_encode(key), percent_encode(value));
        }
        let method = self.function.http;
        let verb = if method == HttpMethod::Get { String::new() } else { format!(" -X {}", method.as_str()) };
        let mut lines = vec![format!("curl{verb} {}", shell(&url))];
        if let Some(auth) = package.auth.as_ref().filter(|_| self.function.auth) {
            lines.push(format!("-H {}", with_variable(&format!("{}: {} ", auth.header, auth.scheme), &package.env)));
        }
        if let Some(version) = &package.version {
            lines.push(format!("-H {}", shell(&format!("{}: {}", version.header, version.default))));
        }
        for (name, value) in &package.headers {
            lines.push(format!("-H {}", shell(&format!("{name}: {value}"))));
        }
        if let Some(body) = &request.body {
            lines.push("-H 'Content-Type: application/json'".to_owned());
            lines.push(format!("-d {}", shell(&body.to_string())));
        }
        lines.join(" \\\n  ")
    }
}

/// An argument of a POSIX shell that ends with the access token.
fn with_variable(text: &str, env: &str) -> String {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || " :-_.".contains(c));
    let variable = format!("${env}_ACCESS_TOKEN");
    if plain { format!("\"{text}{variable}\"") } else { format!("{}\"{variable}\"", shell(text)) }
}

/// An argument of a POSIX shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
