//! After any sequence of calls, counts, lists, scrolls and lookups agree.

use crate::state::workspace::{Test, Workspace};
use intercom_client::{Value, json};
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::collections::{BTreeMap, BTreeSet};

/// A call of a program. Few identifiers, so that they collide.
#[derive(Clone, Debug)]
enum Step {
    User { user_id: Option<u8>, email: Option<u8>, company: Option<u8> },
    Lead { email: Option<u8>, company: Option<u8> },
    Leave { user_id: u8, company: u8 },
    Company(u8),
    Convert { email: u8, user_id: u8 },
    DeleteUser(u8),
    DeleteLead(u8),
    Tag { name: u8, user_id: u8, untag: bool },
    TagCompany { name: u8, company: u8, untag: bool },
    RenameTag { at: usize, name: u8 },
    DeleteTag(usize),
    Visitor { number: u8, email: u8, merges: bool },
    Bulk { user_id: u8, email: u8, lead: u8 },
    Rename { from: u8, to: u8, email: u8 },
    Write(u8),
    Close(usize),
    Wait(u16),
}

/// Segments have their ids as names, so that counts and people refer to them in the same way.
const SEED: &str = "visitors: [{user_id: v-0}, {user_id: v-1}, {user_id: v-2}, {user_id: v-3}]\n\
    segments:\n\
    - {id: Tagged, name: Tagged, rules: [{attribute: tag, is: contains, value: t-1}]}\n\
    - {id: Leads, name: Leads, of: contact, rules: [{attribute: email, is: known}]}\n\
    - {id: Busy, name: Busy, of: company, rules: [{attribute: user_count, is: greater, value: 1}]}";

fn step() -> impl Strategy<Value = Step> {
    let few = || 0..4_u8;
    let maybe = || proptest::option::of(0..4_u8);
    prop_oneof![
        5 => (maybe(), maybe(), maybe()).prop_map(|(user_id, email, company)| Step::User { user_id, email, company }),
        3 => (maybe(), maybe()).prop_map(|(email, company)| Step::Lead { email, company }),
        1 => (few(), few()).prop_map(|(user_id, company)| Step::Leave { user_id, company }),
        1 => few().prop_map(Step::Company),
        2 => (few(), few()).prop_map(|(email, user_id)| Step::Convert { email, user_id }),
        1 => few().prop_map(Step::DeleteUser),
        1 => few().prop_map(Step::DeleteLead),
        3 => (few(), few(), any::<bool>()).prop_map(|(name, user_id, untag)| Step::Tag { name, user_id, untag }),
        1 => (few(), few(), any::<bool>()).prop_map(|(name, company, untag)| Step::TagCompany { name, company, untag }),
        1 => (0..4_usize, few()).prop_map(|(at, name)| Step::RenameTag { at, name }),
        1 => (0..4_usize).prop_map(Step::DeleteTag),
        1 => (few(), few(), any::<bool>()).prop_map(|(number, email, merges)| Step::Visitor { number, email, merges }),
        1 => (few(), few(), few()).prop_map(|(user_id, email, lead)| Step::Bulk { user_id, email, lead }),
        2 => (few(), few(), few()).prop_map(|(from, to, email)| Step::Rename { from, to, email }),
        2 => few().prop_map(Step::Write),
        1 => (0..8_usize).prop_map(Step::Close),
        1 => (0..300_u16).prop_map(Step::Wait),
    ]
}

fn user_id(number: u8) -> String {
    format!("u-{number}")
}

fn email(number: u8) -> String {
    format!("e-{number}@kiln.example")
}

fn companies(number: Option<u8>) -> Value {
    number.map_or(json!(null), |number| json!([{"company_id": format!("c-{number}")}]))
}

async fn list(w: &Workspace, target: &str, key: &str) -> Vec<Value> {
    w.send_ok("GET", target, Value::Null).await[key].as_array().unwrap().clone()
}

/// A step may be rejected, for example because a person does not exist.
async fn take(w: &Workspace, step: &Step) {
    let (method, target, body) = match step {
        Step::User { user_id: id, email: address, company } => {
            let (id, address) = (id.map(user_id), address.map(email));
            ("POST", "/users".to_owned(), json!({"user_id": id, "email": address, "companies": companies(*company)}))
        }
        Step::Lead { email: address, company } => {
            ("POST", "/contacts".to_owned(), json!({"email": address.map(email), "companies": companies(*company)}))
        }
        Step::Leave { user_id: id, company } => {
            let company = json!([{"company_id": format!("c-{company}"), "remove": true}]);
            ("POST", "/users".to_owned(), json!({"user_id": user_id(*id), "companies": company}))
        }
        Step::Company(number) => {
            ("POST", "/companies".to_owned(), json!({"company_id": format!("c-{number}"), "name": "x"}))
        }
        Step::Convert { email: address, user_id: id } => {
            let body = json!({"contact": {"email": email(*address)}, "user": {"user_id": user_id(*id)}});
            ("POST", "/contacts/convert".to_owned(), body)
        }
        Step::DeleteUser(id) => ("DELETE", format!("/users?user_id={}", user_id(*id)), Value::Null),
        Step::DeleteLead(address) => ("DELETE", format!("/contacts?email={}", email(*address)), Value::Null),
        Step::Tag { name, user_id: id, untag } => {
            let users = json!([{"user_id": user_id(*id), "untag": untag}]);
            ("POST", "/tags".to_owned(), json!({"name": format!("t-{name}"), "users": users}))
        }
        Step::TagCompany { name, company, untag } => {
            let companies = json!([{"company_id": format!("c-{company}"), "untag": untag}]);
            ("POST", "/tags".to_owned(), json!({"name": format!("t-{name}"), "companies": companies}))
        }
        Step::DeleteTag(at) => match list(w, "/tags", "tags").await.get(*at) {
            Some(tag) => ("DELETE", format!("/tags/{}", tag["id"].as_str().unwrap()), Value::Null),
            None => return,
        },
        Step::RenameTag { at, name } => match list(w, "/tags", "tags").await.get(*at) {
            Some(tag) => ("POST", "/tags".to_owned(), json!({"id": tag["id"], "name": format!("t-{name}")})),
            None => return,
        },
        Step::Visitor { number, email: address, merges: false } => {
            let body = json!({"user_id": format!("v-{number}"), "email": email(*address)});
            ("PUT", "/visitors".to_owned(), body)
        }
        Step::Visitor { number, email: id, merges: true } => {
            let visitor = json!({"user_id": format!("v-{number}")});
            let body = json!({"type": "user", "visitor": visitor, "user": {"user_id": user_id(*id)}});
            ("POST", "/visitors/convert".to_owned(), body)
        }
        Step::Bulk { user_id: id, email: address, lead } => {
            let items = json!([
                {"method": "delete", "data": {"user_id": user_id(*id)}},
                {"method": "post", "data": {"email": email(*address), "companies": companies(Some(*lead))}},
            ]);
            ("POST", "/bulk/users".to_owned(), json!({"items": items}))
        }
        Step::Rename { from, to, email: address } => {
            let (_, user) = w.send("GET", &format!("/users?user_id={}", user_id(*from)), Value::Null).await;
            let body = json!({"id": user["id"], "user_id": user_id(*to), "email": email(*address)});
            ("POST", "/users".to_owned(), body)
        }
        Step::Write(id) => {
            ("POST", "/messages".to_owned(), json!({"from": {"type": "user", "user_id": user_id(*id)}, "body": "x"}))
        }
        Step::Close(at) => match list(w, "/conversations?per_page=60", "conversations").await.get(*at) {
            Some(conversation) => {
                let target = format!("/conversations/{}/reply", conversation["id"].as_str().unwrap());
                ("POST", target, json!({"type": "admin", "message_type": "close", "admin_id": "1001"}))
            }
            None => return,
        },
        Step::Wait(seconds) => return w.advance(u64::from(*seconds)),
    };
    let (status, response) = w.send(method, &target, body).await;
    assert!(status < 500, "{step:?}: {response}");
}

fn ids(people: &[Value]) -> BTreeSet<String> {
    let ids: BTreeSet<String> = people.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), people.len(), "a person is listed twice");
    ids
}

async fn scrolled(w: &Workspace, path: &str, key: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut target = format!("{path}/scroll");
    loop {
        let part = w.send_ok("GET", &target, Value::Null).await;
        let items = part[key].as_array().unwrap();
        if items.is_empty() {
            return all;
        }
        all.extend(items.iter().cloned());
        assert!(all.len() < 1_000, "the scroll never ends");
        target = format!("{path}/scroll?scroll_param={}", part["scroll_param"].as_str().unwrap());
    }
}

/// Counts by name, computed from lists of people.
fn tally<'a>(people: &'a [Value], names: impl Fn(&'a Value) -> Vec<&'a str>) -> BTreeMap<&'a str, u64> {
    let mut tally = BTreeMap::new();
    for name in people.iter().flat_map(names) {
        *tally.entry(name).or_default() += 1;
    }
    tally
}

/// Counts by name, from the counts of the API; without those of zero.
fn counted(counts: &Value) -> BTreeMap<&str, u64> {
    let each = counts.as_array().unwrap().iter().flat_map(|count| count.as_object().unwrap());
    let each = each.filter_map(|(name, count)| Some((name.as_str(), count.as_u64().filter(|count| *count > 0)?)));
    each.collect()
}

async fn agrees(w: &Workspace) {
    let (users, leads) =
        (list(w, "/users?per_page=60", "users").await, list(w, "/contacts?per_page=60", "contacts").await);
    let companies = list(w, "/companies?per_page=60", "companies").await;
    let all_companies = scrolled(w, "/companies", "companies").await;
    assert_eq!(ids(&scrolled(w, "/users", "users").await), ids(&users));
    assert_eq!(ids(&scrolled(w, "/contacts", "contacts").await), ids(&leads));
    let tags = list(w, "/tags", "tags").await;
    let totals = w.send_ok("GET", "/counts", Value::Null).await;
    let total = |what: &str| totals[what]["count"].as_u64().unwrap() as usize;
    assert_eq!(
        (total("user"), total("lead"), total("company"), total("tag")),
        (users.len(), leads.len(), all_companies.len(), tags.len())
    );

    // Listed companies have people, and count them.
    let everybody: Vec<Value> = users.iter().chain(&leads).cloned().collect();
    let members = tally(&everybody, |person| {
        person["companies"]["companies"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["company_id"].as_str().unwrap())
            .collect()
    });
    let listed = companies.iter().map(|it| (it["company_id"].as_str().unwrap(), it["user_count"].as_u64().unwrap()));
    assert_eq!(listed.collect::<BTreeMap<_, _>>(), members);
    for (company_id, count) in &members {
        let people = list(w, &format!("/companies?type=user&company_id={company_id}&per_page=60"), "users").await;
        assert_eq!(ids(&people).len() as u64, *count);
    }

    // Tags: counts have users, lists have all people.
    fn names(one: &Value) -> Vec<&str> {
        one["tags"]["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect()
    }
    let of_users = w.send_ok("GET", "/counts?type=user&count=tag", Value::Null).await;
    assert_eq!(counted(&of_users["user"]["tag"]), tally(&users, names));
    let of_companies = w.send_ok("GET", "/counts?type=company&count=tag", Value::Null).await;
    assert_eq!(counted(&of_companies["company"]["tag"]), tally(&all_companies, names));
    for tag in &tags {
        let tagged = list(w, &format!("/users?tag_id={}&per_page=60", tag["id"].as_str().unwrap()), "users").await;
        let name = tag["name"].as_str().unwrap();
        let expected = everybody.iter().filter(|one| names(one).contains(&name)).cloned().collect::<Vec<_>>();
        assert_eq!(ids(&tagged), ids(&expected));
    }

    // Segments: people, counts and lists agree.
    fn segments(one: &Value) -> Vec<&str> {
        one["segments"]["segments"].as_array().unwrap().iter().map(|segment| segment["id"].as_str().unwrap()).collect()
    }
    let of_users = w.send_ok("GET", "/counts?type=user&count=segment", Value::Null).await;
    assert_eq!(counted(&of_users["user"]["segment"]), tally(&users, segments));
    let of_companies = w.send_ok("GET", "/counts?type=company&count=segment", Value::Null).await;
    assert_eq!(counted(&of_companies["company"]["segment"]), tally(&all_companies, segments));
    for (segment, people) in [("Tagged", &users), ("Leads", &leads)] {
        let listed = list(w, &format!("/users?segment_id={segment}&per_page=60"), "users").await;
        let expected = people.iter().filter(|one| segments(one).contains(&segment)).cloned().collect::<Vec<_>>();
        assert_eq!(ids(&listed), ids(&expected));
    }

    // Each identifier finds exactly the people who have it.
    for number in 0..4 {
        let of_user_id = w.send("GET", &format!("/users?user_id={}", user_id(number)), Value::Null).await;
        let called: Vec<&Value> = users.iter().filter(|user| user["user_id"] == user_id(number)).collect();
        match called[..] {
            [] => assert_eq!(of_user_id.0, 404),
            [one] => assert_eq!(of_user_id, (200, one.clone())),
            _ => panic!("two users have one user id"),
        }
        for (path, key, people) in [("/users", "users", &users), ("/contacts", "contacts", &leads)] {
            let found = list(w, &format!("{path}?email={}&per_page=60", email(number)), key).await;
            let called: Vec<Value> = people.iter().filter(|one| one["email"] == email(number)).cloned().collect();
            assert_eq!(ids(&found), ids(&called));
        }
    }

    let conversations = list(w, "/conversations?per_page=60", "conversations").await;
    let open = conversations.iter().filter(|it| it["open"] == true).count();
    let counts = w.send_ok("GET", "/counts?type=conversation", Value::Null).await["conversation"].clone();
    assert_eq!(counts, json!({"open": open, "closed": conversations.len() - open, "assigned": 0, "unassigned": open}));
    for conversation in &conversations {
        assert!(ids(&everybody).contains(conversation["user"]["id"].as_str().unwrap()), "a deleted person is listed");
    }
}

#[test]
fn counts_lists_scrolls_and_lookups_agree() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Short, so that everything fits on a page of 60.
    let steps = proptest::collection::vec(step(), 1..50);
    let config = Config { failure_persistence: None, ..Config::with_cases(96) };
    proptest!(config, |(steps in steps)| {
        runtime.block_on(async {
            let w = Test::default().seeded(SEED);
            for step in &steps {
                take(&w, step).await;
            }
            agrees(&w).await;
            // Also after serialization.
            let state = w.send_ok("GET", "/__emulator/state", Value::Null).await;
            w.send_ok("PUT", "/__emulator/state", state.clone()).await;
            assert_eq!(w.send_ok("GET", "/__emulator/state", Value::Null).await, state);
            agrees(&w).await;
        });
    });
}
