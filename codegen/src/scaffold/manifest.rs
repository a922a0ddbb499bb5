//! `Cargo.toml`.

use super::names::{Names, Runtime};
use crate::base::json::Json;
use crate::model::Api;

pub fn manifest(api: &Api, names: &Names, runtime: &Runtime) -> String {
    let Names { package, command, .. } = names;
    let (runtime, command_line) = match runtime {
        Runtime::Paths { runtime, command_line } => (path(runtime), path(command_line)),
        Runtime::Version(version) => (format!("version = {}", text(version)), format!("version = {}", text(version))),
    };
    let description =
        text(&format!("A client for the API of {}, generated from a spec of its functions.", api.package.name));
    let features = || api.package.groups.iter().map(|group| &group.feature);
    let defaults: String = features().map(|feature| format!(", {}", text(feature))).collect();
    let groups = api.package.groups.iter();
    let groups: String =
        groups.map(|group| format!("# {}\n{} = []\n", group.doc.replace('\n', " "), group.feature)).collect();
    format!(
        "\
[package]
name = {package:?}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.89\"
description = {description}
readme = \"README.md\"

# A workspace of its own, wherever the folder is.
[workspace]

[[bin]]
name = {command:?}
path = \"src/main.rs\"
required-features = [\"cli\"]

[features]
default = [\"rustls\"{defaults}]
{groups}# The command `{command}`.
cli = [\"dep:api-client-cli\"]
# TLS by rustls with the platform's certificates.
rustls = [\"api-client-runtime/rustls\", \"api-client-cli?/rustls\"]
# TLS by the platform's own library.
native-tls = [\"api-client-runtime/native-tls\", \"api-client-cli?/native-tls\"]
# `Serialize` and `Deserialize` of models and enums.
serde = [\"api-client-runtime/serde\"]
# Spans of calls and attempts.
tracing = [\"api-client-runtime/tracing\"]
# Calls without `async`.
blocking = [\"api-client-runtime/blocking\"]
# One ready call of each example of the spec.
examples = [\"serde\", \"api-client-runtime/examples\"]

[dependencies]
api-client-runtime = {{ {runtime} }}
api-client-cli = {{ {command_line}, optional = true }}

[dev-dependencies]
tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }}
"
    )
}

fn path(path: &str) -> String {
    format!("path = {}", text(path))
}

/// A string of TOML: JSON's escapes are its own.
fn text(value: &str) -> String {
    Json::text(value).to_string()
}
