//! The program that calls each function of a peer's client once. Its arguments are values that the compiler knows nothing of, so
//! that it can leave nothing out.

use std::path::Path;
use syn::{FnArg, GenericArgument, ImplItem, Item, PathArguments, ReturnType, Type, Visibility};

/// The program of the client whose sources are in a folder, and the number of functions that it calls.
pub fn program(sources: &Path, package: &str) -> Result<(String, usize), String> {
    let mut calls = Vec::new();
    let mut client = None;
    for path in rust_files(sources) {
        let text =
            std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let file = syn::parse_file(&text).map_err(|error| format!("{} is no Rust: {error}", path.display()))?;
        for (owner, call) in file.items.iter().flat_map(calls_of) {
            client.get_or_insert(owner.clone());
            if client.as_ref() == Some(&owner) {
                calls.push(call);
            }
        }
    }
    let client = client.ok_or("it has no client with async functions")?;
    Ok((render(&package.replace('-', "_"), &client, &calls), calls.len()))
}

/// All Rust files of a folder, in order.
fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let files = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => rust_files(&path),
        false => vec![path],
    });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// The public async methods of a client: the type, and the call.
fn calls_of(item: &Item) -> Vec<(String, String)> {
    let Item::Impl(block) = item else { return Vec::new() };
    let (Type::Path(path), None) = (&*block.self_ty, &block.trait_) else { return Vec::new() };
    let Some(owner) = path.path.segments.last().map(|segment| segment.ident.to_string()) else { return Vec::new() };
    if !owner.ends_with("Client") {
        return Vec::new();
    }
    let methods = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) => Some(&method.sig).filter(|_| matches!(method.vis, Visibility::Public(_))),
        _ => None,
    });
    let calls =
        methods.filter(|signature| signature.asyncness.is_some() && matches!(signature.output, ReturnType::Type(..)));
    let calls = calls.filter_map(|signature| {
        let mut inputs = signature.inputs.iter();
        let FnArg::Receiver(_) = inputs.next()? else { return None };
        let args: Vec<&str> = inputs.map(argument).collect();
        Some((owner.clone(), format!("{}({})", signature.ident, args.join(", "))))
    });
    calls.collect()
}

/// An argument: its type is inferred, except where the function takes many types.
fn argument(input: &FnArg) -> &'static str {
    let FnArg::Typed(typed) = input else { return "any()" };
    match &*typed.ty {
        Type::ImplTrait(_) => "any::<String>()",
        Type::Path(path) if path.path.segments.iter().any(|segment| has_impl_trait(&segment.arguments)) => {
            "any::<Option<String>>()"
        }
        _ => "any()",
    }
}

/// Whether it is `<impl …>`, as in `Option<impl AsRef<str>>`.
fn has_impl_trait(arguments: &PathArguments) -> bool {
    let PathArguments::AngleBracketed(arguments) = arguments else { return false };
    arguments.args.iter().any(|argument| matches!(argument, GenericArgument::Type(Type::ImplTrait(_))))
}

fn render(krate: &str, client: &str, calls: &[String]) -> String {
    let names: String = (0..calls.len()).map(|call| format!("        call_{call}(&client).await;\n")).collect();
    let functions: String = calls
        .iter()
        .enumerate()
        .map(|(number, call)| {
            format!("async fn call_{number}(client: &{client}) {{\n    drop(client.{call}.await);\n}}\n")
        })
        .collect();
    format!(
        "//! Calls each function once.\n#![allow(unused)]\nuse {krate}::*;\n\n\
         fn main() {{\n    \
         let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();\n    \
         runtime.block_on(async {{\n        let client = any::<{client}>();\n{names}    }});\n}}\n\n\
         /// A value that is not known before the program runs.\n\
         fn any<T>() -> T {{\n    std::hint::black_box(none::<T> as fn() -> T)()\n}}\n\n\
         fn none<T>() -> T {{\n    panic!(\"this program is compiled, not run\")\n}}\n\n{functions}"
    )
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn public_async_methods_of_the_client_are_called() {
        let folder = tempfile::tempdir().unwrap();
        let source = "pub struct ApiClient; impl ApiClient {
            pub fn new() -> Self { Self }
            pub async fn get<'a>(&'a self, id: &'a str, tag: impl Into<String>, sort: Option<impl AsRef<str>>) -> Result<(), ()> { Ok(()) }
            async fn private(&self) -> u8 { 0 }
            pub async fn list(&self) -> u8 { 0 }
        } impl Clone for ApiClient { fn clone(&self) -> Self { Self } }";
        std::fs::write(folder.path().join("lib.rs"), source).unwrap();
        let (text, count) = program(folder.path(), "a-client").unwrap();
        assert_eq!(count, 2, "{text}");
        assert!(text.contains("use a_client::*;") && text.contains("any::<ApiClient>()"), "{text}");
        assert!(
            text.contains("client.get(any(), any::<String>(), any::<Option<String>>()).await")
                && text.contains("client.list().await"),
            "{text}"
        );
        syn::parse_file(&text).unwrap();
    }

    #[test]
    fn sources_without_a_client_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(program(folder.path(), "x").unwrap_err().contains("no client"));
    }
}
