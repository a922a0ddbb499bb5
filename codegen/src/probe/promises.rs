//! The promises, one function each.

use crate::emit::snippet::Snippet;
use crate::json::Json;
use crate::load::is_hidden;
use crate::{Diagnostics, Generated, Sources};
use pulldown_cmark::{Event, Options, Parser};
use std::collections::BTreeSet;

/// Each finding points into its file, between characters.
pub fn places(diagnostics: &Diagnostics, sources: &Sources) -> Result<(), String> {
    for diagnostic in diagnostics.iter() {
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary) {
            if sources.get(label.span.file).text.get(label.span.start..label.span.end).is_none() {
                return Err(format!("a finding points nowhere: {diagnostic:?}"));
            }
        }
        if diagnostic.message.trim().is_empty() {
            return Err(format!("a finding says nothing: {diagnostic:?}"));
        }
    }
    Ok(())
}

/// Each file has a name of its own below the output folder; Rust parses, docs are inert, JSON is JSON.
pub fn files(generated: &Generated) -> Result<(), String> {
    let mut names = BTreeSet::new();
    let pages: BTreeSet<String> =
        generated.api.package.pages.iter().map(|page| format!("docs/{}.md", page.name)).collect();
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
        if let Some(hidden) = file.text.chars().find(|character| is_hidden(*character)) {
            return Err(format!("{} holds the invisible character {hidden:?}", file.path));
        }
        if file.path.ends_with(".rs") {
            syn::parse_file(&file.text)
                .map_err(|error| format!("{} is not Rust: {error}\n{}", file.path, file.text))?;
        } else if file.path.ends_with(".md") && !pages.contains(&file.path) {
            inert(&file.text).map_err(|what| format!("{} holds {what}\n{}", file.path, file.text))?;
        }
    }
    examples(generated)
}

/// No HTML but the generator's own, no picture, no link that leaves the docs.
fn inert(page: &str) -> Result<(), String> {
    const OWN: [&str; 3] = ["<br>", "<details><summary>Example answer</summary>", "</details>"];
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut events = Parser::new_ext(page, options);
    // The first is the comment that says what the page is made of.
    let header = events.find_map(|event| match event {
        Event::Html(html) => Some(html.matches(['<', '>']).count() == 2),
        _ => None,
    });
    if header != Some(true) {
        return Err("something else than its header first".to_owned());
    }
    for event in events {
        match event {
            Event::Html(html) | Event::InlineHtml(html) if !OWN.contains(&html.trim()) => {
                return Err(format!("the HTML {html:?}"));
            }
            Event::Start(pulldown_cmark::Tag::Image { dest_url, .. }) => {
                return Err(format!("the picture {dest_url:?}"));
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
fn examples(generated: &Generated) -> Result<(), String> {
    let api = &generated.api;
    for (resource, function) in api.functions() {
        for example in &function.examples {
            let snippet = Snippet { api, resource, function, example };
            let code = format!("{}\nasync fn example() {{ {} }}", snippet.uses(), snippet.statement());
            syn::parse_file(&code).map_err(|error| format!("an example is not Rust: {error}\n{code}"))?;
            let values =
                example.args.iter().map(|(_, value)| value).chain(&example.request.body).chain(&example.response);
            if let Some(wrong) = values.into_iter().find_map(wrong_number) {
                return Err(format!("`{wrong}` is a number that JSON does not have"));
            }
        }
    }
    Ok(())
}

/// The first number that JSON cannot hold. What else a value can be, printing makes right.
fn wrong_number(value: &Json) -> Option<&str> {
    match value {
        Json::Number(digits) => {
            let whole = digits.strip_prefix('-').unwrap_or(digits);
            let zeros = whole.starts_with('0') && whole[1..].starts_with(|next: char| next.is_ascii_digit());
            let plain = whole.starts_with(|first: char| first.is_ascii_digit())
                && !whole.contains("..")
                && !whole.ends_with('.');
            let finite = digits.parse().is_ok_and(f64::is_finite);
            (zeros || !plain || !finite).then_some(digits)
        }
        Json::Array(items) => items.iter().find_map(wrong_number),
        Json::Object(members) => members.iter().find_map(|(_, value)| wrong_number(value)),
        Json::Null | Json::Bool(_) | Json::String(_) => None,
    }
}
