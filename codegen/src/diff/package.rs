//! What is common to all functions.

use super::rows::{Class, Row, Rows, reordered};
use super::sending::compare_failures;
use super::text::{arrow, code, list};
use crate::model::{ErrorShape, Package, RateLimit, Scheme, Server, Version};

/// Compares two packages.
pub fn compare(old: &Package, new: &Package, rows: &mut Rows) {
    let start = rows.len();
    compare_rust(old, new, rows);
    compare_servers(&old.servers, &new.servers, rows);
    compare_auth(old, new, rows);
    compare_values(old, new, rows);
    compare_failures(&old.failed_when, &new.failed_when, "package", rows);
    if old.advice != new.advice {
        rows.push(
            Row::changed("package.advice", "advice on errors changed")
                .class(Class::Response)
                .patch("errors give other advice"),
        );
    }
    compare_version(old.version.as_ref(), new.version.as_ref(), rows);
    compare_headers(&old.headers, &new.headers, rows);
    compare_error_shapes(&old.errors, &new.errors, rows);
    compare_rate_limit(old.rate_limit.as_ref(), new.rate_limit.as_ref(), rows);
    rows.docs("package.name", "name in docs changed", old.name != new.name);
    rows.docs("package.doc", "description changed", old.doc != new.doc);
    for page in &new.pages {
        let before = old.pages.iter().find(|other| other.name == page.name);
        let same = before.is_some_and(|other| other.title == page.title && other.text == page.text);
        let what = if before.is_none() { "page added" } else { "page changed" };
        rows.docs(&format!("package.pages.{}", page.name), what, !same);
    }
    for page in old.pages.iter().filter(|page| !new.pages.iter().any(|other| other.name == page.name)) {
        rows.docs(&format!("package.pages.{}", page.name), "page removed", true);
    }
    rows.docs_order(
        "package.pages",
        "order of the pages changed",
        old.pages.iter().map(|page| page.name.as_str()),
        new.pages.iter().map(|page| page.name.as_str()),
    );
    // The file's name shows in headers only, and groups have rows of their own.
    let bare = |package: &Package| Package { source: String::new(), groups: Vec::new(), ..package.clone() };
    rows.fallback(start, "package", &bare(old), &bare(new));
}

fn compare_rust(old: &Package, new: &Package, rows: &mut Rows) {
    let mut row = |key: &str, before: &str, after: &str, class: Class, reason: &str| {
        if before != after {
            rows.push(Row::changed(format!("package.{key}"), arrow(before, after)).class(class).major(reason));
        }
    };
    row("rust.crate", &old.crate_name, &new.crate_name, Class::Api, "callers import the crate by this name");
    row("rust.module", &old.module, &new.module, Class::Api, "callers who name the module no longer compile");
    row(
        "rust.runtime",
        &old.runtime.to_string(),
        &new.runtime.to_string(),
        Class::Api,
        "errors, values and clients are types of another runtime",
    );
    row("env", &old.env, &new.env, Class::Behaviour, "environment variables of the old prefix are no longer read");
}

fn compare_servers(old: &[Server], new: &[Server], rows: &mut Rows) {
    for server in old {
        let at = format!("package.servers.{}", server.name);
        match new.iter().find(|other| other.name == server.name) {
            None => rows.push(Row::removed(at, "server").major("clients that use it are rejected")),
            Some(other) => {
                if server.url != other.url {
                    rows.push(
                        Row::changed(&at, format!("url {}", arrow(&server.url, &other.url)))
                            .class(Class::Wire)
                            .major("every call is sent to another server"),
                    );
                }
                if server.defaults != other.defaults {
                    rows.push(
                        Row::changed(&at, "defaults of the parts of its URL changed")
                            .class(Class::Wire)
                            .major("clients that are given nothing else call another address"),
                    );
                }
                rows.docs(&at, "description changed", server.doc != other.doc);
            }
        }
    }
    for server in new.iter().filter(|server| !old.iter().any(|other| other.name == server.name)) {
        rows.push(
            Row::added(format!("package.servers.{}", server.name), "server").minor("one more server to choose from"),
        );
    }
    let default = |servers: &[Server]| servers.first().map(|server| server.name.clone()).unwrap_or_default();
    let (before, after) = (default(old), default(new));
    if before != after {
        rows.push(
            Row::changed("package.servers", format!("default server {}", arrow(&before, &after)))
                .class(Class::Wire)
                .major("clients that do not name a server call another one"),
        );
    } else {
        rows.docs_order(
            "package.servers",
            "order of the servers changed",
            old.iter().map(|server| server.name.as_str()),
            new.iter().map(|server| server.name.as_str()),
        );
    }
}

fn compare_auth(old: &Package, new: &Package, rows: &mut Rows) {
    let at = |scheme: &Scheme| match scheme.name.as_str() {
        "" => "package.auth".to_owned(),
        name => format!("package.auth.{name}"),
    };
    for before in &old.auth {
        let Some(after) = new.auth.iter().find(|after| after.name == before.name) else {
            rows.push(
                Row::removed(at(before), &format!("credential in {}", code(&before.shown())))
                    .class(Class::Wire)
                    .major("the credential is no longer sent"),
            );
            continue;
        };
        if before.shown() != after.shown() {
            rows.push(
                Row::changed(at(before), format!("credential {}", arrow(&before.shown(), &after.shown())))
                    .class(Class::Wire)
                    .major("every call carries the credential in another way"),
            );
        }
        let names = |scheme: &Scheme| scheme.fields().map(str::to_owned).collect::<Vec<_>>();
        for (from, to) in names(before).iter().zip(&names(after)).filter(|(from, to)| from != to) {
            rows.push(
                Row::renamed(at(before), "argument of the credential", from, to)
                    .major("clients are given it, and dynamic calls know it, by this name"),
            );
        }
    }
    for after in new.auth.iter().filter(|after| !old.auth.iter().any(|before| before.name == after.name)) {
        let row = Row::added(at(after), &format!("credential in {}", code(&after.shown()))).class(Class::Wire);
        rows.push(if old.auth.is_empty() {
            row.major("calls without a credential are rejected")
        } else {
            row.minor("one more way to authenticate")
        });
    }
    let first = |package: &Package| package.auth.first().map(|scheme| scheme.name.clone());
    let both = old.auth.iter().all(|before| new.auth.iter().any(|after| after.name == before.name));
    if let (Some(before), Some(after)) = (first(old), first(new))
        && before != after
        && both
    {
        rows.push(
            Row::changed("package.auth", format!("default {}", arrow(&before, &after)))
                .class(Class::Wire)
                .major("calls that name no way to authenticate carry another credential"),
        );
    }
}

/// What clients are given by name.
fn compare_values(old: &Package, new: &Package, rows: &mut Rows) {
    for before in &old.values {
        let at = format!("package.values.{}", before.name);
        let Some(after) = new.values.iter().find(|after| after.name == before.name) else {
            rows.push(Row::removed(at, "value that clients are given").major("clients that set it are rejected"));
            continue;
        };
        if before.variable != after.variable {
            rows.push(
                Row::changed(&at, format!("environment variable {}", arrow(&before.variable, &after.variable)))
                    .class(Class::Behaviour)
                    .major("the old variable is no longer read"),
            );
        }
        if before.is_credential != after.is_credential {
            rows.push(Row::changed(&at, "credential or part of the URL").major("it goes to another place"));
        }
        rows.docs(&at, "description changed", before.doc != after.doc);
    }
    for after in new.values.iter().filter(|after| !old.values.iter().any(|before| before.name == after.name)) {
        let row = Row::added(format!("package.values.{}", after.name), "value that clients are given");
        rows.push(row.major("calls that need it are rejected without it"));
    }
}

fn compare_version(old: Option<&Version>, new: Option<&Version>, rows: &mut Rows) {
    let at = "package.version";
    let (old, new) = match (old, new) {
        (None, None) => return,
        (None, Some(version)) => {
            let sent = format!("{}: {}", version.header, version.default);
            rows.push(
                Row::added(at, &format!("header {}", code(&sent)))
                    .class(Class::Wire)
                    .major("the API responds to every call as another version"),
            );
            return;
        }
        (Some(version), None) => {
            let sent = format!("{}: {}", version.header, version.default);
            rows.push(
                Row::removed(at, &format!("header {}", code(&sent)))
                    .class(Class::Wire)
                    .major("the API responds to every call as another version"),
            );
            return;
        }
        (Some(old), Some(new)) => (old, new),
    };
    for (what, before, after) in [("header", &old.header, &new.header), ("default", &old.default, &new.default)] {
        if before != after {
            rows.push(
                Row::changed(format!("{at}.{what}"), arrow(before, after))
                    .class(Class::Wire)
                    .major("the API responds to every call as another version"),
            );
        }
    }
    if old.known != new.known {
        let shown = |version: &Version| list(version.known.iter().map(String::as_str));
        rows.push(Row::changed(format!("{at}.known"), format!("{} → {}", shown(old), shown(new))).docs());
    }
    rows.docs(at, "description changed", old.doc != new.doc);
}

fn compare_headers(old: &[(String, String)], new: &[(String, String)], rows: &mut Rows) {
    let header = |name: &str, value: &str| format!("header {}", code(&format!("{name}: {value}")));
    for (name, value) in old {
        let at = format!("package.headers.{name}");
        match new.iter().find(|(other, _)| other == name) {
            None => rows
                .push(Row::removed(at, &header(name, value)).class(Class::Wire).major("every call is sent without it")),
            Some((_, other)) if other != value => rows.push(
                Row::changed(at, arrow(value, other)).class(Class::Wire).major("every call carries another value"),
            ),
            Some(_) => {}
        }
    }
    for (name, value) in new.iter().filter(|(name, _)| !old.iter().any(|(other, _)| other == name)) {
        rows.push(
            Row::added(format!("package.headers.{name}"), &header(name, value))
                .class(Class::Wire)
                .major("every call carries a header that it did not carry before"),
        );
    }
    let names = |headers: &[(String, String)]| headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let (before, after) = (names(old), names(new));
    if reordered(before.iter().map(String::as_str), after.iter().map(String::as_str)) {
        rows.push(
            Row::changed("package.headers", "headers are sent in another order")
                .class(Class::Wire)
                .patch("the order of headers of different names means nothing in HTTP"),
        );
    }
}

fn compare_error_shapes(old: &[ErrorShape], new: &[ErrorShape], rows: &mut Rows) {
    match (old, new) {
        ([old], [new]) => compare_errors(old, new, rows),
        (old, new) if old == new => {}
        (old, new) => {
            let row = Row::changed("package.errors", format!("{} shapes → {}", old.len(), new.len()));
            let row = row.class(Class::Response);
            rows.push(if new.starts_with(old) {
                row.minor("the new shapes are read only where the old ones do not fit")
            } else {
                row.major("errors of the old shapes may be read in another way")
            });
        }
    }
}

fn compare_errors(old: &ErrorShape, new: &ErrorShape, rows: &mut Rows) {
    for (key, before, after) in [
        ("type", &old.kind, &new.kind),
        ("list", &old.list, &new.list),
        ("message", &old.message, &new.message),
        ("field", &old.field, &new.field),
        ("request_id", &old.request_id, &new.request_id),
    ] {
        if before != after {
            rows.push(
                Row::changed(format!("package.errors.{key}"), arrow(before, after))
                    .class(Class::Response)
                    .major("errors of the old shape are no longer read completely"),
            );
        }
    }
    if old.code != new.code {
        let shown = |shape: &ErrorShape| list(shape.code.iter().map(String::as_str));
        let row =
            Row::changed("package.errors.code", format!("{} → {}", shown(old), shown(new))).class(Class::Response);
        rows.push(if new.code.starts_with(&old.code) {
            row.minor("the new keys are read only where the old ones are missing")
        } else {
            row.major("callers who match codes may get others")
        });
    }
}

fn compare_rate_limit(old: Option<&RateLimit>, new: Option<&RateLimit>, rows: &mut Rows) {
    let at = "package.rate_limit";
    match (old, new) {
        (None, None) => {}
        (None, Some(_)) => rows.push(
            Row::added(at, "headers of the rate limit").class(Class::Response).minor("responses report the limit"),
        ),
        (Some(_), None) => rows.push(
            Row::removed(at, "headers of the rate limit")
                .class(Class::Response)
                .major("responses no longer report the limit"),
        ),
        (Some(old), Some(new)) => {
            for (key, before, after) in [
                ("limit", &old.limit, &new.limit),
                ("remaining", &old.remaining, &new.remaining),
                ("reset", &old.reset, &new.reset),
            ] {
                if before != after {
                    rows.push(
                        Row::changed(format!("{at}.{key}"), arrow(before, after))
                            .class(Class::Response)
                            .major("it is read from another header only"),
                    );
                }
            }
        }
    }
}
