//! A setting of a client: set by the program, or read from a variable of the environment.

use crate::error::{Error, Setting};
use crate::schema::Package;
use std::env::VarError;

/// The value of a setting and where it comes from.
pub(crate) struct Configured<T> {
    setting: Setting,
    value: Option<T>,
    read: Read,
}

/// What was read from the environment.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Read {
    /// Nothing: the variable is not set, or the program's own value wins.
    Nothing,
    /// The value.
    Value,
    /// A value that is not UTF-8.
    NotUnicode,
}

impl<T: From<String>> Configured<T> {
    pub(crate) fn new(setting: Setting) -> Self {
        Self { setting, value: None, read: Read::Nothing }
    }

    /// The program's own value wins over the environment's, whichever comes first.
    pub(crate) fn set(&mut self, value: T) {
        *self = Self { value: Some(value), ..Self::new(self.setting) };
    }

    /// Takes the variable where nothing is set. An empty one counts as unset.
    pub(crate) fn read(&mut self, package: &Package) {
        if self.value.is_some() {
            return;
        }
        match read(self.setting, package) {
            Ok(Some(value)) => (self.value, self.read) = (Some(T::from(value)), Read::Value),
            Ok(None) => {}
            Err(NotUnicode) => self.read = Read::NotUnicode,
        }
    }

    /// The name of the variable.
    pub(crate) fn variable(&self, package: &Package) -> String {
        variable(self.setting, package)
    }

    pub(crate) fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Whether the program itself has set it.
    pub(crate) fn is_given(&self) -> bool {
        self.value.is_some() && self.read != Read::Value
    }

    pub(crate) fn is_set(&self) -> bool {
        self.value.is_some()
    }

    /// A variable that cannot be read must not count as unset: calls would go to another server, or carry no credential.
    pub(crate) fn check(&self, package: &Package) -> Result<(), Error> {
        match self.read {
            Read::NotUnicode => Err(problem(self.setting, format!("{} is not UTF-8", self.variable(package)))),
            Read::Nothing | Read::Value => Ok(()),
        }
    }

    /// What is wrong with the value, with the variable that it comes from.
    pub(crate) fn problem(&self, package: &Package, message: &str) -> Error {
        let message = match self.read {
            Read::Value => format!("{}: {message}", self.variable(package)),
            Read::Nothing | Read::NotUnicode => message.to_owned(),
        };
        problem(self.setting, message)
    }
}

/// A variable that is set to what is not UTF-8.
struct NotUnicode;

/// The value of a setting's variable; an empty one counts as unset.
fn read(setting: Setting, package: &Package) -> Result<Option<String>, NotUnicode> {
    match std::env::var(variable(setting, package)) {
        Ok(value) if !value.is_empty() => Ok(Some(value)),
        Ok(_) | Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(NotUnicode),
    }
}

/// The variable of a setting.
fn variable(setting: Setting, package: &Package) -> String {
    let value = match setting {
        Setting::AccessToken => package.values.first().map(|(name, _)| *name),
        Setting::Value(name) => Some(name),
        _ => None,
    };
    let own = value.and_then(|name| package.variable(name));
    own.unwrap_or_else(|| format!("{}_{}", package.env, setting.name().to_uppercase()))
}

fn problem(setting: Setting, message: String) -> Error {
    Error::config(message).with_setting(setting)
}
