//! `paging`: how further items of a list are fetched.

use super::keywords::PageEnd;
use super::place::Place;
use super::pointer::JsonPointer;
use crate::base::span::Spanned;
use crate::format::decode::TextOr;
use crate::format::grammar::Parsed;
use crate::format::mapping::mapping;

mapping! {
    /// How further items of a list are fetched: where the next place stands, where it goes, what ends the list.
    "`paging`" struct Paging example "{ next: /pages/next }" {
        /// Where a response names the next place: an address, an object of query keys, or a token that goes into the request.
        next: Option<Parsed<JsonPointer>>,
        /// The relation of the `Link` header with the address of the next page.
        link: Option<Spanned<String>>,
        /// The member of the last item that is the next place.
        last: Option<Spanned<String>>,
        /// With `last`: the member that is true while there is more.
        more: Option<Parsed<JsonPointer>>,
        /// The query key of page numbers.
        page: Option<Spanned<String>>,
        /// With `page`: the number of the first page; 1 by default.
        first: Option<Spanned<u16>>,
        /// With `page`: the member with the number of the last page.
        pages: Option<Parsed<JsonPointer>>,
        /// The query key that takes how many items came before.
        offset: Option<Spanned<String>>,
        /// With `offset`: the member with how many items there are.
        total: Option<Parsed<JsonPointer>>,
        /// The query key that takes the next place.
        query: Option<Spanned<String>>,
        /// The place in the body that takes it, as a JSON pointer.
        body: Option<Parsed<JsonPointer>>,
        /// `empty`: a page without items is the last one, whatever it names.
        ends: Option<Spanned<PageEnd>>,
        /// For a scroll, whose one place the server moves on: how many seconds it certainly stays open after its last use.
        idle: Option<Spanned<u16>>,
        /// The argument that says how many items a page has.
        size: Option<Spanned<String>>,
        /// With `size`: the most that the API accepts, which streams ask for.
        most: Option<Spanned<u16>>,
        /// How many items all pages have together at most, however many there are.
        reaches: Option<Spanned<u32>>,
        /// With `reaches`: the function whose list has all items.
        beyond: Option<Spanned<String>>,
    }
}

/// The paging of a function: the name of one of the package's, or its own.
pub type PagingOf = TextOr<Paging>;

impl Paging {
    /// The places by which a response names the next one.
    #[must_use]
    pub fn members(&self) -> Vec<&Parsed<JsonPointer>> {
        [&self.next, &self.more, &self.pages, &self.total].into_iter().flatten().collect()
    }
}

/// A place of an error body: a key, or a JSON pointer.
pub type ErrorPlace = Spanned<Place>;
