//! Sheet → sheet: texts without invisible characters, each function and each row once, members below their rows.

use super::members::nest;
use super::sheet::{Row, Sheet, SheetFunction};
use crate::base::span::Span;
use crate::base::unicode::{described, is_invisible, is_unusual_blank};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use heck::ToUpperCamelCase;
use std::collections::{BTreeMap, BTreeSet};

/// Tidies all functions.
pub fn tidy(sheet: &mut Sheet, start: Span, diagnostics: &mut Diagnostics) {
    let mut texts = Texts { diagnostics };
    texts.prose(&mut sheet.package, start);
    texts.prose(&mut sheet.doc, start);
    sheet.credentials.iter_mut().for_each(|name| texts.name(name, start));
    if let Some(domain) = &mut sheet.domain {
        texts.name(domain, start);
    }
    for function in &mut sheet.functions {
        texts.name(&mut function.name, function.span);
        texts.prose(&mut function.doc, function.span);
        if let Some(url) = &mut function.url {
            texts.name(url, function.span);
        }
        texts.rows(&mut function.rows);
    }
    sheet.functions = merged(std::mem::take(&mut sheet.functions), diagnostics);
    for function in &mut sheet.functions {
        let rows = nest(std::mem::take(&mut function.rows), diagnostics);
        function.rows = once(rows, &format!("`{}`", function.name), diagnostics);
    }
}

struct Texts<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Texts<'_> {
    fn rows(&mut self, rows: &mut [Row]) {
        for row in rows {
            let span = row.span;
            self.name(&mut row.name, span);
            self.name(&mut row.kind, span);
            self.prose(&mut row.doc, span);
            row.options.iter_mut().chain(&mut row.wrap).chain(&mut row.wire).for_each(|text| self.name(text, span));
            self.rows(&mut row.structure);
        }
    }

    /// A text that is prose: any blank may stand in it.
    fn prose(&mut self, text: &mut String, span: Span) {
        self.strip(text, span, is_invisible);
    }

    /// A text that is compared: a blank that looks like a space and is none makes it another one.
    fn name(&mut self, text: &mut String, span: Span) {
        self.strip(text, span, |c| is_invisible(c) || is_unusual_blank(c));
    }

    fn strip(&mut self, text: &mut String, span: Span, is_stripped: fn(char) -> bool) {
        // Line ends and tabs are blanks that somebody can see.
        let is_blank = |c: char| matches!(c, '\r' | '\t' | '\u{85}') || is_unusual_blank(c);
        if let Some(first) = text.chars().find(|c| is_stripped(*c) && !matches!(c, '\r' | '\t')) {
            let shown: String = text.chars().filter(|c| !is_stripped(*c)).take(40).collect();
            let message = format!("`{}` contains the character {}: it is left out", shown.trim(), described(first));
            self.diagnostics.push(Diagnostic::new(Code::StrippedCharacter, span, message));
        }
        let kept = text.chars().filter_map(|c| match c {
            c if !is_stripped(c) => Some(c),
            c if is_blank(c) => Some(' '),
            _ => None,
        });
        *text = kept.collect::<String>().trim().to_owned();
    }
}

/// Each function once: rows that only a later one of the same name has are added to the first one.
fn merged(functions: Vec<SheetFunction>, diagnostics: &mut Diagnostics) -> Vec<SheetFunction> {
    let mut merged: Vec<SheetFunction> = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    for function in functions {
        let Some(first) = positions.get(&function.name).and_then(|at| merged.get_mut(*at)) else {
            positions.insert(function.name.clone(), merged.len());
            merged.push(function);
            continue;
        };
        let before = first.rows.len();
        let known: BTreeSet<String> = first.rows.iter().map(|row| row.name.clone()).collect();
        let new: Vec<Row> = function.rows.into_iter().filter(|row| !known.contains(&row.name)).collect();
        first.rows.extend(new);
        if first.doc.is_empty() {
            first.doc = function.doc;
        }
        first.method = first.method.or(function.method);
        first.url = first.url.take().or(function.url);
        let added = match first.rows.len() - before {
            0 => "its rows are those of the first one".to_owned(),
            1 => "its new row is added to the first one".to_owned(),
            count => format!("its {count} new rows are added to the first one"),
        };
        diagnostics.push(
            Diagnostic::new(
                Code::MergedDuplicate,
                function.span,
                format!("`{}` is here twice: {added}", function.name),
            )
            .also(first.span, "the first one"),
        );
    }
    merged
}

/// Each row once: the first one counts, with the description of the second where it has none.
fn once(rows: Vec<Row>, of: &str, diagnostics: &mut Diagnostics) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    for mut row in rows {
        row.structure = once(std::mem::take(&mut row.structure), &format!("`{}`", row.name), diagnostics);
        distinct_options(&mut row, diagnostics);
        let Some(first) = positions.get(&row.name).and_then(|at| kept.get_mut(*at)) else {
            positions.insert(row.name.clone(), kept.len());
            kept.push(row);
            continue;
        };
        if first.doc.is_empty() {
            first.doc = row.doc;
        }
        first.required |= row.required;
        diagnostics.push(
            Diagnostic::new(
                Code::MergedDuplicate,
                row.span,
                format!("`{}` is here twice in {of}: the first one counts", row.name),
            )
            .also(first.span, "the first one"),
        );
    }
    kept
}

/// Each known value once. Other values can be sent all the same, so that one is left out whose name in Rust another has.
fn distinct_options(row: &mut Row, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    let mut left_out = Vec::new();
    for option in std::mem::take(&mut row.options) {
        let plain: String = option.to_upper_camel_case().chars().filter(char::is_ascii_alphanumeric).collect();
        // A value without letters and digits has the code points of its characters for a name.
        let name = if plain.is_empty() { option.clone() } else { plain.to_lowercase() };
        if !option.is_empty() && seen.insert(name) {
            row.options.push(option);
        } else {
            left_out.push(format!("`{option}`"));
        }
    }
    if !left_out.is_empty() {
        let message = format!("known values of `{}` are here twice, or empty: {}", row.name, left_out.join(", "));
        diagnostics.push(Diagnostic::new(Code::MergedDuplicate, row.span, message));
    }
}
