//! `intercom functions`: as a table, with fields, and as JSON.

use crate::support::{intercom, run};
use insta::assert_snapshot;
use intercom_client::FUNCTIONS;
use serde_json::Value;

fn functions(args: &[&str]) -> String {
    run(&mut intercom(&[&["functions"], args].concat())).success().to_owned()
}

#[test]
fn all_functions_are_listed_one_per_line() {
    let table = functions(&[]);
    assert_eq!(table.lines().count(), FUNCTIONS.len());
    for (line, function) in table.lines().zip(FUNCTIONS) {
        let args: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(args[..3], [function.name, function.http.as_str(), function.path]);
        assert!(line.contains(function.doc), "{line}");
    }
    assert!(table.lines().any(|line| line.starts_with("deleteSubscription ") && line.ends_with("(addition)")));
}

#[test]
fn named_function_is_listed_with_its_fields() {
    assert_snapshot!(functions(&["users.get", "getAdmins"]), @r"
    getSingleUser (users.get)
      GET /users
      Retrieve user by identifier.
        userId      String   The user identifier. [required]
        userIdType  String   The user identifier type. One of: intercom_id, user_id, email. [required; known values: intercom_id, user_id, email]

    getAdmins (admins.list)
      GET /admins
      fetching App's admins.
    ");
    let admins = functions(&["admins"]);
    assert_eq!(admins.lines().filter(|line| line.contains("(admins.")).count(), 3);
}

#[test]
fn json_lists_every_field() {
    let listed: Vec<Value> = serde_json::from_str(&functions(&["--json"])).unwrap();
    assert_eq!(listed.len(), FUNCTIONS.len());
    for (listed, function) in listed.iter().zip(FUNCTIONS) {
        assert_eq!(listed["name"], function.name);
        assert_eq!(listed["addition"].as_str(), function.addition);
        let fields = listed["fields"].as_array().unwrap();
        assert_eq!(fields.len(), function.fields.len());
        for (listed, field) in fields.iter().zip(function.fields) {
            assert_eq!((&listed["name"], &listed["type"]), (&field.name.into(), &field.table_type.into()));
            assert_eq!((&listed["description"], &listed["required"]), (&field.doc.into(), &field.required.into()));
        }
    }
    let one = functions(&["--json", "getSingleUser"]);
    assert_snapshot!(one, @r#"
    [
      {
        "name": "getSingleUser",
        "description": "Retrieve user by identifier.",
        "resource": "users",
        "method_name": "get",
        "method": "GET",
        "path": "/users",
        "fields": [
          {
            "name": "accessToken",
            "type": "String",
            "required": true,
            "description": "Access token.",
            "values": [],
            "credential": true
          },
          {
            "name": "userId",
            "type": "String",
            "required": true,
            "description": "The user identifier.",
            "values": []
          },
          {
            "name": "userIdType",
            "type": "String",
            "required": true,
            "description": "The user identifier type. One of: intercom_id, user_id, email.",
            "values": [
              "intercom_id",
              "user_id",
              "email"
            ],
            "selects": "userId"
          }
        ]
      }
    ]
    "#);
}

#[test]
fn unknown_name_is_an_error_with_suggestion() {
    let outcome = run(&mut intercom(&["functions", "tagg"]));
    assert_snapshot!(outcome.error_line(2), @"unknown function or resource `tagg`; did you mean `tags`?");
}
