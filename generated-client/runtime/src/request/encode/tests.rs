//! The encoder, by two functions that have all there is.

use super::contents::Contents;
use super::{Encoded, encode};
use crate::error::Error;
use crate::percent::percent_encode;
use crate::request::arg::{Arg, ArgValue};
use crate::schema::{Case, Constant, Field, Function, Kind, Method};
use serde_json::{Value, json};

/// One with a body.
static WRITE: Function = Function::new("write", Method::Post, "/users")
    .fields(&[
        Field::new("accessToken", "String", Kind::Text).required().credential(),
        Field::new("id", "String", Kind::Text).required().selected_by(
            "idType",
            &[Case::route("own", "/users/{id}"), Case::query("user_id", "user_id"), Case::body("email", &["email"])],
        ),
        Field::new("idType", "String", Kind::Text).required().values(&["own", "user_id", "email"]),
        Field::new("page", "Integer", Kind::Integer).query("page"),
        Field::new("flag", "Boolean", Kind::Boolean).body(&["nested", "flag"]),
        Field::new("tags", "String", Kind::CommaList).wrap("id").body(&["tags"]),
        Field::new("names", "List", Kind::Strings).body(&["names"]),
        Field::new("attrs", "Map", Kind::Object).body(&["nested", "deep", "attrs"]),
        Field::new("users", "List", Kind::Objects).force(&[("untag", "true")]).body(&["users"]),
        Field::new("note", "String", Kind::Text).required_when(&[("idType", "email")]).body(&["note"]),
        Field::new("title", "String", Kind::Text).required().body(&["title"]),
        Field::new("trace", "String", Kind::Text).header("x-trace"),
    ])
    .constants(&[
        Constant::query("sorted", "a&b"),
        Constant::query("flagged", "yes").with("flag"),
        Constant::body(&["kind"], "\"noted\"").with("note"),
        Constant::body(&["type"], "\"x\""),
    ]);

/// One without, whose identifier may be left out together with its type.
static READ: Function = Function::new("read", Method::Get, "/users").fields(&[
    Field::new("since", "String", Kind::Text).required().query("since"),
    Field::new("id", "String", Kind::Text).selected_by("idType", &[Case::query("user_id", "user_id")]),
    Field::new("idType", "String", Kind::Text),
]);

/// One whose identifier stands in the path beside a body.
static REPLY: Function = Function::new("reply", Method::Post, "/talks/{id}").fields(&[
    Field::new("id", "String", Kind::Text).required().path("id"),
    Field::new("text", "String", Kind::Text).body(&["text"]),
]);

const ID: &str = "id";
const ID_TYPE: &str = "idType";
const PAGE: &str = "page";
const FLAG: &str = "flag";
const TAGS: &str = "tags";
const NAMES: &str = "names";
const ATTRS: &str = "attrs";
const USERS: &str = "users";
const NOTE: &str = "note";
const TITLE: &str = "title";
const TRACE: &str = "trace";
const SINCE: &str = "since";

fn given(function: &'static Function, args: &[(&str, Arg)]) -> Result<Encoded, Error> {
    let mut all = vec![None; function.fields.len()];
    for (name, arg) in args {
        all[function.field(name).unwrap().position()] = Some(arg.clone());
    }
    encode(function, &all)
}

fn write(id_type: &str, more: &[(&str, Arg)]) -> Encoded {
    let mut args = vec![(ID, Arg::text("a/b")), (ID_TYPE, Arg::text(id_type)), (TITLE, Arg::text("T"))];
    args.extend_from_slice(more);
    given(&WRITE, &args).unwrap()
}

fn bytes(encoded: &Encoded) -> Option<&[u8]> {
    encoded.body.as_ref().map(|body| match body {
        Contents::Bytes(bytes) => &bytes[..],
        Contents::Segments(_) => panic!("a stream"),
    })
}

fn body(encoded: &Encoded) -> Value {
    serde_json::from_slice(bytes(encoded).unwrap()).unwrap()
}

fn rejected(function: &'static Function, args: &[(&str, Arg)]) -> String {
    given(function, args).unwrap_err().to_string()
}

#[test]
fn a_selector_picks_the_place_of_its_value() {
    let own = write("own", &[]);
    assert_eq!(own.path_and_query, "/users/a%2Fb?sorted=a%26b");
    assert_eq!(body(&own), json!({ "title": "T", "type": "x" }));
    let user = write("user_id", &[]);
    assert_eq!(user.path_and_query, "/users?sorted=a%26b&user_id=a%2Fb");
    assert_eq!(body(&user), json!({ "title": "T", "type": "x" }));
    let email = write("email", &[(NOTE, Arg::text("n"))]);
    assert_eq!(email.path_and_query, "/users?sorted=a%26b");
    assert_eq!(body(&email), json!({ "title": "T", "email": "a/b", "note": "n", "kind": "noted", "type": "x" }));
}

#[test]
fn what_is_not_given_is_not_sent() {
    let read =
        given(&READ, &[(SINCE, Arg::text("é ")), (ID, Arg::text("7")), (ID_TYPE, Arg::text("user_id"))]).unwrap();
    assert_eq!(
        (read.path_and_query.as_str(), bytes(&read), &read.headers[..]),
        ("/users?since=%C3%A9%20&user_id=7", None, &[][..])
    );
    let bare = given(&READ, &[(SINCE, Arg::text("1"))]).unwrap();
    assert_eq!(bare.path_and_query, "/users?since=1");
}

#[test]
fn constants_headers_and_numbers() {
    let all = write("own", &[(PAGE, Arg::integer(-7)), (FLAG, Arg::boolean(false)), (TRACE, Arg::text("t 1"))]);
    assert_eq!(all.path_and_query, "/users/a%2Fb?sorted=a%26b&flagged=yes&page=-7");
    assert_eq!(all.headers, [("x-trace", "t 1".to_owned())]);
    assert_eq!(body(&all)["nested"], json!({ "flag": false }));
    assert_eq!(percent_encode("a b&=é~"), "a%20b%26%3D%C3%A9~");
}

#[test]
fn lists_and_objects() {
    let tags = Arg(ArgValue::List(vec![" a".to_owned(), "".to_owned(), "b\" ".to_owned()]));
    let names = Arg::strings([" kept ", ""]);
    let all = write("own", &[(TAGS, tags), (NAMES, names), (ATTRS, Arg::object(json!({ "k": [1] })))]);
    assert_eq!(body(&all)["tags"], json!([{ "id": "a" }, { "id": "b\"" }]));
    assert_eq!(body(&all)["names"], json!([" kept ", ""]));
    assert_eq!(body(&all)["nested"], json!({ "deep": { "attrs": { "k": [1] } } }));
}

#[test]
fn constants_of_objects_win_over_what_was_given() {
    let users = Arg(ArgValue::Json(r#"[{"id": 1e2, "untag": false},{},{"a":"b"}]"#.to_owned()));
    let all = write("own", &[(USERS, users)]);
    let text = String::from_utf8(bytes(&all).unwrap().to_vec()).unwrap();
    assert!(text.contains(r#""users":[{"id":1e2,"untag":true},{"untag":true},{"a":"b","untag":true}]"#), "{text}");
    let invalid = Arg(ArgValue::Json("{}".to_owned()));
    let error = rejected(
        &WRITE,
        &[(ID, Arg::text("1")), (ID_TYPE, Arg::text("own")), (TITLE, invalid.clone()), (USERS, invalid)],
    );
    assert_eq!(error, "write: `users` must be a list of JSON objects");
}

#[test]
fn all_that_is_missing_is_named() {
    let none = rejected(&WRITE, &[]);
    assert_eq!(none, "write: the required arguments are missing: `id`, `idType`, `title`");
    let one = rejected(&WRITE, &[(ID, Arg::text("1")), (ID_TYPE, Arg::text("own"))]);
    assert_eq!(one, "write: the required argument is missing: `title`");
    let email = [(ID, Arg::text("1")), (ID_TYPE, Arg::text("email")), (TITLE, Arg::text("T"))];
    assert_eq!(
        rejected(&WRITE, &email),
        "write: the required argument is missing: `note` (needed when `idType` is `email`)"
    );
    let half = rejected(&READ, &[(SINCE, Arg::text("1")), (ID, Arg::text("7"))]);
    assert_eq!(half, "read: the required argument is missing: `idType` (needed with `id`)");
    let half = rejected(&READ, &[(SINCE, Arg::text("1")), (ID_TYPE, Arg::text("user_id"))]);
    assert_eq!(half, "read: the required argument is missing: `id` (needed with `idType`)");
}

#[test]
fn an_identifier_is_not_empty() {
    // Without a body: what is required narrows the call.
    assert_eq!(rejected(&READ, &[(SINCE, Arg::text(""))]), "read: `since` is empty");
    given(&READ, &[(SINCE, Arg::text("1")), (ID, Arg::text("")), (ID_TYPE, Arg::text("user_id"))]).unwrap();
    // With one: the value that a selector places; other texts may be empty.
    for id_type in ["own", "user_id"] {
        let args = [(ID, Arg::text("")), (ID_TYPE, Arg::text(id_type)), (TITLE, Arg::text("T"))];
        assert_eq!(rejected(&WRITE, &args), "write: `id` is empty");
    }
    let args = [(ID, Arg::text("1")), (ID_TYPE, Arg::text("own")), (TITLE, Arg::text(""))];
    assert_eq!(body(&given(&WRITE, &args).unwrap())["title"], "");
}

#[test]
fn segments_that_no_path_can_hold() {
    let path = |id: &str| {
        let args = [(ID, Arg::text(id)), (ID_TYPE, Arg::text("own")), (TITLE, Arg::text("T"))];
        given(&WRITE, &args).map(|encoded| encoded.path_and_query).map_err(|error| error.to_string())
    };
    for invalid in [".", "..", "a\nb", "\u{85}"] {
        assert!(path(invalid).unwrap_err().starts_with("write: `id` "), "{invalid}");
    }
    assert!(path(&"x".repeat(2_048)).is_ok());
    assert!(path(&"x".repeat(2_049)).unwrap_err().contains("longer than 2048 bytes"));
    assert_eq!(path("...").unwrap(), "/users/...?sorted=a%26b");
    assert_eq!(rejected(&REPLY, &[(ID, Arg::text(""))]), "reply: `id` is empty, and stands in the path");
}

#[test]
fn values_that_cannot_stand_outside_of_a_body() {
    for invalid in [Arg::strings(["a"]), Arg::object(json!({}))] {
        assert_eq!(rejected(&REPLY, &[(ID, invalid)]), "reply: `id` cannot stand outside of a body");
    }
    assert_eq!(rejected(&READ, &[(SINCE, Arg::number(f64::NAN))]), "read: `since` must be a finite number, not NaN");
    let args = [(ID, Arg::text("1")), (ID_TYPE, Arg::text("own")), (TITLE, Arg::object(json!(1)))];
    assert_eq!(rejected(&WRITE, &args), "write: `title` must be a JSON object");
    let flags = given(&READ, &[(SINCE, Arg::boolean(true))]).unwrap();
    assert_eq!(flags.path_and_query, "/users?since=true");
    assert_eq!(given(&READ, &[(SINCE, Arg::boolean(false))]).unwrap().path_and_query, "/users?since=false");
}

#[test]
fn drafts_fail_whatever_their_arguments() {
    static DRAFT: Function =
        Function::new("getBook", Method::Post, "TODO")
            .draft()
            .fields(&[Field::new("id", "String", Kind::Text).required()]);
    let error = encode(&DRAFT, &[]).unwrap_err();
    assert_eq!(error.kind(), crate::error::ErrorKind::Config);
    assert!(error.to_string().contains("`getBook` is a draft: its spec does not say yet how it is sent"), "{error}");
}
