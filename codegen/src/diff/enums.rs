//! The values of an enum.

use super::rows::{Class, Row, Rows};
use super::text::code;
use crate::model::{EnumDef, Variant};

/// Compares two enums of one name.
pub fn compare(old: &EnumDef, new: &EnumDef, at: &str, rows: &mut Rows) {
    let start = rows.len();
    if old.rust_name != new.rust_name {
        rows.push(
            Row::renamed(at, "type", &old.rust_name, &new.rust_name).major("callers who name it no longer compile"),
        );
    }
    if old.selector != new.selector {
        let kind = |selector| if selector { "a selector" } else { "an open enum" };
        rows.push(
            Row::changed(at, format!("{} → {}", kind(old.selector), kind(new.selector)))
                .major("its variants have a value on one side only"),
        );
    }
    let of = |side: &EnumDef, value: &str| side.variants.iter().find(|variant| variant.value == value).cloned();
    for variant in &old.variants {
        let value = code(&variant.value);
        match of(new, &variant.value) {
            None => rows.push(
                Row::removed(at, &format!("value {value}"))
                    .major(format!("`{}` no longer compiles", variant.rust_name)),
            ),
            Some(other) => compare_variants(variant, &other, at, rows),
        }
    }
    for variant in new.variants.iter().filter(|variant| of(old, &variant.value).is_none()) {
        let row = Row::added(at, &format!("value {}", code(&variant.value)));
        rows.push(if new.selector {
            row.major("a selector is exhaustive: a `match` on it no longer compiles")
        } else {
            row.minor(format!(
                "the enum is `#[non_exhaustive]`; a value that was `Other` with this text is now `{}`",
                variant.rust_name
            ))
        });
    }
    let values = |side: &EnumDef| side.variants.iter().map(|variant| variant.value.clone()).collect::<Vec<_>>();
    let (old_values, new_values) = (values(old), values(new));
    rows.docs_order(
        at,
        "order of the values changed",
        old_values.iter().map(String::as_str),
        new_values.iter().map(String::as_str),
    );
    rows.docs(at, "description changed", old.doc != new.doc);
    // Features have rows of their own.
    let bare = |side: &EnumDef| EnumDef { features: Vec::new(), ..side.clone() };
    rows.fallback(start, at, &bare(old), &bare(new));
}

fn compare_variants(old: &Variant, new: &Variant, at: &str, rows: &mut Rows) {
    let value = code(&old.value);
    if old.rust_name != new.rust_name {
        rows.push(
            Row::renamed(at, &format!("variant of {value}"), &old.rust_name, &new.rust_name)
                .major("callers who name the variant must change"),
        );
    }
    if old.rust_constructor != new.rust_constructor {
        rows.push(
            Row::renamed(at, &format!("constructor of {value}"), &old.rust_constructor, &new.rust_constructor)
                .major("callers who use it must change"),
        );
    }
    rows.docs(at, &format!("description of value {value} changed"), old.doc != new.doc);
    rows.docs(at, &format!("version that brought value {value} changed"), old.since != new.since);
}

/// The rows of enums that come or go as a whole.
pub fn added(definition: &EnumDef) -> Row {
    Row::added(&definition.rust_name, "enum").class(Class::Api).minor("nothing that exists changes")
}

/// The rows of enums that come or go as a whole.
pub fn removed(definition: &EnumDef) -> Row {
    Row::removed(&definition.rust_name, "enum").class(Class::Api).major("callers who name it no longer compile")
}
