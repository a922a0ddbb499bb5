//! What other APIs need, over a socket: credentials in all places, forms, parts, raw bodies, paths, lists, paging, failures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, deprecated, reason = "tests")]

#[path = "../../../../../generated-client/tests/it/support/recorder.rs"]
#[allow(dead_code, reason = "the other tests compare requests")]
mod recorder;

use api_client_runtime::error::{ErrorKind, ExistingState, Setting};
use api_client_runtime::paging::Cursor;
use api_client_runtime::{Args, Extra, File, Value, json};
use library_client::desk::OrderSuppliesKind;
use library_client::types::{Address, ReviewOrder, Shelf};
use library_client::{Client, FUNCTIONS};
use recorder::{Recorded, Recorder};

/// A client with every credential.
fn client(recorder: &Recorder) -> Client {
    let values = [
        ("card", "card-7"),
        ("deskId", "d1"),
        ("deskKey", "open sesame"),
        ("tillKey", "till-8"),
        ("shopKey", "s&1"),
        ("shopId", "shop-2"),
        ("shopPin", "pin-3"),
        ("botToken", "b/1:x"),
    ];
    let builder = values.into_iter().fold(Client::builder(), |builder, (name, value)| builder.value(name, value));
    builder.base_url(recorder.url()).build().unwrap()
}

/// The fields of a form, decoded.
fn form(request: &Recorded) -> Vec<(String, String)> {
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    let pairs = request.body.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(key, value)| (decoded(key), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_form_nests_and_repeats_its_keys_and_carries_basic_authentication() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"ordered":true}"#);
    let call = client.desk().order_supplies(OrderSuppliesKind::Ink).label("A & B").tags(["a", "b"]).rooms(["n", "s"]);
    let call = call.codes([1, 2]).items([json!({ "n": 1, "deep": { "x": [true, null] } })]).extra(json!({ "a": 1 }));
    let ordered: Value = call.until(std::time::UNIX_EPOCH).priority(2).await.unwrap();
    assert_eq!(ordered["ordered"], true);
    let request = recorder.took();
    assert_eq!(request.line, "POST /supplies");
    // d1:open sesame
    assert_eq!(request.header("authorization"), Some("Basic ZDE6b3BlbiBzZXNhbWU="));
    let expected = [
        ("kind", "ink"),
        ("label[text]", "A & B"),
        ("items[0][deep][x][0]", "true"),
        ("items[0][deep][x][1]", ""),
        ("items[0][n]", "1"),
        ("tags", "a"),
        ("tags", "b"),
        ("rooms[]", "n"),
        ("rooms[]", "s"),
        ("codes", "1,2"),
        ("extra", r#"{"a":1}"#),
        ("until", "1970-01-01T00:00:00Z"),
        ("priority", "2"),
    ];
    assert_eq!(form(&request), expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn arguments_that_a_form_cannot_hold_are_errors_before_anything_is_sent() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    for (args, message) in [
        (r#"{"kind":"ink","codes":["a"]}"#, "must be a list of whole numbers"),
        (r#"{"kind":"ink","from":"28.9."}"#, "must be a day such as 2018-09-28"),
        (r#"{"kind":"ink","until":"soon"}"#, "must be an RFC 3339 date or unix seconds"),
        (r#"{"kind":"ink","extra":[1]}"#, "must be a JSON object"),
        (r#"{"kind":"ink","tags":"a"}"#, "must be a list of texts"),
    ] {
        let error = client.call("orderSupplies", Args::parse(args).unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument, "{args}");
        assert!(error.to_string().contains(message), "{error}");
    }
    let warned = client.call("orderSupplies", Args::parse(r#"{"kind":"ink","priority":7}"#).unwrap());
    let warned = warned.into_request().unwrap();
    assert!(warned.warnings()[0].contains("known values 1, 2, 3"), "{:?}", warned.warnings());
}

#[tokio::test]
async fn parts_hold_files_and_fields() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"@id":"1","+1":3,"parent":{"@id":"0"}}"#);
    let file = File::new("a\"b.png", "no -- boundary").with_content_type("image/png");
    let shelf = client.desk().upload_cover("7", file).title("x").sizes([1, 2]).await.unwrap();
    assert_eq!((shelf.at_id.as_deref(), shelf.likes), (Some("1"), Some(3)));
    assert_eq!(shelf.parent.unwrap().at_id.as_deref(), Some("0"));
    let request = recorder.took();
    // till-8:X
    assert_eq!(request.header("authorization"), Some("Basic dGlsbC04Olg="));
    let content_type = request.header("content-type").unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let part =
        |head: &str, body: &str| format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let expected = [
        part("name=\"cover\"; filename=\"a%22b.png\"\r\nContent-Type: image/png", "no -- boundary"),
        part("name=\"title\"", "x"),
        part("name=\"sizes\"", "1"),
        part("name=\"sizes\"", "2"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(request.body, expected.concat());
}

#[tokio::test]
async fn one_value_is_the_complete_body_as_it_is_or_as_json() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, "one \u{fc}");
    assert_eq!(client.desk().import_catalogue("a;b\n1;2\n").mode("all").await.unwrap(), "one \u{fc}");
    let request = recorder.took();
    assert_eq!((request.line.as_str(), request.body.as_str()), ("PUT /catalogue?mode=all", "a;b\n1;2\n"));
    assert_eq!(request.header("content-type"), Some("text/csv"));

    recorder.will_respond(200, r#"{"a":1,"b":"2"}"#);
    let counts = client.desk().set_tags("7", ["a", "b"]).await.unwrap();
    assert_eq!((counts["a"], counts["b"]), (1, 2));
    let request = recorder.took();
    assert_eq!((request.line.as_str(), request.body.as_str()), ("PUT /books/7/tags", r#"["a","b"]"#));
    assert_eq!(request.header("content-type"), Some("application/json"));

    recorder.will_respond(200, "2");
    assert_eq!(client.desk().remove_copies("7").ids([1, 2]).await.unwrap(), 2);
    let request = recorder.took();
    assert_eq!((request.line.as_str(), request.body.as_str()), ("DELETE /books/7/copies", r#"{"ids":[1,2]}"#));
    recorder.will_respond(200, "0");
    client.desk().remove_copies("7").await.unwrap();
    let request = recorder.took();
    assert_eq!(
        (request.body.as_str(), request.header("content-type")),
        ("", None),
        "a DELETE without members has no body"
    );
}

#[tokio::test]
async fn credentials_go_where_their_scheme_says_and_are_never_printed() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"ok":true}"#);
    client.desk().shop_stock().what("pens").await.unwrap();
    let request = recorder.took();
    assert_eq!(request.line, "POST /stock?key=s%261");
    assert_eq!((request.header("x-shop"), request.header("x-library-card")), (Some("shop-2"), None));
    assert_eq!(serde_json::from_str::<Value>(&request.body).unwrap(), json!({ "what": "pens", "pin": "pin-3" }));

    recorder.will_respond(200, "true");
    assert!(client.desk().ping_bot().await.unwrap());
    assert_eq!(recorder.took().line, "GET /botb%2F1%3Ax/ping");

    let prepared = client.desk().ping_bot().into_request().unwrap();
    assert!(prepared.url().ends_with("/bot…/ping"), "{}", prepared.url());
    let prepared = client.desk().shop_stock().into_request().unwrap();
    let lines: Vec<_> = prepared.header_lines().collect();
    assert!(lines.contains(&("x-shop", "…".to_owned())), "{lines:?}");
    assert!(prepared.url().ends_with("/stock?key=…"), "{}", prepared.url());
    for shown in [format!("{client:?}"), format!("{:?}", client.desk().shop_stock()), format!("{prepared:?}")] {
        for secret in ["s&1", "s%261", "shop-2", "pin-3", "card-7", "open sesame"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    // A server that repeats what it rejects.
    recorder.will_respond(
        400,
        r#"{"problem":{"reason":"bad key s&1 and pin-3 (s%261)","number":17},"meta":{"ticket":"t-1"}}"#,
    );
    let error = client.desk().shop_stock().await.unwrap_err();
    recorder.took();
    assert!(!error.to_string().contains("s&1") && !error.to_string().contains("pin-3"), "{error}");
    assert_eq!((error.errors()[0].code.as_deref(), error.request_id()), (Some("17"), Some("req-1")));
    assert!(error.errors()[0].message.as_deref().unwrap().starts_with("bad key"), "{error:?}");
}

#[tokio::test]
async fn a_missing_credential_is_named_with_its_variable() {
    let recorder = Recorder::start();
    let bare: Client = Client::builder().base_url(recorder.url()).build().unwrap();
    for (call, variable) in [
        (bare.desk().order_supplies(OrderSuppliesKind::Ink).into_request(), "LIBRARY_DESK_ID"),
        (bare.desk().shop_stock().into_request(), "LIBRARY_SHOP_KEY"),
        (bare.desk().ping_bot().into_request(), "LIBRARY_BOT_TOKEN"),
        (bare.desk().list_fines().into_request(), "LIBRARY_CARD"),
    ] {
        let error = call.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingToken);
        assert!(error.to_string().contains(variable), "{error}");
    }
    // A call can bring its own, in Rust and by name.
    let request = bare.desk().ping_bot().with_value("botToken", "own").into_request().unwrap();
    assert_eq!(request.path_and_query(), "/botown/ping");
    let args = Args::new().with("shopKey", "k").with("what", "x");
    let error = bare.call("shopStock", args).into_request().unwrap_err();
    assert!(error.to_string().contains("LIBRARY_SHOP_ID"), "{error}");

    let error = Client::builder().value("cart", "x").build().unwrap_err();
    assert!(error.to_string().contains("did you mean `card`?"), "{error}");
    let error = Client::builder().value("shopId", "a b").build().unwrap_err();
    assert_eq!(error.setting(), Some(Setting::Value("shopId")));
    assert!(!error.to_string().contains("a b"), "{error}");
}

#[tokio::test]
async fn a_server_s_address_takes_its_parts_from_the_client() {
    let at = |builder: api_client_runtime::ClientBuilder<Client>| {
        builder.build().unwrap().desk().branch_hours().into_request().map(|request| request.url())
    };
    let branch = || Client::builder().value("branch", "north");
    assert_eq!(at(branch()).unwrap(), "https://north.library.example/public/api/hours");
    assert_eq!(at(branch().value("area", "a/b")).unwrap(), "https://north.library.example/a%2Fb/api/hours");
    let missing = at(Client::builder()).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Config);
    assert!(missing.to_string().contains("LIBRARY_BRANCH"), "{missing}");
    let evil = at(Client::builder().value("branch", "evil.test/")).unwrap_err();
    assert!(evil.to_string().contains("`branch` cannot be a part of the server's address"), "{evil}");
    // A base URL wins over every server, as tests and gateways need it.
    let url = at(branch().base_url("http://127.0.0.1:1/x")).unwrap();
    assert_eq!(url, "http://127.0.0.1:1/x/hours");
    let client: Client = Client::builder().build().unwrap();
    let request = client.call("branchHours", Args::new().with("branch", "south")).into_request().unwrap();
    assert_eq!(request.url(), "https://south.library.example/public/api/hours");
}

#[tokio::test]
async fn paths_take_parts_of_segments_and_several_segments() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, "\u{89}PNG");
    assert_eq!(client.desk().get_scan("a/b", 7, "png").await.unwrap().as_ref(), "\u{89}PNG".as_bytes());
    let request = recorder.took();
    assert_eq!((request.line.as_str(), request.header("accept")), ("GET /scans/a%2Fb...7.png", Some("image/png")));
    recorder.will_respond(200, "x");
    client.desk().get_file("2018/a b/c?.txt").await.unwrap();
    assert_eq!(recorder.took().line, "GET /archive/2018/a%20b/c%3F.txt");
    for path in ["a//b", "../x", "a/./b", "", "a/.."] {
        let error = client.desk().get_file(path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument, "{path}");
    }
}

#[tokio::test]
async fn a_redirect_is_returned_and_not_followed() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond_with(302, &[("Location", "https://elsewhere.example/7?signature=x")], "");
    let redirect = client.desk().scan_address("7").await.unwrap();
    assert_eq!(redirect.location(), "https://elsewhere.example/7?signature=x");
    assert!(!format!("{redirect:?}").contains("signature"), "{redirect:?}");
    recorder.took();
    recorder.will_respond(302, "");
    assert_eq!(client.desk().scan_address("7").await.unwrap_err().kind(), ErrorKind::Decode);
    recorder.took();
    recorder.will_respond(404, "{}");
    assert!(client.desk().scan_address("7").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn success_that_reports_a_failure_is_an_error() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"ok":false,"error":"no_such_thing"}"#);
    let error = client.desk().shop_stock().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(200)));
    assert_eq!(error.errors()[0].message.as_deref(), Some("no_such_thing"));
    recorder.took();
    recorder.will_respond(200, r#"{"state":"broken"}"#);
    assert_eq!(client.desk().import_catalogue("x").await.unwrap_err().kind(), ErrorKind::Status);
    recorder.took();
    recorder.will_respond(409, r#"{"type":"failure","failures":[{"code":"shelf_full","text":"full"}]}"#);
    assert_eq!(client.desk().list_fines().await.unwrap_err().advice(), Some("Choose another shelf."));
}

#[tokio::test]
async fn errors_say_what_exists_already() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    for (status, code, text, state, id) in [
        (409, "known", "there is one with id=b-7.", ExistingState::Active, Some("b-7")),
        (409, "known", "there is one", ExistingState::Active, None),
        (409, "any", "It is IN THE CELLAR, shelf=<4 a>", ExistingState::Archived, Some("4 a")),
        (410, "gone", "merged", ExistingState::Merged, Some("b 8")),
    ] {
        let body = format!(r#"{{"type":"failure","failures":[{{"code":"{code}","text":"{text}"}}]}}"#);
        let link = r#"</elsewhere/1>; rel="help", </books/b 8?full=1>; rel="canonical""#;
        recorder.will_respond_with(status, &[("Link", link)], &body);
        let error = client.desk().list_fines().await.unwrap_err();
        let existing = error.existing().unwrap();
        assert_eq!((existing.state, existing.id.as_deref()), (state, id), "{error}");
        recorder.took();
    }
    recorder.will_respond(404, r#"{"type":"failure","failures":[{"code":"known","text":"id=7"}]}"#);
    assert_eq!(client.desk().list_fines().await.unwrap_err().existing(), None);
}

#[tokio::test]
async fn password_may_have_spaces_wherever_it_is_given() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let call = || client.desk().order_supplies(OrderSuppliesKind::Ink);
    let sent = |recorder: &Recorder| recorder.took().header("authorization").unwrap().to_owned();
    recorder.will_respond(200, "{}");
    let _: Value = call().await.unwrap();
    // d1:open sesame
    assert_eq!(sent(&recorder), "Basic ZDE6b3BlbiBzZXNhbWU=");
    recorder.will_respond(200, "{}");
    let _: Value = call().with_value("deskKey", "close sesame").await.unwrap();
    // d1:close sesame
    assert_eq!(sent(&recorder), "Basic ZDE6Y2xvc2Ugc2VzYW1l");
    let builder = |key: &str| Client::builder().value("deskId", "d1").value("deskKey", key).base_url(recorder.url());
    let with = |key: &str| call().with_value("deskKey", key);
    let message = "the desk key contains a control character";
    assert!(builder("open\nsesame").build().unwrap_err().to_string().contains(message));
    assert!(with("open\nsesame").await.unwrap_err().to_string().contains(message));
    // A credential that stands in a header as it is takes no space, in either place.
    let message = "the card contains white space, control or non-ASCII characters";
    assert!(builder("x").value("card", "a b").build().unwrap_err().to_string().contains(message));
    assert!(with("x").with_value("card", "a b").await.unwrap_err().to_string().contains(message));
}

#[tokio::test]
async fn error_of_an_older_version_names_what_it_does_not_have() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let reject =
        |status| recorder.will_respond(status, r#"{"type":"failure","failures":[{"code":"unknown","text":"no"}]}"#);
    reject(404);
    let error = client.desk().get_scan("a", 7, "png").with_version("6").await.unwrap_err();
    assert!(
        error.to_string().ends_with("; this function came with version 7 of the API, and the call asks for 6"),
        "{error}"
    );
    recorder.took();
    reject(400);
    let error =
        client.desk().change_reader("7").old("x").left_at(7).with_header("Library-Version", "6").await.unwrap_err();
    assert_eq!(error.advice(), Some("the argument `left_at` came with version 7 of the API, and the call asks for 6"));
    recorder.took();
    // What is not given, or was there already, explains nothing; neither does another status, nor a version of unknown age.
    for (status, version, call) in [
        (400, "6", client.desk().change_reader("7").born("2000-01-31")),
        (400, "7", client.desk().change_reader("7").left_at(7)),
        (400, "next", client.desk().change_reader("7").left_at(7)),
        (409, "6", client.desk().change_reader("7").left_at(7)),
    ] {
        reject(status);
        assert_eq!(call.with_version(version).await.unwrap_err().advice(), None, "{status} {version}");
        recorder.took();
    }
}

#[tokio::test]
async fn null_is_sent_where_it_may_be_and_a_model_contains_itself() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"@id":"1","room":{"first":{"@id":"2","seen_at":"2018-09-28T10:20:00.50+02:00"}}}"#);
    let address = Address::new("A").clear_floor().rooms([1]).since("2018-09-28").zip_code("1");
    let call = client.desk().change_reader("7").clear_name().kind_of_content("x").born("2000-01-31").address(address);
    let shelf: Shelf = call.left_at(7).await.unwrap();
    let first = shelf.room.unwrap().into_inner().first.unwrap();
    assert_eq!(first.seen_at.as_ref().unwrap().timestamp().unwrap().unix(), 1_538_122_800);
    let body: Value = serde_json::from_str(&recorder.took().body).unwrap();
    assert_eq!(
        body,
        json!({
            "name": null, "content-type": "x", "born": "2000-01-31", "left_at": 7,
            "address": { "street": "A", "floor": null, "rooms": [1], "since": "2018-09-28", "zip code": "1" },
        })
    );
    let null = Args::parse(r#"{"readerId":"7","name":null}"#).unwrap();
    assert_eq!(client.call("changeReader", null).into_request().unwrap().body().unwrap(), br#"{"name":null}"#);
    let null = Args::parse(r#"{"readerId":"7","born":null}"#).unwrap();
    assert!(client.call("changeReader", null).into_request().unwrap_err().to_string().contains("null"));
}

#[tokio::test]
async fn list_is_read_from_its_other_keys_too() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let respond = |body: &str| recorder.will_respond(200, body);
    for body in
        [r#"{"books":[{"id":7}]}"#, r#"{"data":[{"id":7}],"books":null}"#, r#"{ "more": 1, "items" : [{"id":7}] }"#]
    {
        let found = usize::from(!body.contains("null"));
        respond(body);
        let page = client.books().list().await.unwrap();
        assert_eq!(page.books.len(), found, "{body}");
        recorder.took();
        respond(body);
        let mut typed = client.books().list().by_item();
        let first = typed.next().await.map(|book| book.unwrap().id.unwrap());
        assert_eq!(first.as_deref(), (found == 1).then_some("7"), "{body}");
        recorder.took();
        respond(body);
        let mut dynamic = client.call("listBooks", json!({})).by_item();
        let first = dynamic.next().await.map(|book| book.unwrap());
        assert_eq!(first, (found == 1).then(|| json!({ "id": 7 })), "{body}");
        recorder.took();
        // What was received stays as it was.
        respond(body);
        let raw = client.books().list().send_raw().await.unwrap();
        assert_eq!(raw.body(), body.as_bytes());
        recorder.took();
    }
}

#[tokio::test]
async fn the_link_header_leads_through_a_list() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let mut shelves = client.desk().list_shelves().floors([1, 2]).by_item();
    recorder.will_respond_with(200, &[("Link", "</shelves.json?page=2>; rel=\"next\"")], r#"[{"@id":"1"}]"#);
    assert_eq!(shelves.next().await.unwrap().unwrap().at_id.as_deref(), Some("1"));
    assert_eq!(recorder.took().line, "GET /shelves.json?floors=1%2C2");
    recorder.will_respond(200, r#"[{"@id":"2"}]"#);
    assert_eq!(shelves.next().await.unwrap().unwrap().at_id.as_deref(), Some("2"));
    assert_eq!(recorder.took().line, "GET /shelves.json?page=2");
    assert!(shelves.next().await.is_none());

    let error = client.desk().list_shelves().into_request().unwrap_err();
    assert_eq!(error.to_string(), "listShelves: this call needs `floors`, or `filter`");

    recorder.will_respond_with(200, &[("Link", "<https://evil.test/a>; rel=next")], "[]");
    let mut pages = client.desk().list_shelves().filter(json!({})).by_page();
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn a_token_goes_into_the_body_and_a_list_is_taken_up_again() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let search = || client.desk().search_books(json!({ "title": "Emma" })).size(1);
    let mut pages = search().by_page();
    recorder.will_respond(200, r#"{"result":{"books":[{"id":"1"}],"next":"t2"}}"#);
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(recorder.took().body, r#"{"query":{"title":"Emma"},"page":{"size":1}}"#);
    let kept = page.cursor().unwrap().to_string();
    assert_eq!(kept, "0:token:t2");
    recorder.will_respond(200, r#"{"result":{"books":[{"id":"2"}],"next":"t2"}}"#);
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(recorder.took().body, r#"{"query":{"title":"Emma"},"page":{"after":"t2","size":1}}"#);
    // The same token again would never end.
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Paging);

    let mut items = search().by_item().starting_at(kept.parse::<Cursor>().unwrap());
    recorder.will_respond(200, r#"{"result":{"books":[{"id":"3"}],"next":null}}"#);
    assert_eq!(items.next().await.unwrap().unwrap().id.as_deref(), Some("3"));
    assert!(recorder.took().body.contains(r#""after":"t2""#));
    assert!(items.next().await.is_none());
    let other = client.desk().list_visits().by_page().starting_at(kept.parse::<Cursor>().unwrap()).next().await;
    assert_eq!(other.unwrap().unwrap_err().kind(), ErrorKind::Argument);
}

#[tokio::test]
async fn the_last_item_and_numbers_lead_through_lists() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let mut visits = client.desk().list_visits().by_item();
    recorder.will_respond(200, r#"{"visits":[{"id":1},{"id":17}],"has_more":true}"#);
    assert!(visits.next().await.unwrap().is_ok() && visits.next().await.unwrap().is_ok());
    assert_eq!(recorder.took().line, "GET /visits");
    recorder.will_respond(200, r#"{"visits":[{"id":18}],"has_more":false}"#);
    assert!(visits.next().await.unwrap().is_ok());
    assert_eq!(recorder.took().line, "GET /visits?after=17");
    assert!(visits.next().await.is_none());

    let mut fines = client.desk().list_fines().by_page();
    for (line, body) in [
        ("GET /fines", r#"{"fines":[{"id":1}],"pages":2}"#),
        ("GET /fines?page=2", r#"{"fines":[{"id":2}],"pages":2}"#),
    ] {
        recorder.will_respond(200, body);
        assert!(fines.next().await.unwrap().is_ok());
        assert_eq!(recorder.took().line, line);
    }
    assert!(fines.next().await.is_none());

    let mut reviews = client.desk().list_reviews().sort(ReviewOrder::PlusOne).skip(2).by_page();
    for (line, body) in [
        ("GET /reviews?skip=2&sort=%2B1", r#"[{"id":1},{"id":2,"vote":"-1"}]"#),
        ("GET /reviews?sort=%2B1&skip=4", "[]"),
    ] {
        recorder.will_respond(200, body);
        assert!(reviews.next().await.unwrap().is_ok());
        assert_eq!(recorder.took().line, line);
    }
    assert!(reviews.next().await.is_none());

    // The same lists by the tables' names.
    recorder.will_respond(200, r#"[{"id":1}]"#);
    let page = client.call("listReviews", Args::new()).send_page().await.unwrap();
    assert_eq!(page.cursor().unwrap().to_string(), "0:page:/reviews?skip=1");
    recorder.took();
}

#[test]
fn every_function_of_the_desk_is_described() {
    let desk = FUNCTIONS.iter().filter(|function| function.resource == "desk").count();
    assert_eq!(desk, 18);
    let scan = FUNCTIONS.iter().find(|function| function.name == "getFile").unwrap();
    assert_eq!(scan.path, "/archive/{+path}");
    assert!(Extra::default().is_empty());
}
