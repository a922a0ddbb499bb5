//! `functions/*.yaml`.

use super::field_type::FieldType;
use super::header::{HeaderName, HeaderValue};
use super::http_line::HttpLine;
use super::keywords::{BodyAs, Encode, Nesting, RetryClass};
use super::name::{Name, WireName};
use super::paging::PagingOf;
use super::path_template::PathTemplate;
use super::place::Place;
use super::pointer::JsonPointer;
use super::return_type::ReturnType;
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::base::span::{Span, Spanned};
use crate::diagnostic::finding::Diagnostics;
use crate::format::decode::{Decode, Entries, OneOrMany};
use crate::format::grammar::Parsed;
use crate::format::mapping::mapping;
use crate::format::node::{Node, NodeKind};
use crate::format::shape::Shape;

mapping! {
    /// The functions of one resource.
    "a function file" struct FunctionFile example r#"
resource: books
functions:
  - name: getBook
    method: get
    doc: Get a book.
    http: GET /books/{id}
    returns: Book
    fields:
      - { name: id, type: String, required: true, doc: The identifier of the book. }
    examples:
      - args: { id: "7" }
        request: { path: /books/7 }
    "# {
        /// The resource, as `package.yaml` lists it.
        resource: Spanned<String>,
        /// The functions, in the tables' order.
        functions: Vec<Function>,
    }
}

/// The known values of a field: the name of a shared enum, or the values themselves.
pub type KnownValues = OneOrMany<Spanned<String>, FieldValue>;

mapping! {
    /// One function: a row of the table of functions, and how it is sent.
    "a function" struct Function example r#"
name: createBook
method: create
doc: Create a book.
http: POST /books
returns: Book
fields:
  - { name: title, type: String, required: true, doc: The title of the book. }
examples:
  - args: { title: Emma }
    request: { path: /books, body: { title: Emma } }
    "# {
        /// The table's name, such as `addBook`.
        name: Spanned<Name>,
        /// The name in Rust and on the command line, such as `create_by_email`.
        method: Spanned<Name>,
        /// The table's description, word for word.
        doc: Spanned<String>,
        /// Method and path, such as `POST /books`; `{name}` takes the field of that name. `TODO` where they are still to be stated.
        http: Parsed<HttpLine>,
        /// `none` when the call carries no credential; or the name of a way to authenticate, of several that the package has.
        auth: Option<Spanned<String>>,
        /// The server that it is on, where that is not the client's.
        server: Option<Spanned<String>>,
        /// How the body is written, where that is not the package's way.
        body_as: Option<Spanned<BodyAs>>,
        /// How nested keys are written, where that is not the package's way.
        nesting: Option<Spanned<Nesting>>,
        /// The content type of a body that one field is, as it is: `text/csv`, or `*/*` for that of the file.
        content_type: Option<Spanned<HeaderValue>>,
        /// Whether a call may be retried; by default `safe` for GET, `idempotent` for PUT and DELETE, `never` for POST and PATCH.
        retry: Option<Spanned<RetryClass>>,
        /// Not retried when an argument has this value.
        retry_unless: Option<Entries<Spanned<Json>>>,
        /// Retried only when this argument is given.
        retry_with: Option<Spanned<String>>,
        /// Groups of arguments of which at least one is given completely: `[[email], [id, kind]]`.
        needs: Vec<Vec<Spanned<String>>>,
        /// What comes back: the name of a model or another type such as `list<Book>`, or `Empty`, `Text`, `Bytes`, `Redirect`.
        returns: Parsed<ReturnType>,
        /// The field of the model that contains the items of a list: its key, or a JSON pointer.
        list: Option<Spanned<Place>>,
        /// Other keys under which responses have the list; it is read from there, too.
        also: Vec<Spanned<WireName>>,
        /// How further items are fetched: the name of one of the package's ways, or a way of its own.
        paging: Option<PagingOf>,
        /// Members of the response by which it is an error although its status says success.
        failed_when: Entries<Spanned<Json>>,
        /// The key under which one object may come wrapped in a list.
        unwrap: Option<Spanned<String>>,
        /// The statuses of success; by default 200.
        status: Vec<Spanned<u16>>,
        /// Why this function is here although the tables lack it.
        addition: Option<Spanned<String>>,
        /// What to use instead of it.
        deprecated: Option<Spanned<String>>,
        /// The version of the API that brought it.
        since: Option<Spanned<String>>,
        /// What callers must know, in Markdown.
        warning: Option<Spanned<String>>,
        /// Values that are always sent.
        constants as "const": Vec<Const>,
        /// The table's rows, in the table's order, then additions.
        fields: Vec<Field>,
        /// Examples; each becomes snippets, a wire test and a response of the emulator.
        examples: Vec<Example>,
    }
}

mapping! {
    /// A value that is always sent.
    "a constant" struct Const example "{ body: /from/type, value: admin }" {
        /// The query key that takes it.
        query: Option<Spanned<String>>,
        /// The header that takes it.
        header: Option<Spanned<HeaderName>>,
        /// The place in the body, as a JSON pointer.
        body: Option<Parsed<JsonPointer>>,
        /// The value.
        value: Spanned<Json>,
        /// Send it only when this argument is given.
        with: Option<Spanned<String>>,
    }
}

mapping! {
    /// One argument: a row of a function's table, and where it is sent.
    "a field" struct Field example "{ name: perPage, type: Number, encode: integer, query: per_page, doc: How many books a page has. }" {
        /// The table's name, such as `perPage`.
        name: Spanned<WireName>,
        /// Its name in Rust, where the table's is none.
        rust: Option<Spanned<Name>>,
        /// The table's type: its own word in any case, or a type such as `list<integer>`.
        kind as "type": Spanned<FieldType>,
        /// The table's description, word for word.
        doc: Spanned<String>,
        /// Whether it is required.
        required: bool,
        /// Required only when another argument has this value.
        required_when: Option<Entries<Spanned<String>>>,
        /// The placeholder of the path that takes it.
        path: Option<Spanned<String>>,
        /// The query key that takes it.
        query: Option<Spanned<String>>,
        /// The header that takes it.
        header: Option<Spanned<HeaderName>>,
        /// The place in the body that takes it, as a JSON pointer; an empty one for the complete body.
        body: Option<Parsed<JsonPointer>>,
        /// The known values: a list, or the name of a shared enum. Other strings are sent as they are.
        values as "enum": Option<KnownValues>,
        /// The known values, by the word of the tables.
        options: Vec<FieldValue>,
        /// The members of a list's items, as the table has them: for the docs.
        structure: Option<Spanned<Json>>,
        /// What the API takes where nothing is sent: for the docs.
        default: Option<Spanned<Json>>,
        /// The least that the API takes, of a number, of a text's characters or of a list's items: for the docs.
        min: Option<Spanned<Json>>,
        /// The most that the API takes, of a number, of a text's characters or of a list's items: for the docs.
        max: Option<Spanned<Json>>,
        /// A regular expression that the text fits: for the docs.
        pattern: Option<Spanned<String>>,
        /// Null may be sent.
        nullable: bool,
        /// How the value is written, where its type does not say it.
        encode: Option<Spanned<Encode>>,
        /// With `comma_list`: the key under which each item is wrapped in an object.
        wrap: Option<Spanned<String>>,
        /// The input that the objects of an array are.
        item: Option<Spanned<String>>,
        /// The most items of an array that one call should contain: longer ones can be sent in chunks.
        chunk: Option<Spanned<u16>>,
        /// Constants set on every object of an array, whatever the caller passed.
        force: Option<Entries<Spanned<Json>>>,
        /// Never printed.
        secret: bool,
        /// Personal data: printed only when asked for.
        pii: bool,
        /// What to use instead of it.
        deprecated: Option<Spanned<String>>,
        /// The version of the API that brought it.
        since: Option<Spanned<String>>,
        /// What docs say beyond the table.
        note: Option<Spanned<String>>,
        /// Why this field is here although the table lacks it.
        addition: Option<Spanned<String>>,
        /// This field is never sent: it decides where the named field is sent.
        selects: Option<Spanned<String>>,
        /// With `selects`: the destination for each value.
        cases: Option<Entries<Case>>,
    }
}

mapping! {
    /// A destination that a selector chooses.
    "a case" struct Case example "{ query: user_id }" {
        /// A path that replaces the function's, with the selected field's placeholder.
        path: Option<Parsed<PathTemplate>>,
        /// A query key.
        query: Option<Spanned<String>>,
        /// A place in the body, as a JSON pointer.
        body: Option<Parsed<JsonPointer>>,
    }
}

mapping! {
    /// A call with its request and its response.
    "an example" struct Example example "{ args: { title: Emma }, request: { path: /books, body: { title: Emma } } }" {
        /// The arguments as the dynamic call takes them, without the credential.
        args: Option<Spanned<Json>>,
        /// What it sends.
        request: ExampleRequest,
        /// The response; by default the model's example.
        response: Option<Spanned<Json>>,
    }
}

mapping! {
    /// What an example sends.
    "an example's request" struct ExampleRequest {
        /// The path as sent, percent-encoded.
        path: Spanned<String>,
        /// The query: keys and values before percent-encoding.
        query: Option<Spanned<Json>>,
        /// The JSON body.
        body: Option<Spanned<Json>>,
    }
}

/// A known value of a field: a text, or a number.
#[derive(Clone, Debug)]
pub struct FieldValue {
    /// As it is sent.
    pub value: Spanned<String>,
    /// Whether the spec writes a number.
    pub is_number: bool,
}

impl Decode for FieldValue {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar(Json::Number(digits)) => {
                Some(Self { value: Spanned { value: digits.clone(), span: node.span }, is_number: true })
            }
            _ => Spanned::<String>::decode(node, diagnostics).map(|value| Self { value, is_number: false }),
        }
    }

    fn shape() -> Shape {
        Shape::TextOrNumber
    }
}

impl Function {
    /// The retry class: as written, or by the HTTP method.
    #[must_use]
    pub fn retry_class(&self, method: HttpMethod) -> RetryClass {
        self.retry.as_ref().map_or(
            match method {
                HttpMethod::Get => RetryClass::Safe,
                HttpMethod::Put | HttpMethod::Delete => RetryClass::Idempotent,
                HttpMethod::Post | HttpMethod::Patch => RetryClass::Never,
            },
            |retry| retry.value,
        )
    }
}

impl Field {
    /// The known values that it states itself.
    #[must_use]
    pub fn own_values(&self) -> &[FieldValue] {
        match &self.values {
            Some(OneOrMany::Many(values)) => values,
            Some(OneOrMany::One(_)) => &[],
            None => &self.options,
        }
    }

    /// The shared enum that it names, by its `enum` or by its type.
    #[must_use]
    pub fn shared_enum(&self) -> Option<&str> {
        match (&self.values, &self.kind.kind) {
            (Some(OneOrMany::One(name)), _) => Some(name.as_str()),
            _ => None,
        }
    }

    /// The name that its Rust name is made of.
    #[must_use]
    pub fn rust_source(&self) -> Spanned<String> {
        match &self.rust {
            Some(rust) => Spanned { value: rust.to_string(), span: rust.span },
            None => Spanned { value: self.name.to_string(), span: self.name.span },
        }
    }

    /// The spans of the explicit destinations, in the order of precedence: path, query, header, body.
    pub fn destination_spans(&self) -> impl Iterator<Item = Span> {
        [
            self.path.as_ref().map(|path| path.span),
            self.query.as_ref().map(|query| query.span),
            self.header.as_ref().map(|header| header.span),
            self.body.as_ref().map(|body| body.span),
        ]
        .into_iter()
        .flatten()
    }
}
