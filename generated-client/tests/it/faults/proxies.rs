//! Proxies of the environment: case 14. Each part runs in a process of its own.

use crate::faults::{PERSON, find};
use crate::support::canary::checked;
use crate::support::fault_server::FaultServer;
use crate::support::manual_clock::ManualClock;
use crate::support::{builder, child, wire};
use intercom_client::error::ErrorKind;

const HOST: &str = "http://api.intercom.test";

#[tokio::test]
async fn case_14_proxies_of_the_environment() {
    const TEST: &str = "faults::proxies::case_14_proxies_of_the_environment";
    let Some(part) = child::part() else {
        let proxy = FaultServer::always(wire::reply(wire::ok(PERSON)));
        let url = proxy.url();
        child::run(TEST, "responded", &[("HTTP_PROXY", &url)]);
        let requests = proxy.requests();
        assert_eq!(requests.len(), 1);
        assert!(requests[0].starts_with("GET http://api.intercom.test/users?email="), "{}", requests[0]);

        child::run(TEST, "not found", &[("HTTP_PROXY", &url), ("NO_PROXY", "intercom.test")]);
        child::run(TEST, "loopback", &[("HTTP_PROXY", &url), ("ALL_PROXY", &url)]);
        child::run(TEST, "rejected connection", &[("HTTP_PROXY", "http://127.0.0.1:9")]);
        assert_eq!(proxy.requests().len(), 1, "only the first part goes through the proxy");
        return;
    };
    let client = builder(HOST).clock(ManualClock::new()).build();
    match part.as_str() {
        "responded" => drop(find(&client.unwrap()).await.unwrap()),
        "not found" => {
            let error = find(&client.unwrap()).await.unwrap_err();
            assert!(error.is_connect() && error.attempts() == 3, "{}", checked(&error));
        }
        "rejected connection" => {
            let error = find(&client.unwrap()).await.unwrap_err();
            assert!(error.is_connect(), "{}", checked(&error));
        }
        "loopback" => {
            for host in ["127.0.0.1", "localhost", "[::1]"] {
                let server = FaultServer::always(wire::reply(wire::ok(PERSON)));
                let url = server.url().replace("127.0.0.1", host);
                let result = find(&builder(&url).clock(ManualClock::new()).build().unwrap()).await;
                // The server is not on the last address: then the connection is rejected, and not by the proxy.
                assert!(result.is_ok() == (host != "[::1]"), "{host}: {result:?}");
            }
        }
        other => panic!("{other}"),
    }
}

#[test]
fn case_14_unreadable_proxy_is_rejected_by_build() {
    const TEST: &str = "faults::proxies::case_14_unreadable_proxy_is_rejected_by_build";
    let Some(part) = child::part() else {
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
            for garbage in
                ["http://user:canary-word@", "gopher://proxy.test:1", "http://proxy.test:port", "::::", "a b"]
            {
                child::run(TEST, "rejected", &[(name, garbage)]);
            }
        }
        for fine in ["", "proxy.test:3128", "http://user:pass@proxy.test", "socks5h://127.0.0.1:1080"] {
            child::run(TEST, "taken", &[("HTTP_PROXY", fine)]);
        }
        child::run(TEST, "taken", &[("HTTPS_PROXY", "a b")]);
        return;
    };
    match (part.as_str(), builder(HOST).build()) {
        ("rejected", Err(error)) => {
            let line = checked(&error);
            assert!(error.kind() == ErrorKind::Config && error.is_usage(), "{line}");
            assert!(line.to_uppercase().contains("_PROXY") && !line.contains("canary-word"), "{line}");
        }
        ("taken", Ok(_)) => {}
        (_, other) => panic!("{other:?}"),
    }
    // The emulator is on loopback: a broken proxy does not concern it.
    builder("http://127.0.0.1:9").build().unwrap();
}
