//! Contains every request to the reference: `wire-v1.json`, overruled by the decisions.
//!
//! What must be sent is worked out by an encoder of its own (`support/oracle`), which knows the reference and nothing of
//! the spec or the generated code.
use crate::support::sent;

use crate::support::oracle::literal::{LITERALS, Literal};
use crate::support::oracle::rejections::rejections;
use crate::support::oracle::{Case, Expected, Function, Json, cases, encode, functions};
use crate::support::recorder::Recorder;
use crate::support::reference::{assert_none, rows};
use crate::support::sent::Sent;
use intercom_client::error::ErrorKind;
use intercom_client::{Args, Client};
use std::collections::BTreeSet;

const TOKEN: &str = "EXAMPLE-NOT-A-TOKEN";
const OTHER_TOKEN: &str = "ANOTHER-EXAMPLE";

/// The functions of the tables; the decisions add one.
const FUNCTIONS: usize = 82;

/// The reference with the decisions applied.
fn load() -> Vec<Function> {
    let functions = functions(&rows("wire-v1.json"));
    assert_eq!(functions.len(), FUNCTIONS + 1, "the reference does not have its known size");
    functions
}

fn client() -> Client {
    Client::builder().access_token(TOKEN).base_url("http://127.0.0.1:9").build().unwrap()
}

#[test]
fn every_request_is_what_the_reference_says() {
    let functions = load();
    let client = client();
    let (mut differences, mut compared_functions) = (Vec::new(), BTreeSet::new());
    for function in &functions {
        for case in cases(function) {
            let expected = encode(function, &case.args);
            match prepare(&client, &function.name, &case.json()) {
                Ok(sent) => compare(function, &case, &expected, &sent, &mut differences),
                Err(problem) => differences.push(format!("{}: {}: rejected: {problem}", function.name, case.what)),
            }
            compared_functions.insert(function.name.as_str());
        }
    }
    assert_none("requests that are not what the reference says", &differences);
    assert!(compared_functions.len() >= FUNCTIONS, "only {} functions were compared", compared_functions.len());
}

fn prepare(client: &Client, function: &str, args: &str) -> Result<Sent, String> {
    let args = Args::parse(args).map_err(|problem| problem.to_string())?;
    let prepared = client.call(function, args).into_request().map_err(|problem| problem.to_string())?;
    Sent::prepared(&prepared)
}

/// Method, path as sent, query, body, headers, warnings.
fn compare(function: &Function, case: &Case, expected: &Expected, sent: &Sent, differences: &mut Vec<String>) {
    let mut differs = |what: &str, expected: &dyn std::fmt::Display, found: &dyn std::fmt::Display| {
        let name = &function.name;
        differences.push(format!("{name}: {}: {what}: expected {expected}, found {found}", case.what));
    };
    if expected.method != sent.method {
        differs("method", &expected.method, &sent.method);
    }
    if expected.path != sent.path {
        differs("path", &expected.path, &sent.path);
    }
    if expected.query != sent.query {
        differs("query", &format!("{:?}", expected.query), &format!("{:?}", sent.query));
    }
    match (&expected.body, &sent.body) {
        (None, None) => {}
        (Some(expected), Some(text)) => match Json::parse(text) {
            Ok(found) if expected.same(&found) => {}
            Ok(_) => differs("body", expected, text),
            Err(problem) => differs("body", expected, &format!("{text} ({problem})")),
        },
        (expected, found) => differs("body", &format!("{expected:?}"), &format!("{found:?}")),
    }
    for (header, value) in [
        ("authorization", function.bearer.then_some("Bearer …")),
        ("intercom-version", Some("1.1")),
        ("accept", Some("application/json")),
        ("content-type", expected.body.as_ref().map(|_| "application/json")),
    ] {
        let values = sent.header(header);
        if values != value.into_iter().collect::<Vec<_>>() {
            differs(header, &format!("{value:?}"), &format!("{values:?}"));
        }
    }
    let warned = |name: &String| sent.warnings.iter().any(|warning| warning.contains(&format!("`{name}`")));
    if sent.warnings.len() != expected.warned.len() || !expected.warned.iter().all(warned) {
        differs("warnings", &format!("{:?}", expected.warned), &format!("{:?}", sent.warnings));
    }
}

/// The decisions as complete requests, written by hand; they need no reference.
#[test]
fn the_decisions_are_kept_to_the_letter() {
    let client = client();
    let mut differences = Vec::new();
    for literal in LITERALS {
        let (name, args, ..) = *literal;
        match prepare(&client, name, args) {
            Ok(sent) => compare_literal(literal, &sent, &mut differences),
            Err(problem) => differences.push(format!("{name} {args}: rejected: {problem}")),
        }
    }
    assert_none("requests that are not what the decisions say", &differences);
}

/// The encoder of these tests must read the reference as the decisions mean it.
#[test]
fn the_encoder_of_these_tests_knows_the_decisions() {
    let functions = load();
    let mut differences = Vec::new();
    for literal in LITERALS {
        let (name, args, ..) = *literal;
        let function = functions.iter().find(|function| function.name == name).unwrap_or_else(|| panic!("no {name}"));
        let Ok(Json::Object(args)) = Json::parse(args) else { panic!("{name}: {args} is no object") };
        let Expected { method, path, query, body, .. } = encode(function, &args);
        let sent = Sent::worked_out(&method, &path, query, body.map(|body| body.to_string()));
        compare_literal(literal, &sent, &mut differences);
    }
    assert_none("requests that the encoder of these tests gets wrong", &differences);
}

fn compare_literal((name, args, line, body): &Literal, found: &Sent, differences: &mut Vec<String>) {
    let (method, target) = line.split_once(' ').expect("method and target");
    let expected = Sent::new(method, target, body.map(str::to_owned), Vec::new()).expect("a valid target");
    let same_body = match (&expected.body, &found.body) {
        (Some(expected), Some(found)) => {
            let parse = |text: &str| Json::parse(text).unwrap_or_else(|problem| panic!("{name}: {text}: {problem}"));
            parse(expected).same(&parse(found))
        }
        (expected, found) => expected == found,
    };
    let parts = |sent: &Sent| (sent.method.clone(), sent.path.clone(), sent.query.clone());
    if parts(&expected) != parts(found) || !same_body {
        let found = (parts(found), &found.body);
        differences.push(format!("{name} {args}: expected {line} {body:?}, found {found:?}"));
    }
}

/// On a real socket: what each function takes at most, and unusual texts where a URL parser could change them.
#[tokio::test]
async fn the_socket_carries_what_the_reference_says() {
    let functions = load();
    let recorder = Recorder::start();
    let client = Client::builder().access_token(TOKEN).base_url(recorder.url()).build().unwrap();
    let mut differences = Vec::new();
    for function in &functions {
        for case in cases(function).iter().filter(|case| case.what.starts_with("everything")) {
            recorder.will_respond(200, "{}");
            let response = client.call(&function.name, Args::parse(&case.json()).unwrap()).await;
            response.unwrap_or_else(|problem| panic!("{}: {}: {problem}", function.name, case.what));
            let sent = Sent::recorded(&recorder.took()).map(|mut sent| {
                // A prepared request redacts the token; here it is in the open.
                sent.redact_token(TOKEN);
                sent
            });
            match sent {
                Ok(sent) => {
                    let expected = Expected { warned: Vec::new(), ..encode(function, &case.args) };
                    compare(function, case, &expected, &sent, &mut differences);
                }
                Err(problem) => differences.push(format!("{}: {}: {problem}", function.name, case.what)),
            }
        }
    }
    assert_none("requests on the socket that are not what the reference says", &differences);
}

#[tokio::test]
async fn a_token_among_the_arguments_wins_where_the_tables_have_it() {
    let functions = load();
    let recorder = Recorder::start();
    let with_token = Client::builder().access_token(TOKEN).base_url(recorder.url()).build().unwrap();
    let without = Client::builder().base_url(recorder.url()).build().unwrap();
    for function in &functions {
        let name = &function.name;
        let mut case = cases(function).swap_remove(0);
        let bare = case.json();
        let sent_by = |client: Client, args: String| {
            recorder.will_respond(200, "{}");
            let recorder = &recorder;
            async move {
                let response = client.call(name, Args::parse(&args).unwrap()).await;
                response.unwrap_or_else(|problem| panic!("{name}: {args}: {problem}"));
                Sent::recorded(&recorder.took()).unwrap().header("authorization").join(", ")
            }
        };
        case.args.insert(0, ("accessToken".to_owned(), Json::text(OTHER_TOKEN)));
        if function.bearer {
            let expected = format!("Bearer {OTHER_TOKEN}");
            assert_eq!(sent_by(with_token.clone(), case.json()).await, expected, "{name}: the argument wins");
            assert_eq!(sent_by(without.clone(), case.json()).await, expected, "{name}: the argument alone");
            let problem = without.call(name, Args::parse(&bare).unwrap()).into_request().expect_err(name);
            assert_eq!(problem.kind(), ErrorKind::MissingToken, "{name}: no token at all: {problem}");
        } else {
            assert_eq!(sent_by(with_token.clone(), bare.clone()).await, "", "{name}: no credential");
            assert_eq!(sent_by(without.clone(), bare).await, "", "{name}: no credential");
            let rejected = with_token.call(name, Args::parse(&case.json()).unwrap()).into_request();
            assert!(rejected.expect_err(name).to_string().contains("`accessToken`"), "{name}: not in its table");
        }
    }
}

#[tokio::test]
async fn wrong_arguments_are_rejected_and_nothing_is_sent() {
    let functions = load();
    let transport = sent::Nothing::default();
    let client = Client::builder().access_token(TOKEN).transport(transport.clone()).build().unwrap();
    let mut differences = Vec::new();
    for function in &functions {
        for rejection in rejections(function) {
            let (place, args) = (format!("{}: {}", function.name, rejection.case.what), rejection.case.json());
            let call =
                client.call(&function.name, Args::parse(&args).unwrap_or_else(|problem| panic!("{place}: {problem}")));
            match call.clone().into_request() {
                Ok(prepared) => differences.push(format!("{place}: would send {}", prepared.path_and_query())),
                Err(problem) => check_rejection(&place, &rejection.names, &problem, &mut differences),
            }
            let responded = call.await.is_ok();
            if responded || transport.take_requests() > 0 {
                differences.push(format!("{place}: was sent"));
            }
        }
    }
    assert_none("arguments that should be rejected, with an error that names them", &differences);
}

fn check_rejection(place: &str, names: &str, problem: &intercom_client::Error, differences: &mut Vec<String>) {
    let text = problem.to_string();
    if problem.kind() != ErrorKind::Argument {
        differences.push(format!("{place}: {:?}, not an argument's fault: {text}", problem.kind()));
    }
    if !text.contains(&format!("`{names}`")) {
        differences.push(format!("{place}: the error does not name `{names}`: {text}"));
    }
    if text.contains('\n') {
        differences.push(format!("{place}: the error has more than one line: {text}"));
    }
}
