//! Every example of the spec as it goes over a socket, typed and dynamic alike.

use crate::support::recorder::Recorder;
use crate::wire::{assert_stated, shown};
use intercom_client::Args;
use intercom_client::schema::Returns;
use intercom_client::v2::examples::EXAMPLES;
use intercom_client::v2::{Client, FUNCTIONS};
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test]
async fn every_example_is_sent_as_stated_typed_and_dynamic() {
    let recorder = Recorder::start();
    let client = Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").base_url(recorder.url()).build().unwrap();
    let mut by_resource: BTreeMap<&str, String> = BTreeMap::new();
    let mut functions = BTreeSet::new();
    for example in EXAMPLES {
        let name = example.function.name;
        let respond = || {
            let address: &[(&str, &str)] = match example.function.returns {
                Returns::Redirect => &[("location", "https://files.example/recording")],
                _ => &[],
            };
            recorder.will_respond_with(example.status, address, example.response);
        };
        respond();
        let typed_response = (example.send)(&client).await;
        let typed = recorder.took();
        typed_response.unwrap_or_else(|error| panic!("{name}, typed: {error}"));

        respond();
        let dynamic_response = client.call(name, Args::parse(example.args).unwrap()).await;
        let dynamic = recorder.took();
        dynamic_response.unwrap_or_else(|error| panic!("{name}, dynamic: {error}"));

        assert!(typed.same(&dynamic), "{name}: typed and dynamic requests differ:\n{typed:?}\n{dynamic:?}");
        assert_stated(name, &typed, example, "2.16");
        let text = by_resource.entry(example.function.resource).or_default();
        text.push_str(&format!("# {name} {}\n\n{}\n", example.args, shown(&typed)));
        functions.insert(name);
    }
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
