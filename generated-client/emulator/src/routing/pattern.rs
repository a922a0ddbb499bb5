//! The path of a function as a pattern for the paths of requests.

use intercom_client::runtime::Part;

/// A path with places for fields.
pub(crate) struct Pattern {
    segments: Vec<Segment>,
    exactness: Vec<bool>,
}

/// One segment: text, or a field with text around it.
#[derive(Default)]
struct Segment {
    before: String,
    field: Option<usize>,
    after: String,
}

impl Pattern {
    pub(crate) fn new(parts: &[Part]) -> Self {
        let mut segments: Vec<Segment> = Vec::new();
        for part in parts {
            match part {
                Part::Text(text) => {
                    for (position, piece) in text.split('/').enumerate() {
                        if position > 0 {
                            segments.push(Segment::default());
                        }
                        if let Some(last) = segments.last_mut() {
                            last.push(piece);
                        }
                    }
                }
                Part::Field(field) => {
                    if let Some(last) = segments.last_mut() {
                        last.field = Some(*field);
                    }
                }
            }
        }
        let exactness = segments.iter().map(|segment| segment.field.is_none()).collect();
        Self { segments, exactness }
    }

    /// Whether a path, by its decoded segments, has this form.
    pub(crate) fn matches(&self, path: &[String]) -> bool {
        self.segments.len() == path.len() && self.segments.iter().zip(path).all(|(segment, text)| segment.matches(text))
    }

    /// The fields that stand in the path.
    pub(crate) fn fields(&self) -> impl Iterator<Item = usize> {
        self.segments.iter().filter_map(|segment| segment.field)
    }

    /// Which segments are plain text. The greater of two patterns that match the same path is the more exact one:
    /// `/users/scroll` before `/users/{userId}`.
    pub(crate) fn exactness(&self) -> &[bool] {
        &self.exactness
    }
}

impl Segment {
    fn push(&mut self, text: &str) {
        if self.field.is_some() { &mut self.after } else { &mut self.before }.push_str(text);
    }

    fn matches(&self, text: &str) -> bool {
        if self.field.is_none() {
            return text == self.before;
        }
        let value = text.strip_prefix(self.before.as_str()).and_then(|rest| rest.strip_suffix(self.after.as_str()));
        value.is_some_and(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn a_field_takes_one_segment_that_is_not_empty() {
        let pattern = Pattern::new(&[Part::Text("/books/"), Part::Field(3), Part::Text("/loans")]);
        assert!(pattern.matches(&path("/books/7/loans")));
        assert!(!pattern.matches(&path("/books//loans")));
        assert!(!pattern.matches(&path("/books/7/8/loans")));
        assert!(!pattern.matches(&path("/books/7")));
        assert_eq!(pattern.fields().collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn text_may_stand_around_a_field() {
        let pattern = Pattern::new(&[Part::Text("/books/v"), Part::Field(0), Part::Text(".json")]);
        assert!(pattern.matches(&path("/books/v2.json")));
        assert!(!pattern.matches(&path("/books/v.json")));
        assert!(!pattern.matches(&path("/books/2.json")));
    }

    #[test]
    fn plain_text_is_more_exact_than_a_field() {
        let exact = Pattern::new(&[Part::Text("/books/last")]);
        let open = Pattern::new(&[Part::Text("/books/"), Part::Field(0)]);
        assert!(exact.exactness() > open.exactness());
    }
}
