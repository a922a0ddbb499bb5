//! Rules of selectors: fields that decide where another field is sent.

use super::checked::{CaseDestination, CheckedCase, PathPart};
use super::destinations::{Placed, filler};
use super::field_index::FieldIndex;
use super::fields::known_values;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::function::{Case, Field};
use crate::spec::http_line::HttpLine;
use crate::spec::path_template::{PathTemplate, TemplatePart};

/// A selector and its cases.
pub struct Selection<'s> {
    /// The position of the selected field.
    pub selects: usize,
    /// The cases.
    pub cases: Vec<CheckedCase<'s>>,
}

/// Checks one field as a selector; `None` when it is none, or has an error.
pub fn check<'s>(
    field: &'s Field,
    fields: &FieldIndex<'s>,
    placed: &[Option<Placed>],
    http: &HttpLine,
    spec: &Spec,
    diagnostics: &mut Diagnostics,
) -> Option<Selection<'s>> {
    let (selects, cases) = match (&field.selects, &field.cases) {
        (Some(selects), Some(cases)) => (selects, cases),
        (Some(selects), None) => {
            diagnostics.push(
                Diagnostic::new(Code::BadSelector, selects.span, "a selector requires `cases`")
                    .help("give each value its destination: `cases: { email: { query: email } }`"),
            );
            return None;
        }
        (None, Some(_)) => {
            diagnostics.push(
                Diagnostic::new(Code::BadSelector, field.name.span, "`cases` requires `selects`")
                    .help("name the field that the cases are about: `selects: userId`"),
            );
            return None;
        }
        (None, None) => return None,
    };
    let selected = check_selected(field, selects, fields, diagnostics);
    check_values(field, spec, diagnostics);
    if let Some(destination) = field.destination_spans().next() {
        diagnostics.push(
            Diagnostic::new(Code::DestinationCount, destination, "a selector is never sent")
                .also(selects.span, "it selects")
                .help("remove the destination"),
        );
    }
    let mut checked = Vec::new();
    for (value, case) in &cases.0 {
        checked.push(check_case(value, case, selects, selected, placed, http, diagnostics));
    }
    Some(Selection { selects: selected?, cases: checked.into_iter().collect::<Option<_>>()? })
}

/// The position of the selected field.
fn check_selected(
    selector: &Field,
    selects: &Spanned<String>,
    fields: &FieldIndex,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let found = fields.find(selects).filter(|(_, selected)| selected.name.value != selector.name.value);
    let Some((position, selected)) = found else {
        let others = fields.names().filter(|name| selector.name.value != *name);
        diagnostics.push(
            Diagnostic::new(
                Code::BadSelector,
                selects.span,
                format!("`{}` is not another field of `{}`", selects.value, fields.function.name.value),
            )
            .did_you_mean(selects, others),
        );
        return None;
    };
    let mut report = |diagnostic: Diagnostic| diagnostics.push(diagnostic);
    if let Some(destination) = selected.destination_spans().next() {
        report(
            Diagnostic::new(
                Code::BadSelector,
                destination,
                format!("a selector decides where `{}` is sent; it has no destination of its own", selects.value),
            )
            .also(selects.span, "the selector"),
        );
    }
    if selected.selects.is_some() {
        report(Diagnostic::new(Code::BadSelector, selects.span, "a selector cannot select a selector"));
    }
    if !selected.kind.is_text() || !selector.kind.is_text() {
        report(Diagnostic::new(
            Code::BadSelector,
            selects.span,
            "a selector and the field that it selects must both be a String",
        ));
    }
    if selected.required != selector.required {
        let (required, optional) = if selected.required { (selected, selector) } else { (selector, selected) };
        report(
            Diagnostic::new(
                Code::OptionalPath,
                optional.name.span,
                format!("`{}` must be required, as `{}` is", optional.name.value, required.name.value),
            )
            .also(required.name.span, "required")
            .help("a selector and the field that it selects are one argument: both required, or neither"),
        );
    }
    let first = fields.selector_of(selected).map_or(selector, |(_, first)| first);
    if first.name.span < selector.name.span {
        report(
            Diagnostic::new(Code::BadSelector, selects.span, format!("`{}` has two selectors", selects.value))
                .also(first.name.span, "the first one"),
        );
    }
    Some(position)
}

/// The cases must be exactly the values of the enum.
fn check_values(selector: &Field, spec: &Spec, diagnostics: &mut Diagnostics) {
    let cases: Vec<&Spanned<String>> =
        selector.cases.iter().flat_map(|cases| cases.0.iter().map(|(value, _)| value)).collect();
    if cases.is_empty() {
        let message = "a selector requires at least one case";
        diagnostics.push(Diagnostic::new(Code::CasesAndEnum, selector.name.span, message));
    }
    // Without an enum, the cases are the values. An enum that is not defined has been reported.
    let values = known_values(selector, spec);
    if selector.values.is_none() || values.is_empty() {
        return;
    }
    for value in values.iter().filter(|value| !cases.iter().any(|case| case.as_str() == **value)) {
        diagnostics.push(
            Diagnostic::new(Code::CasesAndEnum, selector.name.span, format!("no case for the value `{value}`"))
                .help("add a case that says where the selected field is sent"),
        );
    }
    for case in cases.iter().filter(|case| !values.contains(&case.as_str())) {
        diagnostics.push(
            Diagnostic::new(Code::CasesAndEnum, case.span, format!("`{}` is not a value of the enum", case.value))
                .did_you_mean(case, values.iter().copied()),
        );
    }
}

fn check_case<'s>(
    value: &'s Spanned<String>,
    case: &'s Case,
    selects: &str,
    selected: Option<usize>,
    placed: &[Option<Placed>],
    http: &HttpLine,
    diagnostics: &mut Diagnostics,
) -> Option<CheckedCase<'s>> {
    let path = case.path.as_ref().map(|path| path.span);
    let spans = [path, case.query.as_ref().map(|query| query.span), case.body.as_ref().map(|body| body.span)];
    let mut spans = spans.into_iter().flatten();
    match (spans.next(), spans.next()) {
        (None, _) => diagnostics.push(
            Diagnostic::new(Code::DestinationCount, value.span, "this case has no destination")
                .help("add `path`, `query` or `body`"),
        ),
        (_, Some(second)) => {
            diagnostics.push(Diagnostic::new(Code::DestinationCount, second, "a case has one destination"));
        }
        (Some(_), None) => {}
    }
    let destination = if let Some(path) = &case.path {
        let template = path.get()?;
        if !template.has(selects) {
            diagnostics.push(Diagnostic::new(
                Code::PathField,
                path.span,
                format!("the path of this case has no `{{{selects}}}`"),
            ));
        }
        for name in template.placeholders().filter(|name| *name != selects && !http.path.has(name)) {
            diagnostics.push(Diagnostic::new(
                Code::PathField,
                path.span,
                format!("`{{{name}}}` is not a placeholder of the function's path"),
            ));
        }
        CaseDestination::Path(template, case_parts(template, selects, selected, placed)?)
    } else if let Some(query) = &case.query {
        CaseDestination::Query(query)
    } else {
        CaseDestination::Body(case.body.as_ref()?.get()?)
    };
    Some(CheckedCase { value, destination })
}

/// The parts of a case's path. A placeholder without a field has been reported: here, or of the function's path.
fn case_parts<'s>(
    template: &'s PathTemplate,
    selects: &str,
    selected: Option<usize>,
    placed: &[Option<Placed>],
) -> Option<Vec<PathPart<'s>>> {
    let part = |part: &'s TemplatePart| match part {
        TemplatePart::Text(text) => Some(PathPart::Text(text)),
        TemplatePart::Placeholder(name) if name == selects => selected.map(PathPart::Field),
        TemplatePart::Placeholder(name) => filler(name, placed).map(PathPart::Field),
        TemplatePart::Segments(name) => {
            let field = if name == selects { selected } else { filler(name, placed) };
            field.map(PathPart::Segments)
        }
    };
    template.parts.iter().map(part).collect()
}
