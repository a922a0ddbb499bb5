//! What `Debug` of the product's responses prints: all strings that the spec does not mark as personal data. A new field shows
//! in this snapshot's diff, so that its author decides.

use codegen::SpecFolder;
use codegen::model::{Model, ModelField, TypeRef};
use std::path::Path;

/// Whether a field may contain words by or about a person.
fn may_be_personal(field: &ModelField) -> bool {
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
    let fields = model.fields.iter().filter(|field| !field.pii && may_be_personal(field));
    let names: Vec<&str> = fields.map(|field| field.wire_name.as_str()).collect();
    (!names.is_empty()).then(|| format!("{}: {}\n", model.name, names.join(" ")))
}

#[test]
fn debug_prints_only_these_strings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1");
    let spec = SpecFolder { path, label: "spec/v1".to_owned() };
    let api = codegen::generate(&spec).unwrap_or_else(|_| panic!("a valid spec")).api;
    let models = api.types.iter().flat_map(|file| &file.models);
    insta::assert_snapshot!(models.filter_map(shown).collect::<String>());
}
