//! Who sent it: HMAC-SHA1 over the raw body.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;

/// The header that carries the signature, in the case that HTTP libraries use.
pub const SIGNATURE_HEADER: &str = "x-hub-signature";

/// HMAC-SHA1 has this many bytes.
const LENGTH: usize = 20;

/// Checks the signature of a notification: `sha1=` and 40 hex digits, made with the secret over the body as received.
/// Compares in constant time.
///
/// # Errors
///
/// A signature that is missing, malformed or another one; then nobody knows who sent it. Or a secret that is empty, which
/// anybody could sign with.
pub fn verify(secret: &str, body: &[u8], signature: Option<&[u8]>) -> Result<(), SignatureError> {
    if secret.is_empty() {
        return Err(SignatureError::EmptySecret);
    }
    let signature = signature.ok_or(SignatureError::Missing)?;
    let given = parse(signature).ok_or(SignatureError::Malformed)?;
    // HMAC takes keys of any length, so that there is always one.
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).map_err(|_| SignatureError::Mismatch)?;
    mac.update(body);
    mac.verify_slice(&given).map_err(|_| SignatureError::Mismatch)
}

/// The bytes of `sha1=<40 hex digits>`.
fn parse(header: &[u8]) -> Option<[u8; LENGTH]> {
    let digits = header.strip_prefix(b"sha1=").filter(|digits| digits.len() == 2 * LENGTH)?;
    let mut bytes = [0; LENGTH];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

fn digit(character: u8) -> Option<u8> {
    let value = char::from(character).to_digit(16)?;
    u8::try_from(value).ok()
}

/// Why a notification cannot be trusted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The secret of this side is empty.
    EmptySecret,
    /// There is no signature.
    Missing,
    /// The signature is not `sha1=` and 40 hex digits.
    Malformed,
    /// The signature is of another body or with another secret.
    Mismatch,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => "the secret that signatures are checked with is empty",
            Self::Missing => "the signature is missing: no header X-Hub-Signature",
            Self::Malformed => "the signature is not `sha1=` and 40 hex digits",
            Self::Mismatch => "the signature is not that of this body with this secret",
        })
    }
}

impl std::error::Error for SignatureError {}
