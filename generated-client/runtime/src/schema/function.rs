//! The static description of a function: its table, and what its call means.

use super::auth::Auth;
use super::constant::Constant;
use super::field::{Field, FieldRef, Place};
use super::layout::Layout;
use super::paging::{Goes, Paging};
use std::sync::OnceLock;

/// One function of the function tables.
#[derive(Debug)]
#[non_exhaustive]
pub struct Function {
    /// The table's name, such as `addBook`.
    pub name: &'static str,
    /// The resource it belongs to, such as `users`.
    pub resource: &'static str,
    /// The method below the resource, such as `create_by_email`.
    pub method: &'static str,
    /// The table's description.
    pub doc: &'static str,
    /// The HTTP method.
    pub http: Method,
    /// The main path, with `{field}` placeholders.
    pub path: &'static str,
    /// The arguments: the table's rows, then additions.
    pub fields: &'static [Field],
    /// Values that it always sends.
    pub constants: &'static [Constant],
    /// How the body is written.
    pub body_as: BodyAs,
    /// How the keys of nested values are written in a form and in a query.
    pub nesting: Nesting,
    /// What comes back.
    pub returns: Returns,
    /// Other keys under which responses have the list.
    pub list_also: &'static [&'static str],
    /// Members by which a response with a status of success is an error: a key or a JSON pointer, and JSON text.
    pub failed_when: &'static [(&'static str, &'static str)],
    /// Which credentials its calls carry.
    pub auth: Auth,
    /// The server that it is on, where that is not the client's default one.
    pub server: Option<&'static str>,
    /// Whether a call may be retried after a failure.
    pub retry: Retry,
    /// Fields and values (JSON text) with which it may not be retried.
    pub retry_unless: &'static [(&'static str, &'static str)],
    /// The field without which it may not be retried.
    pub retry_with: Option<&'static str>,
    /// Groups of fields of which at least one is given completely.
    pub needs: &'static [&'static [&'static str]],
    /// The success statuses that the API is known to send; any 2xx is taken as success.
    pub statuses: &'static [u16],
    /// The version of the API that brought it.
    pub since: Option<&'static str>,
    /// Why this function exists although the tables lack it.
    pub addition: Option<&'static str>,
    /// Whether its spec does not say yet how it is sent: a call fails, and `http` and `path` mean nothing.
    pub is_draft: bool,
    layout: OnceLock<Layout>,
}

impl Function {
    /// A function without arguments that returns nothing; the other methods add to it.
    #[must_use]
    pub const fn new(name: &'static str, http: Method, path: &'static str) -> Self {
        Self {
            name,
            resource: "",
            method: "",
            doc: "",
            http,
            path,
            fields: &[],
            constants: &[],
            body_as: BodyAs::Json,
            nesting: Nesting::Brackets,
            returns: Returns::Empty,
            list_also: &[],
            failed_when: &[],
            auth: Auth::Default,
            server: None,
            retry: Retry::Never,
            retry_unless: &[],
            retry_with: None,
            needs: &[],
            statuses: &[200],
            since: None,
            addition: None,
            is_draft: false,
            layout: OnceLock::new(),
        }
    }

    /// The resource and the method below it.
    #[must_use]
    pub const fn method(mut self, resource: &'static str, method: &'static str) -> Self {
        self.resource = resource;
        self.method = method;
        self
    }

    /// The table's description.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// The arguments.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [Field]) -> Self {
        self.fields = fields;
        self
    }

    /// Values that it always sends.
    #[must_use]
    pub const fn constants(mut self, constants: &'static [Constant]) -> Self {
        self.constants = constants;
        self
    }

    /// How the body is written.
    #[must_use]
    pub const fn body_as(mut self, body_as: BodyAs) -> Self {
        self.body_as = body_as;
        self
    }

    /// How the keys of nested values are written in a form and in a query.
    #[must_use]
    pub const fn nesting(mut self, nesting: Nesting) -> Self {
        self.nesting = nesting;
        self
    }

    /// What comes back.
    #[must_use]
    pub const fn returns(mut self, returns: Returns) -> Self {
        self.returns = returns;
        self
    }

    /// Other keys under which responses have the list.
    #[must_use]
    pub const fn list_also(mut self, keys: &'static [&'static str]) -> Self {
        self.list_also = keys;
        self
    }

    /// Members by which a response with a status of success is an error: a key or a JSON pointer, and JSON text.
    #[must_use]
    pub const fn failed_when(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        self.failed_when = members;
        self
    }

    /// Which credentials its calls carry.
    #[must_use]
    pub const fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// The server that it is on, by its short name.
    #[must_use]
    pub const fn server(mut self, name: &'static str) -> Self {
        self.server = Some(name);
        self
    }

    /// Whether a call may be retried after a failure.
    #[must_use]
    pub const fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Fields and values (JSON text) with which it may not be retried.
    #[must_use]
    pub const fn retry_unless(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.retry_unless = values;
        self
    }

    /// The field without which it may not be retried.
    #[must_use]
    pub const fn retry_with(mut self, field: &'static str) -> Self {
        self.retry_with = Some(field);
        self
    }

    /// Groups of fields of which at least one is given completely.
    #[must_use]
    pub const fn needs(mut self, groups: &'static [&'static [&'static str]]) -> Self {
        self.needs = groups;
        self
    }

    /// The known success statuses.
    #[must_use]
    pub const fn statuses(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// The version of the API that brought it.
    #[must_use]
    pub const fn since(mut self, version: &'static str) -> Self {
        self.since = Some(version);
        self
    }

    /// Why it exists although the tables lack it.
    #[must_use]
    pub const fn addition(mut self, why: &'static str) -> Self {
        self.addition = Some(why);
        self
    }

    /// Its spec does not say yet how it is sent.
    #[must_use]
    pub const fn draft(mut self) -> Self {
        self.is_draft = true;
        self
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldRef> {
        FieldRef::find(self.fields, name)
    }

    /// The field that goes where the next place of its list does.
    #[must_use]
    pub fn place_field(&self) -> Option<FieldRef> {
        let place = match self.paging()?.goes? {
            Goes::Query(key) => Place::Query(key),
            Goes::Body(keys) => Place::Body(keys),
        };
        self.field_refs().find(|field| field.place == Some(place))
    }

    /// Whether its calls carry a credential, where the package has one.
    #[must_use]
    pub fn has_credential(&self) -> bool {
        self.auth != Auth::None
    }

    /// The fields, each with its position.
    pub fn field_refs(&self) -> impl Iterator<Item = FieldRef> + use<> {
        FieldRef::all(self.fields)
    }

    /// Where its values go in a request.
    #[must_use]
    pub fn layout(&'static self) -> &'static Layout {
        self.layout.get_or_init(|| Layout::new(self.fields, self.constants, self.path))
    }

    /// Whether the response is a part of a scroll.
    #[must_use]
    pub fn is_scroll(&self) -> bool {
        self.paging().is_some_and(|paging| paging.idle.is_some())
    }

    /// How further items are fetched; `None` for what is no list, and for a response that is the complete list.
    #[must_use]
    pub fn paging(&self) -> Option<Paging> {
        match self.returns {
            Returns::List(_, _, paging) => paging,
            _ => None,
        }
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(missing_docs, reason = "the names of HTTP's methods")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// As it stands in a request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum BodyAs {
    /// As JSON.
    Json,
    /// As the fields of a form (`application/x-www-form-urlencoded`).
    Form,
    /// As several parts (`multipart/form-data`): fields and files.
    Multipart,
    /// As it is: the text or the bytes of one field, of this content type.
    Raw(&'static str),
}

/// How the keys of nested values are written in a form and in a query.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Nesting {
    /// `a[b]`, `items[0][x]`.
    Brackets,
    /// `a.b`, `items.0.x`.
    Dots,
}

impl Nesting {
    /// The key of a member or an item within another key.
    #[must_use]
    pub fn within(self, outer: &str, inner: &str) -> String {
        match self {
            Self::Brackets => format!("{outer}[{inner}]"),
            Self::Dots => format!("{outer}.{inner}"),
        }
    }
}

/// What comes back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Returns {
    /// Nothing that matters; a body is ignored.
    Empty,
    /// An object: the model's name.
    Object(&'static str),
    /// One object that may come wrapped in a list: the model's name and the list's key.
    Unwrap(&'static str, &'static str),
    /// A list: the type that comes back, the keys of the items from the outermost, and how further items are fetched. Without
    /// keys the response is the list itself, and the type is such as `list<Book>`.
    List(&'static str, &'static [&'static str], Option<Paging>),
    /// Any other JSON: its type as the spec writes it, such as `map<Book>` or `json`.
    Json(&'static str),
    /// Text that is not JSON.
    Text,
    /// Bytes, such as a file's.
    Bytes,
    /// A redirect, which is not followed: the address that it names.
    Redirect,
}

impl Returns {
    /// The keys of the items of a list.
    #[must_use]
    pub const fn items(self) -> Option<&'static [&'static str]> {
        match self {
            Self::List(_, keys, _) => Some(keys),
            _ => None,
        }
    }
}

/// Whether a call may be retried after a failure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Retry {
    /// It changes nothing.
    Safe,
    /// Idempotent: twice is as good as once.
    Idempotent,
    /// Twice is not the same as once: never retried once it may have been processed.
    Never,
}
