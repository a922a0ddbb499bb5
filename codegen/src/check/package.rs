//! Rules of `package.yaml`.

use super::{Once, check_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Spanned;
use crate::spec::Package;
use std::collections::BTreeMap;
use syn::parse::Parser;

pub fn check(package: &Package, diagnostics: &mut Diagnostics) {
    check_name(&package.rust.krate, "a crate", diagnostics);
    check_name(&package.rust.module, "a module", diagnostics);
    check_name(&package.env, "an environment prefix", diagnostics);
    for name in [&package.rust.krate, &package.rust.module].into_iter().filter(|name| is_keyword(name)) {
        let message = format!("`{}` is a word of Rust and cannot name a crate or a module", name.value);
        diagnostics.push(Diagnostic::new(Code::BadName, name.span, message));
    }
    if syn::Path::parse_mod_style.parse_str(&package.rust.runtime).is_err() {
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
        version.known.iter().for_each(|known| check_header_value(known, diagnostics));
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
        if !auth.scheme.is_empty() {
            check_header_value(&auth.scheme, diagnostics);
        }
    }
    for header in &package.headers {
        check_header(&header.name, diagnostics);
        check_header_value(&header.value, diagnostics);
    }
    let mut names = Once::default();
    for resource in &package.resources {
        check_name(&resource.name, "a resource", diagnostics);
        names.check(&resource.name, "the resource", diagnostics);
    }
    check_pages(package, diagnostics);
}

/// Each page of the docs is a file, also where `A.md` and `a.md` are one.
fn check_pages(package: &Package, diagnostics: &mut Diagnostics) {
    package.pages.iter().for_each(|page| check_name(&page.name, "a page", diagnostics));
    let mut taken: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    for name in
        package.resources.iter().map(|resource| &resource.name).chain(package.pages.iter().map(|page| &page.name))
    {
        let page = name.to_ascii_lowercase();
        let message = format!("the docs have a page `{}.md` already", name.value);
        if page == "index" || page == "models" {
            diagnostics.push(
                Diagnostic::new(Code::Duplicate, name.span, message).help("`index` and `models` are pages of all docs"),
            );
            continue;
        }
        let first = taken.entry(page).or_insert(name);
        let resources =
            |name: &Spanned<String>| package.resources.iter().any(|resource| resource.name.span == name.span);
        // A resource that is given twice has been reported as such.
        if first.span != name.span && !(first.value == name.value && resources(first) && resources(name)) {
            diagnostics.push(Diagnostic::new(Code::Duplicate, name.span, message).also(first.span, "this one"));
        }
    }
}

fn is_keyword(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_err()
}

fn check_url(url: &Spanned<String>, diagnostics: &mut Diagnostics) {
    let foreign = |c: char| c.is_whitespace() || c.is_control() || "?#@{}\\\"".contains(c);
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || host.ends_with('/') || host.contains(foreign)) {
        diagnostics.push(
            Diagnostic::new(
                Code::BadHttp,
                url.span,
                format!("`{}` is not the base URL of a server", url.escape_debug()),
            )
            .help("write it as `https://host`, without a slash at its end, a query or credentials"),
        );
    }
}

/// A header's value must be visible ASCII.
fn check_header_value(value: &Spanned<String>, diagnostics: &mut Diagnostics) {
    let visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    if value.trim() != value.as_str() || value.is_empty() || !value.bytes().all(visible) {
        diagnostics.push(Diagnostic::new(
            Code::BadHttp,
            value.span,
            format!("`{}` cannot be sent in a header", value.escape_debug()),
        ));
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
