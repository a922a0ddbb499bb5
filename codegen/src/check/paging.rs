//! Rules of `paging`: where the next place stands, where it goes, and what ends the list.

use super::checked::{CheckedPaging, Goes, Next};
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::decode::TextOr;
use crate::format::grammar::Parsed;
use crate::spec::function::Function;
use crate::spec::package::Package;
use crate::spec::paging::Paging;
use crate::spec::pointer::JsonPointer;

/// The paging of a function, as the spec writes it.
pub struct WrittenPaging<'s> {
    /// The name of the package's way, if it is one.
    pub name: Option<&'s str>,
    /// What it says.
    pub paging: &'s Paging,
    /// Where the function says so.
    pub span: Span,
}

/// The paging of a function; reports a name that the package does not have.
pub fn of_function<'s>(
    function: &'s Function,
    package: &'s Package,
    diagnostics: &mut Diagnostics,
) -> Option<WrittenPaging<'s>> {
    match function.paging.as_ref()? {
        TextOr::Text(name) => {
            let known = package.paging.0.iter().find(|(known, _)| known.value == name.value);
            if known.is_none() {
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownReference,
                        name.span,
                        format!("`{}` is not a way of paging of `package.yaml`", name.value),
                    )
                    .did_you_mean(name, package.paging.0.iter().map(|(known, _)| known.as_str()))
                    .help("define it there: `paging: { pages: { next: /pages/next } }`"),
                );
            }
            let (_, paging) = known?;
            Some(WrittenPaging { name: Some(name.as_str()), paging, span: name.span })
        }
        TextOr::Other(paging) => {
            let span = span_of(paging).unwrap_or(function.name.span);
            Some(WrittenPaging { name: None, paging, span })
        }
    }
}

/// Checks the package's ways of paging.
pub fn check_package(package: &Package, diagnostics: &mut Diagnostics) {
    for (name, paging) in &package.paging.0 {
        check(paging, Some(name.as_str()), name.span, diagnostics);
    }
}

/// What a paging means; reports what is missing or too much.
pub fn check(paging: &Paging, name: Option<&str>, span: Span, diagnostics: &mut Diagnostics) -> Option<CheckedPaging> {
    let mut bad = |span: Span, message: &str, help: &'static str| {
        diagnostics.push(Diagnostic::new(Code::BadPaging, span, message).help(help));
        None
    };
    let keys = |pointer: &Option<Parsed<JsonPointer>>| {
        pointer.as_ref().and_then(|pointer| Some(pointer.get()?.keys().to_vec()))
    };
    let ways = [
        paging.next.as_ref().map(|next| next.span),
        paging.link.as_ref().map(|link| link.span),
        paging.last.as_ref().map(|last| last.span),
        paging.page.as_ref().map(|page| page.span),
        paging.offset.as_ref().map(|offset| offset.span),
    ];
    let mut ways = ways.into_iter().flatten();
    match (ways.next(), ways.next()) {
        (None, _) => {
            return bad(
                span,
                "`paging` does not say where the next place is",
                "add one of `next`, `link`, `last`, `page` and `offset`",
            );
        }
        (_, Some(second)) => {
            return bad(
                second,
                "`paging` says twice where the next place is",
                "keep one of `next`, `link`, `last`, `page` and `offset`",
            );
        }
        _ => {}
    }
    let goes = match (&paging.query, &paging.body) {
        (Some(_), Some(body)) => return bad(body.span, "the next place goes to one place", "keep `query` or `body`"),
        (Some(query), None) => Some(Goes::Query(query.value.clone())),
        (None, Some(body)) => Some(Goes::Body(body.get()?.keys().to_vec())),
        (None, None) => None,
    };
    let (next, goes) = if let Some(next) = &paging.next {
        (Next::Member(next.get()?.keys().to_vec()), goes)
    } else if let Some(link) = &paging.link {
        if goes.is_some() {
            return bad(link.span, "`link` is an address: it goes nowhere else", "remove `query` and `body`");
        }
        (Next::Link(link.value.clone()), None)
    } else if let Some(last) = &paging.last {
        if goes.is_none() {
            return bad(last.span, "`last` does not say where the place goes", "add `query: key` or `body: /pointer`");
        }
        (Next::LastItem(last.value.clone(), keys(&paging.more)), goes)
    } else if let Some(page) = &paging.page {
        let first = paging.first.as_ref().map_or(1, |first| first.value);
        let goes = goes.or_else(|| Some(Goes::Query(page.value.clone())));
        (Next::Page(first, keys(&paging.pages)), goes)
    } else {
        let offset = paging.offset.as_ref()?;
        let goes = goes.or_else(|| Some(Goes::Query(offset.value.clone())));
        (Next::Offset(keys(&paging.total)), goes)
    };
    if goes.is_none()
        && let Some(idle) = &paging.idle
    {
        return bad(idle.span, "a scroll's place goes into the next request", "add `query: key` or `body: /pointer`");
    }
    let size = match (&paging.size, &paging.most) {
        (Some(field), Some(most)) if most.value > 0 => Some((field.value.clone(), most.value)),
        (None, None) => None,
        (Some(at), None) => return bad(at.span, "the most items of a page are not stated", "add `most: 150`"),
        (_, Some(at)) => {
            return bad(at.span, "`most` says how many items `size` asks for", "add `size: per_page`, and at least 1");
        }
    };
    let reaches = match (&paging.reaches, &paging.beyond) {
        (None, Some(at)) => return bad(at.span, "`beyond` says what has more than `reaches`", "add `reaches: 10000`"),
        (Some(at), _) if at.value == 0 => {
            return bad(
                at.span,
                "a list that reaches no item is none",
                "leave `reaches` out where the list has no end",
            );
        }
        (reaches, beyond) => {
            reaches.as_ref().map(|items| (items.value, beyond.as_ref().map(|function| function.value.clone())))
        }
    };
    Some(CheckedPaging {
        name: name.map(str::to_owned),
        next,
        goes,
        ends_when_empty: paging.ends.is_some(),
        idle: paging.idle.as_ref().map(|idle| idle.value),
        size,
        reaches,
    })
}

fn span_of(paging: &Paging) -> Option<Span> {
    let pointers = paging.members().into_iter().map(|pointer| pointer.span);
    let keys = [&paging.link, &paging.last, &paging.page, &paging.offset, &paging.query];
    let keys = keys.into_iter().flatten().map(|key| key.span);
    pointers.chain(keys).chain(paging.body.as_ref().map(|body| body.span)).min()
}
