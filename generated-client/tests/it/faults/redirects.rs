//! Redirects are never followed: case 13.

use super::network::client;
use crate::faults::{PERSON, create, find};
use crate::support::canary::checked;
use crate::support::fault_server::FaultServer;
use crate::support::manual_clock::ManualClock;
use crate::support::{builder, wire};

#[tokio::test]
async fn case_13_redirects_are_not_followed_and_named() {
    let other = FaultServer::always(wire::reply(wire::ok(PERSON)));
    for status in [301, 302, 303, 307, 308] {
        let place = format!("{}/elsewhere?token=secret", other.url());
        let server = FaultServer::always(wire::reply(wire::response(status, &[("Location", &place)], "")));
        let client = client(&server.url());
        for error in [find(&client).await.unwrap_err(), create(&client).await.unwrap_err()] {
            let line = checked(&error);
            assert_eq!((error.status(), error.attempts()), (Some(status), 1), "{line}");
            assert!(
                line.contains(&format!("a redirect to {}/elsewhere, which is not followed", other.address())),
                "{line}"
            );
            assert!(!line.contains("secret"), "{line}");
            // Some servers redirect to the result of what they have done.
            let acted = [302, 303].contains(&status) && error.function() == Some("createLead");
            assert_eq!(error.may_have_been_processed(), acted, "{line}");
        }
        assert_eq!(server.requests().len(), 2);
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn case_13_http_client_that_follows_redirects_is_an_error() {
    let other = FaultServer::always(wire::reply(wire::ok(PERSON)));
    let elsewhere = format!("{}/elsewhere", other.url());
    let server = FaultServer::always(wire::reply(wire::response(302, &[("Location", &elsewhere)], "")));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = builder(&server.url()).reqwest_client(http.clone()).clock(ManualClock::new()).build().unwrap();
    for (error, acted) in [(find(&client).await.unwrap_err(), false), (create(&client).await.unwrap_err(), true)] {
        let line = checked(&error);
        assert!(error.is_transport() && line.contains("followed a redirect to 127.0.0.1"), "{line}");
        assert_eq!(
            (error.attempts(), error.status(), error.may_have_been_processed()),
            (1, Some(200), acted),
            "{line}"
        );
    }
    // Within the server that was asked, a GET may be led on.
    let server = FaultServer::start(|number| match number {
        0 => wire::reply(wire::response(302, &[("Location", "/users/1")], "")),
        _ => wire::reply(wire::ok(PERSON)),
    });
    let client = builder(&server.url()).reqwest_client(http).build().unwrap();
    find(&client).await.unwrap();
}

#[tokio::test]
async fn case_13_redirect_to_itself_ends_at_once() {
    let server = FaultServer::always(wire::reply(wire::response(302, &[("Location", "/users")], "")));
    let error = find(&client(&server.url())).await.unwrap_err();
    assert_eq!((error.status(), server.requests().len()), (Some(302), 1), "{}", checked(&error));
    for place in ["", "\u{1}", "http://[", "é"] {
        let server = FaultServer::always(wire::reply(wire::response(302, &[("Location", place)], "")));
        let error = find(&client(&server.url())).await.unwrap_err();
        checked(&error);
    }
}
