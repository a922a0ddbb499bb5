//! Rules of `package.yaml`.

use super::checked::CheckedAdvice;
use super::unique::Unique;
use super::{advice, auth, groups, paging};
use crate::base::file_name::is_reserved_on_windows;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::auth::Scheme;
use crate::spec::name::Name;
use crate::spec::package::Package;
use std::collections::BTreeMap;

/// Pages that all docs have.
const OWN_PAGES: [&str; 2] = ["index", "models"];

/// Checks the package; its advice on errors is what it yields.
pub fn check(package: &Package, diagnostics: &mut Diagnostics) -> Vec<CheckedAdvice> {
    if package.servers.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, package.name.span, "the package has no server")
                .help("add `servers:` with `name`, `url` and `doc`"),
        );
    }
    let mut unique = Unique::default();
    package.servers.iter().for_each(|server| unique.check(&server.name, "the server", diagnostics));
    let mut unique = Unique::default();
    package.resources.iter().for_each(|resource| unique.check(&resource.name, "the resource", diagnostics));
    if is_reserved_on_windows(&package.rust.module.value) {
        let message =
            format!("`{}` cannot be the name of a file on Windows, and a folder gets it", package.rust.module.value);
        diagnostics.push(Diagnostic::new(Code::BadName, package.rust.module.span, message).help("choose another name"));
    }
    groups::check(package, diagnostics);
    auth::check(package, diagnostics);
    paging::check_package(package, diagnostics);
    check_variables(package, diagnostics);
    check_default_version(package, diagnostics);
    check_pages(package, diagnostics);
    advice::check(package, diagnostics)
}

/// Each variable is a part of its server's URL, and no credential.
fn check_variables(package: &Package, diagnostics: &mut Diagnostics) {
    for server in &package.servers {
        for (name, _) in &server.variables.0 {
            if !server.url.placeholders().any(|placeholder| placeholder == name.value) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::PathField,
                        name.span,
                        format!("the URL `{}` has no `{{{}}}`", server.url.value, name.value),
                    )
                    .did_you_mean(name, server.url.placeholders()),
                );
            }
        }
        let credentials: Vec<&str> = package.schemes().iter().flat_map(Scheme::names).collect();
        if let Some(secret) = server.url.placeholders().find(|placeholder| credentials.contains(placeholder)) {
            let message = format!("`{secret}` is a credential, which an address would show to everyone");
            diagnostics.push(Diagnostic::new(Code::BadAuth, server.url.span, message));
        }
    }
}

fn check_default_version(package: &Package, diagnostics: &mut Diagnostics) {
    let Some(version) = &package.version else { return };
    if !version.known.iter().any(|known| known.as_str() == version.default.as_str()) {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownDefault,
                version.default.span,
                format!("the default version `{}` is not one of the known versions", version.default.value),
            )
            .did_you_mean(&version.default, version.known.iter().map(|known| known.as_str())),
        );
    }
}

/// Each page of the docs is a file, also where `A.md` and `a.md` are the same file.
fn check_pages(package: &Package, diagnostics: &mut Diagnostics) {
    let resources = package.resources.iter().map(|resource| (&resource.name, true));
    let pages = package.pages.iter().map(|page| (&page.name, false));
    let mut taken: BTreeMap<String, (&Spanned<Name>, bool)> = BTreeMap::new();
    for (name, is_resource) in resources.chain(pages) {
        if is_reserved_on_windows(name) {
            diagnostics.push(
                Diagnostic::new(
                    Code::BadName,
                    name.span,
                    format!("`{}` cannot be the name of a file on Windows, and files get this name", name.value),
                )
                .help("choose another name"),
            );
        }
        let page = name.to_ascii_lowercase();
        let message = format!("the docs already have a page `{}.md`", name.value);
        if OWN_PAGES.contains(&page.as_str()) {
            diagnostics.push(
                Diagnostic::new(Code::Duplicate, name.span, message)
                    .help("all docs have the pages `index` and `models`"),
            );
            continue;
        }
        let (first, first_is_resource) = *taken.entry(page).or_insert((name, is_resource));
        // A resource that is defined twice has been reported as such.
        let reported = first.value == name.value && first_is_resource && is_resource;
        if first.span != name.span && !reported {
            diagnostics.push(Diagnostic::new(Code::Duplicate, name.span, message).also(first.span, "this one"));
        }
    }
}
