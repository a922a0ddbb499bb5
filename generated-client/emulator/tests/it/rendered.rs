//! Responses with people copy their JSON from an earlier response unless something in it has changed. Each test changes the
//! workspace at random and compares with a copy of it, which starts without such JSON.

use crate::raw_http::send;
use intercom_emulator::{Emulator, Seed};

const READS: [&str; 6] = [
    "/users/6a1f0c2be4b0d94c5e7a1101",
    "/users?user_id=u-1",
    "/users?user_id=u-2",
    "/users",
    "/users?tag_id=9001",
    "/contacts",
];

/// A request that may change what responses say about people.
fn change(random: &mut fastrand::Rng) -> (&'static str, String, String) {
    let (person, other, name) = (random.u8(1..4), random.u8(1..3), random.u8(..4));
    let post = |path: &str, body: String| ("POST", path.to_owned(), body);
    match random.u8(..12) {
        0 => post("/users", format!(r#"{{"user_id":"u-{person}","name":"N {name}"}}"#)),
        1 => post("/users", format!(r#"{{"user_id":"u-4711","custom_attributes":{{"seats":{name}}}}}"#)),
        2 => post(
            "/users",
            format!(r#"{{"user_id":"u-{person}","companies":[{{"company_id":"c-{other}","name":"C"}}]}}"#),
        ),
        3 => post("/users", format!(r#"{{"user_id":"u-4711","last_request_at":{}}}"#, 1_538_999_998 + i64::from(name))),
        4 => post("/companies", format!(r#"{{"company_id":"c-{other}","name":"Company {name}"}}"#)),
        5 => post("/companies", format!(r#"{{"company_id":"c-88","name":"Company {name}"}}"#)),
        6 => post("/tags", format!(r#"{{"name":"t-{name}","users":[{{"user_id":"u-{person}"}}]}}"#)),
        7 => post("/tags", format!(r#"{{"name":"beta","users":[{{"user_id":"u-4711","untag":{}}}]}}"#, name == 0)),
        8 => ("PUT", "/tags/9001".to_owned(), format!(r#"{{"name":"beta {name}"}}"#)),
        9 => ("DELETE", format!("/tags/{}", 100_001 + u32::from(name)), String::new()),
        10 => ("DELETE", format!("/users?user_id=u-{person}"), String::new()),
        _ => post("/contacts", format!(r#"{{"email":"lead-{name}@kiln.example","name":"Lead"}}"#)),
    }
}

async fn reads(emulator: &Emulator) -> Vec<(u16, String)> {
    let mut all = Vec::new();
    for target in READS {
        let response = send(emulator, "GET", target, "").await;
        // The id of the request is in errors.
        let body = if response.status == 200 { response.body } else { String::new() };
        all.push((response.status, body));
    }
    all
}

#[tokio::test]
async fn people_in_responses_follow_every_change() {
    let mut random = fastrand::Rng::with_seed(11);
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let mut seen = std::collections::HashSet::new();
    for step in 0..150 {
        let (method, target, body) = change(&mut random);
        let status = send(&emulator, method, &target, &body).await.status;
        assert!(status < 500, "{method} {target} {body}");
        let kept = reads(&emulator).await;
        let again = reads(&emulator).await;
        assert_eq!(kept, again, "{step}: {method} {target} {body}");
        emulator.restore(&emulator.snapshot());
        assert_eq!(kept, reads(&emulator).await, "{step}: {method} {target} {body}");
        seen.extend(kept.into_iter().map(|(_, body)| body));
    }
    // The changes did change responses.
    assert!(seen.len() > 150, "{}", seen.len());
}

#[tokio::test]
async fn each_version_of_the_api_has_its_own_people() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let read = async |version: &str| {
        let headers = [&format!("intercom-version: {version}") as &str, "authorization: Bearer any"];
        let request = crate::raw_http::request("GET", "/users", &headers, "");
        crate::raw_http::raw(&emulator, request).await.json()["users"][0].clone()
    };
    for _ in 0..2 {
        assert!(read("1.0").await.get("owner_id").is_none());
        assert_eq!(read("1.4").await["owner_id"], "70215");
    }
}
