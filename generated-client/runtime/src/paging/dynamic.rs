//! Lists of dynamic calls: the same streams, with JSON items.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::paging::items::Items;
use crate::paging::listing::Listing;
use crate::paging::page::Page;
use crate::paging::pages::Pages;
use crate::request::dynamic::DynamicCall;
use crate::request::pending::Pending;
use crate::response::raw::RawResponse;
use crate::schema::Returns;
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
        let function = response.function;
        let Returns::List(_, key, _) = function.returns else {
            let message = format!("`{}` returns no list: send the call, or await it", function.name);
            return Err(Error::argument(message).with_function(function));
        };
        let mut rest = Value::from_response(response)?;
        let items = match rest.as_object_mut().and_then(|members| members.remove(key)) {
            Some(Value::Array(items)) => items,
            // An empty object stands for an empty list, as in typed responses.
            _ => Vec::new(),
        };
        Ok(Self { items: items.into_iter().filter(|item| !item.is_null()).collect(), rest })
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

impl DynamicCall {
    /// Sends the call of a function that returns a list; returns one page with the cursor of the next one.
    pub fn send_page(self) -> Pending<Page<DynamicList>> {
        self.into_call().send()
    }

    /// All pages of a list, one request each, as a stream. A function that returns no list is an error of kind
    /// [`Argument`](crate::error::ErrorKind::Argument) when the first page is asked for.
    #[must_use]
    pub fn by_page(self) -> Pages<DynamicList> {
        let call = self.into_call();
        if matches!(call.function().returns, Returns::List(..)) || call.function().name.is_empty() {
            return Pages::new(call);
        }
        let message = format!("`{}` returns no list: send the call, or await it", call.function().name);
        Pages::new(call.failed(crate::error::ErrorKind::Argument, message))
    }

    /// All items of all pages as a stream of JSON.
    #[must_use]
    pub fn by_item(self) -> Items<DynamicList> {
        Items::new(self.by_page())
    }
}
