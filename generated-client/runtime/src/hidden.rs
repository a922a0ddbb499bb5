//! Personal data in `Debug`: hidden unless asked for.

use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

thread_local! {
    /// Whether `Debug` on this thread shows personal data: only while a [`Revealed`] is being formatted.
    static REVEALED: Cell<bool> = const { Cell::new(false) };
}

/// Shows personal data in `Debug`, which hides it otherwise: `println!("{:?}", reveal(&user))`.
pub fn reveal<T: fmt::Debug>(value: &T) -> Revealed<'_, T> {
    Revealed(value)
}

/// A value whose `Debug` shows personal data. Secrets stay hidden.
pub struct Revealed<'a, T>(&'a T);

impl<T: fmt::Debug> fmt::Debug for Revealed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Hides again, whatever happens while formatting.
        struct Hide(bool);

        impl Drop for Hide {
            fn drop(&mut self) {
                REVEALED.set(self.0);
            }
        }

        let _hide = Hide(REVEALED.replace(true));
        self.0.fmt(f)
    }
}

/// A field with personal data: `Debug` shows whether there is a value, and not which. Generated code wraps fields in it.
#[doc(hidden)]
pub struct Hidden<'a, T>(pub &'a T);

/// Stands for a value that is not shown.
struct Dots;

impl fmt::Debug for Dots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<T: fmt::Debug> fmt::Debug for Hidden<'_, Option<T>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if REVEALED.get() { self.0.fmt(f) } else { self.0.as_ref().map(|_| Dots).fmt(f) }
    }
}

impl<T: fmt::Debug> fmt::Debug for Hidden<'_, Vec<T>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if REVEALED.get() { self.0.fmt(f) } else { f.debug_list().entries(self.0.iter().map(|_| Dots)).finish() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Hidden<'_, BTreeMap<String, T>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if REVEALED.get() {
            self.0.fmt(f)
        } else {
            f.debug_map().entries(self.0.keys().map(|key| (key, Dots))).finish()
        }
    }
}

impl fmt::Debug for Hidden<'_, serde_json::Map<String, Value>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if REVEALED.get() {
            self.0.fmt(f)
        } else {
            f.debug_map().entries(self.0.keys().map(|key| (key, Dots))).finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Person {
        email: Option<String>,
        phones: Vec<String>,
    }

    impl fmt::Debug for Person {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let (email, phones) = (&Hidden(&self.email), &Hidden(&self.phones));
            f.debug_struct("Person").field("email", email).field("phones", phones).finish()
        }
    }

    #[test]
    fn personal_data_is_shown_only_while_it_is_asked_for() {
        let person = Person { email: Some("a@b".to_owned()), phones: vec!["1".to_owned()] };
        assert_eq!(format!("{person:?}"), "Person { email: Some(…), phones: […] }");
        assert_eq!(format!("{:?}", reveal(&person)), r#"Person { email: Some("a@b"), phones: ["1"] }"#);
        assert_eq!(format!("{person:?}"), "Person { email: Some(…), phones: […] }");
        let nobody = Person { email: None, phones: Vec::new() };
        assert_eq!(format!("{nobody:?}"), "Person { email: None, phones: [] }");
    }
}
