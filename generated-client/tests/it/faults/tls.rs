//! TLS fails: case 12. The tests link two rustls providers, the client's own (aws-lc-rs) and the server's (ring).

use crate::faults::{PERSON, create, find};
use crate::support::builder;
use crate::support::canary::checked;
use crate::support::fault_server::{Event, FaultServer, Step};
use crate::support::manual_clock::ManualClock;
use crate::support::wire;
use intercom_client::{Client, Error};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// An authority of the tests, which no machine trusts by itself.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Vec<u8>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    /// A server with a certificate of this authority for a name, valid until a year.
    fn server(&self, name: &str, until: i32) -> FaultServer {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        serve(certificate.der().to_vec(), &key)
    }

    /// A client that trusts this authority and no other.
    fn client(&self, url: &str, clock: &ManualClock) -> Client {
        let root = reqwest::Certificate::from_der(&self.certificate).unwrap();
        let http = reqwest::Client::builder().tls_backend_rustls().tls_certs_only([root]).no_proxy().build().unwrap();
        builder(url).reqwest_client(http).clock(clock.clone()).build().unwrap()
    }
}

fn serve(certificate: Vec<u8>, key: &KeyPair) -> FaultServer {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], key)
        .unwrap();
    FaultServer::tls(TlsAcceptor::from(Arc::new(config)), wire::reply(wire::ok(PERSON)))
}

/// One attempt, nothing sent, and texts that help.
async fn assert_not_trusted(client: &Client, server: &FaultServer, clock: &ManualClock, texts: &[&str]) {
    for error in [find(client).await.unwrap_err(), create(client).await.unwrap_err()] {
        let line = checked(&error);
        assert!(error.is_connect() && !error.may_have_been_processed(), "{line}");
        assert!(line.contains("no secure connection to 127.0.0.1:"), "{line}");
        assert_eq!(error.attempts(), 1, "{line}");
        let causes = causes(&error);
        assert!(texts.iter().any(|text| causes.contains(text)), "none of {texts:?} in: {causes}");
        assert!(texts.iter().any(|text| line.contains(text)), "none of {texts:?} in: {line}");
    }
    assert_eq!((server.connections(), server.requests().len()), (2, 0));
    assert!(clock.waits().is_empty(), "{:?}", clock.waits());
}

fn causes(error: &Error) -> String {
    let mut text = String::new();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!("{error}; "));
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn case_12_trusted_certificate_works_with_two_providers() {
    let (authority, clock) = (Authority::new(), ManualClock::new());
    let server = authority.server("127.0.0.1", 2999);
    let client = authority.client(&server.url(), &clock);
    find(&client).await.unwrap();
    create(&client).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn case_12_self_signed_certificate() {
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    params.not_after = date_time_ymd(2999, 1, 1);
    let key = KeyPair::generate().unwrap();
    let server = serve(params.self_signed(&key).unwrap().der().to_vec(), &key);
    let clock = ManualClock::new();
    let client = builder(&server.url()).clock(clock.clone()).build().unwrap();
    assert_not_trusted(&client, &server, &clock, &["UnknownIssuer", "not trusted", "NotTrusted"]).await;
}

#[tokio::test]
async fn case_12_expired_certificate() {
    let (authority, clock) = (Authority::new(), ManualClock::new());
    let server = authority.server("127.0.0.1", 2001);
    let client = authority.client(&server.url(), &clock);
    assert_not_trusted(&client, &server, &clock, &["expired", "Expired"]).await;
}

#[tokio::test]
async fn case_12_certificate_of_another_host() {
    let (authority, clock) = (Authority::new(), ManualClock::new());
    let server = authority.server("api.intercom.io", 2999);
    let client = authority.client(&server.url(), &clock);
    assert_not_trusted(&client, &server, &clock, &["not valid for name", "NotValidForName"]).await;
}

#[tokio::test]
async fn case_12_plain_http_where_tls_was_expected() {
    let plain = Step::Write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".to_vec());
    let server = FaultServer::always(vec![plain, Step::HalfClose]);
    let clock = ManualClock::new();
    let client = builder(&server.url().replace("http:", "https:")).clock(clock.clone()).build().unwrap();
    assert_not_trusted(&client, &server, &clock, &["InvalidContentType", "no TLS", "wrong version"]).await;
}

#[tokio::test]
async fn case_12_tls_where_plain_http_was_expected() {
    let authority = Authority::new();
    let server = authority.server("127.0.0.1", 2999);
    let client = builder(&server.url().replace("https:", "http:")).clock(ManualClock::new()).build().unwrap();
    let error = create(&client).await.unwrap_err();
    let line = checked(&error);
    // The request's bytes went out, whatever they met: the client cannot know.
    assert!(error.is_transport() && error.may_have_been_processed(), "{line}");
    // The server sends its alert before it notes the failed handshake.
    server.until(|events| events.contains(&Event::NoTls(0))).await;
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn case_12_broken_handshake_is_retried() {
    for script in [vec![Step::Reset], vec![], vec![Step::Sleep(std::time::Duration::from_millis(20)), Step::Reset]] {
        let server = FaultServer::always(script);
        let clock = ManualClock::new();
        let client = builder(&server.url().replace("http:", "https:")).clock(clock.clone()).build().unwrap();
        for error in [find(&client).await.unwrap_err(), create(&client).await.unwrap_err()] {
            let line = checked(&error);
            assert!(error.is_connect() && !error.may_have_been_processed(), "{line}");
            assert_eq!(error.attempts(), 3, "{line}: {}", causes(&error));
        }
        assert_eq!(server.connections(), 6);
    }
}
