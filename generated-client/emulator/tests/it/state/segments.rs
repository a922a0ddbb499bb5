//! Segments, evaluated from the data at each request.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, Workspace, all};
use intercom_client::{Value, json};

async fn members(w: &Workspace, segment: &str) -> Vec<Value> {
    let listed = w.call("getUsersBySegment", json!({"segmentId": segment})).await;
    let mut members = all(&listed["users"], "user_id");
    members.reverse();
    members
}

#[tokio::test]
async fn segment_membership_follows_the_data() {
    let test = Test::covers(&["createUserById", "getUserSegmensCount", "getUsersBySegment", "updateUserById"]);
    let w = test.seeded(
        "segments: [{id: big, name: Big, rules: [{attribute: custom_attributes.seats, is: greater, value: 10}]}]",
    );
    w.call("createUserById", json!({"userId": "a", "customAttributes": {"seats": 11}})).await;
    let small = w.call("createUserById", json!({"userId": "b", "customAttributes": {"seats": 10}})).await;
    assert_eq!(small["segments"]["segments"], json!([]));
    assert_eq!(members(&w, "big").await, ["a"]);
    let grown = w.call("updateUserById", json!({"userId": "b", "customAttributes": {"seats": 12}})).await;
    assert_eq!(grown["segments"]["segments"], json!([{"type": "segment", "id": "big"}]));
    assert_eq!(members(&w, "big").await, ["a", "b"]);
    assert_eq!(w.call("getUserSegmensCount", json!({})).await["user"]["segment"], json!([{"Big": 2}]));
    w.call("updateUserById", json!({"userId": "a", "customAttributes": {"seats": null}})).await;
    assert_eq!(members(&w, "big").await, ["b"]);
    assert_eq!(w.rejected("getUsersBySegment", json!({"segmentId": "none"})).await.0, NOT_FOUND);
    let both = w.send_rejected("GET", "/users?segment_id=big&tag_id=1", json!(null)).await;
    assert_eq!(both.0, UNPROCESSABLE);
}

#[tokio::test]
async fn each_comparison_selects_people() {
    let test = Test::covers(&["getSingleSegment", "getUsersBySegment"]);
    let rules = [
        ("{attribute: name, value: INES}", vec!["a"]),
        ("{attribute: name, is: not_equal, value: ines}", vec!["b", "c"]),
        ("{attribute: session_count, is: greater, value: 3}", vec!["b"]),
        ("{attribute: session_count, is: less, value: 3}", vec!["c"]),
        ("{attribute: email, is: contains, value: KILN}", vec!["a", "b"]),
        ("{attribute: email, is: known}", vec!["a", "b"]),
        ("{attribute: email, is: unknown}", vec!["c"]),
        ("{attribute: tag, value: beta}", vec!["b"]),
        ("{attribute: tag, is: not_equal, value: beta}", vec!["a", "c"]),
        ("{attribute: company, value: Kiln}", vec!["a", "c"]),
        ("{attribute: custom_attributes.trial, value: true}", vec!["c"]),
        ("{attribute: name, value: ines}, {attribute: session_count, value: 3}", vec!["a"]),
        ("{attribute: name, value: ines}, {attribute: session_count, value: 4}", vec![]),
    ];
    for (rules, expected) in rules {
        let w = test.seeded(&format!(
            "segments: [{{id: s, name: S, rules: [{rules}]}}]\n\
             companies: [{{company_id: c-1, name: Kiln}}]\n\
             users:\n\
             - {{user_id: a, name: Ines, email: a@kiln.example, session_count: 3, companies: [c-1]}}\n\
             - {{user_id: b, name: Bea, email: b@kiln.example, session_count: 4, tags: [beta]}}\n\
             - {{user_id: c, session_count: 1, companies: [c-1], custom_attributes: {{trial: true}}}}"
        ));
        assert_eq!(members(&w, "s").await, expected, "{rules}");
        let counted = w.send_ok("GET", "/segments/s?include_count=true", json!(null)).await;
        assert_eq!(counted["count"], expected.len(), "{rules}");
    }
}

#[tokio::test]
async fn segments_of_companies_are_listed_separately() {
    let test = Test::covers(&["getAppTotalCounts", "getSegments", "getSingleSegment"]);
    let w = test.seeded("segments: [{id: a, name: A}, {id: b, name: B, of: company}, {id: c, name: C, of: contact}]");
    let listed = w.call("getSegments", json!({})).await;
    assert_eq!(
        (all(&listed["segments"], "id"), &listed["type"]),
        (vec![json!("a"), json!("c")], &json!("segment.list"))
    );
    assert_eq!(all(&listed["segments"], "person_type"), ["user", "contact"]);
    assert_eq!(all(&listed["segments"], "count"), [json!(null), json!(null)]);
    let of_companies = w.send_ok("GET", "/segments?type=company&include_count=true", json!(null)).await;
    assert_eq!(all(&of_companies["segments"], "id"), ["b"]);
    let one = w.call("getSingleSegment", json!({"segmentId": "b"})).await;
    assert_eq!((&one["name"], &one["created_at"]), (&json!("B"), &json!(w.emulator.now())));
    assert_eq!(w.rejected("getSingleSegment", json!({"segmentId": "d"})).await.0, NOT_FOUND);
    assert_eq!(w.count("segment").await, 3);
}

#[tokio::test]
async fn segment_of_leads_is_listed_as_users() {
    let test = Test::covers(&["getUsersBySegment"]);
    let w = test.seeded("segments: [{id: s, name: S, of: contact}]\nusers: [{user_id: u}]\nleads: [{id: lead-1}]");
    let listed = w.call("getUsersBySegment", json!({"segmentId": "s"})).await;
    assert_eq!(
        (all(&listed["users"], "type"), all(&listed["users"], "id")),
        (vec![json!("contact")], vec![json!("lead-1")])
    );
}
