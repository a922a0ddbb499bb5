//! Why a signature proves nothing.

use std::fmt;

/// An error of [`verify`](super::verify): the notification cannot be trusted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The secret passed to [`verify`](super::verify) is empty.
    EmptySecret,
    /// There is no signature.
    Missing,
    /// The signature is not `sha1=` and 40 hex digits.
    Malformed,
    /// There are several signatures, and they differ.
    Ambiguous,
    /// The signature belongs to another body or another secret.
    Mismatch,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => "the secret to verify signatures with is empty",
            Self::Missing => "the signature is missing: no header X-Hub-Signature",
            Self::Malformed => "the signature is not `sha1=` and 40 hex digits",
            Self::Ambiguous => "there are several headers X-Hub-Signature, and they differ",
            Self::Mismatch => "the signature does not match this body and this secret",
        })
    }
}

impl std::error::Error for SignatureError {}
