//! The package.

use super::advice::advice;
use super::auth;
use crate::base::span::Spanned;
use crate::check::checked::CheckedAdvice;
use crate::model::package::{ErrorShape, Group, Package, Page, RateLimit, Server, Version};
use crate::spec::package;

pub fn lower(package: &package::Package, checked: &[CheckedAdvice], source: String) -> Package {
    Package {
        name: package.name.value.clone(),
        doc: package.doc.trim().to_owned(),
        crate_name: package.rust.krate.to_string(),
        module: package.rust.module.to_string(),
        runtime: package.rust.runtime.value.clone(),
        env: package.env.to_string(),
        servers: package.servers.iter().map(server).collect(),
        auth: package.schemes().iter().map(auth::scheme).collect(),
        values: auth::values(package),
        version: package.version.as_ref().map(|version| Version {
            header: version.header.to_string(),
            default: version.default.value.clone(),
            known: version.known.iter().map(|known| known.to_string()).collect(),
            doc: version.doc.trim().to_owned(),
        }),
        headers: package.headers.iter().map(|header| (header.name.to_string(), header.value.to_string())).collect(),
        errors: package.error_shapes().iter().map(error_shape).collect(),
        failed_when: package
            .failed_when
            .0
            .iter()
            .map(|(key, value)| (key.value.clone(), value.value.clone()))
            .collect(),
        advice: checked.iter().map(advice).collect(),
        rate_limit: package.rate_limit.as_ref().map(|rate_limit| RateLimit {
            limit: rate_limit.limit.to_string(),
            remaining: rate_limit.remaining.to_string(),
            reset: rate_limit.reset.to_string(),
        }),
        groups: package
            .groups
            .iter()
            .map(|group| Group { feature: group.name.to_string(), doc: group.doc.trim().to_owned() })
            .collect(),
        pages: package.pages.iter().map(page).collect(),
        source,
    }
}

fn error_shape(shape: &package::ErrorShape) -> ErrorShape {
    let text = |place: Option<&str>| place.unwrap_or_default().to_owned();
    ErrorShape {
        kind: text(shape.kind.as_ref().map(|kind| kind.as_str())),
        list: text(shape.list.as_ref().map(|list| list.as_str())),
        code: shape.code.iter().map(|code| code.to_string()).collect(),
        message: text(shape.message.as_ref().map(|message| message.as_str())),
        field: text(shape.field.as_ref().map(|field| field.as_str())),
        request_id: text(shape.request_id.as_ref().map(|id| id.as_str())),
    }
}

fn server(server: &package::Server) -> Server {
    let default = |(name, variable): &(Spanned<String>, package::Variable)| {
        Some((name.value.clone(), variable.default.as_ref()?.value.clone()))
    };
    Server {
        name: server.name.to_string(),
        url: server.url.to_string(),
        defaults: server.variables.0.iter().filter_map(default).collect(),
        doc: server.doc.value.clone(),
    }
}

fn page(page: &package::Page) -> Page {
    Page { name: page.name.to_string(), title: page.title.value.clone(), text: page.text.value.clone() }
}
