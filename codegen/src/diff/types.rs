//! Models and shared enums.

use super::enums;
use super::rows::{Class, Row, Rows};
use super::sending::{Age, compare_age};
use super::text::{arrow, code, field_type, plain_type};
use crate::model::{Api, EnumDef, Model, ModelField, ParamType, Returns, TypeRef};
use std::collections::{BTreeMap, BTreeSet};

/// Compares all models and shared enums. Returns the old side with renamed types under their new names, so that what
/// refers to them compares as equal.
pub fn compare(old: &Api, new: &Api, rows: &mut Rows) -> Api {
    let renamed = renames(old, new);
    for (from, (to, rust)) in &renamed {
        rows.push(Row::renamed(rust, "type", from, to).major("callers who name it no longer compile"));
    }
    let old = rename_all(old, &renamed);
    compare_models(&old, new, rows);
    compare_enums(&old, new, rows);
    old
}

fn models(api: &Api) -> Vec<&Model> {
    api.types.iter().flat_map(|file| &file.models).collect()
}

fn shared(api: &Api) -> Vec<&EnumDef> {
    api.types.iter().flat_map(|file| &file.enums).collect()
}

fn compare_models(old: &Api, new: &Api, rows: &mut Rows) {
    let (before, after) = (models(old), models(new));
    let old_names: BTreeSet<&str> = before.iter().map(|model| model.name.as_str()).collect();
    let new_models: BTreeMap<&str, &Model> = after.iter().map(|model| (model.name.as_str(), *model)).collect();
    for model in &before {
        let Some(other) = new_models.get(model.name.as_str()) else {
            rows.push(
                Row::removed(&model.rust_name, "model")
                    .class(Class::Response)
                    .major("callers who name it no longer compile"),
            );
            continue;
        };
        let start = rows.len();
        compare_model(model, other, rows);
        rows.fallback(start, &model.rust_name, &bare(model), &bare(other));
    }
    for model in after.iter().filter(|model| !old_names.contains(model.name.as_str())) {
        rows.push(Row::added(&model.rust_name, "model").class(Class::Response).minor("nothing that exists changes"));
    }
    rows.docs_order(
        "models",
        "order of the models in docs changed",
        before.iter().map(|model| model.name.as_str()),
        after.iter().map(|model| model.name.as_str()),
    );
}

/// A model without how the spec writes its types: only the types themselves count. Features have rows of their own.
fn bare(model: &Model) -> Model {
    let mut bare = Model { features: Vec::new(), ..model.clone() };
    for field in &mut bare.fields {
        field.spec_type.clear();
    }
    bare
}

fn compare_enums(old: &Api, new: &Api, rows: &mut Rows) {
    let (before, after) = (shared(old), shared(new));
    for definition in &before {
        match after.iter().find(|other| other.name == definition.name) {
            Some(other) => enums::compare(definition, other, &other.rust_name, rows),
            None => rows.push(enums::removed(definition)),
        }
    }
    for definition in after.iter().filter(|new| !before.iter().any(|other| other.name == new.name)) {
        rows.push(enums::added(definition));
    }
    rows.docs_order(
        "enums",
        "order of the enums in docs changed",
        before.iter().map(|definition| definition.name.as_str()),
        after.iter().map(|definition| definition.name.as_str()),
    );
}

fn compare_model(old: &Model, new: &Model, rows: &mut Rows) {
    let at = &new.rust_name;
    if old.rust_name != new.rust_name {
        rows.push(
            Row::renamed(at, "type", &old.rust_name, &new.rust_name).major("callers who name it no longer compile"),
        );
    }
    for field in &old.fields {
        let subject = format!("{at}.{}", field.wire_name);
        match new.fields.iter().find(|other| other.wire_name == field.wire_name) {
            Some(other) => compare_field(field, other, &subject, rows),
            None => rows.push(
                Row::removed(subject, "field")
                    .class(Class::Response)
                    .major("callers who read it no longer compile; if it is sent, it is found in `extra`"),
            ),
        }
    }
    for field in &new.fields {
        if !old.fields.iter().any(|other| other.wire_name == field.wire_name) {
            rows.push(
                Row::added(format!("{at}.{}", field.wire_name), "field").class(Class::Response).minor(
                    "the struct is `#[non_exhaustive]`; callers who read the key from `extra` must read the field",
                ),
            );
        }
    }
    rows.docs_order(
        at,
        "order of the fields changed",
        old.fields.iter().map(|field| field.wire_name.as_str()),
        new.fields.iter().map(|field| field.wire_name.as_str()),
    );
    compare_listing(old, new, rows);
    rows.docs(at, "description changed", old.doc != new.doc);
    rows.docs(
        at,
        "example changed",
        old.example.as_ref().map(ToString::to_string) != new.example.as_ref().map(ToString::to_string),
    );
}

/// Whether the model is a page of a list, whose items can be iterated.
fn compare_listing(old: &Model, new: &Model, rows: &mut Rows) {
    let row = |what: String| Row::changed(&new.rust_name, what).class(Class::Response);
    let shown = |(fields, item): &(Vec<String>, TypeRef)| format!("{}: {}", fields.join("."), plain_type(item));
    match (&old.listing, &new.listing) {
        (None, Some(listing)) => rows.push(
            row(format!("is a page of a list, {}", code(&shown(listing))))
                .minor("it is read as before, and can be iterated"),
        ),
        (Some(listing), None) => rows.push(
            row(format!("is no longer a page of a list, {}", code(&shown(listing))))
                .major("callers who iterate over its items can no longer do so"),
        ),
        (Some(before), Some(after)) if before != after => rows.push(
            row(format!("items of the list {}", arrow(&shown(before), &shown(after))))
                .major("callers who iterate over its items get others"),
        ),
        _ => {}
    }
}

fn compare_field(old: &ModelField, new: &ModelField, at: &str, rows: &mut Rows) {
    let row = |what: String| Row::changed(at, what).class(Class::Response);
    if old.rust_name != new.rust_name {
        rows.push(
            Row::renamed(at, "Rust field", &old.rust_name, &new.rust_name)
                .class(Class::Response)
                .major("callers who read it no longer compile"),
        );
    }
    compare_age(Age::of_member(old), Age::of_member(new), at, rows);
    if old.is_boxed != new.is_boxed && old.kind == new.kind {
        rows.push(
            Row::changed(at, "whether it is boxed changed")
                .class(Class::Response)
                .major("callers who take the value out read another type"),
        );
    }
    if old.kind != new.kind {
        let (before, after) = (field_type(&old.kind), field_type(&new.kind));
        rows.push(if before != after {
            row(format!("type {}", arrow(&before, &after))).major("callers who read it get another type")
        } else {
            row(format!("read as {}", arrow(&old.spec_type, &new.spec_type))).minor(
                "the Rust type stays; strings are read as before, numbers of many digits may be read differently",
            )
        });
    }
    rows.docs(at, "description changed", old.doc != new.doc);
    rows.redaction(at, "personal data", old.pii, new.pii);
}

fn named(kind: &TypeRef) -> Option<&str> {
    match kind {
        TypeRef::Model { name, .. } | TypeRef::Enum { name, .. } => Some(name),
        TypeRef::List(inner) | TypeRef::Map(inner) => named(inner),
        _ => None,
    }
}

/// Old name → new name, spec's and Rust's.
type Renames = BTreeMap<String, (String, String)>;

/// Types that are gone, and new ones of the same shape.
fn renames(old: &Api, new: &Api) -> Renames {
    let mut renames = Renames::new();
    let (old_models, new_models) = (models(old), models(new));
    let fields = |model: &Model| {
        let own = |kind: &TypeRef| named(kind).is_some_and(|name| name == model.name);
        let fields = model.fields.iter().map(|field| {
            let kind = if own(&field.kind) { "itself".to_owned() } else { field_type(&field.kind) };
            (field.wire_name.clone(), kind)
        });
        fields.collect::<Vec<_>>()
    };
    let names = |models: &[&Model]| models.iter().map(|model| model.name.clone()).collect::<BTreeSet<_>>();
    let (old_names, new_names) = (names(&old_models), names(&new_models));
    for model in old_models.iter().filter(|model| !new_names.contains(&model.name)) {
        let same = |other: &&&Model| {
            !old_names.contains(&other.name)
                && !renames.values().any(|(taken, _)| *taken == other.name)
                && !model.fields.is_empty()
                && fields(other) == fields(model)
        };
        if let Some(other) = new_models.iter().find(same) {
            renames.insert(model.name.clone(), (other.name.clone(), other.rust_name.clone()));
        }
    }
    let (old_enums, new_enums) = (shared(old), shared(new));
    let values =
        |definition: &EnumDef| definition.variants.iter().map(|variant| variant.value.clone()).collect::<Vec<_>>();
    for definition in old_enums.iter().filter(|known| !new_enums.iter().any(|other| other.name == known.name)) {
        let same = |other: &&&EnumDef| {
            !old_enums.iter().any(|known| known.name == other.name)
                && !renames.values().any(|(taken, _)| *taken == other.name)
                && values(other) == values(definition)
        };
        if let Some(other) = new_enums.iter().find(same) {
            renames.insert(definition.name.clone(), (other.name.clone(), other.rust_name.clone()));
        }
    }
    renames
}

fn rename_all(api: &Api, renames: &Renames) -> Api {
    let mut api = api.clone();
    if renames.is_empty() {
        return api;
    }
    let by_rust: BTreeMap<String, String> = models(&api)
        .iter()
        .map(|model| (&model.name, &model.rust_name))
        .chain(shared(&api).iter().map(|definition| (&definition.name, &definition.rust_name)))
        .filter_map(|(name, rust)| Some((rust.clone(), renames.get(name)?.1.clone())))
        .collect();
    for file in &mut api.types {
        for model in &mut file.models {
            rename(&mut model.name, &mut model.rust_name, renames);
            for field in &mut model.fields {
                rename_in(&mut field.kind, renames);
            }
            if let Some((_, item)) = &mut model.listing {
                rename_in(item, renames);
            }
        }
        for definition in &mut file.enums {
            rename(&mut definition.name, &mut definition.rust_name, renames);
        }
    }
    for function in api.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        match &mut function.returns {
            Returns::Model { name, rust, .. } => rename(name, rust, renames),
            Returns::Json { kind, .. } => rename_in(kind, renames),
            _ => {}
        }
        for param in &mut function.params {
            if let ParamType::Enum { rust, shared: true } | ParamType::Selector { rust, shared: true, .. } =
                &mut param.kind
                && let Some(new) = by_rust.get(rust)
            {
                rust.clone_from(new);
            }
        }
    }
    api
}

fn rename(name: &mut String, rust: &mut String, renames: &Renames) {
    if let Some((new, new_rust)) = renames.get(name) {
        name.clone_from(new);
        rust.clone_from(new_rust);
    }
}

fn rename_in(kind: &mut TypeRef, renames: &Renames) {
    match kind {
        TypeRef::List(inner) | TypeRef::Map(inner) => rename_in(inner, renames),
        TypeRef::Model { name, rust } | TypeRef::Enum { name, rust } => rename(name, rust, renames),
        _ => {}
    }
}
