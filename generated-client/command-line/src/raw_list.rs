//! A page of a list, its items as they were received.

use api_client_runtime::__private::FromResponse;
use api_client_runtime::RawResponse;
use api_client_runtime::error::Error;
use api_client_runtime::paging::{DynamicList, Listing};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A page of a list.
pub struct RawList {
    items: Vec<RawItem>,
}

/// An item of a list.
#[derive(Clone)]
pub struct RawItem {
    pub json: Box<RawValue>,
    pub page: Arc<PageOf>,
    /// Whether no item of its page follows.
    pub is_last: bool,
}

/// What an item's page says beside its items.
pub struct PageOf {
    /// Requests left in the rate limit's window.
    pub remaining: Option<u64>,
}

impl FromResponse for RawList {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        let page = Arc::new(PageOf { remaining: response.rate_limit().and_then(|limit| limit.remaining()) });
        let keys = response.function().returns.items().unwrap_or_default();
        let found = std::str::from_utf8(response.payload()).ok().and_then(|payload| items(payload, keys));
        let Some(mut items) = found else {
            // It says what is wrong with the response, or finds the list empty.
            return DynamicList::from_response(response).map(|_| Self { items: Vec::new() });
        };
        items.retain(|item| item.get() != "null");
        let last = items.len().saturating_sub(1);
        let items = items.into_iter().enumerate();
        let item = |(at, json)| RawItem { json, page: Arc::clone(&page), is_last: at == last };
        Ok(Self { items: items.map(item).collect() })
    }
}

/// The list under keys.
fn items(json: &str, keys: &[&str]) -> Option<Vec<Box<RawValue>>> {
    match keys.split_first() {
        None => serde_json::from_str(json).ok(),
        Some((key, rest)) => {
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
            items(members.get(*key)?.get(), rest)
        }
    }
}

impl Listing for RawList {
    type Item = RawItem;

    fn items(&self) -> &[RawItem] {
        &self.items
    }

    fn into_items(self) -> Vec<RawItem> {
        self.items
    }
}
