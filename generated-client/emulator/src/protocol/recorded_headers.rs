//! The headers of a recorded request as one text: thousands of requests are recorded for each one whose headers are looked at.

/// Names and values of headers, in order.
#[derive(Clone, Debug, Default)]
pub struct RecordedHeaders {
    /// All names and values one after another.
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl RecordedHeaders {
    /// With room for headers of a usual size.
    pub fn with_capacity(count: usize) -> Self {
        const USUAL_BYTES: usize = 40;
        Self {
            text: String::with_capacity(count.saturating_mul(USUAL_BYTES)),
            ends: Vec::with_capacity(count.saturating_mul(2)),
        }
    }

    /// Adds a header whose value is the concatenation of these parts.
    pub fn push(&mut self, name: &str, value: &[&str]) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
        value.iter().for_each(|part| self.text.push_str(part));
        self.ends.push(self.text.len());
    }

    /// All names and values one after another, and where each of them ends.
    pub fn parts(&self) -> (&str, &[usize]) {
        (&self.text, &self.ends)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        let mut texts = self.ends.iter().map(move |end| {
            let text = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            text
        });
        std::iter::from_fn(move || Some((texts.next()?, texts.next()?)))
    }
}
