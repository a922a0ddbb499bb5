//! What to do about errors, and what they say of what exists already.

/// What to do about an error. A part that is empty fits any error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Advice {
    /// The status of the response.
    pub status: Option<u16>,
    /// The code of the first error.
    pub code: &'static str,
    /// Text in its message, in any case.
    pub contains: &'static str,
    /// What to do.
    pub say: &'static str,
    /// What the error says of what exists already.
    pub existing: Option<(ExistingState, ExistingId)>,
}

/// The state of what exists already.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ExistingState {
    /// It can be used.
    Active,
    /// It is archived.
    Archived,
    /// What was asked for was merged into it.
    Merged,
}

/// Where an error has the id of what exists already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ExistingId {
    /// Nowhere.
    Unknown,
    /// In its message, between these texts. Where nothing stands behind it, it ends before what ids are not made of.
    Message(&'static str, &'static str),
    /// The last segment of the address that the `Link` header (RFC 8288) has under this relation.
    Link(&'static str),
}

impl Advice {
    /// What to do about any error; the other methods narrow it down.
    #[must_use]
    pub const fn new(say: &'static str) -> Self {
        Self { status: None, code: "", contains: "", say, existing: None }
    }

    /// Errors that come with this status only.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Errors with this code only.
    #[must_use]
    pub const fn code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// Errors with this text in their message only.
    #[must_use]
    pub const fn contains(mut self, text: &'static str) -> Self {
        self.contains = text;
        self
    }

    /// The error says that something exists, in this state, and where its id is.
    #[must_use]
    pub const fn existing(mut self, state: ExistingState, id: ExistingId) -> Self {
        self.existing = Some((state, id));
        self
    }
}
