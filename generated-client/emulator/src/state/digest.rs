//! Secrets are compared by their digests, so that none is kept.

use sha1::{Digest, Sha1};
use std::fmt::Write;

/// The digest of a secret, in hexadecimal.
pub fn digest(secret: &[u8]) -> String {
    let mut text = String::with_capacity(40);
    for byte in Sha1::digest(secret) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The beginning of the digest: enough to tell callers apart in a log, too little to look for the secret.
pub fn prefix(secret: &[u8]) -> String {
    digest(secret).chars().take(8).collect()
}
