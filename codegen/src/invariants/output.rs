//! Invariants of diagnostics and of generated files.

use crate::base::json::Json;
use crate::base::span::Sources;
use crate::base::unicode::is_invisible;
use crate::diagnostic::finding::Diagnostics;
use crate::emit::snippet::Snippet;
use crate::generate::Generated;
use pulldown_cmark::{Event, Options, Parser};
use std::collections::BTreeSet;

/// Each span lies within its file, at character boundaries, and each message says something.
pub fn check_diagnostics(diagnostics: &Diagnostics, sources: &Sources) -> Result<(), String> {
    for diagnostic in diagnostics.iter() {
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary) {
            if sources.get(label.span.file).text.get(label.span.start..label.span.end).is_none() {
                return Err(format!("a span outside of its file: {diagnostic:?}"));
            }
        }
        if diagnostic.message.trim().is_empty() {
            return Err(format!("an empty message: {diagnostic:?}"));
        }
    }
    Ok(())
}

/// Each file has a name of its own below the output folder; Rust parses, docs are inert, JSON is valid.
pub fn check_files(generated: &Generated) -> Result<(), String> {
    let mut names = BTreeSet::new();
    let package = &generated.api.package;
    let pages: BTreeSet<String> = package.pages.iter().map(|page| package.docs_page(&page.name)).collect();
    for file in &generated.files {
        // Also where `A.md` and `a.md` are one file.
        if !names.insert(file.path.to_lowercase()) {
            return Err(format!("two files are called {}", file.path));
        }
        if !file.path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_.".contains(&byte))
            || file.path.contains("..")
        {
            return Err(format!("a file is called {:?}", file.path));
        }
        if let Some(invisible) = file.text.chars().find(|character| is_invisible(*character)) {
            return Err(format!("{} contains the invisible character {invisible:?}", file.path));
        }
        if file.path.ends_with(".rs") {
            syn::parse_file(&file.text)
                .map_err(|error| format!("{} is not Rust: {error}\n{}", file.path, file.text))?;
        } else if file.path.ends_with(".md") && !pages.contains(&file.path) {
            check_page(&file.text).map_err(|what| format!("{} contains {what}\n{}", file.path, file.text))?;
        }
    }
    check_examples(generated)
}

/// No HTML but the generator's own, no image, no link out of the docs.
fn check_page(page: &str) -> Result<(), String> {
    const OWN: [&str; 3] = ["<br>", "<details><summary>Example response</summary>", "</details>"];
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut events = Parser::new_ext(page, options);
    // The first is the comment that names the source of the page.
    let header = events.find_map(|event| match event {
        Event::Html(html) => Some(html.matches(['<', '>']).count() == 2),
        _ => None,
    });
    if header != Some(true) {
        return Err("something before its header".to_owned());
    }
    for event in events {
        match event {
            Event::Html(html) | Event::InlineHtml(html) if !OWN.contains(&html.trim()) => {
                return Err(format!("the HTML {html:?}"));
            }
            Event::Start(pulldown_cmark::Tag::Image { dest_url, .. }) => {
                return Err(format!("the image {dest_url:?}"));
            }
            Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) if dest_url.contains([':', '/']) => {
                return Err(format!("the link {dest_url:?}"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Each example is Rust that parses and JSON that is valid.
fn check_examples(generated: &Generated) -> Result<(), String> {
    let api = &generated.api;
    for (resource, function) in api.functions() {
        for example in &function.examples {
            let snippet = Snippet::new(api, resource, function, example);
            let code = format!("{}\nasync fn example() {{ {} }}", snippet.uses(), snippet.statement());
            syn::parse_file(&code).map_err(|error| format!("an example is not Rust: {error}\n{code}"))?;
            let values =
                example.args.iter().map(|(_, value)| value).chain(&example.request.body).chain(&example.response);
            if let Some(invalid) = values.into_iter().find_map(invalid_number) {
                return Err(format!("`{invalid}` is not a number in JSON"));
            }
        }
    }
    Ok(())
}

/// The first number that is invalid in JSON. Printing makes all other values valid.
fn invalid_number(value: &Json) -> Option<&str> {
    match value {
        Json::Number(digits) => {
            let unsigned = digits.strip_prefix('-').unwrap_or(digits);
            let zeros = unsigned.starts_with('0') && unsigned[1..].starts_with(|next: char| next.is_ascii_digit());
            let plain = unsigned.starts_with(|first: char| first.is_ascii_digit())
                && !unsigned.contains("..")
                && !unsigned.ends_with('.');
            let finite = digits.parse().is_ok_and(f64::is_finite);
            (zeros || !plain || !finite).then_some(digits)
        }
        Json::Array(items) => items.iter().find_map(invalid_number),
        Json::Object(members) => members.iter().find_map(|(_, value)| invalid_number(value)),
        Json::Null | Json::Bool(_) | Json::String(_) => None,
    }
}
