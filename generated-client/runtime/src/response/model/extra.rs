//! Keys of a response that a model does not know.

use crate::redact::Redacted;
use crate::response::model::wire_form::{WireForm, WireForms};
use serde_json::{Map, Value};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// Keys of a response that the model does not know, with their values. `Debug` shows the keys only: what is unknown may be
/// personal data.
#[derive(Clone, Default)]
pub struct Extra {
    members: Map<String, Value>,
    /// How the known keys stood in the response: the model is written as it was read.
    forms: WireForms,
}

impl Extra {
    /// The keys and their values, as a JSON object.
    #[must_use]
    pub fn into_inner(self) -> Map<String, Value> {
        self.members
    }

    /// The member at a position was read.
    pub(crate) fn set_form(&mut self, at: usize, form: WireForm) {
        self.forms.set(at, form);
    }

    /// How the member at a position stood in the response.
    #[cfg(feature = "serde")]
    pub(crate) fn form(&self, at: usize) -> Option<WireForm> {
        self.forms.get(at)
    }
}

impl Eq for Extra {}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members
    }
}

impl Deref for Extra {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.members
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.members
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(members: Map<String, Value>) -> Self {
        Self { members, forms: WireForms::default() }
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = serde_json::map::Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.iter()
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted(&self.members).fmt(f)
    }
}
