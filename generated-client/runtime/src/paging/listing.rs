//! Responses that contain a list.

use crate::decoded::from_response::FromResponse;
use crate::response::decode::lenient::Lenient;
use crate::response::model::extra::Extra;

/// A response that contains a list.
pub trait Listing: FromResponse {
    /// An item of the list.
    type Item: Send + 'static;

    /// The items.
    fn items(&self) -> &[Self::Item];

    /// Keys that the model does not know; `None` where the model keeps none.
    fn extra(&self) -> Option<&Extra> {
        None
    }

    /// The items, without the rest of the response.
    fn into_items(self) -> Vec<Self::Item>;
}

/// A response that is the list itself.
impl<T: Lenient + Send> Listing for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Vec<T> {
        self
    }
}

/// What generated code adds below a model that functions return as a list.
#[doc(hidden)]
#[macro_export]
macro_rules! listing {
    ($name:ident, [$first:ident $(, $inner:ident)*] $field:ident: $item:ty) => {
        impl $crate::__private::Listing for $name {
            type Item = $item;

            #[inline]
            fn items(&self) -> &[Self::Item] {
                let list = self.$first.as_ref();
                $(let list = list.and_then(|list| list.$inner.as_ref());)*
                list.map_or(&[], |list| &list.$field)
            }

            #[inline]
            fn into_items(self) -> Vec<Self::Item> {
                let list = self.$first;
                $(let list = list.and_then(|list| list.$inner);)*
                list.map(|list| list.$field).unwrap_or_default()
            }
        }
    };
    ($name:ident, $field:ident: $item:ty) => {
        impl $crate::__private::Listing for $name {
            type Item = $item;

            #[inline]
            fn items(&self) -> &[Self::Item] {
                &self.$field
            }

            #[inline]
            fn extra(&self) -> Option<&$crate::__private::Extra> {
                Some(&self.extra)
            }

            #[inline]
            fn into_items(self) -> Vec<Self::Item> {
                self.$field
            }
        }
    };
}
