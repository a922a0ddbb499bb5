//! The forms in which web frameworks hand over a header.

use super::error::SignatureError;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

/// The header with the signature, in lower case as HTTP libraries use it.
pub const SIGNATURE_HEADER: &str = "x-hub-signature";

/// What [`verify`](super::verify) takes for the signature: all headers of a request, or the value of `X-Hub-Signature`.
///
/// | framework | pass |
/// |---|---|
/// | axum, hyper, warp, anything made of the crate `http` 1 | `&headers`, the complete [`HeaderMap`]; or `headers.get(SIGNATURE_HEADER)` |
/// | actix-web, whose headers are those of `http` 0.2 | `headers.get(SIGNATURE_HEADER).map(\|value\| value.as_bytes())` |
/// | Rocket | `headers.get_one(SIGNATURE_HEADER)` |
/// | others | text or bytes, in an `Option` or not |
///
/// Pass the complete map where you can: only there a second signature is seen.
///
/// ```
/// use intercom_client::webhooks::{SIGNATURE_HEADER, SignatureError, verify};
///
/// # fn receive(headers: http::HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
/// verify("EXAMPLE-NOT-A-SECRET", body, &headers)?;
/// verify("EXAMPLE-NOT-A-SECRET", body, headers.get(SIGNATURE_HEADER))?;
/// verify("EXAMPLE-NOT-A-SECRET", body, headers.get(SIGNATURE_HEADER).map(|value| value.as_bytes()))?;
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the signature of a webhook",
    label = "neither a `http::HeaderMap` nor the value of a header",
    note = "pass the request's headers (`&headers`) or one value, such as `headers.get(SIGNATURE_HEADER)`",
    note = "where the value is of another version of the crate `http`, as in actix-web, pass its bytes: \
            `headers.get(SIGNATURE_HEADER).map(|value| value.as_bytes())`"
)]
pub trait SignatureHeader {
    /// The value of `X-Hub-Signature`; `None` where there is none.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Ambiguous`]: there are several, and they differ.
    fn signature(&self) -> Result<Option<&[u8]>, SignatureError>;
}

impl SignatureHeader for HeaderMap {
    fn signature(&self) -> Result<Option<&[u8]>, SignatureError> {
        let mut values = self.get_all(SIGNATURE_HEADER).iter().map(HeaderValue::as_bytes);
        let first = values.next();
        // Whoever added the other one may have left the sender's in its place: nobody can know which one to trust.
        if values.any(|value| Some(value) != first) { Err(SignatureError::Ambiguous) } else { Ok(first) }
    }
}

impl<T: SignatureHeader + ?Sized> SignatureHeader for &T {
    fn signature(&self) -> Result<Option<&[u8]>, SignatureError> {
        (**self).signature()
    }
}

impl<T: SignatureHeader> SignatureHeader for Option<T> {
    fn signature(&self) -> Result<Option<&[u8]>, SignatureError> {
        self.as_ref().map_or(Ok(None), SignatureHeader::signature)
    }
}

/// Values, whose bytes are the signature.
macro_rules! value {
    ($($type:ty),*) => {
        $(
            impl SignatureHeader for $type {
                fn signature(&self) -> Result<Option<&[u8]>, SignatureError> {
                    Ok(Some(self.as_ref()))
                }
            }
        )*
    };
}

value!(HeaderValue, [u8], str, String, Vec<u8>, Bytes);

impl<const N: usize> SignatureHeader for [u8; N] {
    fn signature(&self) -> Result<Option<&[u8]>, SignatureError> {
        Ok(Some(self))
    }
}
