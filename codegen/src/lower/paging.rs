//! How further items of a list are fetched.

use crate::check::checked::{self, CheckedPaging};
use crate::model::paging::{Goes, Next, Paging};

pub fn lower(paging: &CheckedPaging) -> Paging {
    Paging {
        name: paging.name.clone(),
        next: match &paging.next {
            checked::Next::Member(keys) => Next::Member(keys.clone()),
            checked::Next::Link(relation) => Next::Link(relation.clone()),
            checked::Next::LastItem(key, more) => Next::LastItem(key.clone(), more.clone()),
            checked::Next::Page(first, last) => Next::Page(*first, last.clone()),
            checked::Next::Offset(total) => Next::Offset(total.clone()),
        },
        goes: paging.goes.as_ref().map(|goes| match goes {
            checked::Goes::Query(key) => Goes::Query(key.clone()),
            checked::Goes::Body(keys) => Goes::Body(keys.clone()),
        }),
        ends_when_empty: paging.ends_when_empty,
        idle: paging.idle,
        size: paging.size.clone(),
        reaches: paging.reaches.clone(),
    }
}
