//! Bulk jobs: valid items are processed, others are listed as errors.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, all, error_code, text};
use intercom_client::{Value, json};

async fn failed(w: &crate::state::workspace::Workspace, job: &Value) -> Vec<Value> {
    let errors = w.send_ok("GET", &format!("/jobs/{}/error", text(&job["id"])), Value::Null).await;
    errors["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn bulk_job_creates_changes_and_deletes_users() {
    let test = Test::covers(&["createUserBulkJobs", "getAppTotalCounts", "getSingleBulkJob", "getSingleUser"]);
    let w = test.seeded("users: [{user_id: a}, {user_id: b, name: Bea}]");
    let items = json!([
        {"method": "delete", "data_type": "user", "data": {"user_id": "a"}},
        {"method": "post", "data_type": "user", "data": {"user_id": "b", "phone": "1"}},
        {"method": "post", "data_type": "user", "data": {"email": "c@kiln.example", "companies": [{"company_id": "c-1"}]}},
    ]);
    let job = w.call("createUserBulkJobs", json!({"items": items})).await;
    assert!(text(&job["id"]).starts_with("job_"));
    assert_eq!((&job["state"], &job["completed_at"]), (&json!("pending"), &json!(null)));
    assert_eq!(
        (all(&job["tasks"], "item_count"), all(&job["tasks"], "state")),
        (vec![json!(3)], vec![json!("pending")])
    );
    assert_eq!(job["closing_at"], w.emulator.now() + 900);
    let done = w.call("getSingleBulkJob", json!({"jobId": job["id"]})).await;
    assert_eq!((&done["state"], &done["completed_at"]), (&json!("completed"), &json!(w.emulator.now())));
    assert_eq!(failed(&w, &job).await, Vec::<Value>::new());
    assert_eq!((w.count("user").await, w.count("company").await), (2, 1));
    let b = w.call("getSingleUser", json!({"userId": "b", "userIdType": "user_id"})).await;
    assert_eq!((&b["name"], &b["phone"]), (&json!("Bea"), &json!("1")));
}

#[tokio::test]
async fn failed_items_are_listed_and_others_processed() {
    let test = Test::covers(&["createUserBulkJobs", "getAppTotalCounts"]);
    let w = test.seeded("users: [{user_id: a, email: x@kiln.example}, {user_id: b, email: x@kiln.example}]");
    let items = json!([
        {"method": "post", "data_type": "user", "data": {"email": "no address"}},
        {"method": "post", "data_type": "user", "data": {"email": "x@kiln.example"}},
        {"method": "delete", "data_type": "user", "data": {"user_id": "nobody"}},
        {"method": "post", "data_type": "user", "data": {"user_id": "c"}},
        {"method": "post", "data_type": "user", "data": {}},
    ]);
    let job = w.call("createUserBulkJobs", json!({"items": items})).await;
    let failed = failed(&w, &job).await;
    assert_eq!(all(&json!(failed), "method"), ["post", "post", "delete", "post"]);
    assert_eq!(
        all(&json!(all(&json!(failed), "error")), "code"),
        ["parameter_invalid", "conflict", "not_found", "parameter_not_found"]
    );
    assert_eq!((&failed[0]["data"], &failed[0]["data_type"]), (&json!({"email": "no address"}), &json!("user")));
    assert_eq!(w.count("user").await, 3);
}

#[tokio::test]
async fn bulk_job_creates_and_deletes_leads() {
    let test = Test::covers(&["createBulkLeadJob", "getAppTotalCounts", "getLeadsByEmail", "getSingleLead"]);
    let w = test.seeded("leads: [{id: lead-1, email: lee@kiln.example}]\nusers: [{user_id: u}]");
    let items = json!([
        {"method": "post", "data_type": "contact", "data": {"email": "lee@kiln.example"}},
        {"method": "delete", "data_type": "contact", "data": {"id": "lead-1"}},
        {"method": "delete", "data_type": "contact", "data": {"user_id": "u"}},
    ]);
    let job = w.call("createBulkLeadJob", json!({"items": items})).await;
    assert_eq!(failed(&w, &job).await.len(), 1, "a user is no lead");
    let leads = w.call("getLeadsByEmail", json!({"email": "lee@kiln.example"})).await;
    assert_ne!(all(&leads["contacts"], "id"), ["lead-1"]);
    assert_eq!((w.count("lead").await, w.count("user").await), (1, 1));
}

#[tokio::test]
async fn bulk_job_submits_events() {
    let test = Test::covers(&["createBulkEventJob", "getUserEventsSummaries"]);
    let w = test.seeded("users: [{user_id: u}]");
    let event = |user: &str, name: &str| {
        let data = json!({"user_id": user, "event_name": name, "created_at": w.emulator.now()});
        json!({"method": "post", "data_type": "event", "data": data})
    };
    let mut items = vec![event("u", "fired"), event("nobody", "fired"), event("u", "glazed"), event("u", "fired")];
    items.push(json!({"method": "delete", "data_type": "event", "data": {"user_id": "u"}}));
    let job = w.call("createBulkEventJob", json!({"items": items})).await;
    assert_eq!(failed(&w, &job).await.len(), 2);
    let summary = w.call("getUserEventsSummaries", json!({"userId": "u"})).await;
    assert_eq!(
        (all(&summary["events"], "name"), all(&summary["events"], "count")),
        (vec![json!("fired"), json!("glazed")], vec![json!(1), json!(1)])
    );
}

#[tokio::test]
async fn open_job_accepts_items_until_it_closes() {
    let test = Test::covers(&["createUserBulkJobs", "getAppTotalCounts"]);
    let w = test.workspace();
    let item = |user: &str| json!([{"method": "post", "data_type": "user", "data": {"user_id": user}}]);
    let job = w.call("createUserBulkJobs", json!({"items": item("a")})).await;
    let more = |user: &str| json!({"job": {"id": job["id"]}, "items": item(user)});
    w.advance(900);
    let appended = w.send_ok("POST", "/bulk/users", more("b")).await;
    assert_eq!((&appended["id"], all(&appended["tasks"], "item_count")), (&job["id"], vec![json!(1), json!(1)]));
    w.advance(1);
    assert_eq!(w.send_rejected("POST", "/bulk/users", more("c")).await, error_code(400, "job_closed"));
    assert_eq!(w.count("user").await, 2);
    // SDKs set the closing time.
    let path = format!("/jobs/{}", text(&job["id"]));
    w.send_ok("POST", &path, json!({"closing_at": w.emulator.now() + 60})).await;
    w.send_ok("POST", "/bulk/users", more("c")).await;
    w.send_ok("POST", &path, json!({"closing_at": w.emulator.now() - 1})).await;
    assert_eq!(w.send_rejected("POST", "/bulk/users", more("d")).await.1, "job_closed");
    assert_eq!(w.count("user").await, 3);
}

#[tokio::test]
async fn invalid_job_is_rejected_as_a_complete() {
    let test = Test::covers(&["createUserBulkJobs", "getUserEvents"]);
    let w = test.workspace();
    let good = json!({"method": "post", "data_type": "user", "data": {"user_id": "a"}});
    let job = w.call("createUserBulkJobs", json!({"items": [good]})).await;
    let event = json!({"method": "post", "data": {"user_id": "a", "event_name": "fired", "created_at": 1}});
    for (path, body, status) in [
        ("/bulk/users", json!({"items": []}), UNPROCESSABLE),
        ("/bulk/users", json!({"items": vec![&good; 101]}), UNPROCESSABLE),
        ("/bulk/users", json!({"items": [good, {"method": "post", "data_type": "event", "data": {}}]}), UNPROCESSABLE),
        ("/bulk/users", json!({"items": [good, {"method": "put", "data": {}}]}), UNPROCESSABLE),
        ("/bulk/users", json!({"items": [good], "job": {"id": "job_0"}}), NOT_FOUND),
        ("/bulk/events", json!({"items": [event], "job": {"id": job["id"]}}), UNPROCESSABLE),
    ] {
        assert_eq!(w.send_rejected("POST", path, body.clone()).await.0, status, "{path} {body}");
    }
    assert_eq!(w.rejected("getSingleBulkJob", json!({"jobId": "job_0"})).await.0, NOT_FOUND);
    assert_eq!(w.call("getUserEvents", json!({"userId": "a"})).await["events"], json!([]));
}
