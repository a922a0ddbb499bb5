//! The secrets that a receiver accepts.

use super::error::SignatureError;
use super::header::SignatureHeader;
use super::signature::verify;
use api_client_runtime::redact::SecretString;
use std::sync::Arc;

/// The secret with which notifications are signed, and further ones while secrets change. Clones are cheap; it is never
/// printed.
///
/// ```
/// use intercom_client::webhooks::WebhookSecret;
///
/// # fn load() -> Result<WebhookSecret, Box<dyn std::error::Error>> {
/// # let (new, old) = ("EXAMPLE-NOT-A-SECRET", "EXAMPLE-NOT-A-SECRET-EITHER");
/// let secret = WebhookSecret::new(new)?;
/// // While the secret changes, notifications are signed with either.
/// let secret = secret.or(old)?;
/// # Ok(secret)
/// # }
/// # load().unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct WebhookSecret(Arc<Vec<SecretString>>);

impl WebhookSecret {
    /// One secret.
    ///
    /// # Errors
    ///
    /// [`SignatureError::EmptySecret`]: anybody could sign with it.
    pub fn new(secret: impl Into<SecretString>) -> Result<Self, SignatureError> {
        Ok(Self(Arc::new(vec![not_empty(secret.into())?])))
    }

    /// Accepts what another secret has signed, too: of another subscription, or the previous one.
    ///
    /// # Errors
    ///
    /// [`SignatureError::EmptySecret`]: anybody could sign with it.
    pub fn or(mut self, secret: impl Into<SecretString>) -> Result<Self, SignatureError> {
        Arc::make_mut(&mut self.0).push(not_empty(secret.into())?);
        Ok(self)
    }

    /// Verifies a signature as [`verify`](super::verify) does, with any of the secrets.
    ///
    /// # Errors
    ///
    /// Those of [`verify`](super::verify).
    pub fn verify(&self, body: &[u8], signature: impl SignatureHeader) -> Result<(), SignatureError> {
        let mut outcome = Err(SignatureError::Mismatch);
        for secret in self.0.iter() {
            outcome = verify(secret.expose(), body, &signature);
            if outcome != Err(SignatureError::Mismatch) {
                break;
            }
        }
        outcome
    }
}

fn not_empty(secret: SecretString) -> Result<SecretString, SignatureError> {
    if secret.expose().is_empty() { Err(SignatureError::EmptySecret) } else { Ok(secret) }
}
