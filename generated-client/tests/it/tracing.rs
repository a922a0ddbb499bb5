//! The spans of a call, by the names of OpenTelemetry's HTTP conventions.

use crate::support::recorder::Recorder;
use intercom_client::Client;
use intercom_client::types::PersonRef;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

type Fields = BTreeMap<String, String>;

/// Notes all spans when they close and all events.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

struct Read<'a>(&'a mut Fields);

impl Visit for Read<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

fn shown(name: &str, fields: &Fields) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{name} {}", fields.join(" "))
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Notes {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::new();
        attributes.record(&mut Read(&mut fields));
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        values.record(&mut Read(span.extensions_mut().get_mut::<Fields>().unwrap()));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target().starts_with("api_client_runtime") {
            let mut fields = Fields::new();
            event.record(&mut Read(&mut fields));
            self.0.lock().unwrap().push(shown("event", &fields));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        if span.metadata().target().starts_with("api_client_runtime") {
            let fields = span.extensions_mut().remove::<Fields>().unwrap();
            self.0.lock().unwrap().push(shown(span.name(), &fields));
        }
    }
}

#[test]
fn a_call_has_a_span_and_each_attempt_has_one() {
    let notes = Notes::default();
    let recorder = Recorder::start();
    let client = Client::builder()
        .access_token("CANARY-TOKEN")
        .base_url(recorder.url())
        .retry_policy(intercom_client::retry::RetryPolicy::new().backoff(std::time::Duration::ZERO))
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(notes.clone()), || {
        runtime.block_on(async {
            recorder.will_respond(503, "busy");
            recorder.will_respond(200, r#"{"type":"user","id":"1","email":"canary@kiln.example"}"#);
            client.users().get(PersonRef::email("canary@kiln.example")).await.unwrap();
            recorder.will_respond(404, r#"{"type":"error.list","errors":[{"code":"not_found"}]}"#);
            client.conversations().get("secret-id").await.unwrap_err();
            recorder.will_respond(200, r#"{"type":"conversation","state":"dreaming"}"#);
            client.conversations().get("1").await.unwrap();
            recorder.will_respond(200, r#"{"type":"conversation","state":"dreaming"}"#);
            client.conversations().get("1").await.unwrap();
        });
    });
    let port = recorder.url().rsplit(':').next().unwrap().to_owned();
    let notes = notes.0.lock().unwrap().join("\n").replace(&port, "PORT");
    assert!(!notes.to_lowercase().contains("canary"), "{notes}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("tracing", notes);
    });
}
