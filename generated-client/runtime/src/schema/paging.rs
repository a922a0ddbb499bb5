//! How further items of a list are fetched.

/// How further items of a list are fetched: where a response names the next place, where that goes in the next request, and
/// when the list is over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Paging {
    /// Where the next place stands.
    pub next: Next,
    /// Where it goes; `None` where it is an address.
    pub goes: Option<Goes>,
    /// Whether a page without items is the last one, whatever it names.
    pub ends_when_empty: bool,
    /// For a scroll, whose one place the server moves on with each request: how long it certainly stays open after its last
    /// use, in seconds.
    pub idle: Option<u32>,
    /// The field that says how many items a page has, and the most that the API accepts. Streams ask for that many where the
    /// caller says nothing else.
    pub size: Option<(&'static str, u32)>,
    /// How many items all pages have together at most, however many there are, and the function whose list has all.
    pub reaches: Option<(u32, Option<&'static str>)>,
}

/// Where the next place of a list stands. Keys name members from the outermost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Next {
    /// In a member of the response: an address, an object of query keys, or a token.
    Member(&'static [&'static str]),
    /// In the `Link` header (RFC 8288), under this relation.
    Link(&'static str),
    /// In a member of the last item. The list goes on while the other member, where there is one, is true.
    LastItem(&'static str, Option<&'static [&'static str]>),
    /// It is the number of the next page. This is the first one's, and the other is the member with the last one's.
    Page(u64, Option<&'static [&'static str]>),
    /// It is how many items came before. The member has how many there are.
    Offset(Option<&'static [&'static str]>),
}

/// Where the next place goes in a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Goes {
    /// Under this query key.
    Query(&'static str),
    /// Into the body: the field that goes there.
    Body(&'static [&'static str]),
}

impl Paging {
    /// A response names the address of the next page, or an object of query keys.
    #[must_use]
    pub const fn address(keys: &'static [&'static str]) -> Self {
        Self::new(Next::Member(keys), None)
    }

    /// The `Link` header names the address of the next page.
    #[must_use]
    pub const fn link(relation: &'static str) -> Self {
        Self::new(Next::Link(relation), None)
    }

    /// The next place goes into the request.
    #[must_use]
    pub const fn place(next: Next, goes: Goes) -> Self {
        Self::new(next, Some(goes))
    }

    const fn new(next: Next, goes: Option<Goes>) -> Self {
        Self { next, goes, ends_when_empty: false, idle: None, size: None, reaches: None }
    }

    /// A page without items is the last one.
    #[must_use]
    pub const fn ends_when_empty(mut self) -> Self {
        self.ends_when_empty = true;
        self
    }

    /// It is a scroll, which certainly stays open for so many seconds after its last use.
    #[must_use]
    pub const fn idle(mut self, seconds: u32) -> Self {
        self.idle = Some(seconds);
        self
    }

    /// A field says how many items a page has, and the API accepts so many.
    #[must_use]
    pub const fn size(mut self, field: &'static str, most: u32) -> Self {
        self.size = Some((field, most));
        self
    }
    /// The list ends at so many items; the list of another function has all.
    #[must_use]
    pub const fn reaches(mut self, items: u32, beyond: Option<&'static str>) -> Self {
        self.reaches = Some((items, beyond));
        self
    }
}
