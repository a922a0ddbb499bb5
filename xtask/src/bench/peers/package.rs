//! What a generated crate needs to be compiled beside the others.

use crate::bench::synthetic_spec::write_file;
use std::path::Path;

/// Takes the platform's TLS out of the manifest that oas3-gen writes: the other crates leave TLS to the program, which has rustls.
pub fn without_tls(folder: &Path) -> Result<(), String> {
    let path = folder.join("Cargo.toml");
    let manifest = std::fs::read_to_string(&path).map_err(|error| format!("no Cargo.toml: {error}"))?;
    write_file(&path, &manifest.replace("\"native-tls\", ", "")).map_err(|error| error.message)
}

/// Makes a crate of the sources that openapi-to-rust writes: adds the manifest, with the dependencies that the generator names, and the root of the crate.
pub fn around_sources(folder: &Path) -> Result<(), String> {
    let named = folder.join("src/generated/REQUIRED_DEPS.toml");
    let named = std::fs::read_to_string(&named).map_err(|error| format!("no REQUIRED_DEPS.toml: {error}"))?;
    let manifest = format!(
        "[package]\nname = \"openapi-to-rust-generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{}",
        dependencies(&named)
    );
    write_file(&folder.join("Cargo.toml"), &manifest).map_err(|error| error.message)?;
    write_file(&folder.join("src/lib.rs"), "mod generated;\n\npub use generated::*;\n").map_err(|error| error.message)
}

/// The named dependencies as a table of a manifest, whether or not they have its heading.
fn dependencies(named: &str) -> String {
    if named.contains("[dependencies]") { named.to_owned() } else { format!("[dependencies]\n{named}") }
}

#[cfg(test)]
mod tests {
    use super::dependencies;

    #[test]
    fn dependencies_get_their_heading_once() {
        assert_eq!(dependencies("serde = \"1\"\n"), "[dependencies]\nserde = \"1\"\n");
        assert_eq!(dependencies("[dependencies]\nserde = \"1\"\n"), "[dependencies]\nserde = \"1\"\n");
    }
}
