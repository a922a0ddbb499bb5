//! What Rust sources say about tests: test functions and what they cover, and the emulator's routes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use syn::visit::{self, Visit};

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

fn parse(module: &str, text: &str) -> syn::Result<Vec<TestFn>> {
    let file = syn::parse_file(text)?;
    let mut tests = Tests { module, found: Vec::new() };
    tests.visit_file(&file);
    Ok(tests.found)
}

/// Collects test functions, in inline modules too.
struct Tests<'a> {
    module: &'a str,
    found: Vec<TestFn>,
}

impl<'ast> Visit<'ast> for Tests<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let is_test = |attribute: &syn::Attribute| {
            attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
        };
        if item.attrs.iter().any(is_test) {
            let mut covers = Covers::default();
            covers.visit_block(&item.block);
            let (module, name) = (self.module.to_owned(), item.sig.ident.to_string());
            self.found.push(TestFn { module, name, covers: covers.0 });
        }
    }
}

/// Collects the names in `Test::covers(&["…", …])`.
#[derive(Default)]
struct Covers(Vec<String>);

impl<'ast> Visit<'ast> for Covers {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func
            && path.path.segments.last().is_some_and(|segment| segment.ident == "covers")
            && let Some(syn::Expr::Reference(names)) = call.args.first()
            && let syn::Expr::Array(names) = &*names.expr
        {
            self.0.extend(names.elems.iter().filter_map(|name| match name {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) => Some(name.value()),
                _ => None,
            }));
        }
        visit::visit_expr_call(self, call);
    }
}

/// Method and path of each `route("GET", "/users/*", …)` in a source text.
pub fn routes(text: &str) -> syn::Result<BTreeSet<(String, String)>> {
    let file = syn::parse_file(text)?;
    let mut routes = Routes::default();
    routes.visit_file(&file);
    Ok(routes.0)
}

#[derive(Default)]
struct Routes(BTreeSet<(String, String)>);

impl<'ast> Visit<'ast> for Routes {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let mut strings = call.args.iter().map_while(|argument| match argument {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        });
        if let syn::Expr::Path(path) = &*call.func
            && path.path.is_ident("route")
            && let (Some(method), Some(path)) = (strings.next(), strings.next())
        {
            self.0.insert((method, path));
        }
        visit::visit_expr_call(self, call);
    }
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
