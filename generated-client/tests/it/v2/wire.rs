//! Every example of the spec as it goes over a socket, typed and dynamic alike.

use crate::support::recorder::Recorder;
use crate::wire::sent;
use intercom_client::v2::examples::EXAMPLES;
use intercom_client::v2::{Client, FUNCTIONS};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_example_is_sent_as_stated_typed_and_dynamic() {
    let recorder = Recorder::start();
    let client = Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").base_url(recorder.url()).build().unwrap();
    let (by_resource, functions) =
        sent(&recorder, EXAMPLES, &client, |name, args| client.call(name, args), "2.16").await;
    let all: BTreeSet<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    assert_eq!(functions, all, "a function without an example has not been sent");
    for (resource, text) in by_resource {
        insta::with_settings!({
            prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots",
        }, {
            insta::assert_snapshot!(format!("wire_v2_{resource}"), text);
        });
    }
}
