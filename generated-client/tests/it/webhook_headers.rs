//! Report: a first program passes headers as its framework has them, and compiles.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use intercom_client::webhooks::{SIGNATURE_HEADER, SignatureError, SignatureHeader, WebhookSecret, verify};

const SECRET: &str = "EXAMPLE-NOT-A-SECRET";
const BODY: &[u8] = br#"{"type":"notification_event","topic":"ping"}"#;
const SIGNATURE: &str = "sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c";
const OTHER: &str = "sha1=498c1a8a7b5d9fd2ac438e5b4f1ed3163a445e8c";

fn check(signature: impl SignatureHeader) -> Result<(), SignatureError> {
    verify(SECRET, BODY, signature)
}

fn headers(values: &[&'static str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    for value in values {
        headers.append("X-Hub-Signature", HeaderValue::from_static(value));
    }
    headers
}

#[test]
fn header_maps_and_their_values_are_taken() {
    let headers = headers(&[SIGNATURE]);
    assert_eq!(check(&headers), Ok(()));
    assert_eq!(check(headers.get(SIGNATURE_HEADER)), Ok(()));
    assert_eq!(check(&headers[SIGNATURE_HEADER]), Ok(()));
    assert_eq!(check(headers.get("x-hub-signature").map(HeaderValue::as_bytes)), Ok(()));
    assert_eq!(check(headers.get("x-hub-signature").and_then(|value| value.to_str().ok())), Ok(()));
    assert_eq!(check(headers.get("x-hub-signature").cloned()), Ok(()));
    assert_eq!(check(Some(&headers)), Ok(()));
    assert_eq!(check(headers), Ok(()));
}

#[test]
fn texts_and_bytes_are_taken_owned_or_not() {
    let bytes = SIGNATURE.as_bytes();
    assert_eq!(check(SIGNATURE), Ok(()));
    assert_eq!(check(Some(SIGNATURE)), Ok(()));
    assert_eq!(check(SIGNATURE.to_owned()), Ok(()));
    assert_eq!(check(Some(&SIGNATURE.to_owned())), Ok(()));
    assert_eq!(check(bytes), Ok(()));
    assert_eq!(check(Some(bytes)), Ok(()));
    assert_eq!(check(bytes.to_vec()), Ok(()));
    assert_eq!(check(Bytes::from_static(bytes)), Ok(()));
    assert_eq!(check(b"sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c"), Ok(()));
    assert_eq!(check(Some(b"sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c")), Ok(()));
}

/// A framework whose headers are of another version of `http`, as actix-web's.
struct OtherHeaders;

impl OtherHeaders {
    fn get(&self, name: &str) -> Option<&OtherValue> {
        (name == SIGNATURE_HEADER).then_some(&OtherValue)
    }
}

struct OtherValue;

impl OtherValue {
    fn as_bytes(&self) -> &[u8] {
        SIGNATURE.as_bytes()
    }
}

impl SignatureHeader for OtherHeaders {
    fn signature(&self) -> Result<Option<&[u8]>, SignatureError> {
        Ok(self.get(SIGNATURE_HEADER).map(OtherValue::as_bytes))
    }
}

#[test]
fn headers_of_another_http_are_taken_as_bytes() {
    assert_eq!(check(OtherHeaders.get(SIGNATURE_HEADER).map(|value| value.as_bytes())), Ok(()));
    assert_eq!(check(&OtherHeaders), Ok(()));
}

#[test]
fn absent_signature_is_missing_in_every_form() {
    let empty = headers(&[]);
    assert_eq!(check(&empty), Err(SignatureError::Missing));
    assert_eq!(check(empty.get(SIGNATURE_HEADER)), Err(SignatureError::Missing));
    assert_eq!(check(None::<&[u8]>), Err(SignatureError::Missing));
    assert_eq!(check(None::<&str>), Err(SignatureError::Missing));
    assert_eq!(check(None::<&HeaderMap>), Err(SignatureError::Missing));
}

#[test]
fn two_signatures_that_differ_are_ambiguous() {
    for values in [[SIGNATURE, OTHER], [OTHER, SIGNATURE], [SIGNATURE, ""], ["", SIGNATURE]] {
        assert_eq!(check(headers(&values)), Err(SignatureError::Ambiguous), "{values:?}");
        assert_eq!(check(Some(&headers(&values))), Err(SignatureError::Ambiguous), "{values:?}");
    }
    assert_eq!(check(headers(&[SIGNATURE, SIGNATURE, OTHER])), Err(SignatureError::Ambiguous));
    assert_eq!(check(headers(&[SIGNATURE, SIGNATURE])), Ok(()));
    assert_eq!(check(headers(&[OTHER, OTHER])), Err(SignatureError::Mismatch));
    assert!(SignatureError::Ambiguous.to_string().contains("they differ"));
}

#[test]
fn value_that_is_no_text_is_malformed() {
    let value = HeaderValue::from_bytes(b"sha1=\xff\xfe").unwrap();
    assert_eq!(check(&value), Err(SignatureError::Malformed));
    let mut headers = HeaderMap::new();
    headers.insert(SIGNATURE_HEADER, value);
    assert_eq!(check(&headers), Err(SignatureError::Malformed));
}

#[test]
fn any_secret_of_several_verifies() {
    let secret = WebhookSecret::new("new").unwrap().or("other").unwrap();
    assert_eq!(secret.verify(BODY, SIGNATURE), Err(SignatureError::Mismatch));
    let secret = secret.or(SECRET.to_owned()).unwrap();
    assert_eq!(secret.verify(BODY, SIGNATURE), Ok(()));
    assert_eq!(secret.verify(BODY, headers(&[SIGNATURE])), Ok(()));
    assert_eq!(secret.verify(b"", SIGNATURE), Err(SignatureError::Mismatch));
    assert_eq!(secret.verify(BODY, "sha1"), Err(SignatureError::Malformed));
    assert_eq!(secret.verify(BODY, None::<&str>), Err(SignatureError::Missing));
    let shown = format!("{secret:?} {secret:#?}");
    assert!(!shown.contains("EXAMPLE") && !shown.contains("other"), "{shown}");
}

#[test]
fn empty_secret_is_never_one_of_several() {
    assert_eq!(WebhookSecret::new("").unwrap_err(), SignatureError::EmptySecret);
    assert_eq!(WebhookSecret::new(SECRET).unwrap().or("").unwrap_err(), SignatureError::EmptySecret);
}
