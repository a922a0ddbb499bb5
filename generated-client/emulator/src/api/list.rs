//! Lists, their pages, and the addresses that lead on.

use crate::engine::{Call, Refusal};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::fmt::Write;

/// Page listings of people and companies stop here; scrolls go on.
pub(crate) const MOST_LISTED: usize = 10_000;

/// What a query keeps as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What a list lets callers ask for.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub default_per_page: usize,
    pub most_per_page: usize,
    /// How many records can be reached at all.
    pub reach: Option<usize>,
}

impl Limits {
    pub const PEOPLE: Self = Self { default_per_page: 50, most_per_page: 60, reach: Some(MOST_LISTED) };
    pub const COMPANIES: Self = Self::PEOPLE;
    pub const CONVERSATIONS: Self = Self { default_per_page: 20, most_per_page: 60, reach: None };
    pub const OTHERS: Self = Self { default_per_page: 50, most_per_page: 60, reach: None };
}

/// The page that a request asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageQuery {
    pub page: usize,
    pub per_page: usize,
    reach: usize,
}

impl PageQuery {
    pub fn read(call: &Call<'_>, limits: Limits) -> Result<Self, Refusal> {
        let page = positive(call, "page")?.unwrap_or(1);
        let per_page = positive(call, "per_page")?.unwrap_or(limits.default_per_page);
        if per_page > limits.most_per_page {
            let message = format!("per_page is too big: at most {}", limits.most_per_page);
            return Err(Refusal::invalid("per_page", message));
        }
        // Where pages do not end, one beyond the last is empty.
        let start = (page - 1).saturating_mul(per_page);
        if let Some(reach) = limits.reach.filter(|reach| start >= *reach) {
            let message = format!("pages reach {reach} records; use scroll for the rest");
            return Err(Refusal::invalid("page", message));
        }
        Ok(Self { page, per_page, reach: limits.reach.unwrap_or(usize::MAX) })
    }

    /// Where the page begins among `total` records.
    pub fn start(self) -> usize {
        (self.page - 1).saturating_mul(self.per_page)
    }

    /// The part of a list that is on the page; the last page may reach beyond what can be reached.
    pub fn cut<T>(self, all: impl Iterator<Item = T>) -> Vec<T> {
        all.take(self.reach).skip(self.start()).take(self.per_page).collect()
    }

    /// What an answer tells about its pages.
    pub fn pages(self, call: &Call<'_>, total: usize) -> Pages {
        let total_pages = total.min(self.reach).div_ceil(self.per_page).max(1);
        let next = (self.page < total_pages).then(|| {
            let (page, per_page) = ((self.page + 1).to_string(), self.per_page.to_string());
            link(call, &[("page", &page), ("per_page", &per_page)])
        });
        Pages { kind: "pages", next, page: self.page, per_page: self.per_page, total_pages }
    }
}

/// A whole number above zero.
pub(crate) fn positive(call: &Call<'_>, key: &str) -> Result<Option<usize>, Refusal> {
    let Some(text) = call.query(key) else { return Ok(None) };
    match text.parse::<usize>() {
        Ok(number) if number > 0 => Ok(Some(number)),
        _ => Err(Refusal::invalid(key, format!("{key} must be a whole number above 0"))),
    }
}

/// The address of the request with some keys of its query set anew.
pub(crate) fn link(call: &Call<'_>, set: &[(&str, &str)]) -> String {
    let mut address = format!("{}{}", call.base, call.request.path);
    let kept = call.request.query.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let kept = kept.filter(|(key, _)| set.iter().all(|(new, _)| new != key));
    for (position, (key, value)) in kept.chain(set.iter().copied()).enumerate() {
        let separator = if position == 0 { '?' } else { '&' };
        let (key, value) = (utf8_percent_encode(key, QUERY), utf8_percent_encode(value, QUERY));
        let _ = write!(address, "{separator}{key}={value}");
    }
    address
}

/// What an answer tells about its pages.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Pages {
    #[serde(rename = "type")]
    kind: &'static str,
    next: Option<String>,
    page: usize,
    per_page: usize,
    total_pages: usize,
}

/// A list as answers have it.
pub(crate) struct List<T> {
    pub kind: &'static str,
    pub key: &'static str,
    pub items: Vec<T>,
    pub pages: Option<Pages>,
    pub total_count: Option<usize>,
    pub scroll_param: Option<String>,
    /// Whether a list by email is cut; ours never is.
    pub limited: Option<bool>,
}

impl<T> List<T> {
    pub fn new(kind: &'static str, key: &'static str, items: Vec<T>) -> Self {
        Self { kind, key, items, pages: None, total_count: None, scroll_param: None, limited: None }
    }

    pub fn pages(mut self, pages: Pages) -> Self {
        self.pages = Some(pages);
        self
    }

    pub fn total(mut self, total: usize) -> Self {
        self.total_count = Some(total);
        self
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", self.kind)?;
        if let Some(pages) = &self.pages {
            map.serialize_entry("pages", pages)?;
        }
        map.serialize_entry(self.key, &self.items)?;
        if let Some(total) = self.total_count {
            map.serialize_entry("total_count", &total)?;
        }
        if let Some(limited) = self.limited {
            map.serialize_entry("limited", &limited)?;
        }
        if let Some(scroll_param) = &self.scroll_param {
            map.serialize_entry("scroll_param", scroll_param)?;
        }
        map.end()
    }
}
