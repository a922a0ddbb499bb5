//! Lists with their pages and links.

use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Pages of people and companies end after this number of records; scrolls do not.
const MAX_LISTED: usize = 10_000;

/// Characters of a query that need no encoding.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The limits of a list.
#[derive(Clone, Copy)]
pub struct Limits {
    pub default_per_page: usize,
    pub max_per_page: usize,
    /// How many records pages can reach.
    pub max_records: Option<usize>,
}

impl Limits {
    pub const PEOPLE: Self = Self { default_per_page: 50, max_per_page: 60, max_records: Some(MAX_LISTED) };
    pub const COMPANIES: Self = Self::PEOPLE;
    pub const CONVERSATIONS: Self = Self { default_per_page: 20, max_per_page: 60, max_records: None };
    pub const OTHERS: Self = Self { default_per_page: 50, max_per_page: 60, max_records: None };
}

/// The requested page.
#[derive(Clone, Copy, Debug)]
pub struct PageQuery {
    pub page: usize,
    pub per_page: usize,
    max_records: usize,
}

impl PageQuery {
    pub fn read(call: &Call<'_>, limits: Limits) -> Result<Self, ApiError> {
        let page = positive(call, "page")?.unwrap_or(1);
        let per_page = positive(call, "per_page")?.unwrap_or(limits.default_per_page);
        if per_page > limits.max_per_page {
            let message = format!("per_page is too big: at most {}", limits.max_per_page);
            return Err(ApiError::invalid_parameter("per_page", message));
        }
        // Without a limit, a page beyond the last one is empty.
        let start = page.saturating_sub(1).saturating_mul(per_page);
        if let Some(max) = limits.max_records.filter(|max| start >= *max) {
            let message = format!("pages reach {max} records; use scroll for the rest");
            return Err(ApiError::invalid_parameter("page", message));
        }
        Ok(Self { page, per_page, max_records: limits.max_records.unwrap_or(usize::MAX) })
    }

    fn start(self) -> usize {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }

    /// The records of the page.
    pub fn slice<T>(self, all: impl Iterator<Item = T>) -> Vec<T> {
        all.take(self.max_records).skip(self.start()).take(self.per_page).collect()
    }

    /// The `pages` of a response.
    pub fn pages(self, call: &Call<'_>, total: usize) -> Pages {
        let total_pages = total.min(self.max_records).div_ceil(self.per_page).max(1);
        let next = (self.page < total_pages).then(|| {
            let (page, per_page) = (self.page.saturating_add(1).to_string(), self.per_page.to_string());
            link(call, &[("page", &page), ("per_page", &per_page)])
        });
        Pages { kind: "pages", next, page: self.page, per_page: self.per_page, total_pages }
    }
}

/// A whole number above zero.
pub fn positive(call: &Call<'_>, key: &str) -> Result<Option<usize>, ApiError> {
    let Some(text) = call.query(key) else { return Ok(None) };
    match text.parse::<usize>() {
        Ok(number) if number > 0 => Ok(Some(number)),
        _ => Err(ApiError::invalid_parameter(key, format!("{key} must be a whole number above 0"))),
    }
}

/// The URL of the request with other values for some keys of its query.
pub fn link(call: &Call<'_>, set: &[(&str, &str)]) -> String {
    let mut url = String::with_capacity(128);
    url.push_str(call.base_url);
    url.push_str(&call.request.path);
    let kept = call.request.query.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let kept = kept.filter(|(key, _)| set.iter().all(|(new, _)| new != key));
    for (position, (key, value)) in kept.chain(set.iter().copied()).enumerate() {
        url.push(if position == 0 { '?' } else { '&' });
        url.extend(utf8_percent_encode(key, QUERY));
        url.push('=');
        url.extend(utf8_percent_encode(value, QUERY));
    }
    url
}

/// The `pages` of a response.
#[derive(Clone, Debug, Serialize)]
pub struct Pages {
    #[serde(rename = "type")]
    kind: &'static str,
    next: Option<String>,
    page: usize,
    per_page: usize,
    total_pages: usize,
}

/// A list of a response.
pub struct List<T> {
    pub kind: &'static str,
    pub key: &'static str,
    pub items: Vec<T>,
    pub pages: Option<Pages>,
    pub total_count: Option<usize>,
    pub scroll_param: Option<String>,
    /// Whether a list by email is truncated; the emulator never truncates it.
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
