//! What the page's scripts need beyond its HTML, compressed: most of it is the functions once more, for machines.

use crate::emit::snippet::catalogue;
use crate::model::{Api, Example, Returns};
use api_client_snippets::Language;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::collections::BTreeMap;
use std::io::Write;

/// A JSON object with `catalogue`, `languages` and `responses` (the first example's, by function), deflated, in base64.
pub fn data(api: &Api) -> String {
    let catalogue = serde_json::to_string(&catalogue::of(api)).unwrap_or_default();
    let languages = Language::all_json();
    let functions = api.resources.iter().flat_map(|resource| &resource.functions);
    let responses: BTreeMap<&str, String> = functions
        .filter_map(|function| Some((function.name.as_str(), response(&function.returns, function.examples.first()?)?)))
        .collect();
    let responses = serde_json::to_string(&responses).unwrap_or_default();
    let json = format!("{{\"catalogue\":{catalogue},\"languages\":{languages},\"responses\":{responses}}}");
    BASE64_STANDARD.encode(deflated(json.as_bytes()))
}

fn response(returns: &Returns, example: &Example) -> Option<String> {
    let response = example.response.as_ref()?;
    Some(match response.as_str() {
        Some(text) if !matches!(returns, Returns::Json { .. }) => text.to_owned(),
        _ => response.pretty(),
    })
}

/// Writing to memory does not fail.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes);
    written.and_then(|()| encoder.finish()).unwrap_or_default()
}
