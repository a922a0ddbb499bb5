//! Notes: newest first, with or without an author.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, all, error_code};
use intercom_client::json;

#[tokio::test]
async fn notes_are_listed_newest_first() {
    let test = Test::covers(&["createNote", "getSingleNote", "getUserNotes"]);
    let w = test.seeded("users: [{user_id: u}, {user_id: other}]");
    for (position, body) in ["one", "two", "three"].into_iter().enumerate() {
        // The first two in the same second.
        w.advance(u64::from(position == 2));
        let args = json!({"userId": "u", "userIdType": "user_id", "body": body, "adminId": "1001"});
        let note = w.call("createNote", args).await;
        assert_eq!((&note["type"], &note["body"]), (&json!("note"), &json!(format!("<p>{body}</p>"))));
        assert_eq!((&note["author"]["id"], &note["created_at"]), (&json!("1001"), &json!(w.emulator.now())));
        assert_eq!(w.call("getSingleNote", json!({"noteId": note["id"]})).await, note);
    }
    let listed = w.call("getUserNotes", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(
        (&listed["type"], all(&listed["notes"], "body")),
        (&json!("note.list"), vec![json!("<p>three</p>"), json!("<p>two</p>"), json!("<p>one</p>")])
    );
    let second = w.send_ok("GET", "/notes?user_id=u&per_page=1&page=2", json!(null)).await;
    assert_eq!(
        (all(&second["notes"], "body"), &second["pages"]["total_pages"]),
        (vec![json!("<p>two</p>")], &json!(3))
    );
    let none = w.call("getUserNotes", json!({"userId": "other", "userIdType": "user_id"})).await;
    assert_eq!(none["notes"], json!([]));
}

#[tokio::test]
async fn notes_are_sorted_by_seeded_times() {
    let test = Test::covers(&["getUserNotes"]);
    let w = test.seeded(
        "users: [{user_id: u}]\n\
         notes: [{person: {user: u}, body: new, created_at: 20}, {person: {user: u}, body: old, created_at: 10}]",
    );
    let listed = w.call("getUserNotes", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(all(&listed["notes"], "created_at"), [20, 10]);
}

#[tokio::test]
async fn person_of_a_note_is_found_by_every_identifier() {
    let test = Test::covers(&["createNote", "getUserNotes"]);
    let w = test.seeded("leads: [{id: lead-1, email: lee@kiln.example}]\nusers: [{id: user-1, email: u@kiln.example}]");
    for (name, kind, id) in [
        ("lead-1", "intercom_id", "lead-1"),
        ("lee@kiln.example", "email", "lead-1"),
        ("u@kiln.example", "email", "user-1"),
    ] {
        let note = w.call("createNote", json!({"userId": name, "userIdType": kind, "body": "x"})).await;
        assert_eq!(note["user"]["id"], id);
        let listed = w.call("getUserNotes", json!({"userId": name, "userIdType": kind})).await;
        assert_eq!(listed["notes"][0]["id"], note["id"]);
    }
}

#[tokio::test]
async fn note_without_admin_has_no_author() {
    let test = Test::covers(&["createNote"]);
    let w = test.seeded("users: [{user_id: u}]");
    let note = w.call("createNote", json!({"userId": "u", "userIdType": "user_id", "body": "a < b"})).await;
    assert!(note.get("author").is_none());
    assert_eq!(note["body"], "<p>a &lt; b</p>");
}

#[tokio::test]
async fn note_without_person_or_body_is_rejected() {
    let test = Test::covers(&["getUserNotes"]);
    let w = test.seeded("users: [{user_id: u}]");
    let args =
        |user: &str, admin: &str| json!({"userId": user, "userIdType": "user_id", "body": "x", "adminId": admin});
    assert_eq!(w.rejected("createNote", args("nobody", "1001")).await, error_code(NOT_FOUND, "not_found"));
    assert_eq!(w.rejected("createNote", args("u", "1")).await, error_code(NOT_FOUND, "admin_not_found"));
    assert_eq!(
        w.send_rejected("POST", "/notes", json!({"user": {"user_id": "u"}, "body": " "})).await.0,
        UNPROCESSABLE
    );
    assert_eq!(w.rejected("getSingleNote", json!({"noteId": "1"})).await.0, NOT_FOUND);
    assert_eq!(w.rejected("getUserNotes", json!({"userId": "nobody", "userIdType": "user_id"})).await.0, NOT_FOUND);
    let listed = w.call("getUserNotes", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(listed["notes"], json!([]));
}
