//! Arguments as programs have them: optional values, numbers where the tables say text.

use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use intercom_client::{Client, json};

async fn sent(args: intercom_client::Value) -> Result<String, String> {
    let transport = Scripted::always(json(200, &[], "{}"));
    let client: Client = scripted(&transport).build().unwrap();
    match client.call("getUsers", args).await {
        Ok(_) => Ok(transport.sent().remove(0)),
        Err(error) => Err(error.to_string()),
    }
}

#[tokio::test]
async fn optional_values_need_no_branch() {
    let request = |name: Option<String>, companies: Option<Vec<intercom_client::Value>>| {
        let client: Client = scripted(&Scripted::always(json(200, &[], "{}"))).build().unwrap();
        let call = client.users().create_by_email("ines@kiln.test").maybe_name(name).maybe_companies(companies);
        String::from_utf8(call.maybe_phone(None::<&str>).into_request().unwrap().body().unwrap().to_vec()).unwrap()
    };
    assert_eq!(request(None, None), r#"{"email":"ines@kiln.test"}"#);
    let companies = vec![json!({ "company_id": "c-88" })];
    assert_eq!(
        request(Some("Ines".to_owned()), Some(companies)),
        r#"{"email":"ines@kiln.test","name":"Ines","companies":[{"company_id":"c-88"}]}"#
    );
}

#[tokio::test]
async fn integers_are_taken_as_numbers_and_as_text() {
    let client: Client = scripted(&Scripted::always(json(200, &[], "{}"))).build().unwrap();
    let users = client.users();
    for call in [
        users.list().per_page(60),
        users.list().per_page("60"),
        users.list().per_page(60_u8),
        users.list().per_page(" 060".to_owned()),
        users.list().maybe_per_page(Some(60_usize)),
    ] {
        assert_eq!(call.into_request().unwrap().path_and_query(), "/users?per_page=60");
    }
    let error = users.list().per_page("sixty").await.unwrap_err();
    assert_eq!(error.to_string(), "getUsers: `perPage` must be a whole number, which this text is not");
    for value in [json!(60), json!("60")] {
        assert_eq!(sent(json!({ "perPage": value })).await.unwrap(), "GET /users?per_page=60");
    }
    assert!(sent(json!({ "perPage": "sixty" })).await.unwrap_err().contains("must be a whole number"));
}
