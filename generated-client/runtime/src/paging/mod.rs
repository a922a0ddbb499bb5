//! Lists that come in parts: pages by the URL of the next one, and scrolls.
//!
//! Streams are owned and `Send + 'static`, go on after an error that may pass, and can be taken up again later from a [`Cursor`].

pub(crate) mod cursor;
mod dynamic;
pub(crate) mod items;
pub(crate) mod listing;
mod next;
mod origin;
pub(crate) mod page;
pub(crate) mod pages;
mod scroll_life;
mod visited;

pub use cursor::{Cursor, CursorError};
pub use dynamic::DynamicList;
pub use items::Items;
pub use listing::Listing;
pub use page::Page;
pub use pages::Pages;

/// Paging of a builder: what generated code adds below those that return a list in parts.
#[doc(hidden)]
#[macro_export]
macro_rules! pager {
    ($name:ident => $output:ty) => {
        impl $name {
            /// Sends the call; returns one page with the cursor of the next one.
            #[inline]
            pub fn send_page(self) -> $crate::__private::Pending<$crate::__private::Page<$output>> {
                self.0.send()
            }

            /// All pages, one request each, as a stream.
            #[must_use = "a stream does nothing until `next` is awaited"]
            #[inline]
            pub fn by_page(self) -> $crate::__private::Pages<$output> {
                $crate::__private::Pages::new(self.0)
            }

            /// All items of all pages as a stream.
            #[must_use = "a stream does nothing until `next` is awaited"]
            #[inline]
            pub fn by_item(self) -> $crate::__private::Items<$output> {
                $crate::__private::Items::new(self.by_page())
            }
        }
    };
}
