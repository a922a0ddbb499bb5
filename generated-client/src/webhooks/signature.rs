//! The signature of a notification: HMAC-SHA1 over the raw body.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;

/// The header with the signature, in lower case as HTTP libraries use it.
pub const SIGNATURE_HEADER: &str = "x-hub-signature";

/// The length of an HMAC-SHA1.
const SIGNATURE_BYTES: usize = 20;

/// Verifies the signature of a notification: `sha1=` and the 40 hex digits of an HMAC-SHA1 with the secret over the body as
/// received. Compares in constant time.
///
/// # Errors
///
/// The signature is missing, malformed or wrong, so the sender is unknown. Or the secret is empty, with which anybody could
/// sign.
pub fn verify(secret: &str, body: &[u8], signature: Option<&[u8]>) -> Result<(), SignatureError> {
    if secret.is_empty() {
        return Err(SignatureError::EmptySecret);
    }
    let signature = signature.ok_or(SignatureError::Missing)?;
    let given = parse(signature).ok_or(SignatureError::Malformed)?;
    // Never fails: HMAC accepts keys of any length.
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).map_err(|_| SignatureError::Mismatch)?;
    mac.update(body);
    mac.verify_slice(&given).map_err(|_| SignatureError::Mismatch)
}

/// The bytes of `sha1=<40 hex digits>`.
fn parse(header: &[u8]) -> Option<[u8; SIGNATURE_BYTES]> {
    let digits = header.strip_prefix(b"sha1=").filter(|digits| digits.len() == 2 * SIGNATURE_BYTES)?;
    let mut bytes = [0; SIGNATURE_BYTES];
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

/// An error of [`verify`]: the notification cannot be trusted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The secret passed to [`verify`] is empty.
    EmptySecret,
    /// There is no signature.
    Missing,
    /// The signature is not `sha1=` and 40 hex digits.
    Malformed,
    /// The signature belongs to another body or another secret.
    Mismatch,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => "the secret to verify signatures with is empty",
            Self::Missing => "the signature is missing: no header X-Hub-Signature",
            Self::Malformed => "the signature is not `sha1=` and 40 hex digits",
            Self::Mismatch => "the signature does not match this body and this secret",
        })
    }
}

impl std::error::Error for SignatureError {}
