//! What `Debug` of the product's answers shows: all texts that the spec does not mark as personal data. Whoever adds a field
//! sees it in this snapshot's diff, and decides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use codegen::SpecFolder;
use codegen::model::{Model, ModelField, TypeRef};
use std::path::Path;

/// Whether a field may hold words of a person, or about one.
fn may_hold_words(field: &ModelField) -> bool {
    fn is_free(kind: &TypeRef) -> bool {
        match kind {
            TypeRef::String | TypeRef::Id | TypeRef::Json => true,
            TypeRef::List(inner) | TypeRef::Map(inner) => is_free(inner),
            _ => false,
        }
    }
    // `type` says what an object is.
    field.wire_name != "type" && is_free(&field.kind)
}

fn shown(model: &Model) -> Option<String> {
    let fields = model.fields.iter().filter(|field| !field.pii && may_hold_words(field));
    let names: Vec<&str> = fields.map(|field| field.wire_name.as_str()).collect();
    (!names.is_empty()).then(|| format!("{}: {}\n", model.name, names.join(" ")))
}

#[test]
fn texts_that_debug_shows_are_chosen() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1");
    let spec = SpecFolder { path, label: "spec/v1".to_owned() };
    let api = codegen::generate(&spec).unwrap_or_else(|_| panic!("a sound spec")).api;
    let models = api.types.iter().flat_map(|file| &file.models);
    insta::assert_snapshot!(models.filter_map(shown).collect::<String>());
}
