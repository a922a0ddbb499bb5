//! Every language sends the request that the spec states. A language that a machine lacks is named and skipped;
//! `NEEDS_LANGUAGES` makes its absence an error.

use super::cases::{Case, apis, cases};
use super::recorder::{Received, Recorder};
use codegen::base::json::Json;
use codegen::example::encode::percent_encode;
use codegen::model::{Api, BasicPart, BodyAs, Credential, Role, Source};
use std::path::Path;
use std::process::Command;

const TOKEN: &str = "token-1.a_b";

struct Runner {
    id: &'static str,
    /// The command that must be there, with what shows that it is.
    probe: &'static [&'static str],
    ending: &'static str,
    /// Runs the files of a folder, whose names are numbers.
    run: fn(&Path, usize) -> Command,
}

fn script(program: &str, flag: &str, text: &str, folder: &Path, count: usize) -> Command {
    let mut command = Command::new(program);
    command.arg(flag).arg(text).current_dir(folder).env("COUNT", count.to_string());
    command
}

const RUNNERS: [Runner; 6] = [
    Runner {
        id: "curl",
        probe: &["curl", "--version"],
        ending: "sh",
        run: |folder, count| {
            script("sh", "-c", "i=0; while [ $i -lt $COUNT ]; do . ./$i.sh; i=$((i+1)); done", folder, count)
        },
    },
    Runner {
        id: "python",
        probe: &["python3", "-c", "import requests"],
        ending: "py",
        run: |folder, count| {
            let text = "import os\nfor i in range(int(os.environ['COUNT'])):\n  exec(compile(open(f'{i}.py', encoding='utf-8', newline='').read(), f'{i}.py', 'exec'), {})";
            script("python3", "-c", text, folder, count)
        },
    },
    Runner {
        id: "javascript",
        probe: &["node", "--version"],
        ending: "mjs",
        run: |folder, count| {
            std::fs::write(
                folder.join("all.mjs"),
                "for (let i = 0; i < process.env.COUNT; i++) await import(`./${i}.mjs`);",
            )
            .unwrap();
            let mut command = Command::new("node");
            command.arg("all.mjs").current_dir(folder).env("COUNT", count.to_string());
            command
        },
    },
    Runner {
        id: "ruby",
        probe: &["ruby", "--version"],
        ending: "rb",
        run: |folder, count| script("ruby", "-e", "ENV['COUNT'].to_i.times { |i| load \"./#{i}.rb\" }", folder, count),
    },
    Runner {
        id: "php",
        probe: &["php", "-r", "exit(function_exists('curl_init') ? 0 : 1);"],
        ending: "php",
        run: |folder, count| {
            script(
                "php",
                "-r",
                "for ($i = 0; $i < (int) getenv('COUNT'); $i++) { include \"./$i.php\"; }",
                folder,
                count,
            )
        },
    },
    Runner {
        id: "go",
        probe: &["go", "version"],
        ending: "go",
        run: |folder, count| {
            // One program: a process for each would be built anew.
            let mut calls = String::new();
            for number in 0..count {
                let path = folder.join(format!("{number}.go"));
                let text = std::fs::read_to_string(&path).unwrap();
                let name = format!("func main{number}()");
                std::fs::remove_file(&path).unwrap();
                std::fs::write(folder.join(format!("call{number}.go")), text.replace("func main()", &name)).unwrap();
                calls.push_str(&format!("\tmain{number}()\n"));
            }
            std::fs::write(folder.join("all.go"), format!("package main\n\nfunc main() {{\n{calls}}}\n")).unwrap();
            std::fs::write(folder.join("go.mod"), "module snippets\n\ngo 1.18\n").unwrap();
            let mut command = Command::new("go");
            command.args(["run", "."]).current_dir(folder).env("GOFLAGS", "-mod=mod").env("GOTOOLCHAIN", "local");
            command
        },
    },
];

fn check(id: &str) {
    let runner = RUNNERS.iter().find(|runner| runner.id == id).unwrap();
    let is_there =
        Command::new(runner.probe[0]).args(&runner.probe[1..]).output().is_ok_and(|out| out.status.success());
    if !is_there {
        assert!(std::env::var_os("NEEDS_LANGUAGES").is_none(), "{id} is not installed");
        eprintln!("skipped: {id} is not installed");
        return;
    }
    let recorder = Recorder::start();
    let folder = tempfile::tempdir().unwrap();
    let apis = apis();
    let cases: Vec<Case> = apis.iter().flat_map(cases).filter(|case| can_send(id, case)).collect();
    for (number, case) in cases.iter().enumerate() {
        let text = case.print(id, Some(&recorder.base_url(number)));
        std::fs::write(folder.path().join(format!("{number}.{}", runner.ending)), text).unwrap();
        for (name, contents) in files(case) {
            std::fs::write(folder.path().join(name), contents).unwrap();
        }
    }
    let mut command = (runner.run)(folder.path(), cases.len());
    for api in &apis {
        for value in &api.package.values {
            command.env(format!("{}_{}", api.package.env, value.variable), TOKEN);
        }
    }
    let output = command.env("NO_PROXY", "*").env("no_proxy", "*").output().unwrap();
    let end = |bytes: &[u8]| String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(1500)..]).into_owned();
    let said = format!("{}{}", end(&output.stdout), end(&output.stderr));
    for (number, case) in cases.iter().enumerate() {
        let what =
            format!("{id}: {}\n{}", case.function.name, case.print(id, None).chars().take(3000).collect::<String>());
        let received = recorder.take(number).unwrap_or_else(|| panic!("nothing was sent\n{what}\n{said}"));
        compare(case, &received, &what);
    }
    assert!(output.status.success(), "{said}");
}

/// What a language's own library cannot send, or no program's arguments can contain.
fn can_send(id: &str, case: &Case) -> bool {
    let has_controls = |text: &str| text.contains(|c: char| c.is_control());
    let is_unprintable = case.args.iter().any(|(_, value)| value.as_str().is_some_and(has_controls));
    let is_text = matches!(case.function.body_as, BodyAs::Multipart | BodyAs::Raw(_));
    !(case.function.draft
        || (id == "javascript" && case.function.http.as_str() == "GET" && case.request.body.is_some())
        || (is_text && is_unprintable))
}

/// The files that a call sends.
fn files(case: &Case) -> Vec<(String, String)> {
    let text = |value: &Json, key: &str| value.get(key).and_then(Json::as_str).map(str::to_owned);
    case.args.iter().filter_map(|(_, value)| Some((text(value, "name")?, text(value, "text")?))).collect()
}

fn compare(case: &Case, received: &Received, what: &str) {
    let Case { api, function, request, .. } = case;
    assert_eq!(received.method, function.http.as_str(), "{what}");
    let mut pairs: Vec<String> =
        request.query.iter().map(|(key, value)| format!("{}={}", percent_encode(key), percent_encode(value))).collect();
    for item in &function.query {
        if let Source::Field(field) = item.source
            && function.fields[field].role == Role::Credential
        {
            pairs.push(format!("{}={TOKEN}", percent_encode(&item.key)));
        }
    }
    let path = api
        .package
        .values
        .iter()
        .fold(request.path.clone(), |path, value| path.replace(&format!("{{{}}}", value.name), TOKEN));
    let mark = if pairs.is_empty() { "" } else { "?" };
    assert_eq!(received.target, format!("{path}{mark}{}", pairs.join("&")), "{what}");
    for (name, value) in headers(api, case) {
        assert_eq!(received.header(&name), Some(value.as_str()), "{name}: {what}");
    }
    match (&function.body_as, &request.body) {
        (_, None) => assert!(received.body.is_empty(), "{what}"),
        (BodyAs::Json, Some(body)) => {
            let found: serde_json::Value = serde_json::from_slice(&received.body).unwrap_or_else(|_| panic!("{what}"));
            let mut expected: serde_json::Value = serde_json::from_str(&body.to_string()).unwrap();
            for node in function.body.iter().flatten() {
                if let codegen::model::BodyValue::Source(Source::Field(field)) = node.value
                    && function.fields[field].role == Role::Credential
                {
                    expected[&node.key] = TOKEN.into();
                }
            }
            assert_eq!(normal(found), normal(expected), "{what}");
            assert_eq!(received.header("content-type"), Some("application/json"), "{what}");
        }
        (BodyAs::Form, Some(body)) => assert_eq!(form(&received.body), sorted(fields(body)), "{what}"),
        (BodyAs::Multipart, Some(body)) => {
            let text = String::from_utf8_lossy(&received.body);
            for (key, value) in fields(body) {
                let part = text.split("\r\n\r\n").zip(text.split("\r\n\r\n").skip(1));
                let name = format!("name=\"{key}\"");
                let found = part
                    .filter(|(head, _)| head.rsplit("\r\n--").next().unwrap().contains(&name) || head.contains(&name));
                assert!(found.into_iter().any(|(_, rest)| rest.starts_with(&value)), "{key}: {what}\n{text}");
            }
        }
        (BodyAs::Raw(content_type), Some(body)) => {
            assert_eq!(String::from_utf8_lossy(&received.body), body.as_str().unwrap(), "{what}");
            assert!(received.header("content-type").unwrap().starts_with(content_type.as_str()), "{what}");
        }
    }
}

/// The headers of a call.
fn headers(api: &Api, case: &Case) -> Vec<(String, String)> {
    let package = &api.package;
    let mut found: Vec<(String, String)> = package.headers.clone();
    found.extend(package.version.iter().map(|version| (version.header.clone(), version.default.clone())));
    for (name, source) in &case.function.headers {
        if let Source::Const { value, .. } = source {
            found.retain(|(own, _)| own != name);
            found.push((name.clone(), value.as_str().unwrap().to_owned()));
        }
    }
    for credential in package.scheme(&case.function.auth).iter().flat_map(|scheme| &scheme.credentials) {
        match credential {
            Credential::Header { header, scheme, .. } => {
                found.push((header.clone(), format!("{scheme} {TOKEN}").trim_start().to_owned()));
            }
            Credential::Basic { user, password } => {
                let half = |half: &BasicPart| match half {
                    BasicPart::Field(_) => TOKEN.to_owned(),
                    BasicPart::Text(text) => text.clone(),
                };
                use base64::Engine;
                let both = base64::prelude::BASE64_STANDARD.encode(format!("{}:{}", half(user), half(password)));
                found.push(("authorization".to_owned(), format!("Basic {both}")));
            }
            Credential::Field(_) => {}
        }
    }
    found
}

/// The fields of a form as texts.
fn fields(body: &Json) -> Vec<(String, String)> {
    let Json::Object(members) = body else { return Vec::new() };
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let all = members.iter().flat_map(|(key, value)| match value {
        Json::Array(items) => items.iter().map(|item| (key.clone(), text(item))).collect::<Vec<_>>(),
        value => vec![(key.clone(), text(value))],
    });
    all.collect()
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}

fn form(body: &[u8]) -> Vec<(String, String)> {
    let decode =
        |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned();
    let text = String::from_utf8(body.to_vec()).unwrap();
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(key), decode(value))
    });
    sorted(pairs.collect())
}

/// Numbers as they compare: 1 and 1.0 are one.
fn normal(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => (float as i64).into(),
            _ => number.into(),
        },
        serde_json::Value::Array(items) => items.into_iter().map(normal).collect(),
        serde_json::Value::Object(members) => {
            serde_json::Value::Object(members.into_iter().map(|(key, value)| (key, normal(value))).collect())
        }
        other => other,
    }
}

#[test]
fn curl_sends_what_the_spec_states() {
    check("curl");
}

#[test]
fn python_sends_what_the_spec_states() {
    check("python");
}

#[test]
fn javascript_sends_what_the_spec_states() {
    check("javascript");
}

#[test]
fn ruby_sends_what_the_spec_states() {
    check("ruby");
}

#[test]
fn php_sends_what_the_spec_states() {
    check("php");
}

#[test]
fn go_sends_what_the_spec_states() {
    check("go");
}

/// A shell parses the command; its arguments are the call's.
#[test]
fn command_line_has_the_arguments_of_the_call() {
    for api in &apis() {
        for case in cases(api) {
            let program = api.package.command();
            let snippet = case.print("command-line", None);
            let script = format!(
                "call() {{ printf '%s\\0' \"$@\"; }}\n{}\n",
                snippet.replace(&format!("{program} call"), "call")
            );
            let output = Command::new("sh").args(["-c", &script]).output().unwrap();
            let out = String::from_utf8(output.stdout).unwrap();
            let arguments: Vec<&str> = out.strip_suffix('\0').unwrap().split('\0').collect();
            assert_eq!(arguments[0], case.function.name, "{snippet}");
            let expected: serde_json::Value =
                serde_json::from_str(&Json::Object(case.args.clone()).to_string()).unwrap();
            let found =
                arguments.get(2).map_or_else(|| serde_json::json!({}), |text| serde_json::from_str(text).unwrap());
            assert_eq!(found, expected, "{snippet}");
        }
    }
}

/// Every Rust snippet is a program that parses; the clients' `examples.rs` compiles the calls.
#[test]
fn rust_snippets_are_programs() {
    for api in &apis() {
        for case in cases(api) {
            for id in ["rust", "rust-dynamic"] {
                let snippet = case.print(id, None);
                syn::parse_file(&snippet).unwrap_or_else(|error| panic!("{error}\n{snippet}"));
            }
        }
    }
}
