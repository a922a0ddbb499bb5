//! What functions return.

use super::level::Level;
use super::rows::{Class, Row, Rows};
use super::text::{arrow, code};
use crate::model::{Function, Returns};
use crate::spec::keywords::Paging;

/// Model, list, paging, wrapping, statuses.
pub fn compare(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let row =
        |what: String, level: Level, reason: &str| Row::changed(at, what).class(Class::Response).level(level, reason);
    if old.status != new.status {
        let shown = |function: &Function| function.status.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        let what = format!("statuses of success {}", arrow(&shown(old), &shown(new)));
        rows.push(row(what, Level::Patch, "any 2xx is taken as success; docs and emulator show these"));
    }
    let (Some(before), Some(after)) = (Answer::of(&old.returns), Answer::of(&new.returns)) else {
        let name = |returns: &Returns| match returns {
            Returns::Empty => "()".to_owned(),
            Returns::Model { rust, .. } => rust.clone(),
        };
        let (before, after) = (name(&old.returns), name(&new.returns));
        if before != after {
            let what = format!("returns {}", arrow(&before, &after));
            rows.push(row(what, Level::Major, "callers who use the answer read another type"));
        }
        return;
    };
    if before.model != after.model {
        let what = format!("returns {}", arrow(before.model, after.model));
        rows.push(row(what, Level::Major, "callers who use the answer read another type"));
    }
    match (before.unwrap, after.unwrap) {
        (None, Some(key)) => rows.push(row(
            format!("an answer may come wrapped under {}", code(key)),
            Level::Minor,
            "answers that are not wrapped are read as before",
        )),
        (Some(key), None) => rows.push(row(
            format!("an answer is no longer unwrapped from {}", code(key)),
            Level::Major,
            "a wrapped answer is read as an empty object",
        )),
        (Some(old), Some(new)) if old != new => rows.push(row(
            format!("an answer is unwrapped from {}", arrow(old, new)),
            Level::Major,
            "an answer that is wrapped as before is read as an empty object",
        )),
        _ => {}
    }
    compare_lists(&before, &after, at, rows);
}

fn compare_lists(before: &Answer, after: &Answer, at: &str, rows: &mut Rows) {
    let row = |what: String| Row::changed(at, what).class(Class::Response);
    match (before.list, after.list) {
        (None, Some(key)) => rows.push(
            row(format!("the answer is a list, its items under {}", code(key)))
                .minor("its model is read as before; the items can be walked"),
        ),
        (Some(key), None) => rows.push(
            row(format!("the answer is no longer a list; its items were under {}", code(key)))
                .major("callers who walk the items can no longer do so"),
        ),
        (Some(old), Some(new)) if old != new => rows.push(
            row(format!("the items of the list are under {}", arrow(old, new)))
                .major("callers who walk the items get others"),
        ),
        _ => {}
    }
    let shown = |paging: Option<Paging>| paging.map_or("none", Paging::keyword);
    let what = format!("paging {}", arrow(shown(before.paging), shown(after.paging)));
    match (before.paging, after.paging) {
        (old, new) if old == new => {}
        (None, Some(_)) => rows.push(row(what).minor("further items can be fetched; one call answers as before")),
        _ => rows.push(row(what).major("callers who fetch further items can no longer do so in this way")),
    }
}

struct Answer<'a> {
    model: &'a str,
    unwrap: Option<&'a str>,
    list: Option<&'a str>,
    paging: Option<Paging>,
}

impl<'a> Answer<'a> {
    fn of(returns: &'a Returns) -> Option<Self> {
        match returns {
            Returns::Empty => None,
            Returns::Model { rust, unwrap, list, paging, .. } => Some(Self {
                model: rust,
                unwrap: unwrap.as_deref(),
                list: list.as_ref().map(|(key, _)| key.as_str()),
                paging: *paging,
            }),
        }
    }
}
