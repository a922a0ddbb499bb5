//! The static description of a function: what it takes, and where each value goes on the wire.
//!
//! Generated code builds these in `static`s; encoding, the dynamic call, the command line and the emulator read them.

/// One function of the function tables.
#[derive(Debug)]
#[non_exhaustive]
pub struct Function {
    /// The table's name, such as `createUserByEmail`.
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
    /// The paths, each with its condition; the first one that holds is taken.
    pub routes: &'static [Route],
    /// The query, in order.
    pub query: &'static [Query],
    /// Headers that fields fill: name and field.
    pub headers: &'static [(&'static str, usize)],
    /// The members of the JSON body; `None` when the request has none.
    pub body: Option<&'static [Member]>,
    /// The arguments: the table's rows, then additions.
    pub fields: &'static [Field],
    /// What comes back.
    pub returns: Returns,
    /// Whether the call carries the credential.
    pub auth: bool,
    /// Whether a call may be repeated.
    pub retry: Retry,
    /// Not repeatable when a field has this value (JSON text).
    pub retry_unless: &'static [(usize, &'static str)],
    /// Repeatable only when this field is given.
    pub retry_with: Option<usize>,
    /// The statuses of success that the API is known to send; any 2xx is taken as success.
    pub statuses: &'static [u16],
    /// Why this function exists although the tables lack it.
    pub addition: Option<&'static str>,
}

impl Function {
    /// A function without arguments that answers nothing; the other methods add to it.
    #[must_use]
    pub const fn new(name: &'static str, http: Method, path: &'static str) -> Self {
        Self {
            name,
            resource: "",
            method: "",
            doc: "",
            http,
            path,
            routes: &[],
            query: &[],
            headers: &[],
            body: None,
            fields: &[],
            returns: Returns::Empty,
            auth: true,
            retry: Retry::Never,
            retry_unless: &[],
            retry_with: None,
            statuses: &[200],
            addition: None,
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

    /// The paths.
    #[must_use]
    pub const fn routes(mut self, routes: &'static [Route]) -> Self {
        self.routes = routes;
        self
    }

    /// The query.
    #[must_use]
    pub const fn query(mut self, query: &'static [Query]) -> Self {
        self.query = query;
        self
    }

    /// Headers that fields fill.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, usize)]) -> Self {
        self.headers = headers;
        self
    }

    /// The members of the JSON body.
    #[must_use]
    pub const fn body(mut self, members: &'static [Member]) -> Self {
        self.body = Some(members);
        self
    }

    /// The arguments.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [Field]) -> Self {
        self.fields = fields;
        self
    }

    /// What comes back.
    #[must_use]
    pub const fn returns(mut self, returns: Returns) -> Self {
        self.returns = returns;
        self
    }

    /// The call carries no credential.
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.auth = false;
        self
    }

    /// Whether a call may be repeated.
    #[must_use]
    pub const fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Not repeatable when a field has this value (JSON text).
    #[must_use]
    pub const fn retry_unless(mut self, values: &'static [(usize, &'static str)]) -> Self {
        self.retry_unless = values;
        self
    }

    /// Repeatable only when this field is given.
    #[must_use]
    pub const fn retry_with(mut self, field: usize) -> Self {
        self.retry_with = Some(field);
        self
    }

    /// The known statuses of success.
    #[must_use]
    pub const fn statuses(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// Why it exists although the tables lack it.
    #[must_use]
    pub const fn addition(mut self, why: &'static str) -> Self {
        self.addition = Some(why);
        self
    }

    /// The position of the field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The position of the field that fills a query key.
    #[must_use]
    pub fn query_field(&self, key: &str) -> Option<usize> {
        self.query.iter().find(|item| item.key == key).and_then(|item| match item.source {
            Source::Field(field) => Some(field),
            _ => None,
        })
    }

    /// Whether the answer is a part of a scroll.
    #[must_use]
    pub fn is_scroll(&self) -> bool {
        self.paging() == Paging::Scroll
    }

    /// How further items are fetched; not at all for what is no list.
    pub(super) fn paging(&self) -> Paging {
        match self.returns {
            Returns::List(_, _, paging) => paging,
            _ => Paging::None,
        }
    }

    /// The selector that decides where a field goes.
    #[must_use]
    pub fn selector_of(&self, field: usize) -> Option<usize> {
        self.fields.iter().position(|other| other.selects == Some(field))
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

/// A path and when it is taken.
#[derive(Debug)]
pub struct Route {
    /// The selector and its value; always taken without one.
    pub when: Option<(usize, &'static str)>,
    /// The parts of the path.
    pub parts: &'static [Part],
}

impl Route {
    /// A path that is always taken.
    #[must_use]
    pub const fn new(parts: &'static [Part]) -> Self {
        Self { when: None, parts }
    }

    /// A path for one value of a selector.
    #[must_use]
    pub const fn when(selector: usize, value: &'static str, parts: &'static [Part]) -> Self {
        Self { when: Some((selector, value)), parts }
    }
}

/// A part of a path.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Text as it stands.
    Text(&'static str),
    /// The value of a field, as one segment.
    Field(usize),
}

/// Where a value of a request comes from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// A field, when given.
    Field(usize),
    /// A field, when its selector has a value: field, selector, value.
    Case(usize, usize, &'static str),
    /// A constant: JSON text in a body, plain text in a query.
    Const(&'static str),
    /// A constant, when a field is given.
    ConstWith(&'static str, usize),
}

/// A query key and its value.
#[derive(Debug)]
pub struct Query {
    /// The key.
    pub key: &'static str,
    /// Its value.
    pub source: Source,
}

impl Query {
    /// The value of a field.
    #[must_use]
    pub const fn field(key: &'static str, field: usize) -> Self {
        Self { key, source: Source::Field(field) }
    }

    /// The value of a field when its selector has a value.
    #[must_use]
    pub const fn case(key: &'static str, field: usize, selector: usize, value: &'static str) -> Self {
        Self { key, source: Source::Case(field, selector, value) }
    }

    /// A constant.
    #[must_use]
    pub const fn constant(key: &'static str, text: &'static str) -> Self {
        Self { key, source: Source::Const(text) }
    }

    /// A constant when a field is given.
    #[must_use]
    pub const fn constant_with(key: &'static str, text: &'static str, field: usize) -> Self {
        Self { key, source: Source::ConstWith(text, field) }
    }
}

/// A member of an object in a JSON body.
#[derive(Debug)]
pub enum Member {
    /// A value.
    Value {
        /// The key.
        key: &'static str,
        /// Its value.
        source: Source,
    },
    /// An object; left out when it would be empty.
    Object {
        /// The key.
        key: &'static str,
        /// Its members.
        members: &'static [Member],
    },
}

impl Member {
    /// The value of a field.
    #[must_use]
    pub const fn field(key: &'static str, field: usize) -> Self {
        Self::Value { key, source: Source::Field(field) }
    }

    /// The value of a field when its selector has a value.
    #[must_use]
    pub const fn case(key: &'static str, field: usize, selector: usize, value: &'static str) -> Self {
        Self::Value { key, source: Source::Case(field, selector, value) }
    }

    /// A constant, as JSON text.
    #[must_use]
    pub const fn constant(key: &'static str, json: &'static str) -> Self {
        Self::Value { key, source: Source::Const(json) }
    }

    /// A constant, as JSON text, when a field is given.
    #[must_use]
    pub const fn constant_with(key: &'static str, json: &'static str, field: usize) -> Self {
        Self::Value { key, source: Source::ConstWith(json, field) }
    }

    /// An object.
    #[must_use]
    pub const fn object(key: &'static str, members: &'static [Member]) -> Self {
        Self::Object { key, members }
    }
}

/// One argument.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    /// The table's name, such as `perPage`.
    pub name: &'static str,
    /// The table's type, such as `String`.
    pub table_type: &'static str,
    /// The table's description.
    pub doc: &'static str,
    /// How it is accepted and written.
    pub kind: Kind,
    /// Whether the call needs it.
    pub required: bool,
    /// Needed when one of these fields has this value.
    pub required_when: &'static [(usize, &'static str)],
    /// The known values.
    pub values: &'static [&'static str],
    /// The field whose place this one decides.
    pub selects: Option<usize>,
    /// It is the client's credential.
    pub credential: bool,
    /// It is never printed.
    pub secret: bool,
    /// It is personal data.
    pub pii: bool,
    /// The key under which each item of a comma list is wrapped.
    pub wrap: Option<&'static str>,
    /// Constants set on each object of a list: key and JSON text.
    pub force: &'static [(&'static str, &'static str)],
    /// Why it exists although the table lacks it.
    pub addition: Option<&'static str>,
}

impl Field {
    /// An optional argument; the other methods add to it.
    #[must_use]
    pub const fn new(name: &'static str, table_type: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self {
            name,
            table_type,
            doc,
            kind,
            required: false,
            required_when: &[],
            values: &[],
            selects: None,
            credential: false,
            secret: false,
            pii: false,
            wrap: None,
            force: &[],
            addition: None,
        }
    }

    /// The call needs it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The call needs it when one of these fields has this value.
    #[must_use]
    pub const fn required_when(mut self, conditions: &'static [(usize, &'static str)]) -> Self {
        self.required_when = conditions;
        self
    }

    /// The known values.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// It decides where another field goes.
    #[must_use]
    pub const fn selects(mut self, field: usize) -> Self {
        self.selects = Some(field);
        self
    }

    /// It is the client's credential.
    #[must_use]
    pub const fn credential(mut self) -> Self {
        self.credential = true;
        self.secret = true;
        self
    }

    /// It is never printed.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// It is personal data.
    #[must_use]
    pub const fn pii(mut self) -> Self {
        self.pii = true;
        self
    }

    /// Each item of the comma list is wrapped under this key.
    #[must_use]
    pub const fn wrap(mut self, key: &'static str) -> Self {
        self.wrap = Some(key);
        self
    }

    /// Constants set on each object.
    #[must_use]
    pub const fn force(mut self, constants: &'static [(&'static str, &'static str)]) -> Self {
        self.force = constants;
        self
    }

    /// Why it exists although the table lacks it.
    #[must_use]
    pub const fn addition(mut self, why: &'static str) -> Self {
        self.addition = Some(why);
        self
    }
}

/// How an argument is accepted and written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number, or a text of its digits; written as a number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Unix seconds, a text of their digits, or an RFC 3339 date; written as unix seconds.
    Time,
    /// Comma-separated text or a list of texts; written as a list.
    CommaList,
    /// A list of texts.
    Strings,
    /// A JSON object.
    Object,
    /// A list of JSON objects.
    Objects,
}

impl Kind {
    /// What the dynamic call expects, for messages.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Time => "unix seconds or an RFC 3339 date",
            Self::CommaList => "comma-separated text or a list of texts",
            Self::Strings => "a list of texts",
            Self::Object => "a JSON object",
            Self::Objects => "a list of JSON objects",
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
    /// A list: the model's name, the key of the items, how further items are fetched.
    List(&'static str, &'static str, Paging),
}

/// How further items of a list are fetched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Paging {
    /// The answer is the whole list.
    None,
    /// By the URL of the next page.
    Pages,
    /// By a scroll parameter.
    Scroll,
}

/// Whether a call may be repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Retry {
    /// It changes nothing.
    Safe,
    /// Twice is as good as once.
    Idempotent,
    /// Twice is not the same as once.
    Never,
}
