//! A large spec: every output has every function. `cargo xtask bench regen` measures how long it takes.

use codegen::SpecFolder;
use std::fs;

#[test]
fn every_output_has_all_of_two_thousand_functions() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in codegen::synthetic::spec(2_000) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let spec = SpecFolder { path: folder.path().to_owned(), label: "spec".to_owned() };
    let generated = codegen::generate(&spec).unwrap_or_else(|failure| {
        panic!("{:?}", failure.diagnostics.iter().take(3).collect::<Vec<_>>());
    });
    assert!(generated.diagnostics.is_empty(), "{:?}", generated.diagnostics.iter().next());
    assert_eq!(generated.api.functions().count(), 2_000);
    let text = |path: &str| &generated.files.iter().find(|file| file.path == path).unwrap().text;
    assert_eq!(text("src/generated/v1/mod.rs").matches("&area").count(), 2_000);
    // Each fifth function has a second example.
    assert_eq!(text("src/generated/v1/examples.rs").matches("rt::Example {").count(), 2_400);
    assert_eq!(text("docs/index.md").matches(".md#synthetic").count(), 2_000);
    assert_eq!(generated.files.iter().filter(|file| file.path.starts_with("docs/area")).count(), 100);
    for file in generated.files.iter().filter(|file| file.path.ends_with(".rs")) {
        syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
    }
}
