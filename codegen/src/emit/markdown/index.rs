//! `index.md`: the package, its settings, and all functions.

use super::text::{anchor, header, table};
use crate::base::output::OutputFile;
use crate::emit::text::{cell, cell_code, code, inline, one_line};
use crate::model::Api;

pub fn emit(api: &Api) -> OutputFile {
    let package = &api.package;
    let mut text = format!("{}# {}\n\n{}\n", header(&package.source), one_line(&package.name), inline(&package.doc));
    if !package.pages.is_empty() {
        text.push('\n');
        text.extend(package.pages.iter().map(|page| format!("- [{}]({}.md)\n", one_line(&page.title), page.name)));
    }
    text.push_str("\n## Servers\n\n");
    let rows: Vec<Vec<String>> = package
        .servers
        .iter()
        .enumerate()
        .map(|(position, server)| {
            let default = if position == 0 { " (default)" } else { "" };
            vec![format!("{}{default}", cell_code(&server.name)), cell_code(&server.url), cell(&server.doc)]
        })
        .collect();
    text.push_str(&table(&["Name", "URL", "Description"], &rows));
    let values: Vec<Vec<String>> = package
        .values
        .iter()
        .map(|value| {
            let what = if value.is_credential { "credential" } else { "part of the server's URL" };
            let doc = value.doc.as_deref().map(|doc| format!(": {}", cell(doc))).unwrap_or_default();
            vec![
                cell_code(&value.name),
                cell_code(&format!("{}_{}", package.env, value.variable)),
                format!("{what}{doc}"),
            ]
        })
        .collect();
    if !values.is_empty() {
        text.push_str("\n## What a client is given\n\n");
        text.push_str(&table(&["Name", "Environment", "What it is"], &values));
    }
    for scheme in &package.auth {
        let name =
            if scheme.name.is_empty() { "Calls carry".to_owned() } else { format!("{} carries", code(&scheme.name)) };
        text.push_str(&format!("\n{name} {}.\n", code(&scheme.shown())));
    }
    if let Some(version) = &package.version {
        let known: Vec<String> = version.known.iter().map(|known| code(known)).collect();
        text.push_str(&format!(
            "\n## API version\n\nEach request carries {}. Known versions: {}. {}\n",
            code(&format!("{}: {}", version.header, version.default)),
            known.join(", "),
            inline(&version.doc)
        ));
    }
    text.push_str(&features(api));
    let count: usize = api.functions().filter(|(_, function)| function.addition.is_none()).count();
    let additions = api.functions().count() - count;
    text.push_str(&format!("\n## Functions\n\n{count} functions of the tables"));
    if additions > 0 {
        text.push_str(&format!(", and {additions} more (marked +)"));
    }
    text.push_str(". Types of their responses: [models](models.md).\n");
    for resource in &api.resources {
        text.push_str(&format!(
            "\n### [{}]({}.md)\n\n{}\n\n",
            inline(&resource.name),
            resource.name,
            inline(&resource.doc)
        ));
        let rows: Vec<Vec<String>> = resource
            .functions
            .iter()
            .map(|function| {
                let mark = if function.addition.is_some() { " +" } else { "" };
                let heading = format!("{}.{}", package.name, function.name);
                vec![
                    format!("[{}]({}.md#{}){mark}", inline(&function.name), resource.name, anchor(&heading)),
                    cell_code(&format!("{}().{}", resource.rust_module, function.rust.method)),
                    cell_code(&if function.draft {
                        function.path.clone()
                    } else {
                        format!("{} {}", function.http.as_str(), function.path)
                    }),
                    cell(&function.doc),
                ]
            })
            .collect();
        text.push_str(&table(&["Function", "Rust", "Request", "Description"], &rows));
    }
    OutputFile { path: api.package.docs_page("index"), text }
}

/// The features of the crate, and the resources that each brings.
fn features(api: &Api) -> String {
    let groups = &api.package.groups;
    if groups.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            let own = api.resources.iter().filter(|resource| resource.feature.as_ref() == Some(&group.feature));
            let own: Vec<String> =
                own.map(|resource| format!("[{}]({}.md)", inline(&resource.name), resource.name)).collect();
            vec![cell_code(&group.feature), own.join(", "), cell(&group.doc)]
        })
        .collect();
    format!(
        "\n## Features\n\nEach feature of the crate brings some resources and the types that they need; the others are not compiled.\n\n{}",
        table(&["Feature", "Resources", "Description"], &rows)
    )
}
