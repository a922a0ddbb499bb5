//! `auth` of `package.yaml`: how calls authenticate.

use super::header::{AuthScheme, HeaderName};
use super::name::Name;
use super::pointer::JsonPointer;
use crate::base::span::{Span, Spanned};
use crate::format::decode::TextOr;
use crate::format::grammar::Parsed;
use crate::format::mapping::mapping;

mapping! {
    /// A way to authenticate: a credential and where it goes.
    "`auth`" struct Scheme example "{ field: token, header: Authorization, scheme: Bearer }" {
        /// Its name, where a package has several and functions choose.
        name: Option<Spanned<Name>>,
        /// The function tables' name of the credential.
        field: Option<Spanned<Name>>,
        /// The header that takes it.
        header: Option<Spanned<HeaderName>>,
        /// The word before it in the header, such as `Bearer`.
        scheme: Option<Spanned<AuthScheme>>,
        /// The query key that takes it.
        query: Option<Spanned<String>>,
        /// The place in the body that takes it, as a JSON pointer.
        body: Option<Parsed<JsonPointer>>,
        /// The placeholder of the path that takes it.
        path: Option<Spanned<String>>,
        /// User and password of Basic authentication: two credentials, or a credential and `{ value: … }`.
        basic: Vec<BasicHalf>,
        /// Credentials that are sent together with it.
        with: Vec<Credential>,
    }
}

mapping! {
    /// A credential that is sent together with another.
    "a credential" struct Credential example "{ field: appKey, header: X-App-Key }" {
        /// The function tables' name of the credential.
        field: Spanned<Name>,
        /// The header that takes it.
        header: Option<Spanned<HeaderName>>,
        /// The word before it in the header.
        scheme: Option<Spanned<AuthScheme>>,
        /// The query key that takes it.
        query: Option<Spanned<String>>,
        /// The place in the body that takes it, as a JSON pointer.
        body: Option<Parsed<JsonPointer>>,
        /// The placeholder of the path that takes it.
        path: Option<Spanned<String>>,
    }
}

/// A half of a Basic credential: a field, or a text.
pub type BasicHalf = TextOr<BasicText>;

mapping! {
    /// A half of a Basic credential that is the same for everyone.
    "a half of `basic`" struct BasicText example "{ value: X }" {
        /// The text.
        value: Spanned<AuthScheme>,
    }
}

/// One credential of a scheme.
#[derive(Clone, Copy, Debug)]
pub struct Carried<'s> {
    /// Its name.
    pub field: &'s Spanned<Name>,
    /// The header that takes it, and the word before it.
    pub header: Option<(&'s Spanned<HeaderName>, &'s str)>,
    /// The query key that takes it.
    pub query: Option<&'s Spanned<String>>,
    /// The place in the body that takes it.
    pub body: Option<&'s Parsed<JsonPointer>>,
    /// The placeholder of the path that takes it.
    pub path: Option<&'s Spanned<String>>,
}

impl Scheme {
    /// The name; empty for a package's only scheme.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", |name| name.as_str())
    }

    /// Its credentials but those of `basic`.
    pub fn carried(&self) -> impl Iterator<Item = Carried<'_>> {
        let first = self.field.as_ref().map(|field| Carried {
            field,
            header: self.header.as_ref().map(|header| (header, prefix(self.scheme.as_ref()))),
            query: self.query.as_ref(),
            body: self.body.as_ref(),
            path: self.path.as_ref(),
        });
        first.into_iter().chain(self.with.iter().map(|credential| Carried {
            field: &credential.field,
            header: credential.header.as_ref().map(|header| (header, prefix(credential.scheme.as_ref()))),
            query: credential.query.as_ref(),
            body: credential.body.as_ref(),
            path: credential.path.as_ref(),
        }))
    }

    /// The credentials of `basic`.
    pub fn basic_fields(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.basic.iter().filter_map(|half| match half {
            TextOr::Text(field) => Some(field),
            TextOr::Other(_) => None,
        })
    }

    /// The names of all credentials: those of `basic` first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.basic_fields().map(|field| field.as_str()).chain(self.carried().map(|carried| carried.field.as_str()))
    }
}

fn prefix(scheme: Option<&Spanned<AuthScheme>>) -> &str {
    scheme.map_or("", |scheme| scheme.as_str())
}

impl<'s> Carried<'s> {
    /// The spans of its places.
    pub fn places(&self) -> impl Iterator<Item = Span> + use<'s> {
        [
            self.header.map(|(header, _)| header.span),
            self.query.map(|query| query.span),
            self.body.map(|body| body.span),
            self.path.map(|path| path.span),
        ]
        .into_iter()
        .flatten()
    }
}
