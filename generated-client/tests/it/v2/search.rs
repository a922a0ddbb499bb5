//! `search::field`: what it builds, what it rejects, and that it goes over the wire as the vendor's docs show it.

use crate::support::recorder::Recorder;
use intercom_client::search::{FilterError, MAX_FILTERS, field};
use intercom_client::time::Timestamp;
use intercom_client::v2::Client;
use intercom_client::{Value, json};

#[test]
fn filters_are_groups_of_conditions() {
    let one = field("email").eq("ines@kiln.example");
    assert_eq!(one.build().unwrap(), json!({ "field": "email", "operator": "=", "value": "ines@kiln.example" }));
    let day = Timestamp::from_unix(1_700_000_000);
    let recent = field("created_at").gt(day) | field("tag_id").ne("42") | field("custom_attributes.paid").eq(true);
    let filter = field("role").eq("user") & recent & field("name").starts_with("I");
    assert_eq!(
        filter.build().unwrap(),
        json!({ "operator": "AND", "value": [
            { "field": "role", "operator": "=", "value": "user" },
            { "operator": "OR", "value": [
                { "field": "created_at", "operator": ">", "value": 1_700_000_000 },
                { "field": "tag_id", "operator": "!=", "value": "42" },
                { "field": "custom_attributes.paid", "operator": "=", "value": true },
            ] },
            { "field": "name", "operator": "^", "value": "I" },
        ] })
    );
}

#[test]
fn every_operator_of_the_document_can_be_written() {
    let all = [
        (field("a").eq(1), "="),
        (field("a").ne(1), "!="),
        (field("a").one_of([1, 2]), "IN"),
        (field("a").none_of(["x"]), "NIN"),
        (field("a").lt(1), "<"),
        (field("a").le(1), "<="),
        (field("a").gt(1), ">"),
        (field("a").ge(1), ">="),
        (field("a").contains("x"), "~"),
        (field("a").lacks("x"), "!~"),
        (field("a").starts_with("x"), "^"),
        (field("a").ends_with("x"), "$"),
    ];
    let document = super::upstream::document();
    let schema = &document["components"]["schemas"]["single_filter_search_request"];
    let known = schema["properties"]["operator"]["enum"].as_array().unwrap();
    assert_eq!(known.len(), all.len());
    for (filter, operator) in all {
        assert!(known.contains(&Value::from(operator)), "{operator}");
        assert_eq!(filter.build().unwrap()["operator"], operator);
    }
}

#[test]
fn what_the_api_would_reject_is_rejected() {
    let group = |filters: usize| (1..filters).fold(field("id").eq(0), |all, id| all | field("id").eq(id as i64));
    assert!(group(MAX_FILTERS).build().is_ok());
    assert_eq!(
        group(MAX_FILTERS + 1).build().unwrap_err(),
        FilterError::TooMany { operator: "OR", filters: MAX_FILTERS + 1 }
    );
    let two = || (field("a").eq(1) & field("b").eq(2)) | field("c").eq(3);
    assert!(two().build().is_ok());
    let three = two() & field("d").eq(4);
    assert_eq!(three.build().unwrap_err(), FilterError::TooDeep);
    let none: [&str; 0] = [];
    let error = field("tag_id").one_of(none).build().unwrap_err();
    assert_eq!(error, FilterError::NoValues { field: "tag_id".to_owned() });
    assert_eq!(error.to_string(), "the list of values for `tag_id` is empty");
}

#[tokio::test]
async fn a_stream_of_a_search_repeats_query_and_sort_and_changes_the_cursor() {
    let recorder = Recorder::start();
    let client = Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").base_url(recorder.url()).build().unwrap();
    let page = |id: &str, next: Value| json!({ "type": "list", "data": [{ "type": "contact", "id": id }], "pages": { "type": "pages", "next": next } });
    recorder.will_respond(200, &page("1", json!({ "per_page": 1, "starting_after": "abc" })).to_string());
    let query = field("role").eq("user").build().unwrap();
    let mut contacts = client
        .contacts()
        .search(query.clone())
        .sort(json!({ "field": "created_at", "order": "ascending" }))
        .per_page(1)
        .by_item();
    let first = contacts.next().await.unwrap().unwrap();
    assert_eq!(first.id.as_deref(), Some("1"));
    let sent: Value = serde_json::from_str(&recorder.took().body).unwrap();
    let sort = json!({ "field": "created_at", "order": "ascending" });
    assert_eq!(sent, json!({ "query": query, "sort": sort, "pagination": { "per_page": 1 } }));
    recorder.will_respond(200, &page("2", Value::Null).to_string());
    let second = contacts.next().await.unwrap().unwrap();
    assert_eq!(second.id.as_deref(), Some("2"));
    let sent: Value = serde_json::from_str(&recorder.took().body).unwrap();
    assert_eq!(sent, json!({ "query": query, "sort": sort, "pagination": { "per_page": 1, "starting_after": "abc" } }));
    assert!(contacts.next().await.is_none());
}

#[tokio::test]
async fn a_filter_is_an_argument_and_a_wrong_one_an_error_before_anything_is_sent() {
    use intercom_client::error::ErrorKind;
    use intercom_client::search::Order;

    // Nothing listens there: a search that went out would fail with another error.
    let client = Client::builder().access_token("t").base_url("http://127.0.0.1:1").build().unwrap();
    let search = |filter| client.contacts().search(filter).sort(("created_at", Order::Descending));
    let sent = search(field("role").eq("user") & field("email").contains("@kiln"));
    let sent: Value = serde_json::from_slice(sent.into_request().unwrap().body().unwrap()).unwrap();
    assert_eq!(sent["sort"], json!({ "field": "created_at", "order": "descending" }));
    assert_eq!(sent["query"]["operator"], "AND");
    for filter in [
        field("id").one_of([0; 0]),
        (0..16).map(|id| field("id").eq(id)).reduce(|all, one| all | one).unwrap(),
        field("a").eq(1) & (field("b").eq(1) | (field("c").eq(1) & (field("d").eq(1) | field("e").eq(1)))),
    ] {
        let reason = filter.clone().build().unwrap_err().to_string();
        let error = search(filter).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(
            error.to_string().contains("`query` is a filter that the API rejects")
                && error.to_string().contains(&reason),
            "{error}"
        );
    }
}
