//! Dotted rows, such as `authors[].name`, are members of the row before the dot.

use super::sheet::Row;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// Moves dotted rows below their rows, which stand anywhere in the table. One without such a row stays where it is.
pub fn nest(rows: Vec<Row>, diagnostics: &mut Diagnostics) -> Vec<Row> {
    let (dotted, mut plain): (Vec<_>, Vec<_>) = rows.into_iter().enumerate().partition(|(_, row)| is_dotted(&row.name));
    let mut orphans = Vec::new();
    for (position, row) in dotted {
        let path: Vec<String> = keys(&row.name).map(str::to_owned).collect();
        let parents = plain.iter_mut().map(|(_, row)| row);
        if let Some(row) = add(parents, &path, row) {
            let parent = path.first().map_or("", String::as_str);
            let message = format!("`{}` has no row `{parent}` that it is a member of: it stays a field", row.name);
            diagnostics.push(Diagnostic::new(Code::RenamedEntry, row.span, message));
            orphans.push((position, row));
        }
    }
    plain.append(&mut orphans);
    plain.sort_by_key(|(position, _)| *position);
    plain.into_iter().map(|(_, row)| row).collect()
}

/// Adds a member at a path below one of these rows; returns it when there is no such row.
fn add<'r>(mut rows: impl Iterator<Item = &'r mut Row>, path: &[String], mut member: Row) -> Option<Row> {
    let [first, rest @ ..] = path else { return Some(member) };
    let Some(parent) = rows.find(|row| row.name == *first) else { return Some(member) };
    match rest {
        [] => Some(member),
        [name] => {
            member.name.clone_from(name);
            parent.structure.push(member);
            None
        }
        // A deeper member whose own parent has no row: it stays below this one, with its dots.
        _ => match add(parent.structure.iter_mut(), rest, member) {
            None => None,
            Some(mut member) => {
                member.name = rest.join(".");
                parent.structure.push(member);
                None
            }
        },
    }
}

fn is_dotted(name: &str) -> bool {
    keys(name).nth(1).is_some()
}

/// `authors[].name` → `authors`, `name`
fn keys(name: &str) -> impl Iterator<Item = &str> {
    name.split(['.', '[', ']']).filter(|key| !key.is_empty())
}
