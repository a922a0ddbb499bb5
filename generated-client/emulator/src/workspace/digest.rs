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
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
