//! What `at` of a correction names: functions, their arguments, types and their members. `*` stands for any text, and commas
//! separate several.

use crate::import::openapi::draft::{Draft, Shape};
use crate::import::openapi::names;

/// Something of a draft, by positions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target {
    /// Resource and function.
    Function(usize, usize),
    /// Resource, function and argument.
    Field(usize, usize, usize),
    /// A type.
    Type(usize),
    /// A type and its member.
    Member(usize, usize),
}

/// All that a text names, or the first of its parts that names nothing.
pub fn find<'a>(draft: &Draft, at: &'a str) -> Result<Vec<Target>, &'a str> {
    let mut targets = Vec::new();
    for one in at.split(',').map(str::trim) {
        let found = find_one(draft, one);
        if found.is_empty() {
            return Err(one);
        }
        targets.extend(found);
    }
    Ok(targets)
}

fn find_one(draft: &Draft, at: &str) -> Vec<Target> {
    if let Some((verb, path)) = at.split_once(' ') {
        return of_functions(draft, None, &|function| {
            function.verb.eq_ignore_ascii_case(verb) && blank(&function.path) == blank(path.trim())
        });
    }
    let (owner, part) = match at.find(['?', '/']) {
        Some(position) => (&at[..position], Some(&at[position + 1..])),
        None => (at, None),
    };
    let mut found = of_functions(draft, part, &|function| matches(owner, &function.name));
    for (position, definition) in draft.types.iter().enumerate() {
        if !matches(owner, &definition.name) && names::of_component(owner) != definition.name {
            continue;
        }
        match part {
            None => found.push(Target::Type(position)),
            Some(part) => {
                if let Shape::Model(members) | Shape::Input(members) = &definition.shape {
                    let named = members.iter().enumerate().filter(|(_, member)| matches(part, &member.name));
                    found.extend(named.map(|(member, _)| Target::Member(position, member)));
                }
            }
        }
    }
    found
}

fn of_functions(
    draft: &Draft,
    part: Option<&str>,
    is_meant: &dyn Fn(&crate::import::openapi::draft::Function) -> bool,
) -> Vec<Target> {
    let mut found = Vec::new();
    for (resource, functions) in draft.resources.iter().map(|resource| &resource.functions).enumerate() {
        for (position, function) in functions.iter().enumerate().filter(|(_, function)| is_meant(function)) {
            match part {
                None => found.push(Target::Function(resource, position)),
                Some(part) => {
                    let named = function.fields.iter().enumerate().filter(|(_, field)| matches(part, &field.name));
                    found.extend(named.map(|(field, _)| Target::Field(resource, position, field)));
                }
            }
        }
    }
    found
}

/// A path without the names of its placeholders, which differ between versions of a document.
fn blank(path: &str) -> String {
    let mut out = String::new();
    for (position, part) in path.split('{').enumerate() {
        out.push_str(if position == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) });
        out.push('\u{0}');
    }
    out
}

/// Whether a text fits a pattern in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == text };
    let Some(rest) = text.strip_prefix(before) else { return false };
    (0..=rest.len()).any(|at| rest.is_char_boundary(at) && matches(after, &rest[at..]))
}
