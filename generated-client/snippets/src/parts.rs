//! Text in which values of the environment stand.

/// A piece of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Part {
    /// As it is.
    Text(String),
    /// An environment variable, percent-encoded where it stands in a URL.
    Env {
        /// Its name.
        name: String,
        /// Whether its value is percent-encoded.
        encoded: bool,
    },
}

/// Text in which values of the environment stand; neighbouring texts are one.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Parts(pub Vec<Part>);

impl Parts {
    pub fn text(text: impl Into<String>) -> Self {
        let mut parts = Self::default();
        parts.push_text(&text.into());
        parts
    }

    pub fn env(name: String, encoded: bool) -> Self {
        Self(vec![Part::Env { name, encoded }])
    }

    pub fn push_text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.0.push(Part::Text(text.to_owned())),
        }
    }

    pub fn push(&mut self, other: Self) {
        for part in other.0 {
            match part {
                Part::Text(text) => self.push_text(&text),
                env => self.0.push(env),
            }
        }
    }

    pub fn has_env(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Env { .. }))
    }
}
