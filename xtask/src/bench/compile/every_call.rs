//! The program that calls each function of the client once, with all arguments of its largest example.

use codegen::Api;
use codegen::emit::snippet::Snippet;
use std::fmt::Write;

/// The program, and the number of functions that it calls.
pub fn program(api: &Api) -> (String, usize) {
    let mut calls = String::new();
    let mut count = 0;
    for (resource, function) in api.functions() {
        let Some(example) = function.examples.iter().max_by_key(|example| example.args.len()) else { continue };
        let statement = Snippet::new(api, resource, function, example).statement().to_owned();
        // Writing to a String cannot fail.
        let _ =
            writeln!(calls, "async fn call_{count}(client: &Client) -> Result<(), Error> {{\n{statement}\nOk(())\n}}");
        count += 1;
    }
    let all: String = (0..count).map(|call| format!("        call_{call}(&client).await?;\n")).collect();
    let krate = &api.package.crate_name;
    let source = format!(
        "//! Calls each function once.\n\
         #![allow(unused)]\n\
         use {krate}::*;\n\n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;\n    \
         runtime.block_on(async {{\n        \
         let client = Client::from_env()?;\n{all}        Ok(())\n    }})\n}}\n\n{calls}"
    );
    (source, count)
}

#[cfg(test)]
mod tests {
    use super::program;
    use crate::bench::openapi::product;

    #[test]
    fn each_function_is_called_once() {
        let api = product().unwrap();
        let (source, count) = program(&api);
        assert_eq!(count, api.functions().count());
        assert_eq!(source.matches(".await?;").count(), 2 * count);
        syn::parse_file(&source).unwrap();
    }
}
