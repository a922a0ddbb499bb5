//! Rules of `auth`: what calls carry, and where.

use super::rust_names::{Scope, Style};
use super::unique::Unique;
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::auth::Scheme;
use crate::spec::function::Function;
use crate::spec::package::Package;

/// Checks all schemes of a package.
pub fn check(package: &Package, diagnostics: &mut Diagnostics) {
    let schemes = package.schemes();
    let mut unique = Unique::default();
    // Clients take each value by a name in Rust, and by an environment variable.
    let mut names = Scope::new("a value that clients are given");
    for scheme in schemes {
        check_scheme(scheme, package, diagnostics);
        for field in scheme.basic_fields() {
            names.claim(field, Style::Param, diagnostics);
        }
        for carried in scheme.carried() {
            names.claim(carried.field, Style::Param, diagnostics);
        }
        match &scheme.name {
            Some(name) => {
                unique.check(name, "the way to authenticate", diagnostics);
                if name.as_str() == "none" {
                    let message = "`none` says that a call carries no credential: it cannot be a name";
                    diagnostics.push(Diagnostic::new(Code::BadAuth, name.span, message));
                }
            }
            None if schemes.len() > 1 => {
                let span = span_of(scheme).unwrap_or(package.name.span);
                let message = "each of several ways to authenticate must have a `name`";
                diagnostics.push(Diagnostic::new(Code::BadAuth, span, message));
            }
            None => {}
        }
    }
}

fn check_scheme(scheme: &Scheme, package: &Package, diagnostics: &mut Diagnostics) {
    if !scheme.basic.is_empty() {
        let span = span_of(scheme).unwrap_or(package.name.span);
        if scheme.basic.len() != 2 {
            let message = format!("`basic` has {} parts, not a user and a password", scheme.basic.len());
            diagnostics.push(
                Diagnostic::new(Code::BadAuth, span, message).help(
                    "write `basic: [user, password]`, or a `{ value: … }` for a part that is the same for everyone",
                ),
            );
        }
        if scheme.basic_fields().next().is_none() {
            diagnostics.push(Diagnostic::new(Code::BadAuth, span, "one part of `basic` must be a credential"));
        }
        if let Some(place) = first_place(scheme) {
            let message = "`basic` goes into the header `Authorization`, and nowhere else";
            diagnostics.push(Diagnostic::new(Code::BadAuth, place, message));
        }
    } else if scheme.field.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::BadAuth,
                span_of(scheme).unwrap_or(package.name.span),
                "`auth` must name its credential: `field`, or `basic`",
            )
            .help("write for instance `auth: { field: token, header: Authorization, scheme: Bearer }`"),
        );
    }
    for carried in scheme.carried() {
        let mut places = carried.places();
        match (places.next(), places.next()) {
            (Some(first), Some(second)) => diagnostics.push(
                Diagnostic::new(
                    Code::BadAuth,
                    second,
                    format!("the credential `{}` has two destinations", carried.field.value),
                )
                .also(first, "the first one"),
            ),
            (None, _)
                if scheme.basic.is_empty()
                    || scheme.field.as_ref().is_none_or(|own| own.span != carried.field.span) =>
            {
                diagnostics.push(
                    Diagnostic::new(
                        Code::BadAuth,
                        carried.field.span,
                        format!("the credential `{}` has no destination", carried.field.value),
                    )
                    .help("add `header`, `query`, `body` or `path`"),
                );
            }
            _ => {}
        }
    }
}

/// Where a scheme begins.
fn span_of(scheme: &Scheme) -> Option<Span> {
    let name = scheme.name.as_ref().map(|name| name.span);
    let field = scheme.field.as_ref().map(|field| field.span);
    name.or(field).or_else(|| scheme.basic_fields().next().map(|field| field.span)).or_else(|| first_place(scheme))
}

fn first_place(scheme: &Scheme) -> Option<Span> {
    let header = scheme.header.as_ref().map(|header| header.span);
    let query = scheme.query.as_ref().map(|query| query.span);
    header.or(query).or(scheme.body.as_ref().map(|body| body.span)).or(scheme.path.as_ref().map(|path| path.span))
}

/// Checks that a function's `auth` and `server` name what the package has.
pub fn check_function(function: &Function, package: &Package, diagnostics: &mut Diagnostics) {
    if let Some(auth) = function.auth.as_ref().filter(|auth| auth.as_str() != "none") {
        let names: Vec<&str> = package.schemes().iter().map(Scheme::name).filter(|name| !name.is_empty()).collect();
        unknown(auth, "way to authenticate", &names, "none", diagnostics);
    }
    if let Some(server) = &function.server {
        let names: Vec<&str> = package.servers.iter().map(|server| server.name.as_str()).collect();
        unknown(server, "server", &names, "", diagnostics);
    }
}

fn unknown(name: &Spanned<String>, what: &str, known: &[&str], also: &str, diagnostics: &mut Diagnostics) {
    if !known.contains(&name.as_str()) {
        let known = known.iter().copied().chain(Some(also).filter(|also| !also.is_empty()));
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                name.span,
                format!("`{}` is not a {what} of `package.yaml`", name.value),
            )
            .did_you_mean(name, known),
        );
    }
}
