//! Lists of dynamic calls: the same streams, with JSON items.

use crate::decoded::from_response::FromResponse;
use crate::error::{Error, ErrorKind};
use crate::paging::items::Items;
use crate::paging::listing::Listing;
use crate::paging::page::Page;
use crate::paging::pages::Pages;
use crate::request::call::Call;
use crate::request::dynamic::DynamicCall;
use crate::request::pending::Pending;
use crate::response::raw::RawResponse;
use crate::schema::{Function, Returns};
use serde_json::Value;

/// A response of a dynamic call that contains a list.
#[derive(Clone, Debug)]
pub struct DynamicList {
    items: Vec<Value>,
    rest: Value,
}

impl DynamicList {
    /// The response without its items.
    #[must_use]
    pub fn rest(&self) -> &Value {
        &self.rest
    }
}

impl FromResponse for DynamicList {
    /// Errors where the function returns no list.
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        let function = response.function();
        let Returns::List(_, keys, _) = function.returns else {
            return Err(Error::argument(no_list(function)).with_function(function));
        };
        let mut rest = Value::from_response(response)?;
        let items = match take(&mut rest, keys) {
            Some(Value::Array(items)) => items,
            // An empty object stands for an empty list, as in typed responses.
            _ => Vec::new(),
        };
        Ok(Self { items: items.into_iter().filter(|item| !item.is_null()).collect(), rest })
    }
}

/// Takes what stands under keys out of a value; the value itself without keys.
fn take(value: &mut Value, keys: &[&str]) -> Option<Value> {
    match keys {
        [] => Some(value.take()),
        [key] => value.as_object_mut()?.remove(*key),
        [key, rest @ ..] => take(value.get_mut(*key)?, rest),
    }
}

impl Listing for DynamicList {
    type Item = Value;

    fn items(&self) -> &[Value] {
        &self.items
    }

    fn into_items(self) -> Vec<Value> {
        self.items
    }
}

fn no_list(function: &Function) -> String {
    format!("`{}` returns no list: send the call, or await it", function.name)
}

impl DynamicCall {
    /// The call, which fails before anything is sent where the function returns no list.
    fn into_list_call(self) -> Call {
        let call = self.into_call();
        let function = call.function();
        // A function that does not exist has an error of its own.
        if matches!(function.returns, Returns::List(..)) || function.name.is_empty() {
            return call;
        }
        call.failed(ErrorKind::Argument, no_list(function))
    }

    /// Sends the call of a function that returns a list; returns one page with the cursor of the next one. Any other function
    /// is an error of kind [`Argument`](ErrorKind::Argument), and nothing is sent.
    pub fn send_page(self) -> Pending<Page<DynamicList>> {
        self.into_list_call().send()
    }

    /// All pages of a list, one request each, as a stream. A function that returns no list is an error of kind
    /// [`Argument`](ErrorKind::Argument) when the first page is asked for.
    #[must_use]
    pub fn by_page(self) -> Pages<DynamicList> {
        Pages::new(self.into_list_call())
    }

    /// All items of all pages as a stream of JSON.
    #[must_use]
    pub fn by_item(self) -> Items<DynamicList> {
        Items::new(self.by_page())
    }
}
