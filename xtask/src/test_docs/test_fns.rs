//! What Rust sources say about tests: test functions and what they cover, and the emulator's routes.

use proc_macro2::{Delimiter, LexError, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A test function.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct TestFn {
    /// The name of its file, without the extension.
    pub module: String,
    pub name: String,
    /// The functions of the API that it names in `Test::covers(&[…])`.
    pub covers: Vec<String>,
}

/// All test functions in the `.rs` files below a folder that contain a text, in order of file and source. Parsing is most of what
/// this takes, and few files are meant.
pub fn test_fns(folder: &Path, containing: &str) -> Result<Vec<TestFn>, String> {
    let mut found = Vec::new();
    let failed = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(test_fns(&path, containing)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).map_err(failed)?;
            if !text.contains(containing) {
                continue;
            }
            let module = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            found.extend(parse(&module, &text).map_err(|error| format!("{}: {error}", path.display()))?);
        }
    }
    Ok(found)
}

fn parse(module: &str, text: &str) -> Result<Vec<TestFn>, LexError> {
    let mut found = Vec::new();
    collect(module, text.parse()?, &mut found);
    Ok(found)
}

/// Collects test functions, in inline modules too. From tokens: what else a file contains need not be understood.
fn collect(module: &str, tokens: TokenStream, found: &mut Vec<TestFn>) {
    let (mut is_test, mut is_module, mut name) = (false, false, None);
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.peek() {
                    is_test |= is_test_attribute(attribute.stream());
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => (is_test, is_module, name) = (false, false, None),
            TokenTree::Ident(ident) if ident == "mod" => is_module = true,
            TokenTree::Ident(ident) if ident == "fn" => name = tokens.peek().map(ToString::to_string),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                match name.take() {
                    Some(name) if is_test => {
                        let mut covers = Vec::new();
                        calls(group.stream(), "covers", &mut |args| covers.extend(listed(args)));
                        found.push(TestFn { module: module.to_owned(), name, covers });
                    }
                    None if is_module => collect(module, group.stream(), found),
                    _ => {}
                }
                (is_test, is_module) = (false, false);
            }
            _ => {}
        }
    }
}

/// Whether an attribute is `test` of the language or of a crate.
fn is_test_attribute(attribute: TokenStream) -> bool {
    let path = attribute.into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
    let names = path.filter_map(|token| if let TokenTree::Ident(name) = token { Some(name) } else { None });
    names.last().is_some_and(|name| name == "test")
}

/// Visits the arguments of each call of a function, however deep it stands.
fn calls(tokens: TokenStream, function: &str, visit: &mut dyn FnMut(TokenStream)) {
    let mut is_called = false;
    for token in tokens {
        is_called = match token {
            TokenTree::Group(group) => {
                if is_called && group.delimiter() == Delimiter::Parenthesis {
                    visit(group.stream());
                }
                calls(group.stream(), function, visit);
                false
            }
            TokenTree::Ident(name) => name == function,
            _ => false,
        };
    }
}

/// The texts of `&["…", "…"]`.
fn listed(args: TokenStream) -> Vec<String> {
    let mut args = args.into_iter().skip_while(|token| matches!(token, TokenTree::Punct(_)));
    match args.next() {
        Some(TokenTree::Group(group)) => group.stream().into_iter().filter_map(text).collect(),
        _ => Vec::new(),
    }
}

/// The contents of a literal without escapes.
fn text(token: TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    Some(literal.to_string().strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// Method and path of each `route("GET", "/users/*", …)` in a source text.
pub fn routes(source: &str) -> Result<BTreeSet<(String, String)>, LexError> {
    let mut routes = BTreeSet::new();
    calls(source.parse()?, "route", &mut |args| {
        let mut texts = args.into_iter().step_by(2).map_while(text);
        routes.extend(texts.next().zip(texts.next()));
    });
    Ok(routes)
}

#[cfg(test)]
mod tests {
    use super::{parse, routes};

    #[test]
    fn test_functions_are_found_with_what_they_cover() {
        let text = r#"
            fn helper() {}
            #[test] fn a() {}
            #[tokio::test(flavor = "multi_thread")] async fn b() { let w = Test::covers(&["x", "y"]).seeded(SEED); }
            mod inner { #[test] fn c() {} }
        "#;
        let found = parse("m", text).unwrap();
        let found: Vec<_> = found.iter().map(|test| (test.name.as_str(), test.covers.join(" "))).collect();
        assert_eq!(found, [("a", String::new()), ("b", "x y".to_owned()), ("c", String::new())]);
    }

    #[test]
    fn routes_are_found_also_behind_method_calls() {
        let text =
            r#"const ROUTES: &[Route] = &[route("GET", "/a", a::list), route("POST", "/a/*", a::save).or(&["id"])];"#;
        let found = routes(text).unwrap();
        let found: Vec<_> = found.iter().map(|(method, path)| format!("{method} {path}")).collect();
        assert_eq!(found, ["GET /a", "POST /a/*"]);
    }
}
