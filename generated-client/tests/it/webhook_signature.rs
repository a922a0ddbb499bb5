//! Who sent a notification. The digests are openssl's: `printf '%s' BODY | openssl dgst -sha1 -hmac SECRET`.

use intercom_client::webhooks::{SIGNATURE_HEADER, SignatureError, verify};

const SECRET: &str = "EXAMPLE-NOT-A-SECRET";
const BODY: &[u8] = br#"{"type":"notification_event","topic":"ping"}"#;
const SIGNATURE: &str = "sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c";

fn check(signature: &str) -> Result<(), SignatureError> {
    verify(SECRET, BODY, Some(signature.as_bytes()))
}

#[test]
fn known_responses() {
    let long = "k".repeat(100);
    let cases: [(&str, &[u8], &str); 5] = [
        (SECRET, BODY, "9e06b9fd40bfbbf33a109188b88feb43cb67b36c"),
        (SECRET, b"", "dadce256a91d49de53397acf4b58fd5372b16842"),
        ("key-ü", r#"{"name":"Inês"}"#.as_bytes(), "0143092f837c2bc128bdf63006c8a12febc6c26b"),
        // RFC 2202, test case 2.
        ("Jefe", b"what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (&long, b"long key", "20787832fbe1ad68140348ce2ff9cd1af0c1f525"),
    ];
    for (secret, body, digest) in cases {
        assert_eq!(verify(secret, body, Some(format!("sha1={digest}").as_bytes())), Ok(()), "{digest}");
    }
}

#[test]
fn the_case_of_the_digits_does_not_matter() {
    assert_eq!(check("sha1=9E06B9FD40BFBBF33A109188B88FEB43CB67B36C"), Ok(()));
    assert_eq!(check("sha1=9E06b9fd40BFbbf33a109188b88feb43cb67b36C"), Ok(()));
}

#[test]
fn another_body_secret_or_digest_is_a_mismatch() {
    for position in 0..BODY.len() {
        let mut body = BODY.to_vec();
        body[position] ^= 1;
        let verdict = verify(SECRET, &body, Some(SIGNATURE.as_bytes()));
        assert_eq!(verdict, Err(SignatureError::Mismatch), "{position}");
    }
    for position in 5..SIGNATURE.len() {
        let mut signature = SIGNATURE.to_owned();
        let other = if &signature[position..=position] == "0" { "1" } else { "0" };
        signature.replace_range(position..=position, other);
        assert_eq!(check(&signature), Err(SignatureError::Mismatch), "{position}");
    }
    let with_newline = [BODY, b"\n"].concat();
    assert_eq!(verify(SECRET, &with_newline, Some(SIGNATURE.as_bytes())), Err(SignatureError::Mismatch));
    assert_eq!(verify("another", BODY, Some(SIGNATURE.as_bytes())), Err(SignatureError::Mismatch));
}

#[test]
fn a_signature_of_another_form_is_malformed() {
    let digest = &SIGNATURE[5..];
    let forms = [
        String::new(),
        digest.to_owned(),
        "sha1=".to_owned(),
        format!("sha1={}", &digest[..39]),
        format!("sha1={}", &digest[..38]),
        format!("sha1={digest}0"),
        format!("sha1={digest}00"),
        format!("sha1=0x{}", &digest[..38]),
        format!("sha1={}zz", &digest[..38]),
        format!("sha1=+{}", &digest[..39]),
        format!("sha1= {digest}"),
        format!(" {SIGNATURE}"),
        format!("{SIGNATURE} "),
        format!("SHA1={digest}"),
        format!("sha256={digest}"),
        format!("sha256={digest}{}", &digest[..24]),
        format!("{SIGNATURE},{SIGNATURE}"),
        // 40 characters and 40 bytes that are no digits.
        format!("sha1={}ü", &digest[..38]),
        format!("sha1={}", "١".repeat(20)),
    ];
    for form in &forms {
        assert_eq!(check(form), Err(SignatureError::Malformed), "{form}");
    }
    for bytes in [&b"sha1=\xff\xfe"[..], &[0xff; 45], &[b"sha1=".as_slice(), &[0xb9; 40]].concat()] {
        assert_eq!(verify(SECRET, BODY, Some(bytes)), Err(SignatureError::Malformed));
    }
}

#[test]
fn no_signature_and_no_secret() {
    assert_eq!(verify(SECRET, BODY, None::<&[u8]>), Err(SignatureError::Missing));
    // What anybody can compute: printf '' | openssl dgst -sha1 -hmac ''
    let signature = b"sha1=fbdb1d1b18aa6c08324b7d64b71fb76370690e1d";
    assert_eq!(verify("", b"", Some(signature)), Err(SignatureError::EmptySecret));
    assert_eq!(verify("", BODY, None::<&[u8]>), Err(SignatureError::EmptySecret));
}

#[test]
fn the_header_can_be_looked_up() {
    let mut headers = http::HeaderMap::new();
    headers.insert("X-Hub-Signature", SIGNATURE.parse().unwrap());
    let signature = headers.get(SIGNATURE_HEADER).map(http::HeaderValue::as_bytes);
    assert_eq!(verify(SECRET, BODY, signature), Ok(()));
}

#[test]
fn errors_are_one_line_without_secrets() {
    for error in
        [SignatureError::EmptySecret, SignatureError::Missing, SignatureError::Malformed, SignatureError::Mismatch]
    {
        assert!(!error.to_string().contains('\n'));
    }
}
