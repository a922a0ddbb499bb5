//! Secrets are compared by their digests, so that none is kept.

use sha1::{Digest, Sha1};

/// The digest of a secret, in hexadecimal.
pub fn digest(secret: &[u8]) -> String {
    hexadecimal(&Sha1::digest(secret))
}

/// The beginning of the digest: enough to tell callers apart in a log, too little to look for the secret.
pub fn prefix(secret: &[u8]) -> String {
    hexadecimal(Sha1::digest(secret).get(..4).unwrap_or_default())
}

/// Bytes as digits, two of each.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
