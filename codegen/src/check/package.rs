//! Rules of `package.yaml`.

use super::{Once, check_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Spanned;
use crate::spec::Package;

pub fn check(package: &Package, diagnostics: &mut Diagnostics) {
    check_name(&package.rust.krate, "a crate", diagnostics);
    check_name(&package.rust.module, "a module", diagnostics);
    check_name(&package.env, "an environment prefix", diagnostics);
    if syn::parse_str::<syn::Path>(&package.rust.runtime).is_err() {
        diagnostics.push(Diagnostic::new(
            Code::BadName,
            package.rust.runtime.span,
            format!("`{}` is not the path of a Rust module", package.rust.runtime.value),
        ));
    }
    if package.servers.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, package.name.span, "the package has no server")
                .help("add `servers:` with `name`, `url` and `doc`"),
        );
    }
    let mut names = Once::default();
    for server in &package.servers {
        check_name(&server.name, "a server", diagnostics);
        names.check(&server.name, "the server", diagnostics);
        check_url(&server.url, diagnostics);
    }
    if let Some(version) = &package.version {
        check_header(&version.header, diagnostics);
        if !version.known.iter().any(|known| known.value == version.default.value) {
            diagnostics.push(
                Diagnostic::new(
                    Code::DefaultOutside,
                    version.default.span,
                    format!("the default version `{}` is not among the known ones", version.default.value),
                )
                .did_you_mean(&version.default, version.known.iter().map(|known| known.as_str())),
            );
        }
    }
    if let Some(auth) = &package.auth {
        check_header(&auth.header, diagnostics);
    }
    for header in &package.headers {
        check_header(&header.name, diagnostics);
    }
    let mut names = Once::default();
    for resource in &package.resources {
        check_name(&resource.name, "a resource", diagnostics);
        names.check(&resource.name, "the resource", diagnostics);
    }
    let mut names = Once::default();
    for page in &package.pages {
        check_name(&page.name, "a page", diagnostics);
        names.check(&page.name, "the page", diagnostics);
    }
}

fn check_url(url: &Spanned<String>, diagnostics: &mut Diagnostics) {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || host.ends_with('/') || host.contains(['?', '#', ' ', '@'])) {
        diagnostics.push(
            Diagnostic::new(Code::BadHttp, url.span, format!("`{}` is not the base URL of a server", url.value))
                .help("write it as `https://host`, without a slash at its end, a query or credentials"),
        );
    }
}

/// A header's name must be a token of HTTP.
pub fn check_header(name: &Spanned<String>, diagnostics: &mut Diagnostics) {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(token) {
        diagnostics.push(Diagnostic::new(
            Code::BadHttp,
            name.span,
            format!("`{}` is not the name of a header", name.value),
        ));
    }
}
