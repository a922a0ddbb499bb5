//! Responses that differ from what the models say: each example's response with one thing changed, at every place, decoded by its
//! own function. Nothing may fail, and nothing may get lost.

use bytes::Bytes;
use intercom_client::Example;
use intercom_client::examples::EXAMPLES;
use intercom_client::redact::unredacted;
use intercom_client::schema::Returns;
use intercom_client::transport::{SendOptions, Transport, TransportFuture};
use intercom_client::{Client, Error, Value, json};
use std::cell::RefCell;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// Responses with what was put in last.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Bytes>>);

impl Transport for Shelf {
    fn send(&self, _: http::Request<Bytes>, _: SendOptions) -> TransportFuture {
        let response = crate::support::scripted::json(200, &[], "").map(|_| self.0.lock().unwrap().clone());
        Box::pin(async { Ok(response) })
    }
}

/// Decodes a response of an example's function. Personal data is shown, since the tests look for it.
struct Decoder {
    shelf: Shelf,
    client: Client,
}

struct Run<'a>(&'a Decoder, &'static Example<Client>, RefCell<Option<Error>>);

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sent = (self.1.send)(&self.0.client);
        match sent.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(shown)) => f.write_str(&shown),
            Poll::Ready(Err(error)) => {
                *self.2.borrow_mut() = Some(error);
                Ok(())
            }
            Poll::Pending => panic!("a shelf has its response ready"),
        }
    }
}

impl Decoder {
    fn new() -> Self {
        let shelf = Shelf::default();
        let client = crate::support::builder("http://shelf.test").retries(0).transport(shelf.clone()).build().unwrap();
        Self { shelf, client }
    }

    fn decode(&self, example: &'static Example<Client>, body: &Value) -> Result<String, Error> {
        *self.shelf.0.lock().unwrap() = Bytes::from(body.to_string());
        let run = Run(self, example, RefCell::default());
        let shown = format!("{:?}", unredacted(&run));
        match run.2.into_inner() {
            Some(error) => Err(error),
            None => Ok(shown),
        }
    }
}

/// A step to a value.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

type Place = Vec<Step>;

/// All places of a value, itself included.
fn places(value: &Value) -> Vec<Place> {
    let below = |step: Step, value: &Value| {
        let inner = places(value).into_iter();
        inner.map(move |rest| [vec![step.clone()], rest].concat()).collect::<Vec<_>>()
    };
    let mut all = vec![Vec::new()];
    match value {
        Value::Object(members) => {
            all.extend(members.iter().flat_map(|(key, value)| below(Step::Key(key.clone()), value)))
        }
        Value::Array(items) => {
            all.extend(items.iter().enumerate().flat_map(|(at, value)| below(Step::Item(at), value)))
        }
        _ => {}
    }
    all
}

fn at<'a>(value: &'a mut Value, place: &[Step]) -> &'a mut Value {
    place.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(at) => &mut value[at],
    })
}

/// A look-up takes the one object out of a list: without one it finds nothing, and what is around the list is not decoded.
fn is_around(example: &Example<Client>, place: &[Step]) -> bool {
    let Returns::Unwrap(_, list) = example.function.returns else { return false };
    let has_list = serde_json::from_str::<Value>(example.response).unwrap().get(list).is_some();
    has_list && !matches!(place, [Step::Key(key), _, ..] if key == list)
}

/// Changes one value at a time and looks at what it decodes to. How many changes there were.
fn sweep(change: impl Fn(&[Step], &Value) -> Vec<Value>, check: impl Fn(&Case<'_>)) -> usize {
    let decoder = Decoder::new();
    let mut changes = 0;
    for example in EXAMPLES.iter().filter(|example| example.function.returns != Returns::Empty) {
        let body: Value = serde_json::from_str(example.response).unwrap();
        let before = decoder.decode(example, &body).unwrap();
        for place in places(&body) {
            let old = at(&mut body.clone(), &place).clone();
            for new in change(&place, &old) {
                let mut body = body.clone();
                *at(&mut body, &place) = new.clone();
                let after = decoder.decode(example, &body);
                check(&Case { example, place: &place, old: &old, new: &new, before: &before, after });
                changes += 1;
            }
        }
    }
    changes
}

struct Case<'a> {
    example: &'static Example<Client>,
    place: &'a [Step],
    old: &'a Value,
    new: &'a Value,
    before: &'a str,
    after: Result<String, Error>,
}

impl Case<'_> {
    fn place(&self) -> String {
        format!("{} at {:?}, {} for {}", self.example.function.name, self.place, self.new, self.old)
    }

    /// What it decoded to; look-ups may also find nothing, or find something that a change around it did not touch.
    fn decoded(&self) -> Option<&str> {
        match &self.after {
            Ok(_) if is_around(self.example, self.place) => None,
            Err(error) if error.is_not_found() && matches!(self.example.function.returns, Returns::Unwrap(..)) => None,
            Ok(shown) => Some(shown),
            Err(error) => panic!("{}: {error}", self.place()),
        }
    }

    /// Whether it lies in JSON that the model takes as it comes, so that it is the new value that is shown.
    fn is_free(&self, shown: &str) -> bool {
        let json = match self.new {
            Value::String(text) => format!("String({text:?})"),
            Value::Number(_) => "Number(".to_owned(),
            other => format!("{other:?}"),
        };
        shown.contains(&json)
    }
}

#[test]
fn case_28_sweep_an_unknown_key_in_every_object_is_kept() {
    let add = |_: &[Step], value: &Value| match value {
        Value::Object(members) => {
            let with = |new: Value| {
                let mut members = members.clone();
                members.insert("zz_new".to_owned(), new);
                Value::Object(members)
            };
            vec![with(json!(4711)), with(json!({ "zz_deep": ["zz_value", 7.5, null] }))]
        }
        _ => Vec::new(),
    };
    let count = sweep(add, |case| {
        // The numbers by name of `/counts` are numbers, whatever their name is.
        if case.after.is_err() && case.example.function.path == "/counts" && case.new["zz_new"].is_object() {
            return;
        }
        let Some(shown) = case.decoded() else { return };
        let new =
            if case.new["zz_new"].is_object() { &["zz_new", "zz_deep", "zz_value"][..] } else { &["zz_new", "4711"] };
        assert!(new.iter().all(|part| shown.contains(part)), "{}: {shown}", case.place());
    });
    assert!(count > 200, "{count}");
}

#[test]
fn case_28_sweep_every_key_may_be_missing() {
    let remove = |_: &[Step], value: &Value| {
        let Value::Object(members) = value else { return Vec::new() };
        let without = |key: &String| {
            let mut members = members.clone();
            members.remove(key);
            Value::Object(members)
        };
        members.keys().map(without).collect()
    };
    let count = sweep(remove, |case| _ = case.decoded());
    assert!(count > 1_000, "{count}");
}

#[test]
fn case_28_sweep_every_value_may_be_null() {
    let null = |place: &[Step], _: &Value| if place.is_empty() { Vec::new() } else { vec![Value::Null] };
    let count = sweep(null, |case| _ = case.decoded());
    assert!(count > 1_000, "{count}");
}

#[test]
fn case_28_sweep_every_list_may_be_empty_or_longer() {
    let change = |_: &[Step], value: &Value| match value {
        Value::Array(items) => vec![json!([]), Value::Array([items.as_slice(), &[Value::Null]].concat())],
        _ => Vec::new(),
    };
    // A null among objects is none.
    let count = sweep(change, |case| _ = case.decoded());
    assert!(count > 100, "{count}");
}

#[test]
fn case_28_sweep_every_text_may_be_one_that_nobody_knows() {
    let change = |_: &[Step], value: &Value| match value {
        // A date that cannot be read is no date.
        Value::String(text) if intercom_client::time::Timestamp::parse(text).is_some() => vec![json!("")],
        Value::String(_) => vec![json!("Zz-Unknown 1"), json!("")],
        _ => Vec::new(),
    };
    let count = sweep(change, |case| {
        let Some(shown) = case.decoded() else { return };
        // Secrets are not shown, neither before nor after.
        let was_shown = case.before.contains(&format!("{:?}", case.old.as_str().unwrap()))
            || !case.before.contains("SecretString(…)");
        if was_shown && *case.new != "" {
            assert!(shown.contains("Zz-Unknown 1"), "{}: {shown}", case.place());
        }
    });
    assert!(count > 1_000, "{count}");
}

#[test]
fn case_28_sweep_every_number_may_be_text_or_extreme() {
    let change = |_: &[Step], value: &Value| match value {
        Value::Number(number) => vec![
            json!(number.to_string()),
            json!(i64::MAX),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1e300),
            json!(-0.5),
            json!(0),
        ],
        _ => Vec::new(),
    };
    let count = sweep(change, |case| {
        let Some(shown) = case.decoded() else { return };
        if case.new.is_string() && !case.is_free(shown) {
            assert_eq!(shown, case.before, "{}", case.place());
        }
    });
    assert!(count > 1_000, "{count}");
}

#[test]
fn case_28_sweep_every_boolean_may_come_as_text_or_number() {
    let change = |_: &[Step], value: &Value| match value {
        Value::Bool(value) => vec![json!(value.to_string()), json!(u8::from(*value))],
        _ => Vec::new(),
    };
    let count = sweep(change, |case| {
        let Some(shown) = case.decoded() else { return };
        assert!(case.is_free(shown) || shown == case.before, "{}: {shown}", case.place());
    });
    assert!(count > 50, "{count}");
}

/// Old payloads have numbers for ids. All digits are kept, however many there are.
#[test]
fn case_28_sweep_every_id_may_come_as_a_number() {
    let digits = "98765432109876543210987";
    let change = |place: &[Step], value: &Value| {
        let is_id = matches!(place.last(), Some(Step::Key(key)) if key == "id" || key.ends_with("_id"));
        if is_id && value.is_string() { vec![json!("zz-id-here")] } else { Vec::new() }
    };
    // serde_json's own numbers lose digits, so the text itself is changed.
    let decoder = Decoder::new();
    let count = sweep(change, |case| {
        let mut body: Value = serde_json::from_str(case.example.response).unwrap();
        *at(&mut body, case.place) = case.new.clone();
        let text = body.to_string().replace("\"zz-id-here\"", digits);
        *decoder.shelf.0.lock().unwrap() = Bytes::from(text);
        let run = Run(&decoder, case.example, RefCell::default());
        let shown = format!("{:?}", unredacted(&run));
        assert!(run.2.borrow().is_none(), "{}: {:?}", case.place(), run.2.borrow());
        // Free JSON has JSON's numbers.
        let kept = shown.contains(&format!("{digits:?}")) || shown.contains("Number(9.8765");
        assert!(kept || is_around(case.example, case.place), "{}: {shown}", case.place());
    });
    assert!(count > 100, "{count}");
}
