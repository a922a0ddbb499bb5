//! How calls authenticate.

use serde::Serialize;

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheme {
    /// Its name; empty for a package's only one.
    pub name: String,
    /// What a call carries.
    pub credentials: Vec<Credential>,
}

/// A credential and where it goes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Credential {
    /// In a header.
    Header {
        /// The tables' name of the value.
        field: String,
        /// The header.
        header: String,
        /// The word before the value; empty for none.
        scheme: String,
    },
    /// As user and password of Basic authentication.
    Basic {
        /// The user.
        user: BasicPart,
        /// The password.
        password: BasicPart,
    },
    /// Where the function's field of this name goes.
    Field(String),
}

/// A half of a Basic credential.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum BasicPart {
    /// A value that clients are given.
    Field(String),
    /// The same text for everyone.
    Text(String),
}

/// Which credentials a function's calls carry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Auth {
    /// Those of the package's first scheme.
    Default,
    /// None.
    None,
    /// Those of the scheme of this name.
    Scheme(String),
}

/// A value that clients are given by name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GivenValue {
    /// The tables' name.
    pub name: String,
    /// The environment variable, after the package's prefix.
    pub variable: String,
    /// Whether it is a credential, and no part of a server's URL.
    pub is_credential: bool,
    /// What it is.
    pub doc: Option<String>,
}

impl Scheme {
    /// The credentials in words, such as ``header `Authorization: Bearer …` ``.
    #[must_use]
    pub fn shown(&self) -> String {
        let part = |part: &BasicPart| match part {
            BasicPart::Field(field) => field.clone(),
            BasicPart::Text(text) => format!("\"{text}\""),
        };
        let shown = self.credentials.iter().map(|credential| match credential {
            Credential::Header { header, scheme, .. } => format!("{header}: {}", format!("{scheme} …").trim_start()),
            Credential::Basic { user, password } => {
                format!("Authorization: Basic {}:{}", part(user), part(password))
            }
            Credential::Field(field) => format!("argument {field}"),
        });
        shown.collect::<Vec<_>>().join(" and ")
    }

    /// The names of its values.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.credentials.iter().flat_map(|credential| {
            let (first, second) = match credential {
                Credential::Header { field, .. } | Credential::Field(field) => (Some(field.as_str()), None),
                Credential::Basic { user, password } => (user.field(), password.field()),
            };
            first.into_iter().chain(second)
        })
    }
}

impl BasicPart {
    /// The value that clients are given, if it is one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Field(field) => Some(field),
            Self::Text(_) => None,
        }
    }
}
