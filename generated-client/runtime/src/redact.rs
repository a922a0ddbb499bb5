//! Personal data in `Debug`: redacted unless asked for.

pub use crate::quote::is_unprintable;
use secrecy::ExposeSecret;
use serde_json::Value;
use std::cell::Cell;
use std::fmt;

thread_local! {
    /// Whether `Debug` on this thread shows personal data: only while a [`Unredacted`] is being formatted.
    static IS_UNREDACTED: Cell<bool> = const { Cell::new(false) };
}

/// Shows personal data in `Debug`, which redacts it otherwise: `println!("{:?}", unredacted(&user))`.
pub fn unredacted<T: fmt::Debug>(value: &T) -> Unredacted<'_, T> {
    Unredacted(value)
}

/// A value whose `Debug` shows personal data. Secrets stay redacted.
pub struct Unredacted<'a, T>(&'a T);

impl<T: fmt::Debug> fmt::Debug for Unredacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Redacts again, whatever happens while formatting.
        struct RedactAgain(bool);

        impl Drop for RedactAgain {
            fn drop(&mut self) {
                IS_UNREDACTED.set(self.0);
            }
        }

        let _redact_again = RedactAgain(IS_UNREDACTED.replace(true));
        self.0.fmt(f)
    }
}

/// Whether `Debug` shows personal data at the moment.
pub(crate) fn is_unredacted() -> bool {
    IS_UNREDACTED.get()
}

/// A value with personal data: `Debug` shows whether there is one, and not which.
#[doc(hidden)]
pub struct Redacted<'a, T>(pub &'a T);

/// Stands for a value that is not shown.
pub(crate) struct Dots;

impl fmt::Debug for Dots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<T: fmt::Debug> fmt::Debug for Redacted<'_, Option<T>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_unredacted() { self.0.fmt(f) } else { self.0.as_ref().map(|_| Dots).fmt(f) }
    }
}

impl fmt::Debug for Redacted<'_, serde_json::Map<String, Value>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_unredacted() {
            self.0.fmt(f)
        } else {
            f.debug_map().entries(self.0.keys().map(|key| (key, Dots))).finish()
        }
    }
}

/// Text that is never printed and is wiped from memory when it is dropped.
#[derive(Clone)]
pub struct SecretString(secrecy::SecretString);

impl SecretString {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl Eq for SecretString {}

impl PartialEq for SecretString {
    /// Compares all bytes, whatever the first difference: how long it takes does not depend on where they differ.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.expose().as_bytes(), other.expose().as_bytes());
        let differences = a.iter().zip(b).fold(0, |differences, (a, b)| differences | (a ^ b));
        a.len() == b.len() && std::hint::black_box(differences) == 0
    }
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretString(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Person {
        email: Option<String>,
        phone: Option<String>,
    }

    impl fmt::Debug for Person {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let (email, phone) = (&Redacted(&self.email), &Redacted(&self.phone));
            f.debug_struct("Person").field("email", email).field("phone", phone).finish()
        }
    }

    #[test]
    fn personal_data_is_shown_only_while_it_is_asked_for() {
        let person = Person { email: Some("a@b".to_owned()), phone: None };
        assert_eq!(format!("{person:?}"), "Person { email: Some(…), phone: None }");
        assert_eq!(format!("{:?}", unredacted(&person)), r#"Person { email: Some("a@b"), phone: None }"#);
        assert_eq!(format!("{person:?}"), "Person { email: Some(…), phone: None }");
    }
}
