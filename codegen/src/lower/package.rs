//! The package.

use crate::model::package::{Auth, ErrorShape, Package, Page, RateLimit, Server, Version};
use crate::spec::package;

pub fn lower(package: &package::Package, source: String) -> Package {
    let errors = &package.errors;
    Package {
        name: package.name.value.clone(),
        doc: package.doc.trim().to_owned(),
        crate_name: package.rust.krate.to_string(),
        module: package.rust.module.to_string(),
        runtime: package.rust.runtime.value.clone(),
        env: package.env.to_string(),
        servers: package.servers.iter().map(server).collect(),
        auth: package.auth.as_ref().map(|auth| Auth {
            field: auth.field.value.clone(),
            header: auth.header.to_string(),
            scheme: auth.scheme.to_string(),
        }),
        version: package.version.as_ref().map(|version| Version {
            header: version.header.to_string(),
            default: version.default.value.clone(),
            known: version.known.iter().map(|known| known.to_string()).collect(),
            doc: version.doc.trim().to_owned(),
        }),
        headers: package.headers.iter().map(|header| (header.name.to_string(), header.value.to_string())).collect(),
        errors: ErrorShape {
            kind: errors.kind.value.clone(),
            list: errors.list.value.clone(),
            code: errors.code.iter().map(|code| code.value.clone()).collect(),
            message: errors.message.value.clone(),
            field: errors.field.value.clone(),
            request_id: errors.request_id.value.clone(),
        },
        rate_limit: package.rate_limit.as_ref().map(|rate_limit| RateLimit {
            limit: rate_limit.limit.to_string(),
            remaining: rate_limit.remaining.to_string(),
            reset: rate_limit.reset.to_string(),
        }),
        pages: package.pages.iter().map(page).collect(),
        source,
    }
}

fn server(server: &package::Server) -> Server {
    Server { name: server.name.to_string(), url: server.url.to_string(), doc: server.doc.value.clone() }
}

fn page(page: &package::Page) -> Page {
    Page { name: page.name.to_string(), title: page.title.value.clone(), text: page.text.value.clone() }
}
