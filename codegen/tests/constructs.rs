//! One tiny spec for each construct: the model it becomes, and the Rust that is made of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "support/tiny.rs"]
mod tiny;

use codegen::Generated;
use std::fs;
use std::path::Path;

#[test]
fn every_construct_becomes_the_model_and_the_code_of_its_snapshot() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.is_file());
    names.sort();
    assert!(!names.is_empty());
    for path in names {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let generated =
            tiny::outcome(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|faults| panic!("{name}:\n{faults}"));
        for file in generated.files.iter().filter(|file| file.path.ends_with(".rs")) {
            syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{name}: {}: {error}\n{}", file.path, file.text));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "constructs/snapshots" }, {
            insta::assert_yaml_snapshot!(format!("{name}.model"), Model::of(&generated));
            insta::assert_snapshot!(format!("{name}.code"), code(&generated));
        });
    }
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
