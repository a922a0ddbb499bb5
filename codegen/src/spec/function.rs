//! `functions/*.yaml`.

use crate::json::Json;
use crate::load::{Entries, OneOrMany, record, words};
use crate::source::Spanned;

record! {
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

record! {
    /// One function: a row of the table of functions, and how it goes over the wire.
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
        name: Spanned<String>,
        /// The name in Rust and on the command line, such as `create_by_email`.
        method: Spanned<String>,
        /// The table's description, word for word.
        doc: Spanned<String>,
        /// Method and path, such as `POST /books`; `{name}` takes the field of that name.
        http: Spanned<String>,
        /// `none` when the call carries no credential.
        auth: Option<Spanned<AuthMode>>,
        /// Whether a call may be repeated; by default `safe` for GET, `idempotent` for PUT and DELETE, `never` for POST.
        retry: Option<Spanned<Retry>>,
        /// Not repeatable when an argument has this value.
        retry_unless: Option<Entries<Spanned<Json>>>,
        /// Repeatable only when this argument is given.
        retry_with: Option<Spanned<String>>,
        /// The model of the answer, or `Empty`.
        returns: Spanned<String>,
        /// The field of the answer's model that holds the items of a list.
        list: Option<Spanned<String>>,
        /// How further items are fetched.
        paging: Option<Spanned<Paging>>,
        /// The key under which one object may come wrapped in a list.
        unwrap: Option<Spanned<String>>,
        /// The statuses of success; by default 200.
        status: Vec<Spanned<u16>>,
        /// Why this function exists although the tables lack it.
        addition: Option<Spanned<String>>,
        /// What callers must know, in Markdown.
        warning: Option<Spanned<String>>,
        /// Values that are always sent.
        constants as "const": Vec<Const>,
        /// The table's rows, in the table's order, then additions.
        fields: Vec<Field>,
        /// Examples; each becomes snippets, a wire test and an answer of the emulator.
        examples: Vec<Example>,
    }
}

record! {
    /// A value that is always sent.
    "a constant" struct Const example "{ body: /from/type, value: admin }" {
        /// The query key it goes to.
        query: Option<Spanned<String>>,
        /// The place in the body, as a JSON pointer.
        body: Option<Spanned<String>>,
        /// The value.
        value: Spanned<Json>,
        /// Send it only when this argument is given.
        with: Option<Spanned<String>>,
    }
}

record! {
    /// One argument: a row of a function's table, and where it goes.
    "a field" struct Field example "{ name: perPage, type: Number, encode: integer, query: per_page, doc: How many books a page has. }" {
        /// The table's name, such as `perPage`.
        name: Spanned<String>,
        /// The table's type.
        kind as "type": Spanned<FieldType>,
        /// The table's description, word for word.
        doc: Spanned<String>,
        /// Whether the call needs it.
        required: bool,
        /// Needed only when another argument has this value.
        required_when: Option<Entries<Spanned<String>>>,
        /// The placeholder of the path that takes it.
        path: Option<Spanned<String>>,
        /// The query key that takes it.
        query: Option<Spanned<String>>,
        /// The header that takes it.
        header: Option<Spanned<String>>,
        /// The place in the body that takes it, as a JSON pointer.
        body: Option<Spanned<String>>,
        /// The known values: a list, or the name of a shared enum. Other text is sent as it is.
        values as "enum": Option<OneOrMany<Spanned<String>, Spanned<String>>>,
        /// How the value is written, where its type does not say it.
        encode: Option<Spanned<Encode>>,
        /// With `comma_list`: the key under which each item is wrapped in an object.
        wrap: Option<Spanned<String>>,
        /// Constants set on every object of an array, whatever the caller gave.
        force: Option<Entries<Spanned<Json>>>,
        /// Never printed.
        secret: bool,
        /// Personal data: printed only when asked for.
        pii: bool,
        /// What docs say beyond the table.
        note: Option<Spanned<String>>,
        /// Why this field exists although the table lacks it.
        addition: Option<Spanned<String>>,
        /// This field is never sent: it decides where the named field goes.
        selects: Option<Spanned<String>>,
        /// With `selects`: the destination for each value.
        cases: Option<Entries<Case>>,
    }
}

record! {
    /// A destination that a selector chooses.
    "a case" struct Case example "{ query: user_id }" {
        /// A path that replaces the function's, with the selected field's placeholder.
        path: Option<Spanned<String>>,
        /// A query key.
        query: Option<Spanned<String>>,
        /// A place in the body, as a JSON pointer.
        body: Option<Spanned<String>>,
    }
}

record! {
    /// A call with its request and its answer.
    "an example" struct Example example "{ args: { title: Emma }, request: { path: /books, body: { title: Emma } } }" {
        /// The arguments as the dynamic call takes them, without the credential.
        args: Option<Spanned<Json>>,
        /// What goes over the wire.
        request: ExampleRequest,
        /// The answer; by default the model's example.
        response: Option<Spanned<Json>>,
    }
}

record! {
    /// What an example sends.
    "an example's request" struct ExampleRequest {
        /// The path as sent, percent-encoded.
        path: Spanned<String>,
        /// The query: key to text, before percent-encoding.
        query: Option<Spanned<Json>>,
        /// The JSON body.
        body: Option<Spanned<Json>>,
    }
}

words! {
    /// Whether a call carries the credential.
    "a kind of auth" enum AuthMode {
        /// The call carries no credential.
        None = "none",
    }
}

words! {
    /// The table's types.
    "a field type" enum FieldType {
        /// Text.
        String = "String",
        /// A number.
        Number = "Number",
        /// True or false.
        Boolean = "Boolean",
        /// A JSON object.
        Json = "JSON",
        /// A list.
        Array = "Array",
    }
}

words! {
    /// Whether a call may be repeated.
    "a retry class" enum Retry {
        /// It changes nothing.
        Safe = "safe",
        /// Twice is as good as once.
        Idempotent = "idempotent",
        /// Twice is not the same as once.
        Never = "never",
    }
}

words! {
    /// How further items of a list are fetched.
    "a kind of paging" enum Paging {
        /// By the URL of the next page.
        Pages = "pages",
        /// By a scroll parameter.
        Scroll = "scroll",
    }
}

words! {
    /// How a value is written on the wire.
    "an encoding" enum Encode {
        /// A whole number.
        Integer = "integer",
        /// Unix seconds.
        UnixTime = "unix_time",
        /// Comma-separated text, sent as a list of texts.
        CommaList = "comma_list",
        /// A list of texts.
        Strings = "strings",
    }
}
