//! Digests of secrets: secrets are compared by digest and never kept.

use sha1::{Digest, Sha1};

/// The digest of a secret, in hexadecimal.
pub fn digest(secret: &[u8]) -> String {
    to_hex(&Sha1::digest(secret))
}

/// The first 8 digits of the digest: enough to distinguish callers in a log, too few to search for the secret.
pub fn digest_prefix(secret: &[u8]) -> String {
    to_hex(Sha1::digest(secret).get(..4).unwrap_or_default())
}

pub fn to_hex(bytes: &[u8]) -> String {
    let digit =
        |value: u8| char::from(if value < 10 { b'0' | value } else { b'a'.saturating_add(value.saturating_sub(10)) });
    let mut hex = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        hex.push(digit(byte >> 4));
        hex.push(digit(byte & 15));
    }
    hex
}
