//! One tiny spec for each construct: its model, and the generated Rust.

use crate::support::tiny;
use codegen::Generated;
use std::fs;

#[test]
fn constructs_become_the_model_and_the_code_of_their_snapshots() {
    insta::glob!("../constructs", "*.yaml", |path| {
        let spec = fs::read_to_string(path).unwrap();
        let generated = tiny::generate(&spec).unwrap_or_else(|errors| panic!("{errors}"));
        for file in generated.files.iter().filter(|file| file.path.ends_with(".rs")) {
            syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.text));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../constructs/snapshots" }, {
            insta::assert_yaml_snapshot!("model", Model::of(&generated));
            insta::assert_snapshot!("code", code(&generated));
        });
    });
}

/// The parts of the model that a construct is about.
#[derive(serde::Serialize)]
struct Model<'a> {
    resources: &'a [codegen::model::Resource],
    types: &'a [codegen::model::TypeFile],
}

impl<'a> Model<'a> {
    fn of(generated: &'a Generated) -> Self {
        Self { resources: &generated.api.resources, types: &generated.api.types }
    }
}

/// The emitted files of resources and types.
fn code(generated: &Generated) -> String {
    let about = |path: &str| {
        path.ends_with(".rs") && !["mod.rs", "package.rs", "examples.rs"].iter().any(|other| path.ends_with(other))
    };
    generated
        .files
        .iter()
        .filter(|file| about(&file.path))
        .map(|file| format!("==== {}\n{}\n", file.path, file.text))
        .collect()
}
