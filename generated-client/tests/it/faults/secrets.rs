//! Nothing shows the token or personal data: case 33. The other cases look through their errors and logs themselves, by
//! `canary::checked`.

use crate::faults::{PERSON, create, find};
use crate::support::canary::{self, EMAIL, TOKEN, assert_no_canary, checked};
use crate::support::fault_server::FaultServer;
use crate::support::manual_clock::ManualClock;
use crate::support::{builder, wire};
use intercom_client::{Args, Client};

#[tokio::test]
async fn case_33_printed_output_never_shows_token_or_arguments() {
    let server = FaultServer::always((0..10).flat_map(|_| wire::reply(wire::kept(PERSON))).collect());
    let setup = builder(&server.url());
    assert_no_canary(&format!("{setup:?} {setup:#?}"));
    let client = setup.clock(ManualClock::new()).build().unwrap();
    assert_no_canary(&format!("{client:?} {client:#?}"));

    let args = Args::new().with("userId", EMAIL).with("userIdType", "email").with("accessToken", TOKEN);
    assert_no_canary(&format!("{args:?} {args:#?}"));
    let dynamic = client.call("getSingleUser", args);
    assert_no_canary(&format!("{dynamic:?} {dynamic:#?}"));
    let call = find(&client).with_access_token(TOKEN).into_call();
    assert_no_canary(&format!("{call:?} {call:#?}"));

    let requests =
        [dynamic.into_request().unwrap(), call.into_request().unwrap(), create(&client).into_request().unwrap()];
    for request in &requests {
        assert_no_canary(&format!("{request:?} {request:#?}"));
        for (name, value) in request.header_lines() {
            assert!(!value.contains(TOKEN), "{name}");
        }
    }
    // By another name, or by hand, it is the same secret.
    let by_hand = find(&client).with_header("Authorization", &format!("Bearer {TOKEN}")).into_request().unwrap();
    assert!(by_hand.header_lines().all(|(_, value)| !value.contains(TOKEN)));

    let pending = find(&client).send();
    assert_no_canary(&format!("{pending:?}"));
    let raw = find(&client).send_raw().await.unwrap();
    assert_no_canary(&format!("{raw:?} {raw:#?}"));
    let pages = client.users().list().created_since(EMAIL).by_page();
    assert_no_canary(&format!("{pages:?}"));
    assert_no_canary(&format!("{:?}", client.users().list().created_since(EMAIL).by_item()));
    canary::assert_no_leaks();
    assert!(canary::watched() > 0, "nothing was logged, so nothing was watched");
    assert!(server.requests()[0].contains(TOKEN), "the canary is what is sent");
}

#[test]
fn case_33_canary_check_detects_a_leak() {
    for shown in [format!("Bearer {TOKEN}"), format!("GET /users?email={EMAIL}"), "ines%2Ecanary%40".to_owned()] {
        assert!(std::panic::catch_unwind(|| assert_no_canary(&shown)).is_err(), "{shown}");
    }
}

#[tokio::test]
async fn case_33_arguments_that_are_rejected_are_not_echoed() {
    let client: Client = builder("http://127.0.0.1:9").build().unwrap();
    let rejected = [
        Args::parse(&format!(r#"{{"userId": {EMAIL}}}"#)).unwrap_err(),
        Args::parse(&format!(r#"{{"userId": "{EMAIL}""#)).unwrap_err(),
        Args::parse(&format!(r#""{EMAIL}""#)).unwrap_err(),
        client.call("getSingleUser", Args::new().with("userId", vec![EMAIL])).await.unwrap_err(),
        client.call("createUserById", Args::new().with("userId", "1").with("signedUpAt", EMAIL)).await.unwrap_err(),
        client.call("createUserById", Args::new().with("userId", "1").with("companies", EMAIL)).await.unwrap_err(),
        client.call("deleteTag", Args::new().with("tagId", format!("{EMAIL}\r\n"))).await.unwrap_err(),
        Client::builder().base_url(format!("http://{TOKEN}@host")).build().unwrap_err(),
    ];
    for error in rejected {
        let line = checked(&error);
        assert!(error.is_usage(), "{line}");
    }
}

#[tokio::test]
async fn case_33_token_repeated_by_the_server_is_redacted() {
    let body = format!(
        r#"{{"type":"error.list","errors":[{{"code":"x {TOKEN}","message":"no such token: Bearer {TOKEN}."}}]}}"#
    );
    let server = FaultServer::always(wire::reply(wire::response(401, &[("X-Request-Id", TOKEN)], &body)));
    let client: Client = builder(&server.url()).build().unwrap();
    let error = create(&client).await.unwrap_err();
    let line = checked(&error);
    assert!(line.contains("x …: no such token: Bearer ….") && line.contains("request id …"), "{line}");
    assert_eq!(error.body().unwrap().as_ref(), body.as_bytes(), "as received, for who asks for it");
    // Also where it is the token of this call alone.
    let client: Client = builder(&server.url()).access_token("other").build().unwrap();
    checked(&find(&client).with_access_token(TOKEN).await.unwrap_err());
}

#[tokio::test]
async fn case_33_debug_of_responses_redacts_personal_data() {
    let user = format!(
        r#"{{"type":"user","id":"6a1f","name":"{EMAIL}","pseudonym":"{EMAIL}","avatar":{{"image_url":"{EMAIL}"}},
            "location_data":{{"city_name":"{EMAIL}","latitude":"{EMAIL}","timezone":"{EMAIL}","postal_code":"{EMAIL}"}},
            "social_profiles":{{"social_profiles":[{{"name":"net","id":"{EMAIL}","username":"{EMAIL}","url":"{EMAIL}"}}]}},
            "custom_attributes":{{"card":"{EMAIL}","more":["{EMAIL}"]}},"referrer":"{EMAIL}","user_agent_data":"{EMAIL}",
            "last_seen_ip":"{EMAIL}","not_known":"{EMAIL}"}}"#
    );
    let event = format!(r#"{{"type":"event","event_name":"paid","email":"{EMAIL}","metadata":{{"card":"{EMAIL}"}}}}"#);
    let events =
        format!(r#"{{"type":"event.list","events":[{event}],"pages":{{"next":"/events?email={EMAIL}&before=1"}}}}"#);
    let part = format!(r#"{{"body":"{EMAIL}","attachments":[{{"name":"{EMAIL}","url":"{EMAIL}"}}]}}"#);
    let conversation = format!(
        r#"{{"type":"conversation","conversation_message":{{"body":"{EMAIL}","url":"{EMAIL}","author":{{"name":"{EMAIL}"}}}},
            "conversation_parts":{{"conversation_parts":[{part}]}}}}"#
    );
    for (body, shown) in [(&user, "6a1f"), (&events, "paid"), (&conversation, "conversation")] {
        let server = FaultServer::always(wire::reply(wire::ok(body)));
        let client: Client = builder(&server.url()).build().unwrap();
        let text = match shown {
            "6a1f" => format!("{:?}", find(&client).await.unwrap()),
            "paid" => {
                let page = client.events().list_for_user("u-1").send_page().await.unwrap();
                assert!(page.cursor().unwrap().to_string().contains("ines.canary"), "where it goes on is for programs");
                format!("{page:?}")
            }
            _ => format!("{:?}", client.conversations().get("1").await.unwrap()),
        };
        assert!(text.contains(shown), "{text}");
        assert_no_canary(&text);
    }
}
