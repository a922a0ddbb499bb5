//! The signature of a notification: HMAC-SHA1 over the raw body.

use super::error::SignatureError;
use super::header::SignatureHeader;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The length of an HMAC-SHA1.
const SIGNATURE_BYTES: usize = 20;

/// Verifies the signature of a notification: `sha1=` and the 40 hex digits of an HMAC-SHA1 with the secret over the body as
/// received. Compares in constant time.
///
/// The signature is given as the framework has it: all headers of the request, or one value; see [`SignatureHeader`].
///
/// # Errors
///
/// The signature is missing, malformed, ambiguous or wrong, so the sender is unknown. Or the secret is empty, with which
/// anybody could sign.
pub fn verify(secret: &str, body: &[u8], signature: impl SignatureHeader) -> Result<(), SignatureError> {
    if secret.is_empty() {
        return Err(SignatureError::EmptySecret);
    }
    let given = given(&signature)?;
    // Never fails: HMAC accepts keys of any length.
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).map_err(|_| SignatureError::Mismatch)?;
    mac.update(body);
    mac.verify_slice(&given).map_err(|_| SignatureError::Mismatch)
}

/// The signature that came, whatever it is of: a request without one can be rejected before its body is read.
pub(super) fn given(signature: &impl SignatureHeader) -> Result<[u8; SIGNATURE_BYTES], SignatureError> {
    let signature = signature.signature()?.ok_or(SignatureError::Missing)?;
    parse(signature).ok_or(SignatureError::Malformed)
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
