//! Rules of selectors: fields that decide where another field goes.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Spanned;
use crate::spec::resolve::{Http, Template};
use crate::spec::{Case, Field, FieldType, Function, OneOrManyValues, Spec};

pub fn check(function: &Function, http: &Http, spec: &Spec, diagnostics: &mut Diagnostics) {
    for field in &function.fields {
        match (&field.selects, &field.cases) {
            (Some(selects), Some(cases)) => {
                check_selected(field, selects, function, diagnostics);
                check_values(field, spec, diagnostics);
                for (value, case) in &cases.0 {
                    check_case(value, case, selects, http, diagnostics);
                }
                if let Some((_, destination)) = field.written_destinations().next() {
                    diagnostics.push(
                        Diagnostic::new(Code::ManyDestinations, destination.span, "a selector is never sent")
                            .also(selects.span, "it selects")
                            .help("remove the destination"),
                    );
                }
            }
            (Some(selects), None) => diagnostics.push(
                Diagnostic::new(Code::BadSelector, selects.span, "a selector needs `cases`")
                    .help("give each value its destination: `cases: { email: { query: email } }`"),
            ),
            (None, Some(_)) => diagnostics.push(
                Diagnostic::new(Code::BadSelector, field.name.span, "`cases` goes only with `selects`")
                    .help("name the field that the cases place: `selects: userId`"),
            ),
            (None, None) => {}
        }
    }
}

fn check_selected(selector: &Field, selects: &Spanned<String>, function: &Function, diagnostics: &mut Diagnostics) {
    let Some(selected) = function.field(selects).filter(|selected| *selected.name != *selector.name) else {
        let others = function.fields.iter().map(|field| field.name.as_str()).filter(|name| *name != *selector.name);
        diagnostics.push(
            Diagnostic::new(
                Code::BadSelector,
                selects.span,
                format!("`{}` is not another field of `{}`", selects.value, function.name.value),
            )
            .did_you_mean(selects, others),
        );
        return;
    };
    if let Some((_, destination)) = selected.written_destinations().next() {
        diagnostics.push(
            Diagnostic::new(
                Code::BadSelector,
                destination.span,
                format!("`{}` is placed by its selector and has no destination of its own", selects.value),
            )
            .also(selects.span, "the selector"),
        );
    }
    if selected.selects.is_some() {
        diagnostics.push(Diagnostic::new(Code::BadSelector, selects.span, "a selector cannot select a selector"));
    }
    if selected.kind.value != FieldType::String || selector.kind.value != FieldType::String {
        diagnostics.push(Diagnostic::new(
            Code::BadSelector,
            selects.span,
            "a selector and the field that it selects must both be a String",
        ));
    }
    if selected.required != selector.required {
        let (required, optional) = if selected.required { (selected, selector) } else { (selector, selected) };
        diagnostics.push(
            Diagnostic::new(
                Code::OptionalPath,
                optional.name.span,
                format!("`{}` must be required like `{}`", optional.name.value, required.name.value),
            )
            .also(required.name.span, "required")
            .help("a selector and the field that it selects are one argument: both required, or neither"),
        );
    }
    if let Some(twin) = function
        .fields
        .iter()
        .find(|field| *field.name != *selector.name && field.selects.as_ref().is_some_and(|other| **other == **selects))
        && twin.name.span < selector.name.span
    {
        diagnostics.push(
            Diagnostic::new(Code::BadSelector, selects.span, format!("`{}` has two selectors", selects.value))
                .also(twin.name.span, "the first one"),
        );
    }
}

/// The cases must be exactly the values of the enum.
fn check_values(selector: &Field, spec: &Spec, diagnostics: &mut Diagnostics) {
    let cases: Vec<&Spanned<String>> =
        selector.cases.iter().flat_map(|cases| cases.0.iter().map(|(value, _)| value)).collect();
    if cases.is_empty() {
        diagnostics.push(Diagnostic::new(Code::CasesAndEnum, selector.name.span, "a selector needs at least one case"));
    }
    let values: Vec<&str> = match &selector.values {
        Some(OneOrManyValues::Many(values)) => values.iter().map(|value| value.as_str()).collect(),
        Some(OneOrManyValues::One(name)) => match spec.shared_enum(name) {
            Some(shared) => shared.values.iter().map(|value| value.value.as_str()).collect(),
            None => return,
        },
        None => return,
    };
    for value in values.iter().filter(|value| !cases.iter().any(|case| case.as_str() == **value)) {
        diagnostics.push(
            Diagnostic::new(Code::CasesAndEnum, selector.name.span, format!("no case for the value `{value}`"))
                .help("say where the selected field goes then"),
        );
    }
    for case in cases.iter().filter(|case| !values.contains(&case.as_str())) {
        diagnostics.push(
            Diagnostic::new(Code::CasesAndEnum, case.span, format!("`{}` is not a value of the enum", case.value))
                .did_you_mean(case, values.iter().copied()),
        );
    }
}

fn check_case(value: &Spanned<String>, case: &Case, selects: &str, http: &Http, diagnostics: &mut Diagnostics) {
    let given: Vec<_> = [&case.path, &case.query, &case.body].into_iter().flatten().collect();
    match given[..] {
        [] => diagnostics.push(
            Diagnostic::new(Code::ManyDestinations, value.span, "this case does not say where the value goes")
                .help("give it `path`, `query` or `body`"),
        ),
        [_, second, ..] => {
            diagnostics.push(Diagnostic::new(Code::ManyDestinations, second.span, "a case has one destination"));
        }
        [_] => {}
    }
    let Some(path) = &case.path else { return };
    match Template::parse(path) {
        Ok(template) => {
            if !template.placeholders().any(|name| name == selects) {
                diagnostics.push(Diagnostic::new(
                    Code::PathField,
                    path.span,
                    format!("the path of this case has no `{{{selects}}}`"),
                ));
            }
            for name in template.placeholders().filter(|name| *name != selects) {
                if !http.path.placeholders().any(|known| known == name) {
                    diagnostics.push(Diagnostic::new(
                        Code::PathField,
                        path.span,
                        format!("`{{{name}}}` is not a placeholder of the function's path"),
                    ));
                }
            }
        }
        Err(problem) => diagnostics.push(Diagnostic::new(Code::BadHttp, path.span, problem)),
    }
}
