//! Requests as servers want them.

use crate::support::recorder::Recorder;
use intercom_client::Client;

/// Some servers respond 411 to a POST or PUT without a length (RFC 9110, 8.6).
#[tokio::test]
async fn write_without_a_body_carries_content_length_zero() {
    let server = Recorder::start();
    let client = Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").base_url(server.url()).build().unwrap();
    server.will_respond(200, "{}");
    client.subscriptions().ping("s1").await.unwrap();
    let request = server.took();
    assert_eq!((request.line.as_str(), request.body.as_str()), ("POST /subscriptions/s1/ping", ""));
    let lengths: Vec<_> = request.headers.iter().filter(|(name, _)| name == "content-length").collect();
    assert_eq!(lengths, [&("content-length".to_owned(), "0".to_owned())]);
    // What reads sends none.
    server.will_respond(200, "{}");
    client.admins().me().await.unwrap();
    assert_eq!(server.took().header("content-length"), None);
}
