//! Lists that come in parts: pages by the URL of the next one, and scrolls.
//!
//! Streams are owned and `Send + 'static`, go on after an error that may pass, and can be taken up again later from a [`Cursor`].

mod cursor;
mod items;
mod lasting;
mod next;
mod origin;
mod page;
mod pages;
mod scroll_life;
mod visited;

pub use cursor::{Cursor, CursorError};
pub use items::Items;
pub use page::Page;
pub use pages::Pages;

use super::FromAnswer;

/// An answer that holds a list.
pub trait Listing: FromAnswer {
    /// What the list holds.
    type Item: Send + 'static;

    /// The items.
    fn items(&self) -> &[Self::Item];

    /// The items, without the rest of the answer.
    fn into_items(self) -> Vec<Self::Item>;
}

/// What generated code adds below a model that functions return as a list.
#[doc(hidden)]
#[macro_export]
macro_rules! listing {
    ($name:ident, $field:ident: $item:ty) => {
        impl $crate::Listing for $name {
            type Item = $item;

            fn items(&self) -> &[Self::Item] {
                &self.$field
            }

            fn into_items(self) -> Vec<Self::Item> {
                self.$field
            }
        }
    };
}

/// Paging of a builder: what generated code adds below those that return a list in parts.
#[doc(hidden)]
#[macro_export]
macro_rules! pager {
    ($name:ident => $output:ty) => {
        impl $name {
            /// One page with the cursor of the next one.
            pub fn page(self) -> $crate::Pending<$crate::Page<$output>> {
                self.0.send()
            }

            /// All pages, one request each, as a stream.
            #[must_use]
            pub fn pages(self) -> $crate::Pages<$output> {
                $crate::Pages::new(self.0)
            }

            /// All items of all pages as a stream.
            #[must_use]
            pub fn items(self) -> $crate::Items<$output> {
                $crate::Items::new(self.pages())
            }
        }
    };
}
