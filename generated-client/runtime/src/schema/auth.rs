//! How calls authenticate: the credentials that they carry, and where.

/// A way to authenticate: all of its credentials are sent with each call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Scheme {
    /// Its name, as functions refer to it; empty for a package's only one.
    pub name: &'static str,
    /// What a call carries.
    pub credentials: &'static [Credential],
}

/// A credential and where it goes. The fields are the tables' names of the values that the client is given.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Credential {
    /// In a header.
    Header {
        /// The value.
        field: &'static str,
        /// The header's name.
        header: &'static str,
        /// The word before the value, such as `Bearer`; empty for none.
        scheme: &'static str,
    },
    /// As user and password of Basic authentication (RFC 7617).
    Basic {
        /// The user.
        user: BasicPart,
        /// The password.
        password: BasicPart,
    },
    /// Where the function's field of this name goes: its query, its body or its path.
    Field(&'static str),
}

/// A half of a Basic credential.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum BasicPart {
    /// A value that the client is given.
    Field(&'static str),
    /// The same text for everyone.
    Text(&'static str),
}

impl Scheme {
    /// A scheme with these credentials.
    #[must_use]
    pub const fn new(name: &'static str, credentials: &'static [Credential]) -> Self {
        Self { name, credentials }
    }

    /// The headers that it sets.
    pub fn headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.credentials.iter().filter_map(|credential| match credential {
            Credential::Header { header, .. } => Some(*header),
            Credential::Basic { .. } => Some("authorization"),
            Credential::Field(_) => None,
        })
    }

    /// The values that the client needs, in the order of the credentials.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        let mut fields = Vec::new();
        for credential in self.credentials {
            fields.extend(credential.fields().into_iter().flatten());
        }
        fields.into_iter()
    }
}

impl Credential {
    /// In a header, after a word such as `Bearer`, which may be empty.
    #[must_use]
    pub const fn header(field: &'static str, header: &'static str, scheme: &'static str) -> Self {
        Self::Header { field, header, scheme }
    }

    /// As user and password.
    #[must_use]
    pub const fn basic(user: BasicPart, password: BasicPart) -> Self {
        Self::Basic { user, password }
    }

    /// Whether it takes this value.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields().contains(&Some(field))
    }

    /// The values that the client needs.
    fn fields(&self) -> [Option<&'static str>; 2] {
        match *self {
            Self::Header { field, .. } | Self::Field(field) => [Some(field), None],
            Self::Basic { user, password } => [user.field(), password.field()],
        }
    }
}

impl BasicPart {
    /// The value that the client is given, if it is one.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Field(field) => Some(field),
            Self::Text(_) => None,
        }
    }
}

/// Which credentials a function's calls carry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Auth {
    /// Those of the package's first scheme.
    Default,
    /// None.
    None,
    /// Those of the scheme of this name.
    Scheme(&'static str),
}
