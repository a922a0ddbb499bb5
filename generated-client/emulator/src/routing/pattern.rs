//! Path patterns.

use intercom_client::schema::{FieldRef, Part};
use std::fmt;

/// A path with parameters. Of two patterns that match the same path, the greater one by [`Pattern::specificity`] is meant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pattern(Vec<Segment>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Segment {
    Literal(String),
    /// A parameter with literal text around it.
    Param {
        before: String,
        after: String,
    },
}

impl Pattern {
    /// The pattern of a function's path, and the fields that are its parameters.
    pub fn of_parts(parts: &[Part]) -> (Self, Vec<FieldRef>) {
        let (mut segments, mut fields): (Vec<Segment>, _) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Text(text) => {
                    for (position, piece) in text.split('/').enumerate() {
                        if position > 0 {
                            segments.push(Segment::Literal(String::new()));
                        }
                        if let Some(last) = segments.last_mut() {
                            last.push(piece);
                        }
                    }
                }
                // No path of this API has several segments in one value.
                Part::Field(field) | Part::Segments(field) => {
                    fields.push(*field);
                    if let Some(Segment::Literal(before)) = segments.pop() {
                        segments.push(Segment::Param { before, after: String::new() });
                    }
                }
            }
        }
        (Self(segments), fields)
    }

    /// The pattern of a path in which `*` stands for a parameter: `/users/*`.
    pub fn of_path(path: &str) -> Self {
        let segment = |text: &str| match text {
            "*" => Segment::Param { before: String::new(), after: String::new() },
            text => Segment::Literal(text.to_owned()),
        };
        Self(path.split('/').skip(1).map(segment).collect())
    }

    pub fn matches(&self, path: &[String]) -> bool {
        self.0.len() == path.len() && self.0.iter().zip(path).all(|(segment, text)| segment.matches(text))
    }

    /// The segments of a matching path that contain parameters.
    pub fn params<'p>(&self, path: &'p [String]) -> Vec<&'p str> {
        let pairs = self.0.iter().zip(path);
        pairs.filter(|(segment, _)| segment.is_param()).map(|(_, text)| text.as_str()).collect()
    }

    /// Which segments are literal: `/users/scroll` is more specific than `/users/{userId}`.
    pub fn specificity(&self) -> impl Iterator<Item = bool> + '_ {
        self.0.iter().map(|segment| !segment.is_param())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => write!(f, "/{text}"),
            Segment::Param { before, after } => write!(f, "/{before}*{after}"),
        })
    }
}

impl Segment {
    fn push(&mut self, more: &str) {
        let (Self::Literal(text) | Self::Param { after: text, .. }) = self;
        text.push_str(more);
    }

    fn is_param(&self) -> bool {
        matches!(self, Self::Param { .. })
    }

    /// A parameter matches text that is not empty.
    fn matches(&self, text: &str) -> bool {
        match self {
            Self::Literal(literal) => literal == text,
            Self::Param { before, after } => {
                let value = text.strip_prefix(before.as_str()).and_then(|rest| rest.strip_suffix(after.as_str()));
                value.is_some_and(|value| !value.is_empty())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intercom_client::schema::{Field, Kind};

    static FIELDS: [Field; 1] = [Field::new("id", "String", Kind::Text)];

    fn id() -> FieldRef {
        FieldRef::find(&FIELDS, "id").unwrap()
    }

    fn path(text: &str) -> Vec<String> {
        text.split('/').skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn param_matches_one_nonempty_segment() {
        let (pattern, fields) = Pattern::of_parts(&[Part::Text("/books/"), Part::Field(id()), Part::Text("/loans")]);
        assert!(pattern.matches(&path("/books/7/loans")));
        assert!(!pattern.matches(&path("/books//loans")));
        assert!(!pattern.matches(&path("/books/7/8/loans")));
        assert!(!pattern.matches(&path("/books/7")));
        assert_eq!(fields, [id()]);
        assert_eq!(pattern.params(&path("/books/7/loans")), ["7"]);
        assert_eq!(pattern, Pattern::of_path("/books/*/loans"));
        assert_eq!(pattern.to_string(), "/books/*/loans");
    }

    #[test]
    fn literal_text_can_surround_a_param() {
        let (pattern, _) = Pattern::of_parts(&[Part::Text("/books/v"), Part::Field(id()), Part::Text(".json")]);
        assert!(pattern.matches(&path("/books/v2.json")));
        assert!(!pattern.matches(&path("/books/v.json")));
        assert!(!pattern.matches(&path("/books/2.json")));
        assert_eq!(pattern.to_string(), "/books/v*.json");
    }

    #[test]
    fn literal_is_more_specific_than_a_param() {
        let (literal, open) = (Pattern::of_path("/books/last"), Pattern::of_path("/books/*"));
        assert!(literal.specificity().gt(open.specificity()));
    }
}
