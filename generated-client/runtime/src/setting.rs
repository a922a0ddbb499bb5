//! One thing that a client is set up with: by the program, or by a variable of the environment.

use super::Error;
use crate::schema::Package;
use std::env::VarError;

/// A setting and where it comes from.
pub(super) struct Setting<T> {
    /// What the variable is called, after the package's prefix.
    name: &'static str,
    value: Option<T>,
    read: Read,
}

/// What became of the variable.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Read {
    /// It was not asked for, is not set, or does not matter.
    Not,
    /// The value is its.
    Taken,
    /// It is set and not UTF-8.
    Unreadable,
}

impl<T: From<String>> Setting<T> {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, value: None, read: Read::Not }
    }

    /// The program's own value wins over the environment's, whichever comes first.
    pub(super) fn set(&mut self, value: T) {
        *self = Self { value: Some(value), ..Self::new(self.name) };
    }

    /// Takes the variable where nothing is set. An empty one counts as unset.
    pub(super) fn read(&mut self, package: &Package) {
        if self.value.is_some() {
            return;
        }
        match std::env::var(self.variable(package)) {
            Ok(value) if !value.is_empty() => (self.value, self.read) = (Some(T::from(value)), Read::Taken),
            Ok(_) | Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => self.read = Read::Unreadable,
        }
    }

    /// The name of the variable.
    pub(super) fn variable(&self, package: &Package) -> String {
        format!("{}_{}", package.env, self.name)
    }

    pub(super) fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Whether the program itself has set it.
    pub(super) fn is_given(&self) -> bool {
        self.value.is_some() && self.read != Read::Taken
    }

    pub(super) fn is_set(&self) -> bool {
        self.value.is_some()
    }

    /// A variable that cannot be read must not count as unset: calls would go to another server, or as nobody.
    pub(super) fn check(&self, package: &Package) -> Result<(), Error> {
        match self.read {
            Read::Unreadable => Err(Error::config(format!("{} is not UTF-8", self.variable(package)))),
            Read::Not | Read::Taken => Ok(()),
        }
    }

    /// What is wrong with the value, with the variable that it comes from.
    pub(super) fn problem(&self, package: &Package, message: &str) -> Error {
        match self.read {
            Read::Taken => Error::config(format!("{}: {message}", self.variable(package))),
            Read::Not | Read::Unreadable => Error::config(message),
        }
    }
}
