//! What functions return.

use super::level::Level;
use super::rows::{Class, Row, Rows};
use super::text::plain_type;
use super::text::{arrow, code};
use crate::model::{Function, Paging, Returns};

/// Model, list, paging, wrapping, statuses.
pub fn compare(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let row =
        |what: String, level: Level, reason: &str| Row::changed(at, what).class(Class::Response).level(level, reason);
    if old.status != new.status {
        let shown = |function: &Function| function.status.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        let what = format!("statuses of success {}", arrow(&shown(old), &shown(new)));
        rows.push(row(what, Level::Patch, "any 2xx is a success; docs and emulator show these"));
    }
    let (Some(before), Some(after)) = (ReturnedModel::of(&old.returns), ReturnedModel::of(&new.returns)) else {
        let name = |returns: &Returns| match returns {
            Returns::Empty => "()".to_owned(),
            Returns::Model { rust, .. } => rust.clone(),
            Returns::Text => "String".to_owned(),
            Returns::Bytes => "Bytes".to_owned(),
            Returns::Redirect => "Redirect".to_owned(),
            Returns::Json { kind, .. } => plain_type(kind),
        };
        let (before, after) = (name(&old.returns), name(&new.returns));
        if before != after {
            let what = format!("returns {}", arrow(&before, &after));
            rows.push(row(what, Level::Major, "callers who use the response read another type"));
        } else {
            compare_paging(old.returns.paging(), new.returns.paging(), at, rows);
        }
        return;
    };
    if before.model != after.model {
        let what = format!("returns {}", arrow(before.model, after.model));
        rows.push(row(what, Level::Major, "callers who use the response read another type"));
    }
    match (before.unwrap, after.unwrap) {
        (None, Some(key)) => rows.push(row(
            format!("a response may come wrapped under {}", code(key)),
            Level::Minor,
            "responses that are not wrapped are read as before",
        )),
        (Some(key), None) => rows.push(row(
            format!("a response is no longer unwrapped from {}", code(key)),
            Level::Major,
            "a wrapped response is read as an empty object",
        )),
        (Some(old), Some(new)) if old != new => rows.push(row(
            format!("a response is unwrapped from {}", arrow(old, new)),
            Level::Major,
            "a response that is wrapped as before is read as an empty object",
        )),
        _ => {}
    }
    compare_lists(&before, &after, at, rows);
}

fn compare_lists(before: &ReturnedModel, after: &ReturnedModel, at: &str, rows: &mut Rows) {
    let row = |what: String| Row::changed(at, what).class(Class::Response);
    match (before.list, after.list) {
        (None, Some(key)) => rows.push(
            row(format!("the response is a list, its items under {}", code(&key.join("."))))
                .minor("its model is read as before, and its items can be iterated"),
        ),
        (Some(key), None) => rows.push(
            row(format!("the response is no longer a list; its items were under {}", code(&key.join("."))))
                .major("callers who iterate over the items can no longer do so"),
        ),
        (Some(old), Some(new)) if old != new => rows.push(
            row(format!("the items of the list are under {}", arrow(&old.join("."), &new.join("."))))
                .major("callers who iterate over the items get others"),
        ),
        _ => {}
    }
    for also in before.also.iter().filter(|also| !after.also.contains(also)) {
        rows.push(
            row(format!("the list is no longer read from {}", code(also)))
                .major("responses that have it there have an empty list"),
        );
    }
    for also in after.also.iter().filter(|also| !before.also.contains(also)) {
        rows.push(row(format!("the list is read from {}, too", code(also))).minor("it was empty there"));
    }
    compare_paging(before.paging, after.paging, at, rows);
}

fn compare_paging(before: Option<&Paging>, after: Option<&Paging>, at: &str, rows: &mut Rows) {
    let row = |what: String| Row::changed(at, what).class(Class::Response);
    let shown = |paging: Option<&Paging>| match paging {
        None => "none".to_owned(),
        Some(Paging { name: Some(name), .. }) => name.clone(),
        Some(paging) => paging.shown(),
    };
    let reaches = |paging: Option<&Paging>| paging.and_then(|paging| paging.reaches.clone());
    if before.is_some() && after.is_some() && reaches(before) != reaches(after) {
        let shown = |reaches: Option<(u32, Option<String>)>| match reaches {
            None => "no limit".to_owned(),
            Some((items, None)) => format!("{items} items"),
            Some((items, Some(beyond))) => format!("{items} items, {beyond} has all"),
        };
        let what = format!("where the list ends: {}", arrow(&shown(reaches(before)), &shown(reaches(after))));
        rows.push(row(what).patch("a stream returns the same items; docs and the command line say where it ends"));
    }
    let bare = |paging: Option<&Paging>| {
        paging.map(|paging| Paging { name: None, size: None, reaches: None, ..paging.clone() })
    };
    let size = |paging: Option<&Paging>| paging.and_then(|paging| paging.size.clone());
    let what = format!("paging {}", arrow(&shown(before), &shown(after)));
    match (before, after) {
        (old, new) if bare(old) == bare(new) && size(old) == size(new) => {}
        (old, new) if bare(old) == bare(new) => {
            rows.push(
                row("the size of pages changed".to_owned()).patch("a stream returns the same items in other pages"),
            );
        }
        (None, Some(_)) => rows.push(row(what).minor("further items can be fetched; one call returns the same")),
        _ => rows.push(row(what).major("callers who fetch further items can no longer do so in this way")),
    }
}

struct ReturnedModel<'a> {
    model: &'a str,
    unwrap: Option<&'a str>,
    list: Option<&'a [String]>,
    also: &'a [String],
    paging: Option<&'a Paging>,
}

impl<'a> ReturnedModel<'a> {
    fn of(returns: &'a Returns) -> Option<Self> {
        match returns {
            Returns::Model { rust, unwrap, list, paging, .. } => Some(Self {
                model: rust,
                unwrap: unwrap.as_deref(),
                list: list.as_ref().map(|list| list.keys.as_slice()),
                also: list.as_ref().map_or(&[], |list| list.also.as_slice()),
                paging: paging.as_ref(),
            }),
            _ => None,
        }
    }
}
