//! The fields of a function: what a caller passes, and where it goes.

use std::fmt;
use std::ops::Deref;

/// One argument: a row of the function's table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    /// The table's name, such as `perPage`.
    pub name: &'static str,
    /// The table's type, such as `String`.
    pub table_type: &'static str,
    /// How it is accepted and written.
    pub kind: Kind,
    /// The table's description.
    pub doc: &'static str,
    /// Where it goes. `None` for the credential, for a selector and for a field that a selector places.
    pub place: Option<Place>,
    /// The selector that decides where it goes.
    pub selected_by: Option<&'static str>,
    /// Where it goes for each value of its selector.
    pub cases: &'static [Case],
    /// Whether the call needs it.
    pub required: bool,
    /// Needed when one of these fields has this value.
    pub required_when: &'static [(&'static str, &'static str)],
    /// The known values.
    pub values: &'static [&'static str],
    /// The client is given it by name: a credential, or a part of the server's address.
    pub credential: bool,
    /// It is never printed.
    pub secret: bool,
    /// It is personal data.
    pub pii: bool,
    /// The key under which each item of a comma list is wrapped.
    pub wrap: Option<&'static str>,
    /// How a list or an object is written where a text is wanted.
    pub encode: Encode,
    /// Null is sent for it; otherwise null is an error.
    pub nullable: bool,
    /// What to use instead of it.
    pub deprecated: Option<&'static str>,
    /// Constants set on each object of a list: key and JSON text.
    pub force: &'static [(&'static str, &'static str)],
    /// The version of the API that brought it.
    pub since: Option<&'static str>,
    /// Why it exists although the table lacks it.
    pub addition: Option<&'static str>,
}

impl Field {
    /// An optional argument that goes nowhere yet; the other methods add to it.
    #[must_use]
    pub const fn new(name: &'static str, table_type: &'static str, kind: Kind) -> Self {
        Self {
            name,
            table_type,
            kind,
            doc: "",
            place: None,
            selected_by: None,
            cases: &[],
            required: false,
            required_when: &[],
            values: &[],
            credential: false,
            secret: false,
            pii: false,
            wrap: None,
            encode: Encode::Plain,
            nullable: false,
            deprecated: None,
            force: &[],
            since: None,
            addition: None,
        }
    }

    /// The table's description.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// It fills the placeholder of this name in the path.
    #[must_use]
    pub const fn path(mut self, placeholder: &'static str) -> Self {
        self.place = Some(Place::Path(placeholder));
        self
    }

    /// It goes under this query key.
    #[must_use]
    pub const fn query(mut self, key: &'static str) -> Self {
        self.place = Some(Place::Query(key));
        self
    }

    /// It goes into this header.
    #[must_use]
    pub const fn header(mut self, name: &'static str) -> Self {
        self.place = Some(Place::Header(name));
        self
    }

    /// It goes into the JSON body, by its keys from the outermost.
    #[must_use]
    pub const fn body(mut self, keys: &'static [&'static str]) -> Self {
        self.place = Some(Place::Body(keys));
        self
    }

    /// Another field decides where it goes.
    #[must_use]
    pub const fn selected_by(mut self, selector: &'static str, cases: &'static [Case]) -> Self {
        self.selected_by = Some(selector);
        self.cases = cases;
        self
    }

    /// The call needs it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The call needs it when one of these fields has this value.
    #[must_use]
    pub const fn required_when(mut self, conditions: &'static [(&'static str, &'static str)]) -> Self {
        self.required_when = conditions;
        self
    }

    /// The known values.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// It is the client's credential.
    #[must_use]
    pub const fn credential(mut self) -> Self {
        self.credential = true;
        self.secret = true;
        self
    }

    /// It is a part of the server's address, which the client is given.
    #[must_use]
    pub const fn given(mut self) -> Self {
        self.credential = true;
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

    /// How it is written where a text is wanted.
    #[must_use]
    pub const fn encode(mut self, encode: Encode) -> Self {
        self.encode = encode;
        self
    }

    /// Null may be sent for it.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// What to use instead of it.
    #[must_use]
    pub const fn deprecated(mut self, instead: &'static str) -> Self {
        self.deprecated = Some(instead);
        self
    }

    /// Constants set on each object of the list.
    #[must_use]
    pub const fn force(mut self, constants: &'static [(&'static str, &'static str)]) -> Self {
        self.force = constants;
        self
    }

    /// The version of the API that brought it.
    #[must_use]
    pub const fn since(mut self, version: &'static str) -> Self {
        self.since = Some(version);
        self
    }

    /// Why it exists although the table lacks it.
    #[must_use]
    pub const fn addition(mut self, why: &'static str) -> Self {
        self.addition = Some(why);
        self
    }
}

/// Where a value goes in a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Place {
    /// The placeholder of this name in the function's path.
    Path(&'static str),
    /// A query key.
    Query(&'static str),
    /// A header.
    Header(&'static str),
    /// A member of the body, by its keys from the outermost; the complete body without keys.
    Body(&'static [&'static str]),
    /// Another path than the function's, with placeholders: only in a [`Case`].
    Route(&'static str),
}

/// Where a field goes for one value of its selector.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Case {
    /// The selector's value.
    pub value: &'static str,
    /// Where the field goes then.
    pub place: Place,
}

impl Case {
    /// The field stands in this path, which is taken instead of the function's.
    #[must_use]
    pub const fn route(value: &'static str, path: &'static str) -> Self {
        Self { value, place: Place::Route(path) }
    }

    /// The field goes under this query key.
    #[must_use]
    pub const fn query(value: &'static str, key: &'static str) -> Self {
        Self { value, place: Place::Query(key) }
    }

    /// The field goes into the JSON body, by its keys from the outermost.
    #[must_use]
    pub const fn body(value: &'static str, keys: &'static [&'static str]) -> Self {
        Self { value, place: Place::Body(keys) }
    }
}

/// A field of a function, found by its name.
#[derive(Clone, Copy)]
pub struct FieldRef {
    position: usize,
    field: &'static Field,
}

impl FieldRef {
    /// The field of a name.
    #[must_use]
    pub const fn find(fields: &'static [Field], name: &str) -> Option<Self> {
        let mut position = 0;
        while position < fields.len() {
            if is_same(fields[position].name, name) {
                return Some(Self { position, field: &fields[position] });
            }
            position += 1;
        }
        None
    }

    /// The same, for generated code, which calls it in `const` only: a wrong name does not compile.
    #[doc(hidden)]
    #[must_use]
    #[allow(clippy::panic, reason = "evaluated by the compiler")]
    pub const fn of(fields: &'static [Field], name: &str) -> Self {
        match Self::find(fields, name) {
            Some(field) => field,
            None => panic!("the function has no field of this name"),
        }
    }

    /// All fields, in the order of the table.
    pub(crate) fn all(fields: &'static [Field]) -> impl Iterator<Item = Self> {
        fields.iter().enumerate().map(|(position, field)| Self { position, field })
    }

    /// The field's position in [`Function::fields`](super::Function::fields).
    #[must_use]
    pub const fn position(self) -> usize {
        self.position
    }
}

impl Deref for FieldRef {
    type Target = Field;

    fn deref(&self) -> &Field {
        self.field
    }
}

impl Eq for FieldRef {}

impl PartialEq for FieldRef {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position && self.field.name == other.field.name
    }
}

impl fmt::Debug for FieldRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FieldRef").field(&self.field.name).finish()
    }
}

/// Whether two texts are the same; `==` is no `const fn`.
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
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
    /// Any JSON.
    Json,
    /// A list of any JSON.
    List,
    /// A list of whole numbers.
    Integers,
    /// A list of numbers.
    Numbers,
    /// A day: `2018-09-28`.
    Date,
    /// A point in time, written as RFC 3339.
    DateTime,
    /// A file.
    File,
}

/// How a list or an object is written where a text is wanted: in a query, a form, a header, and as a text in JSON.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Encode {
    /// As itself in JSON; elsewhere each item and member under a key of its own.
    #[default]
    Plain,
    /// One text with commas.
    Comma,
    /// Each item under the same key.
    Repeat,
    /// Each item under the key with `[]`.
    Brackets,
    /// JSON as text.
    JsonText,
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
            Self::Json => "JSON",
            Self::List => "a list",
            Self::Integers => "a list of whole numbers",
            Self::Numbers => "a list of numbers",
            Self::Date => "a day such as 2018-09-28, or an RFC 3339 date",
            Self::DateTime => "an RFC 3339 date or unix seconds",
            Self::File => "an object with `base64` or `text`, and `name` and `type`",
        }
    }
}
