//! Items of a list that do not decode: the others are worth more than an error.

use super::fail::{Fail, joined};

/// More undecodable items in one response are another format, not single values.
const MAX_ITEMS: usize = 100;

/// The items that a list has lost, and which list it is.
#[derive(Debug, Default)]
pub(crate) struct LeftOut<'a> {
    /// The key of the list, a member of the outermost object.
    pub key: Option<&'static str>,
    /// Whether the reader is at the value of that key.
    is_here: bool,
    /// The items as they stand.
    pub items: Vec<&'a str>,
    /// The path and the error of the first one, innermost key first.
    first: Option<(Vec<String>, Fail)>,
}

impl<'a> LeftOut<'a> {
    /// A member of the outermost object begins.
    pub fn begin(&mut self, key: &str) {
        self.is_here = self.key.is_some_and(|list| list == key);
    }

    pub fn is_here(&self) -> bool {
        self.is_here
    }

    /// The path of the first item's error and what is wrong there.
    pub fn first(&self) -> Option<(String, String)> {
        let (path, fail) = self.first.as_ref()?;
        Some((format!("{}{}", self.key.unwrap_or_default(), joined(path)), fail.to_string()))
    }

    /// Keeps an item that does not decode; its error is returned where it is one too many.
    pub fn keep(&mut self, item: &'a str, path: Vec<String>, fail: Fail) -> Result<(), (Vec<String>, Fail)> {
        if self.items.len() == MAX_ITEMS {
            return Err((path, fail));
        }
        self.items.push(item);
        self.first.get_or_insert((path, fail));
        Ok(())
    }

    /// The first item's error and its path.
    pub fn take_first(&mut self) -> Option<(Vec<String>, Fail)> {
        self.first.take()
    }
}
