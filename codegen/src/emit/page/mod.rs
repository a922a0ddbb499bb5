//! The try-it page: one file with everything in it, readable without scripts.
//!
//! The functions are HTML; scripts make forms of them. What scripts need beyond it is compressed: see `data`.
//! The policy in the head names the only script and the only style by their hashes.

mod data;
mod function;
mod html;

use crate::base::output::OutputFile;
use crate::emit::snippet::Snippets;
use crate::model::Api;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use function::Given;
use html::escape;
use sha2::{Digest, Sha256};

const SHELL: &str = include_str!("assets/shell.html");
const STYLE: &str = include_str!("assets/style.css");

/// Before anything is drawn: scripts are on.
const EARLY: &str = "document.documentElement.classList.add('js')";

/// What prints a call: without the page's elements, so that tests run it too.
pub const PRINTERS: [&str; 5] = [
    include_str!("assets/json.js"),
    include_str!("assets/encode.js"),
    include_str!("assets/assemble.js"),
    include_str!("assets/rust.js"),
    include_str!("assets/print.js"),
];

/// The search: without the page's elements, too.
pub const SEARCH: &str = include_str!("assets/search.js");

const PAGE: [&str; 3] = [include_str!("assets/dom.js"), include_str!("assets/form.js"), include_str!("assets/page.js")];

/// The page of an API.
pub fn emit(api: &Api, snippets: &Snippets) -> OutputFile {
    let script = PRINTERS.into_iter().chain([SEARCH]).chain(PAGE).map(compact).collect::<String>();
    let script = format!("\"use strict\";\n{script}");
    let style = compact(STYLE);
    let policy = format!(
        "default-src 'none'; script-src {} {}; style-src {}; connect-src 'self'; base-uri 'none'; form-action 'none'",
        hash(EARLY),
        hash(&script),
        hash(&style)
    );
    let data = data::data(api);
    let (mut navigation, mut functions, mut given) = (String::new(), String::new(), Given::default());
    for resource in &api.resources {
        navigation.push_str(&function::navigation(resource));
        for each in &resource.functions {
            functions.push_str(&function::section(resource, each, snippets.of(each).first(), &mut given));
        }
    }
    let mut text = String::with_capacity(functions.len() + data.len() + script.len() + 50_000);
    let mut rest = SHELL;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(before);
        match name {
            "source" => text.push_str(&escape(&api.package.source)),
            "policy" => text.push_str(&policy),
            "name" => text.push_str(&escape(&api.package.name)),
            "style" => text.push_str(&style),
            "early" => text.push_str(EARLY),
            "navigation" => text.push_str(&navigation),
            "given" => text.push_str(&given.html()),
            "functions" => text.push_str(&functions),
            "data" => text.push_str(&data),
            "script" => text.push_str(&script),
            _ => {}
        }
        rest = after;
    }
    text.push_str(rest);
    OutputFile { path: api.package.docs_file("index.html"), text }
}

/// A file on one line, without its comments: its source is reviewed here, not in every page.
fn compact(source: &str) -> String {
    let lines: Vec<&str> = lines(source).collect();
    lines.join(" ") + "\n"
}

fn lines(source: &str) -> impl Iterator<Item = &str> {
    source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"))
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In JavaScript the end of a line can end a statement.
    #[test]
    fn scripts_mean_the_same_on_one_line() {
        for source in PRINTERS.into_iter().chain([SEARCH]).chain(PAGE) {
            let lines: Vec<&str> = lines(source).collect();
            for (at, line) in lines.iter().enumerate() {
                let goes_on = lines.get(at + 1).is_some_and(|next| next.starts_with(['?', ':', '.', '&', '|', ')']));
                assert!(goes_on || line.ends_with(|c| ";{},([:?>&|+=".contains(c)), "{line}");
                assert!(!line.contains(" // "), "{line}");
            }
        }
    }
}
