//! Profiles, checks, files for shells, and the gateway.

use crate::support::{CANARY, Running, intercom, run, run_with};
use intercom_emulator::{Clock, Emulator, FaultRule, Seed, Settings};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The command with a folder of its own for settings.
fn at_home(home: &TempDir, args: &[&str]) -> Command {
    let mut command = intercom(args);
    command.env("HOME", home.path()).env("XDG_CONFIG_HOME", home.path());
    command
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn profiles_keep_tokens_for_their_owner_only() {
    let accepting = |token: &str| Emulator::builder().settings(Settings::default().token(token)).start();
    let (emulator, other) = (accepting(CANARY).await.unwrap(), accepting("other").await.unwrap());
    let home = tempfile::tempdir().unwrap();
    let status = run(&mut at_home(&home, &["auth", "status"]));
    assert!(status.code == 2 && status.stderr.contains("run `intercom auth login`"), "{status:?}");

    let login = run_with(&mut at_home(&home, &["auth", "login", "--region", "eu"]), format!("{CANARY}\n").as_bytes());
    assert!(login.success().starts_with("profile `default` is kept in "), "{login:?}");
    let file = home.path().join("intercom/profiles.json");
    assert!(std::fs::read_to_string(&file).unwrap().contains(CANARY));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let status: Value = serde_json::from_str(run(&mut at_home(&home, &["auth", "status"])).success()).unwrap();
    assert_eq!((&status["profile"], &status["region"]), (&json!("default"), &json!("eu")));
    assert_eq!(status["credentials"]["accessToken"], file.to_str().unwrap());

    let dry = run(&mut at_home(&home, &["users", "list", "--dry-run"]));
    assert!(dry.success().starts_with("GET https://api.eu.intercom.io/users\n"), "{dry:?}");
    run(&mut at_home(&home, &["users", "list", "--base-url", &emulator.url()])).success();
    // The environment comes before a profile that nobody named.
    run(at_home(&home, &["users", "list", "--base-url", &other.url()]).env("INTERCOM_ACCESS_TOKEN", "other")).success();
    let named = ["users", "list", "--profile", "default", "--base-url", &other.url()];
    assert_eq!(run(at_home(&home, &named).env("INTERCOM_ACCESS_TOKEN", "other")).code, 4);

    let line = run(&mut at_home(&home, &["users", "list", "--profile", "work"])).error_line(2).to_owned();
    assert_eq!(line, "there is no profile `work` (there are default); `intercom auth login --profile work`");
    for wrong in ["", "a b\n"] {
        let outcome = run_with(&mut at_home(&home, &["auth", "login", "--profile", "work"]), wrong.as_bytes());
        outcome.error_line(2);
    }
    run(&mut at_home(&home, &["auth", "logout"])).success();
    assert!(!std::fs::read_to_string(&file).unwrap().contains(CANARY));
}

/// A keyring of the session, unlocked, with nothing in it: what a desktop has.
const SESSION: &str = "printf password | gnome-keyring-daemon --unlock --components=secrets > /dev/null && \"$@\"";

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn profiles_keep_tokens_in_the_keyring_of_the_system() {
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok();
    if !has("dbus-run-session") || !has("gnome-keyring-daemon") {
        assert!(std::env::var_os("NEEDS_KEYRING").is_none(), "gnome-keyring and dbus are not installed");
        eprintln!("skipped: no gnome-keyring and dbus here");
        return;
    }
    let emulator = Emulator::builder().settings(Settings::default().token(CANARY)).start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("intercom/profiles.json");
    let script = format!(
        "printf '%s\\n' {CANARY} | \"$0\" auth login && cat {file} && \"$0\" auth status && \"$0\" counts app-totals --base-url {url} && \
         \"$0\" auth logout && cat {file}",
        file = file.display(),
        url = emulator.url(),
    );
    let intercom = env!("CARGO_BIN_EXE_intercom");
    let mut session = Command::new("dbus-run-session");
    session.args(["--", "sh", "-c", SESSION, "sh", "sh", "-ec", &script, intercom]).stdin(Stdio::null());
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
        session.env(name, home.path());
    }
    session.env_remove("INTERCOM_ACCESS_TOKEN").env_remove("INTERCOM_KEYRING").env_remove("INTERCOM_PROFILE");
    // `run` asserts that the token is in no output, which the file is a part of.
    let outcome = run(&mut session);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stdout.starts_with("profile `default` is kept in the system's keyring\n"), "{outcome:?}");
    assert!(outcome.stdout.contains("\"accessToken\": \"the system's keyring\""), "{outcome:?}");
    assert!(outcome.stdout.ends_with("profile `default` is deleted\n{\n  \"profiles\": {}\n}"), "{outcome:?}");
}

#[test]
fn a_profile_whose_keyring_is_locked_says_so() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("intercom")).unwrap();
    let text = r#"{"profiles":{"default":{"keyring":["accessToken"]}}}"#;
    std::fs::write(home.path().join("intercom/profiles.json"), text).unwrap();
    let outcome = run(&mut at_home(&home, &["counts", "app-totals"]));
    assert_eq!(
        outcome.error_line(1),
        "cannot read `accessToken` of the profile `default` from the system's keyring: INTERCOM_KEYRING is `off`; \
         unlock it, or run `intercom auth login`"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_says_what_fails_and_what_to_do() {
    let stopped = Emulator::start().await.unwrap();
    let settings = Settings::default().clock(Clock::System);
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let doctor = |args: &[&str]| {
        let mut command = intercom(&[&["doctor", "--base-url", &emulator.url()], args].concat());
        run(command.env("INTERCOM_ACCESS_TOKEN", CANARY))
    };
    let fine = doctor(&[]);
    assert_eq!((fine.code, fine.stdout.matches("FAIL").count()), (0, 0), "{fine:?}");
    for what in ["settings", "name", "connection", "token", "version"] {
        assert!(fine.stdout.contains(&format!("ok    {what}")), "{}", fine.stdout);
    }
    let mut clock = intercom(&["doctor", "--base-url", &stopped.url()]);
    let clock = run(clock.env("INTERCOM_ACCESS_TOKEN", CANARY));
    assert!(clock.code == 1 && clock.stdout.contains("FAIL  clock"), "{clock:?}");
    let version = doctor(&["--api-version", "9.9"]);
    assert!(version.code == 1 && version.stdout.contains("9.9 is not one that this program knows"), "{version:?}");
    for rule in FaultRule::parse_all(r#"[{"fault":{"status":401}}]"#).unwrap() {
        emulator.add_fault(rule);
    }
    let token = doctor(&[]);
    assert!(token.stdout.contains("FAIL  token") && token.stdout.contains("→ make a new token"), "{token:?}");
    let none = run(&mut intercom(&["doctor", "--base-url", &emulator.url()]));
    assert!(none.stdout.contains("→ run `intercom auth login`"), "{none:?}");
    let closed = run(intercom(&["doctor", "--base-url", "http://127.0.0.1:1"]).env("INTERCOM_ACCESS_TOKEN", CANARY));
    assert!(closed.code == 1 && closed.stdout.contains("FAIL  connection"), "{closed:?}");
}

#[test]
fn completions_know_functions_options_and_values() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&mut intercom(&["completions", shell])).success().to_owned();
        for part in ["create-by-email", "custom-attributes", "region", "ndjson"] {
            assert!(script.contains(part), "{shell}: {part}");
        }
    }
    let bash = run(&mut intercom(&["completions", "bash"])).success().to_owned();
    assert!(bash.contains("intercom_id user_id email"), "the values of an enum");
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("intercom.bash");
    std::fs::write(&script, bash).unwrap();
    // Not on every machine.
    if let Ok(status) = Command::new("bash").arg("-n").arg(&script).status() {
        assert!(status.success());
    }
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    run(&mut intercom(&["man", "--out", folder.path().to_str().unwrap()])).success();
    for page in ["intercom.1", "intercom-users.1", "intercom-users-create-by-email.1", "intercom-import.1"] {
        assert!(folder.path().join(page).exists(), "{page}");
    }
    assert!(run(&mut intercom(&["man"])).success().contains(".TH intercom"));
}

/// A server that ends with the test.
struct Server {
    _running: Running,
    address: String,
}

impl Server {
    fn start(args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut command = intercom(&[&["serve"], args].concat());
        let command = command.envs(env.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = Running(command.spawn().unwrap());
        let address = running.address().strip_suffix("/api/Intercom").unwrap().to_owned();
        Self { _running: running, address }
    }

    /// Status and body of a request.
    fn send(&self, request: &str, headers: &str, body: &str) -> (u16, String) {
        let host = if headers.to_lowercase().contains("host:") {
            String::new()
        } else {
            format!("host: {}\r\n", self.address)
        };
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let text =
            format!("{request} HTTP/1.1\r\n{host}{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
        stream.write_all(text.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn call(&self, function: &str, body: &str) -> Value {
        let (status, body) = self.send(&format!("POST /api/Intercom/{function}"), "", body);
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateway_responds_in_the_old_shape() {
    let settings = Settings::default().token("t-1");
    let emulator = Emulator::builder().settings(settings).seed(Seed::examples()).start().await.unwrap();
    let server = Server::start(&["--base-url", &emulator.url()], &[]);
    let made = server.call("createTag", r#"{"args":{"accessToken":"t-1","name":"beta"}}"#);
    assert_eq!(
        made,
        json!({ "callback": "success", "contextWrites": { "to": { "type": "tag", "id": "9001", "name": "beta" } } })
    );
    emulator.clear_requests();
    // Forms sent JSON as text, and left fields empty.
    let args = json!({ "args": { "accessToken": "t-1", "email": "a@b.example", "name": "", "customAttributes": "{\"seats\": 4}", "signedUpAt": "1538130000" } });
    assert_eq!(server.call("createUserByEmail", &args.to_string())["callback"], "success");
    assert_eq!(
        emulator.take_requests()[0].body,
        r#"{"email":"a@b.example","custom_attributes":{"seats": 4},"signed_up_at":1538130000}"#
    );

    let to = |response: &Value| {
        assert_eq!(response["callback"], "error");
        response["contextWrites"]["to"].clone()
    };
    let missing = to(&server.call("createTag", r#"{"args":{}}"#));
    assert_eq!(missing["status_code"], "REQUIRED_FIELDS");
    assert_eq!(missing["fields"], json!(["accessToken", "name"]));
    let args = r#"{"args":{"accessToken":"t","email":"a@b.example","customAttributes":"{seats"}}"#;
    assert_eq!(to(&server.call("createUserByEmail", args))["status_code"], "JSON_VALIDATION");
    assert_eq!(to(&server.call("createTag", "{"))["status_code"], "JSON_VALIDATION");
    let unknown = to(&server.call("getSingleAdmin", r#"{"args":{"accessToken":"t","adminId":"404404"}}"#));
    assert_eq!((&unknown["status_code"], &unknown["status_msg"]["type"]), (&json!("API_ERROR"), &json!("error.list")));
    assert_eq!(to(&server.call("createTagg", "{}"))["status_code"], "API_ERROR");

    let (status, metadata) = server.send("GET /api/Intercom", "", "");
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    assert_eq!((status, &metadata["package"]), (200, &json!("Intercom")));
    assert_eq!(metadata["blocks"].as_array().unwrap().len(), intercom_client::FUNCTIONS.len());
    assert_eq!(server.send("GET /", "", "").0, 404);
    assert_eq!(server.send("DELETE /api/Intercom/createTag", "", "").0, 405);
}

/// Attack: a web page that the user visits, by DNS rebinding or by a form.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateway_serves_no_browser_and_no_stranger() {
    let emulator = Emulator::start().await.unwrap();
    let token = [("INTERCOM_ACCESS_TOKEN", CANARY)];
    let server = Server::start(&["--base-url", &emulator.url()], &token);
    for headers in ["host: evil.example\r\n", "origin: http://evil.example\r\n", "origin: null\r\n"] {
        assert_eq!(server.send("POST /api/Intercom/getAdmins", headers, "{}").0, 403, "{headers}");
    }
    assert!(emulator.requests().is_empty());

    let line = run(&mut intercom(&["serve", "--host", "0.0.0.0"])).error_line(2).to_owned();
    assert_eq!(line, "--host 0.0.0.0 accepts other machines; add --allow-remote and set INTERCOM_SERVE_KEY");
    let line = run(&mut intercom(&["serve", "--host", "0.0.0.0", "--allow-remote"])).error_line(2).to_owned();
    assert_eq!(line, "other machines need a shared key: set INTERCOM_SERVE_KEY");
    let server = Server::start(&["--base-url", &emulator.url()], &[token[0], ("INTERCOM_SERVE_KEY", "k-1")]);
    assert_eq!(server.send("POST /api/Intercom/getAdmins", "", "{}").0, 403);
    assert_eq!(server.send("POST /api/Intercom/getAdmins", "authorization: Bearer k-1\r\n", "{}").0, 200);
}
