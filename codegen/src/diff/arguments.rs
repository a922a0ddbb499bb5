//! Arguments: names, types, whether they are required, and their order, which counts where they are positional.

use super::rows::{Class, Row, Rows, reordered};
use super::sending::{Age, compare_age, compare_null};
use super::text::{arrow, code, kind, list, param_type};
use super::{enums, wire};
use crate::model::{EnumDef, Field, Function, Param, ParamType, Role};

/// A function with the enums of its resource.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub function: &'a Function,
    pub enums: &'a [EnumDef],
}

impl<'a> Side<'a> {
    fn position(&self, name: &str) -> Option<usize> {
        self.function.fields.iter().position(|field| field.name == name)
    }

    fn param(&self, field: usize) -> Option<&'a Param> {
        self.function.params.iter().find(|param| param.field == field)
    }

    fn local_enum(&self, kind: &ParamType) -> Option<&'a EnumDef> {
        match kind {
            ParamType::Enum { rust, shared: false } | ParamType::Selector { rust, shared: false, .. } => {
                self.enums.iter().find(|definition| definition.rust_name == *rust)
            }
            _ => None,
        }
    }

    /// The arguments of the constructor, in order.
    fn required(&self) -> Vec<(&'a str, &'a ParamType)> {
        let params = self.function.params.iter().filter(|param| param.required);
        params.map(|param| (wire::name(self.function, param.field), &param.kind)).collect()
    }
}

/// Fields of the old side that have another name in the new one: same kind, same role, same place.
pub fn renames(old: &Function, new: &Function) -> Vec<(String, String)> {
    let lacks = |function: &Function, name: &str| !function.fields.iter().any(|field| field.name == name);
    let mut found: Vec<(String, String)> = Vec::new();
    for (position, field) in old.fields.iter().enumerate().filter(|(_, field)| lacks(new, &field.name)) {
        let places = wire::places(old, position);
        let same = |(other, candidate): &(usize, &Field)| {
            lacks(old, &candidate.name)
                && !found.iter().any(|(_, taken)| *taken == candidate.name)
                && candidate.kind == field.kind
                && same_role(field, candidate)
                && match (&field.role, &candidate.role) {
                    (Role::Selector { selects }, Role::Selector { selects: other }) => {
                        wire::name(old, *selects) == wire::name(new, *other)
                    }
                    _ => !places.is_empty() && wire::places(new, *other) == places,
                }
        };
        if let Some((_, candidate)) = new.fields.iter().enumerate().find(same) {
            found.push((field.name.clone(), candidate.name.clone()));
        }
    }
    found
}

fn same_role(old: &Field, new: &Field) -> bool {
    std::mem::discriminant(&old.role) == std::mem::discriminant(&new.role)
}

/// Compares all arguments. Renamed fields have their new names on both sides already.
pub fn compare(old: Side, new: Side, at: &str, rows: &mut Rows) {
    for field in &old.function.fields {
        let subject = format!("{at}({})", field.name);
        let Some(other) = new.position(&field.name) else {
            rows.push(
                Row::removed(subject, "argument")
                    .major("callers who pass it no longer compile, and dynamic calls with it are rejected"),
            );
            continue;
        };
        if let Some(position) = old.position(&field.name) {
            compare_pair((old, position), (new, other), &subject, rows);
        }
    }
    for field in new.function.fields.iter().filter(|field| old.position(&field.name).is_none()) {
        let row = Row::added(format!("{at}({})", field.name), "argument");
        rows.push(match (&field.role, field.required) {
            (Role::Credential | Role::Variable, _) => row.minor("the client fills it in"),
            (_, true) => row.major("the constructor takes it, and dynamic calls without it are rejected"),
            (_, false) if !field.required_when.is_empty() => row.major(format!(
                "calls with {} are rejected without it",
                wire::conditions(new.function, &field.required_when)
            )),
            (_, false) => row.minor("a setter more; calls without it are sent as before"),
        });
    }
    compare_constructors(old, new, at, rows);
}

fn compare_pair(old: (Side, usize), new: (Side, usize), at: &str, rows: &mut Rows) {
    let ((old, old_position), (new, new_position)) = (old, new);
    let (Some(before), Some(after)) = (old.function.fields.get(old_position), new.function.fields.get(new_position))
    else {
        return;
    };
    if !same_role(before, after) {
        let role = |field: &Field| match field.role {
            Role::Plain => "an argument of its own",
            Role::Credential => "the credential",
            Role::Variable => "a part of the server's URL",
            Role::Selector { .. } => "a selector",
        };
        rows.push(
            Row::changed(at, format!("{} → {}", role(before), role(after))).major("callers pass it in another way"),
        );
    } else if let (Role::Selector { selects }, Role::Selector { selects: other }) = (&before.role, &after.role) {
        let (selects, other) = (wire::name(old.function, *selects), wire::name(new.function, *other));
        if selects != other {
            rows.push(
                Row::changed(at, format!("selects {}", arrow(selects, other))).major("it is part of another argument"),
            );
        }
    }
    compare_types((old, old_position), (new, new_position), at, rows);
    compare_requirements((old, before), (new, after), at, rows);
    wire::compare_field((old.function, old_position), (new.function, new_position), at, rows);
    rows.redaction(at, "secret", before.secret, after.secret);
    rows.redaction(at, "personal data", before.pii, after.pii);
    rows.docs(at, "description changed", before.doc != after.doc);
    rows.docs(at, "note changed", before.note != after.note);
    rows.docs(at, "input of the items changed", before.item != after.item);
    let chunk = |field: &Field| field.chunk.map_or_else(|| "none".to_owned(), |chunk| chunk.to_string());
    if before.chunk != after.chunk {
        let row = Row::changed(at, format!("items of a chunk {}", arrow(&chunk(before), &chunk(after))));
        rows.push(match (before.chunk, after.chunk) {
            (Some(_), None) => row.major("`by_chunk()` is gone"),
            (None, _) => row.minor("long lists can be sent in chunks"),
            _ => row.class(Class::Behaviour).minor("`by_chunk()` sends other numbers of items a call"),
        });
    }
    compare_writing(before, after, at, rows);
    compare_age(Age::of_field(before), Age::of_field(after), at, rows);
    rows.docs(at, "default or bounds changed", before.facts != after.facts);
    rows.docs(at, "reason of the addition changed", before.addition != after.addition);
    if before.table_type != after.table_type {
        let what = format!("type in the tables {}", arrow(&before.table_type, &after.table_type));
        rows.push(Row::changed(at, what).docs());
    }
}

/// How a list or an object is written, and whether null may be sent.
fn compare_writing(before: &Field, after: &Field, at: &str, rows: &mut Rows) {
    if before.style != after.style {
        let shown = |field: &Field| format!("{:?}", field.style).to_lowercase();
        rows.push(
            Row::changed(at, format!("written {}", arrow(&shown(before), &shown(after))))
                .class(Class::Wire)
                .major("the value is sent in another way"),
        );
    }
    compare_null(before.nullable, after.nullable, at, rows);
}

/// Whether the argument is required. Selectors are as their selected fields.
fn compare_requirements(old: (Side, &Field), new: (Side, &Field), at: &str, rows: &mut Rows) {
    let ((old, before), (new, after)) = (old, new);
    let selector = matches!(before.role, Role::Selector { .. }) && same_role(before, after);
    match (before.required, after.required) {
        _ if selector || matches!(before.role, Role::Credential | Role::Variable) => rows.docs(
            at,
            if after.required { "required now" } else { "no longer required" },
            before.required != after.required,
        ),
        (false, true) => rows.push(
            Row::changed(at, "optional → required")
                .major("the constructor takes it and the setter is gone; dynamic calls without it are rejected"),
        ),
        (true, false) => rows
            .push(Row::changed(at, "required → optional").major("the constructor no longer takes it: a setter does")),
        _ => {}
    }
    let shown = |side: Side, field: &Field| wire::conditions(side.function, &field.required_when);
    let (was, is) = (shown(old, before), shown(new, after));
    if was != is {
        let row = Row::changed(at, format!("required with: {was} → {is}")).class(Class::Behaviour);
        let kept = after.required_when.iter().all(|when| {
            let when = wire::condition(new.function, when);
            before.required_when.iter().any(|old_when| wire::condition(old.function, old_when) == when)
        });
        rows.push(if kept {
            row.minor("calls that were rejected are sent")
        } else {
            row.major("calls that were sent are rejected before they are sent")
        });
    }
}

fn compare_types(old: (Side, usize), new: (Side, usize), at: &str, rows: &mut Rows) {
    let ((old, old_position), (new, new_position)) = (old, new);
    let (Some(field), Some(other)) = (old.function.fields.get(old_position), new.function.fields.get(new_position))
    else {
        return;
    };
    let (before, after) = (old.param(old_position), new.param(new_position));
    let same = match (before, after) {
        (Some(before), Some(after)) => {
            // A renamed argument has a row already.
            if before.rust_name != after.rust_name
                && field.name == other.name
                && !rows.has_rename(at)
                && !after.required
                && !before.required
            {
                rows.push(
                    Row::renamed(at, "setter", &before.rust_name, &after.rust_name).major("callers must rename it"),
                );
            }
            if same_type(&before.kind, &after.kind) {
                if let (Some(old), Some(new)) = (old.local_enum(&before.kind), new.local_enum(&after.kind)) {
                    // Name and description are those of the method and the field, which have their own rows.
                    let old = EnumDef {
                        rust_name: new.rust_name.clone(),
                        name: new.name.clone(),
                        doc: new.doc.clone(),
                        ..old.clone()
                    };
                    enums::compare(&old, new, at, rows);
                }
                true
            } else {
                rows.push(type_row(&before.kind, &after.kind, at));
                false
            }
        }
        // The role has changed, which has its row; or there is no typed argument on either side.
        _ => same_role(field, other),
    };
    if same && field.kind != other.kind {
        rows.push(
            Row::changed(at, format!("sent as {} → {}", kind(&field.kind), kind(&other.kind)))
                .class(Class::Wire)
                .major("callers' code stays as it is, but the API receives the value in another form"),
        );
    }
}

/// Enums of one function are named after it, so their names say nothing.
fn same_type(old: &ParamType, new: &ParamType) -> bool {
    match (old, new) {
        (ParamType::Enum { shared: false, .. }, ParamType::Enum { shared: false, .. })
        | (ParamType::Selector { shared: false, .. }, ParamType::Selector { shared: false, .. }) => true,
        _ => old == new,
    }
}

fn type_row(old: &ParamType, new: &ParamType, at: &str) -> Row {
    let row = Row::changed(at, format!("type {}", arrow(&param_type(old), &param_type(new))));
    match (old, new) {
        (ParamType::Enum { shared: true, .. }, ParamType::Text) => {
            row.minor("a `String` accepts the enum and all that it accepted")
        }
        (ParamType::Enum { .. }, ParamType::Text) => {
            row.major("strings are still accepted, but the enum is gone, and callers who name it no longer compile")
        }
        (ParamType::Text, ParamType::Enum { .. }) => row.major(
            "`&str` and `String` are still accepted; `&String`, `Cow<str>`, `char` and other enums, which became a `String`, are not",
        ),
        (ParamType::Text | ParamType::Strings, ParamType::Object { .. } | ParamType::Objects { .. }) => {
            row.major("strings still compile in some places, and are rejected when the call is sent")
        }
        (ParamType::Text, ParamType::Integer) => {
            row.major("`&str` and `String` are still accepted; text that is not the digits of a whole number is rejected")
        }
        (ParamType::Objects { item: None }, ParamType::Objects { item: Some(_) })
        | (ParamType::Object { item: None }, ParamType::Object { item: Some(_) }) => {
            row.major("JSON values and maps are still accepted; other types that became a `Value` are not")
        }
        _ => row.major("values of the old type no longer compile"),
    }
}

/// Required arguments are positional: their order is part of the API, and where types are alike, the compiler is silent.
fn compare_constructors(old: Side, new: Side, at: &str, rows: &mut Rows) {
    let (before, after) = (old.required(), new.required());
    let names = |required: &[(&str, &ParamType)]| list(required.iter().map(|(name, _)| *name));
    let moved: Vec<String> = before
        .iter()
        .zip(&after)
        .filter(|((name, _), (other, _))| name != other)
        .map(|((name, _), (other, _))| format!("{} as {}", code(name), code(other)))
        .collect();
    let compiles =
        before.len() == after.len() && before.iter().zip(&after).all(|((_, old), (_, new))| accepts(old, new));
    let order = format!("order of the required arguments {} → {}", names(&before), names(&after));
    if !moved.is_empty() && compiles {
        rows.push(
            Row::changed(at, order)
                .class(Class::Wire)
                .major(format!("the types fit as before, so old calls compile, but send {}", moved.join(", "))),
        );
    } else if reordered(before.iter().map(|(name, _)| *name), after.iter().map(|(name, _)| *name)) {
        rows.push(Row::changed(at, order).major("the constructor takes them by position"));
    }
    let fields = |side: Side| side.function.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    let (old_names, new_names) = (fields(old), fields(new));
    rows.docs_order(
        at,
        "order of the arguments in docs changed",
        old_names.iter().map(String::as_str),
        new_names.iter().map(String::as_str),
    );
}

/// Whether the new type accepts what callers usually pass for the old one.
fn accepts(old: &ParamType, new: &ParamType) -> bool {
    same_type(old, new)
        || matches!(
            (old, new),
            (ParamType::Enum { .. }, ParamType::Text)
                | (ParamType::Text, ParamType::Enum { .. } | ParamType::Object { .. })
                | (ParamType::Strings, ParamType::Objects { .. })
                | (ParamType::Enum { .. }, ParamType::Enum { .. })
        )
}
