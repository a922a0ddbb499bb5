//! The encoder, by two functions that have all there is.

use super::*;
use crate::arg::ArgValue;
use crate::{Kind, Member, Method, Part, Query, Route, Value, json};

const ID: usize = 1;
const ID_TYPE: usize = 2;
const PAGE: usize = 3;
const FLAG: usize = 4;
const TAGS: usize = 5;
const NAMES: usize = 6;
const ATTRS: usize = 7;
const USERS: usize = 8;
const NOTE: usize = 9;
const TITLE: usize = 10;
const TRACE: usize = 11;

/// One with a body.
static WRITE: Function = Function::new("write", Method::Post, "/users/{id}")
    .fields(&[
        Field::new("accessToken", "String", Kind::Text, "").required().credential(),
        Field::new("id", "String", Kind::Text, "").required(),
        Field::new("idType", "String", Kind::Text, "").required().selects(ID).values(&["own", "user_id", "email"]),
        Field::new("page", "Integer", Kind::Integer, ""),
        Field::new("flag", "Boolean", Kind::Boolean, ""),
        Field::new("tags", "String", Kind::CommaList, "").wrap("id"),
        Field::new("names", "List", Kind::Strings, ""),
        Field::new("attrs", "Map", Kind::Object, ""),
        Field::new("users", "List", Kind::Objects, "").force(&[("untag", "true")]),
        Field::new("note", "String", Kind::Text, "").required_when(&[(ID_TYPE, "email")]),
        Field::new("title", "String", Kind::Text, "").required(),
        Field::new("trace", "String", Kind::Text, ""),
    ])
    .routes(&[
        Route::when(ID_TYPE, "own", &[Part::Text("/users/"), Part::Field(ID)]),
        Route::new(&[Part::Text("/users")]),
    ])
    .query(&[
        Query::case("user_id", ID, ID_TYPE, "user_id"),
        Query::field("page", PAGE),
        Query::constant("sorted", "a&b"),
        Query::constant_with("flagged", "yes", FLAG),
    ])
    .headers(&[("x-trace", TRACE)])
    .body(&[
        Member::field("title", TITLE),
        Member::case("email", ID, ID_TYPE, "email"),
        Member::object(
            "nested",
            &[Member::field("flag", FLAG), Member::object("deep", &[Member::field("attrs", ATTRS)])],
        ),
        Member::field("tags", TAGS),
        Member::field("names", NAMES),
        Member::field("users", USERS),
        Member::constant_with("kind", "\"noted\"", NOTE),
        Member::constant("type", "\"x\""),
    ]);

/// One without, whose identifier may be left out together with its type.
static READ: Function = Function::new("read", Method::Get, "/users")
    .fields(&[
        Field::new("since", "String", Kind::Text, "").required(),
        Field::new("id", "String", Kind::Text, ""),
        Field::new("idType", "String", Kind::Text, "").selects(1),
    ])
    .routes(&[Route::new(&[Part::Text("/users")])])
    .query(&[Query::field("since", 0), Query::case("user_id", 1, 2, "user_id")]);

/// One whose identifier stands in the path beside a body.
static REPLY: Function = Function::new("reply", Method::Post, "/talks/{id}")
    .fields(&[Field::new("id", "String", Kind::Text, "").required()])
    .routes(&[Route::new(&[Part::Text("/talks/"), Part::Field(0)])])
    .body(&[]);

fn given(function: &'static Function, args: &[(usize, Arg)]) -> Result<Encoded, Error> {
    let mut all = vec![None; function.fields.len()];
    for (position, arg) in args {
        all[*position] = Some(arg.clone());
    }
    encode(function, &all)
}

fn write(id_type: &str, more: &[(usize, Arg)]) -> Encoded {
    let mut args = vec![(ID, Arg::text("a/b")), (ID_TYPE, Arg::text(id_type)), (TITLE, Arg::text("T"))];
    args.extend_from_slice(more);
    given(&WRITE, &args).unwrap()
}

fn body(encoded: &Encoded) -> Value {
    serde_json::from_slice(encoded.body.as_deref().unwrap()).unwrap()
}

fn refused(function: &'static Function, args: &[(usize, Arg)]) -> String {
    given(function, args).unwrap_err().to_string()
}

#[test]
fn a_selector_picks_the_place_of_its_value() {
    let own = write("own", &[]);
    assert_eq!(own.path_and_query, "/users/a%2Fb?sorted=a%26b");
    assert_eq!(body(&own), json!({ "title": "T", "type": "x" }));
    let user = write("user_id", &[]);
    assert_eq!(user.path_and_query, "/users?user_id=a%2Fb&sorted=a%26b");
    assert_eq!(body(&user), json!({ "title": "T", "type": "x" }));
    let email = write("email", &[(NOTE, Arg::text("n"))]);
    assert_eq!(email.path_and_query, "/users?sorted=a%26b");
    assert_eq!(body(&email), json!({ "title": "T", "email": "a/b", "kind": "noted", "type": "x" }));
}

#[test]
fn what_is_not_given_is_not_sent() {
    let read = given(&READ, &[(0, Arg::text("é ")), (1, Arg::text("7")), (2, Arg::text("user_id"))]).unwrap();
    assert_eq!(
        (read.path_and_query.as_str(), read.body, read.headers),
        ("/users?since=%C3%A9%20&user_id=7", None, vec![])
    );
    let bare = given(&READ, &[(0, Arg::text("1"))]).unwrap();
    assert_eq!(bare.path_and_query, "/users?since=1");
}

#[test]
fn constants_headers_and_numbers() {
    let all = write("own", &[(PAGE, Arg::integer(-7)), (FLAG, Arg::boolean(false)), (TRACE, Arg::text("t 1"))]);
    assert_eq!(all.path_and_query, "/users/a%2Fb?page=-7&sorted=a%26b&flagged=yes");
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
    let text = String::from_utf8(all.body.unwrap()).unwrap();
    assert!(text.contains(r#""users":[{"id":1e2,"untag":true},{"untag":true},{"a":"b","untag":true}]"#), "{text}");
    let odd = Arg(ArgValue::Json("{}".to_owned()));
    let error =
        refused(&WRITE, &[(ID, Arg::text("1")), (ID_TYPE, Arg::text("own")), (TITLE, odd.clone()), (USERS, odd)]);
    assert_eq!(error, "write: `users` must be a list of JSON objects");
}

#[test]
fn all_that_is_missing_is_named() {
    let none = refused(&WRITE, &[]);
    assert_eq!(none, "write: the required arguments are missing: `id`, `idType`, `title`");
    let one = refused(&WRITE, &[(ID, Arg::text("1")), (ID_TYPE, Arg::text("own"))]);
    assert_eq!(one, "write: the required argument is missing: `title`");
    let email = [(ID, Arg::text("1")), (ID_TYPE, Arg::text("email")), (TITLE, Arg::text("T"))];
    assert_eq!(
        refused(&WRITE, &email),
        "write: the required argument is missing: `note` (needed when `idType` is `email`)"
    );
    let half = refused(&READ, &[(0, Arg::text("1")), (1, Arg::text("7"))]);
    assert_eq!(half, "read: the required argument is missing: `idType` (needed with `id`)");
    let half = refused(&READ, &[(0, Arg::text("1")), (2, Arg::text("user_id"))]);
    assert_eq!(half, "read: the required argument is missing: `id` (needed with `idType`)");
}

#[test]
fn an_identifier_is_not_empty() {
    // Without a body: what is required narrows the call.
    assert_eq!(refused(&READ, &[(0, Arg::text(""))]), "read: `since` is empty");
    given(&READ, &[(0, Arg::text("1")), (1, Arg::text("")), (2, Arg::text("user_id"))]).unwrap();
    // With one: the value that a selector places; other texts may be empty.
    for id_type in ["own", "user_id"] {
        let args = [(ID, Arg::text("")), (ID_TYPE, Arg::text(id_type)), (TITLE, Arg::text("T"))];
        assert_eq!(refused(&WRITE, &args), "write: `id` is empty");
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
    for odd in [".", "..", "a\nb", "\u{85}"] {
        assert!(path(odd).unwrap_err().starts_with("write: `id` "), "{odd}");
    }
    assert!(path(&"x".repeat(2_048)).is_ok());
    assert!(path(&"x".repeat(2_049)).unwrap_err().contains("longer than 2048 bytes"));
    assert_eq!(path("...").unwrap(), "/users/...?sorted=a%26b");
    assert_eq!(refused(&REPLY, &[(0, Arg::text(""))]), "reply: `id` is empty, and stands in the path");
}

#[test]
fn values_that_cannot_stand_outside_of_a_body() {
    for odd in [Arg::strings(["a"]), Arg::object(json!({}))] {
        assert_eq!(refused(&READ, &[(0, odd)]), "read: `since` cannot stand outside of a body");
    }
    assert_eq!(refused(&READ, &[(0, Arg::number(f64::NAN))]), "read: `since` must be a finite number, not NaN");
    let args = [(ID, Arg::text("1")), (ID_TYPE, Arg::text("own")), (TITLE, Arg::object(json!(1)))];
    assert_eq!(refused(&WRITE, &args), "write: `title` must be a JSON object");
    let flags = given(&READ, &[(0, Arg::boolean(true))]).unwrap();
    assert_eq!(flags.path_and_query, "/users?since=true");
    assert_eq!(given(&READ, &[(0, Arg::boolean(false))]).unwrap().path_and_query, "/users?since=false");
}
