//! How further items of a list are fetched.

use serde::Serialize;

/// How further items of a list are fetched.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paging {
    /// The name by which the spec refers to it, if it has one.
    pub name: Option<String>,
    /// Where the next place stands.
    pub next: Next,
    /// Where it goes; `None` where it is an address.
    pub goes: Option<Goes>,
    /// A page without items is the last one.
    pub ends_when_empty: bool,
    /// For a scroll: how many seconds it certainly stays open.
    pub idle: Option<u16>,
    /// The field that says how many items a page has, and the most that the API accepts.
    pub size: Option<(String, u16)>,
    /// How many items all pages have together at most, and the function whose list has all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaches: Option<(u32, Option<String>)>,
}

/// Where the next place of a list stands. Keys name members from the outermost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Next {
    /// In a member of the response.
    Member(Vec<String>),
    /// In the `Link` header, under this relation.
    Link(String),
    /// In a member of the last item, while the other member is true.
    LastItem(String, Option<Vec<String>>),
    /// It is the number of the next page: that of the first one, and the member with that of the last one.
    Page(u16, Option<Vec<String>>),
    /// It is how many items came before; the member has how many there are.
    Offset(Option<Vec<String>>),
}

/// Where the next place goes in a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Goes {
    /// Under this query key.
    Query(String),
    /// Into the body.
    Body(Vec<String>),
}

impl Paging {
    /// In words: what leads to the next page.
    #[must_use]
    pub fn shown(&self) -> String {
        let next = match &self.next {
            Next::Member(keys) => format!("`{}` leads to the next page", keys.join(".")),
            Next::Link(relation) => format!("the `Link` header leads to the next page (`rel={relation}`)"),
            Next::LastItem(key, _) => format!("`{key}` of the last item leads to the next page"),
            Next::Page(..) => "pages are numbered".to_owned(),
            Next::Offset(_) => "a page begins after the items before it".to_owned(),
        };
        let goes = match &self.goes {
            None => String::new(),
            Some(Goes::Query(key)) => format!(", by query `{key}`"),
            Some(Goes::Body(keys)) => format!(", by body `/{}`", keys.join("/")),
        };
        let size =
            self.size.as_ref().map(|(field, most)| format!("; a stream asks for {most} items a page (`{field}`)"));
        let reaches = self.reaches.as_ref().map(|(items, beyond)| {
            let beyond = beyond.as_ref().map(|function| format!(", `{function}` has all"));
            format!("; the list ends at {items} items{}", beyond.unwrap_or_default())
        });
        format!("{next}{goes}{}{}", size.unwrap_or_default(), reaches.unwrap_or_default())
    }
}
