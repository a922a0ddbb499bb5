//! Rules of `advice`: each entry says which errors it is about, and where the id of what exists stands.

use super::checked::{CheckedAdvice, ExistingId};
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::decode::OneOrMany;
use crate::spec::advice::Advice;
use crate::spec::package::Package;

/// What an id in a message is written as.
const HOLE: &str = "{}";

/// The advice of a package, in its order; reports entries that would fit every error or contradict themselves.
pub fn check(package: &Package, diagnostics: &mut Diagnostics) -> Vec<CheckedAdvice> {
    match &package.advice {
        None => Vec::new(),
        Some(OneOrMany::One(by_code)) => {
            let advice = |(code, say): &(Spanned<String>, Spanned<String>)| CheckedAdvice {
                status: None,
                code: code.value.clone(),
                contains: String::new(),
                say: say.value.clone(),
                existing: None,
            };
            by_code.0.iter().map(advice).collect()
        }
        Some(OneOrMany::Many(entries)) => entries.iter().filter_map(|entry| check_entry(entry, diagnostics)).collect(),
    }
}

fn check_entry(advice: &Advice, diagnostics: &mut Diagnostics) -> Option<CheckedAdvice> {
    let mut bad = |span, message: &str, help: &'static str| {
        diagnostics.push(Diagnostic::new(Code::BadAdvice, span, message).help(help));
        None
    };
    let text = |value: &Option<Spanned<String>>| value.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    let (code, contains) = (text(&advice.code), text(&advice.contains));
    if advice.status.is_none() && code.is_empty() && contains.is_empty() {
        let help = "add `status`, `code` or `contains`, text of the message";
        return bad(advice.say.span, "this advice fits every error", help);
    }
    if let Some(status) = advice.status.as_ref().filter(|status| !(200..600).contains(&status.value)) {
        return bad(status.span, "no response has this status", "a status is a number from 200 to 599");
    }
    let where_id = advice.id.as_ref().or(advice.link.as_ref());
    let existing = match (&advice.existing, where_id) {
        (None, None) => None,
        (None, Some(place)) => {
            let help = "add `existing: active`, `archived` or `merged`";
            return bad(place.span, "nothing is said to exist whose id this could be", help);
        }
        (Some(state), _) => {
            let id = match (&advice.id, &advice.link) {
                (None, None) => ExistingId::Unknown,
                (None, Some(relation)) => ExistingId::Link(relation.value.clone()),
                (Some(_), Some(link)) => {
                    return bad(link.span, "an id stands in the message or in a link", "keep `id` or `link`");
                }
                (Some(id), None) => match id.split_once(HOLE) {
                    Some((before, after)) if !before.is_empty() && !after.contains(HOLE) => {
                        ExistingId::Message(before.to_owned(), after.to_owned())
                    }
                    _ => {
                        let help = "write what stands before it and `{}` once: `id={}`";
                        return bad(id.span, "this does not say where the id stands", help);
                    }
                },
            };
            Some((state.value, id))
        }
    };
    let status = advice.status.as_ref().map(|status| status.value);
    Some(CheckedAdvice { status, code, contains, say: advice.say.value.clone(), existing })
}
