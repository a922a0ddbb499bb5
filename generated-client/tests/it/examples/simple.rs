//! The examples that begin, work and end.

use super::program::{example, run};
use super::workspace::Workspace;
use intercom_emulator::{Emulator, Seed};

/// Runs an example: what it prints, and the functions that it calls.
async fn check(name: &str, stdout: &str, functions: &[&str]) {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let said = run(&mut example(name, &emulator.url()));
    assert!(said.success, "{said:?}");
    assert_eq!(said.stdout, stdout);
    let called: Vec<_> = emulator.requests().iter().filter_map(|request| request.function_name()).collect();
    assert_eq!(called, functions);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quickstart() {
    let said = "created 6a1f0c2be4b0d94c5e7a1101\nfound Ines Prado\nuser 6a1f0c2be4b0d94c5e7a1101\n";
    check("quickstart", said, &["createUserByEmail", "getSingleUser", "getUsers"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn upsert_company_tag() {
    let said = "user 6a1f0c2be4b0d94c5e7a1101\ntag beta on the user\nand on the company\n";
    // With both, id and email, the request is that of either function.
    check("upsert_company_tag", said, &["createUserByEmail", "tagUser", "tagCompany"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events() {
    // Submitted again, the event of the spec's workspace is still one.
    let said = "submitted\n2018-09-28T11:01:40Z glaze-ordered\n2018-09-28T10:53:20Z kiln-fired\n1 × glaze-ordered\n1 × kiln-fired\n";
    check("events", said, &["submitEvent", "getUserEvents", "getUserEventsSummaries"]).await;
}

/// The program of a newcomer: 300 customers, one of them invalid, tags, segments, replies, an export.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sync_customers() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (csv, jsonl) = (folder.path().join("customers.csv"), folder.path().join("users.jsonl"));
    let mut rows = String::from("email,name,company_id,company,monthly_spend\n");
    for number in 0..300 {
        rows.push_str(&match number {
            17 => "not an email,,,,\n".to_owned(),
            n if n % 2 == 0 => format!("c{n}@kiln.example,\"Customer, {n}\",c-{},Kiln {},{n}\n", n % 10, n % 10),
            n => format!("c{n}@kiln.example,,,,\n"),
        });
    }
    std::fs::write(&csv, rows).unwrap();
    let said = run(example("sync_customers", &emulator.url()).args([&csv, &jsonl]));
    assert!(said.success, "{said:?}");
    assert!(said.stderr.starts_with("line 19: createUserByEmail: POST /users → 4"), "{}", said.stderr);
    assert!(said.stdout.starts_with("299 stored, 1 failed\ntagged in 6 calls\n"), "{}", said.stdout);
    let exported = std::fs::read_to_string(&jsonl).unwrap();
    let users: Vec<serde_json::Value> = exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let customers = users.iter().filter(|user| user["tags"]["tags"].to_string().contains("\"customer\""));
    assert_eq!(customers.count(), 299);
    let customer = users.iter().find(|user| user["email"] == "c16@kiln.example").unwrap();
    assert_eq!(
        (&customer["name"], &customer["companies"]["companies"][0]["company_id"]),
        (&"Customer, 16".into(), &"c-6".into())
    );
}

/// A scroll of two parts and the empty one that ends it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scroll_all_users_of_the_emulator() {
    let seed = Seed::parse("generate: { users: 130, companies: 2 }").unwrap();
    let emulator = Emulator::builder().seed(seed).start().await.unwrap();
    let said = run(&mut example("scroll_users", &emulator.url()));
    assert!(said.success, "{said:?}");
    assert_eq!(said.stdout, "    65 Company 1\n    65 Company 2\n");
    assert_eq!(emulator.requests().len(), 3);
}

#[test]
fn scroll_users() {
    let workspace = Workspace::start(7, 0);
    let said = run(&mut example("scroll_users", &workspace.url()));
    assert!(said.success, "{said:?}");
    assert_eq!(said.stdout, "     3 Even & Co\n     4 Unusual & Co\n");
    let next = "/users/scroll?scroll_param=a%2Fb";
    assert_eq!(workspace.take_requests(), ["/users/scroll", next, next, next]);
}

/// An example that lacks its token says so and sends nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_token() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in ["quickstart", "upsert_company_tag", "events", "scroll_users", "export_conversations"] {
        let said = run(example(name, &emulator.url()).env_remove("INTERCOM_ACCESS_TOKEN").current_dir(&folder));
        assert!(!said.success, "{name}: {said:?}");
        assert!(said.stderr.contains("INTERCOM_ACCESS_TOKEN"), "{name}: {said:?}");
    }
    assert!(emulator.requests().is_empty());
}
