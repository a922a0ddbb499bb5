//! The functions as tools of an agent.

use crate::support::{CANARY, Running, intercom};
use intercom_emulator::{Emulator, Seed};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Stdio};

/// A client of the protocol, line by line.
struct Agent {
    _running: Running,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    id: u64,
}

impl Agent {
    fn start(url: &str, args: &[&str]) -> Self {
        let mut command = intercom(&[&["mcp", "--base-url", url], args].concat());
        command.env("INTERCOM_ACCESS_TOKEN", CANARY).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut agent = Self { _running: Running(child), stdin, stdout, id: 0 };
        let info = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "0" } });
        let server = agent.request("initialize", &info);
        assert_eq!(server["result"]["serverInfo"]["name"], "intercom");
        agent.write(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        agent
    }

    fn write(&mut self, message: &Value) {
        writeln!(self.stdin, "{message}").unwrap();
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        self.write(&json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params }));
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        assert!(!line.contains(CANARY));
        serde_json::from_str(&line).unwrap()
    }

    /// Whether a tool's result is an error, and its text.
    fn tool(&mut self, name: &str, arguments: Value) -> (bool, String) {
        let response = self.request("tools/call", &json!({ "name": name, "arguments": arguments }));
        let result = &response["result"];
        (
            result["isError"] == true,
            result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{response}")).to_owned(),
        )
    }

    fn tools(&mut self) -> Vec<Value> {
        self.request("tools/list", &json!({}))["result"]["tools"].as_array().unwrap().clone()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agents_find_read_and_do_not_write_unless_allowed() {
    let emulator = Emulator::start().await.unwrap();
    let users: Vec<Value> = (0..30).map(|at| json!({ "user_id": format!("u-{at}") })).collect();
    emulator.add(&Seed::parse(&json!({ "users": users }).to_string()).unwrap()).unwrap();
    let mut agent = Agent::start(&emulator.url(), &[]);
    let tools = agent.tools();
    assert!(tools.iter().all(|tool| tool["annotations"]["readOnlyHint"] == true), "{tools:?}");
    let (_, found) = agent.tool("find_functions", json!({ "query": "user email" }));
    assert!(found.contains("createUserByEmail"), "{found}");
    let (_, described) = agent.tool("describe_function", json!({ "name": "getUsers" }));
    let described: Value = serde_json::from_str(&described).unwrap();
    assert_eq!((&described["effect"], &described["returns_list"]), (&json!("reads"), &json!(true)));
    assert!(!described.to_string().contains("accessToken"));
    assert_eq!(described["end_of_list"], "The list ends at 10000 items; scrollUsers has all.");

    let call = json!({ "name": "getUsers", "fields": "user_id", "limit": 12 });
    let (is_error, page) = agent.tool("call_read_function", call);
    let page: Value = serde_json::from_str(&page).unwrap();
    assert!(!is_error && page["items"].as_array().unwrap().len() == 12, "{page}");
    let call = json!({ "name": "getUsers", "fields": "user_id", "cursor": page["next_cursor"], "limit": 100 });
    let (_, rest) = agent.tool("call_read_function", call);
    let rest: Value = serde_json::from_str(&rest).unwrap();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (18, &Value::Null));

    // A cursor of another type would begin the list again.
    for (argument, value, message) in [
        ("cursor", json!(9), "`cursor` must be a text"),
        ("fields", json!(["id"]), "`fields` must be a text"),
        ("limit", json!(-5), "`limit` must be a whole number above 0"),
    ] {
        let call = json!({ "name": "getUsers", argument: value });
        assert_eq!(agent.tool("call_read_function", call), (true, message.to_owned()));
    }

    emulator.clear_requests();
    for (tool, name) in [
        ("call_read_function", "createTag"),
        ("call_read_function", "deleteTag"),
        ("call_write_function", "createTag"),
        ("call_delete_function", "deleteTag"),
    ] {
        let (is_error, text) = agent.tool(tool, json!({ "name": name, "args": { "name": "x", "tagId": "1" } }));
        assert!(is_error, "{tool} {name}: {text}");
    }
    assert!(emulator.requests().is_empty());

    let mut agent = Agent::start(&emulator.url(), &["--write"]);
    let tools = agent.tools();
    let hint =
        |name: &str| tools.iter().find(|tool| tool["name"] == name).unwrap()["annotations"]["destructiveHint"].clone();
    assert_eq!((hint("call_write_function"), hint("call_delete_function")), (json!(false), json!(true)));
    let (is_error, text) =
        agent.tool("call_write_function", json!({ "name": "createTag", "args": { "name": "beta" } }));
    assert!(!is_error && text.contains("beta"), "{text}");
    // What takes data away has a tool of its own.
    assert!(agent.tool("call_write_function", json!({ "name": "deleteTag", "args": { "tagId": "1" } })).0);
}

/// A client of the protocol that is not ours: its handshake, its types, its errors.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn published_client_of_the_protocol_reads_and_writes() {
    use rmcp::ServiceExt;
    use rmcp::model::CallToolRequestParams;
    let emulator = Emulator::start().await.unwrap();
    let mut command = intercom(&["mcp", "--write", "--base-url", &emulator.url()]);
    command.env("INTERCOM_ACCESS_TOKEN", CANARY).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = tokio::process::Command::from(command).kill_on_drop(true).spawn().unwrap();
    let client = ().serve((child.stdout.take().unwrap(), child.stdin.take().unwrap())).await.unwrap();
    let tools = client.list_all_tools().await.unwrap();
    assert_eq!(tools.len(), 5, "{tools:?}");
    let call = |tool: &'static str, arguments: Value| {
        let arguments = arguments.as_object().unwrap().clone();
        client.call_tool(CallToolRequestParams::new(tool).with_arguments(arguments))
    };
    let text =
        |result: rmcp::model::CallToolResult| serde_json::to_value(result).unwrap()["content"][0]["text"].to_string();
    let found = call("find_functions", json!({ "query": "tag" })).await.unwrap();
    assert!(text(found).contains("createTag"));
    let made = call("call_write_function", json!({ "name": "createTag", "args": { "name": "beta" } })).await.unwrap();
    assert!(made.is_error != Some(true) && text(made).contains("beta"));
    let listed = call("call_read_function", json!({ "name": "getAppTags", "fields": "name" })).await.unwrap();
    assert!(text(listed).contains("beta"));
    // What the agent did wrong is a result that it can read.
    let wrong = call("call_read_function", json!({ "name": "getAppTagz" })).await.unwrap();
    assert!(wrong.is_error == Some(true) && text(wrong).contains("did you mean `getAppTags`"));
    client.cancel().await.unwrap();
    assert!(child.wait().await.unwrap().success());
}
