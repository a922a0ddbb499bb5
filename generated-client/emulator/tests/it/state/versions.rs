//! The differences between the versions 1.0 to 1.4.

use crate::state::workspace::{NOT_FOUND, Test, all, call};
use intercom_client::{Value, json};
use intercom_emulator::{Seed, Settings};

const ALL: [&str; 5] = ["1.0", "1.1", "1.2", "1.3", "1.4"];

const SEED: &str = "admins: [{id: '1', name: Rui, email: r@kiln.example}]\n\
    users:\n\
    - id: user-1\n  \
      user_id: u\n  \
      email: u@kiln.example\n  \
      last_seen_ip: 203.0.113.7\n  \
      user_agent_data: Kiln/2.4\n  \
      owner_id: '1'\n  \
      location_data: {city_name: Porto, latitude: 41.15, longitude: -8.61}\n\
    - {user_id: a, email: two@kiln.example}\n\
    - {user_id: b, email: two@kiln.example}\n\
    leads: [{id: lead-1, user_id: l, last_seen_ip: 203.0.113.8}]\n\
    visitors: [{id: visitor-1, user_id: v, last_seen_ip: 203.0.113.9}]\n\
    conversations: [{id: '500', from: {user: u}, body: Open?, parts: [{admin: '1', body: Yes}, {body: Thanks}, {admin: '1', body: Sure}]}]";

#[tokio::test]
async fn since_1_1_email_finds_a_list_of_users() {
    let test = Test::covers(&["getSingleUser"]);
    let w = test.seeded(SEED);
    for version in ALL {
        let get = async |email: &str| {
            let (status, body) = w.send_as(version, "GET", &format!("/users?email={email}"), &Value::Null).await;
            (status, serde_json::from_slice::<Value>(&body).unwrap())
        };
        let (one, none, two) =
            (get("u@kiln.example").await, get("none@kiln.example").await, get("two@kiln.example").await);
        if version == "1.0" {
            assert_eq!((one.0, &one.1["type"], &one.1["id"]), (200, &json!("user"), &json!("user-1")));
            assert_eq!((none.0, two.0), (NOT_FOUND, 409));
            assert_eq!(two.1["errors"][0]["code"], "conflict");
        } else {
            assert_eq!((one.0, none.0, two.0), (200, 200, 200));
            assert_eq!((&one.1["type"], &one.1["limited"]), (&json!("user.list"), &json!(false)));
            assert_eq!([&one, &none, &two].map(|list| list.1["total_count"].clone()), [1, 0, 2]);
            assert_eq!(all(&two.1["users"], "user_id"), ["a", "b"]);
        }
        // The client returns one user in each version.
        let args = json!({"userId": "u@kiln.example", "userIdType": "email"});
        assert_eq!(call(&w.at(version), "getSingleUser", args).await["id"], "user-1", "{version}");
    }
}

#[tokio::test]
async fn since_1_1_messages_have_delivered_as() {
    let test = Test::covers(&["createAdminMessage", "getConversations", "getSingleConversation"]);
    let w = test.seeded(SEED);
    for version in ALL {
        let conversation = call(&w.at(version), "getSingleConversation", json!({"conversationId": "500"})).await;
        let message = &conversation["conversation_message"];
        if version == "1.0" {
            assert_eq!((&message["type"], message.get("delivered_as")), (&json!("conversation_message"), None));
            assert_eq!(conversation.get("customer_first_reply"), None);
        } else {
            assert_eq!(
                (&message["type"], &message["delivered_as"]),
                (&json!("conversation"), &json!("customer_initiated"))
            );
            assert_eq!(conversation["customer_first_reply"]["created_at"], w.emulator.now());
        }
    }
    let email = json!({
        "fromAdminId": "1", "receiverType": "user", "receiverId": "u", "receiverIdType": "user_id",
        "messageType": "email", "subject": "News", "body": "Hello", "template": "plain",
    });
    w.call("createAdminMessage", email).await;
    for (version, kind) in [("1.0", "conversation_message"), ("1.1", "email"), ("1.4", "email")] {
        let listed = call(&w.at(version), "getConversations", json!({})).await;
        assert_eq!(listed["conversations"][0]["conversation_message"]["type"], kind, "{version}");
    }
}

#[tokio::test]
async fn since_1_2_personal_data_is_omitted() {
    let test = Test::covers(&[
        "createUserById",
        "getSingleLead",
        "getSingleUser",
        "getSingleVisitor",
        "getUsers",
        "updateUserById",
    ]);
    let w = test.seeded(SEED);
    for (position, version) in ALL.into_iter().enumerate() {
        let client = w.at(version);
        let redacts = position >= 2;
        for (function, id, address) in [
            ("getSingleUser", "user-1", "203.0.113.7"),
            ("getSingleLead", "lead-1", "203.0.113.8"),
            ("getSingleVisitor", "visitor-1", "203.0.113.9"),
        ] {
            let person = call(&client, function, json!({"userId": id, "userIdType": "intercom_id"})).await;
            let expected = if redacts { json!(null) } else { json!(address) };
            assert_eq!(person["last_seen_ip"], expected, "{version} {function}");
        }
        let user = call(&client, "getUsers", json!({"order": "asc"})).await["users"][0].clone();
        let place = &user["location_data"];
        assert_eq!((&place["city_name"], place.get("latitude").is_none()), (&json!("Porto"), redacts), "{version}");
        assert_eq!(
            (place.get("longitude").is_none(), user["user_agent_data"].is_null()),
            (redacts, redacts),
            "{version}"
        );
        // Sent values are stored in every version.
        let sent = call(&client, "updateUserById", json!({"userId": "u", "lastSeenIp": "203.0.113.7"})).await;
        assert_eq!(sent["last_seen_ip"].is_null(), redacts);
    }
}

#[tokio::test]
async fn since_1_2_waiting_since_is_null_after_a_reply() {
    let test = Test::covers(&["getSingleConversation", "replyToAdminComment", "replyToUserComment"]);
    let w = test.seeded(SEED);
    for (position, version) in ALL.into_iter().enumerate() {
        let client = w.at(version);
        let waiting = async || {
            call(&client, "getSingleConversation", json!({"conversationId": "500"})).await["waiting_since"].clone()
        };
        call(&client, "replyToAdminComment", json!({"conversationId": "500", "adminId": "1", "body": "Yes."})).await;
        let nobody = waiting().await;
        assert_eq!(nobody.is_null(), position >= 2, "{version}");
        assert!(nobody.is_null() || nobody.as_i64().unwrap() > w.emulator.now() + 60_000_000_000);
        let args = json!({"conversationId": "500", "userId": "u", "userIdType": "user_id", "body": "Thanks."});
        call(&client, "replyToUserComment", args).await;
        assert_eq!(waiting().await, w.emulator.now(), "{version}");
    }
}

#[tokio::test]
async fn since_1_4_people_have_an_owner() {
    let test = Test::covers(&["getAdmins", "getSingleLead", "getSingleUser"]);
    let w = test.seeded(SEED);
    for version in ALL {
        let user = call(&w.at(version), "getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
        let owner = user.get("owner_id").cloned();
        assert_eq!(owner, (version == "1.4").then(|| json!("1")), "{version}");
        let admins = call(&w.at(version), "getAdmins", json!({})).await;
        assert!(admins["admins"].is_array());
    }
    let lead = call(&w.at("1.4"), "getSingleLead", json!({"userId": "l", "userIdType": "user_id"})).await;
    assert_eq!(lead.get("owner_id"), Some(&json!(null)));
}

#[tokio::test]
async fn oldest_version_is_the_default() {
    let test = Test::covers(&["getSingleUser"]);
    for (set, position) in [(None, 0), (Some("1.4"), 4)] {
        let settings = set.map_or_else(Settings::default, |version| Settings::default().version(version));
        let w = test.workspace_with(Seed::parse(SEED).unwrap(), settings);
        let response = unnamed(&w).await;
        let (_, named) = w.send_as(ALL[position], "GET", "/users?user_id=u", &Value::Null).await;
        assert_eq!(response, named);
    }
}

/// The response to a request without a version.
async fn unnamed(w: &crate::state::workspace::Workspace) -> bytes::Bytes {
    use intercom_client::transport::{SendOptions, Transport};
    let request = http::Request::get("http://localhost/users?user_id=u").header("authorization", "Bearer any");
    let options = SendOptions::new(std::time::Duration::from_secs(20), 1 << 20);
    w.emulator.transport().send(request.body(bytes::Bytes::new()).unwrap(), options).await.unwrap().into_body()
}

#[tokio::test]
async fn unknown_version_is_rejected() {
    let test = Test::covers(&["getUsers"]);
    let w = test.workspace();
    for version in ["2.0", "0.9", "1.5", "x"] {
        let (status, body) = w.send_as(version, "GET", "/users", &Value::Null).await;
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((status, &body["errors"][0]["code"]), (400, &json!("intercom_version_invalid")), "{version}");
    }
    let listed = w.at("1.3").users().list().send_page().await.unwrap();
    assert!(listed.users.is_empty());
}
