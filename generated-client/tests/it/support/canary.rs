//! A token and an argument that nobody must ever print, and a watch over all that is printed.

use intercom_client::Error;
use std::error::Error as StdError;
use std::fmt::{self, Write};
use std::sync::{Mutex, Once, PoisonError};

/// The token of the tests' clients.
pub const TOKEN: &str = "canary-Tk9-never-shown-5f0c1e";

/// An argument of the tests' calls: personal data.
pub const EMAIL: &str = "ines.canary@private.example";

/// Nothing of it may be in any text for people.
const REDACTED: [&str; 4] = [TOKEN, EMAIL, "ines.canary", "ines%2Ecanary"];

/// Fails if the text shows the token or the argument.
pub fn assert_no_canary(text: &str) {
    for redacted in REDACTED {
        // The text itself is not repeated: a log of the tests is also a place where secrets do not belong.
        assert!(!text.contains(redacted), "`{}…` is shown", &redacted[..6]);
    }
}

/// Looks through an error, its causes and all that was logged so far. Returns its line back.
pub fn checked(error: &Error) -> String {
    let line = error.to_string();
    assert_eq!(line.lines().count(), 1, "not one line: {line}");
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause: Option<&dyn StdError> = error.source();
    while let Some(error) = cause {
        write!(shown, " {error} {error:?} {error:#?}").unwrap();
        cause = error.source();
    }
    assert_no_canary(&shown);
    assert_no_leaks();
    line
}

/// Lines that were logged and should not have been, without the canaries.
static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// How many lines were watched.
static WATCHED: Mutex<usize> = Mutex::new(0);

/// From now on looks at all that is logged, by `log` and by `tracing`, at every level.
pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Watch).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        tracing::subscriber::set_global_default(Watch).unwrap();
    });
}

/// Fails if anything that was logged so far showed a canary.
pub fn assert_no_leaks() {
    let leaks = LEAKS.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(leaks.is_empty(), "logged: {leaks:?}");
}

/// How many lines were watched so far.
pub fn watched() -> usize {
    *WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn look_at(place: &str, text: &str) {
    *WATCHED.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    if REDACTED.iter().any(|redacted| text.contains(redacted)) {
        LEAKS.lock().unwrap_or_else(PoisonError::into_inner).push(place.to_owned());
    }
}

struct Watch;

impl log::Log for Watch {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        look_at(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}

impl tracing::Subscriber for Watch {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        let mut text = Text::default();
        span.record(&mut text);
        look_at(span.metadata().name(), &text.0);
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        let mut text = Text::default();
        values.record(&mut text);
        look_at("a span's late values", &text.0);
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        look_at(event.metadata().target(), &text.0);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[derive(Default)]
struct Text(String);

impl tracing::field::Visit for Text {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}
