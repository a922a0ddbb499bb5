//! Nodes → the spec's types. All faults of a node are reported, not only the first.

use super::node::{Node, NodeKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::json::Json;
use crate::source::{Span, Spanned};

/// What a value may look like in YAML: the source of both reading and the JSON Schema.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Text.
    Text,
    /// True or false.
    Boolean,
    /// A whole number from 0 to 65535.
    Number,
    /// Any value.
    Any,
    /// One of these words.
    Words(&'static [(&'static str, &'static str)]),
    /// A list of values of one shape.
    List(Box<Shape>),
    /// A map from free keys to values of one shape.
    Map(Box<Shape>),
    /// Either shape.
    Either(Box<Shape>, Box<Shape>),
    /// A map with known keys.
    Record(Record),
}

/// A map with known keys.
#[derive(Clone, Debug)]
pub struct Record {
    /// The Rust type's name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// One of its kind, in YAML, for editors to show.
    pub example: Option<&'static str>,
    /// The keys.
    pub keys: fn() -> Vec<Key>,
}

/// One key of a record.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// The shape of its value.
    pub shape: Shape,
}

/// A type that is read from a node.
pub trait Read: Sized {
    /// Reads the value, or reports why not.
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self>;

    /// The value of a key that is not there; `None` when the key must be there.
    fn absent() -> Option<Self> {
        None
    }

    /// What the value looks like.
    fn shape() -> Shape;
}

fn wrong_kind(node: &Node, expected: &str, diagnostics: &mut Diagnostics) {
    let diagnostic =
        Diagnostic::new(Code::WrongKind, node.span, format!("expected {expected}, found {}", node.kind_name()));
    let scalar = matches!(node.kind, NodeKind::Scalar(Json::Number(_) | Json::Bool(_)));
    diagnostics.push(if expected == "a text" && scalar { diagnostic.help("quote it") } else { diagnostic });
}

impl Read for String {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let NodeKind::Scalar(Json::String(text)) = &node.kind else {
            wrong_kind(node, "a text", diagnostics);
            return None;
        };
        visible(text, node, diagnostics).then(|| text.clone())
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

/// Reports text that readers cannot see.
fn visible(text: &str, node: &Node, diagnostics: &mut Diagnostics) -> bool {
    let Some(hidden) = text.chars().find(|character| is_hidden(*character)) else { return true };
    diagnostics.push(
        Diagnostic::new(
            Code::HiddenText,
            node.span,
            format!("this text holds the invisible character U+{:04X}", hidden as u32),
        )
        .help("remove it: readers of the diff, of the code and of the docs cannot see it"),
    );
    false
}

fn visible_key(key: &Spanned<String>, diagnostics: &mut Diagnostics) -> bool {
    visible(key, &Node { kind: NodeKind::Scalar(Json::Null), span: key.span }, diagnostics)
}

fn all_visible(node: &Node, diagnostics: &mut Diagnostics) -> bool {
    match &node.kind {
        NodeKind::Scalar(Json::String(text)) => visible(text, node, diagnostics),
        NodeKind::Scalar(_) => true,
        // No short cut: every fault is reported.
        NodeKind::List(items) => items.iter().filter(|item| !all_visible(item, diagnostics)).count() == 0,
        NodeKind::Map(entries) => {
            entries
                .iter()
                .filter(|(key, value)| {
                    let key_visible = visible_key(key, diagnostics);
                    !(all_visible(value, diagnostics) && key_visible)
                })
                .count()
                == 0
        }
    }
}

/// Control characters other than a line's end, and the formatting characters that reorder or hide text.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

impl Read for bool {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar(Json::Bool(value)) => Some(*value),
            _ => {
                wrong_kind(node, "true or false", diagnostics);
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn shape() -> Shape {
        Shape::Boolean
    }
}

impl Read for u16 {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let number = match &node.kind {
            NodeKind::Scalar(Json::Number(digits)) => digits.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            wrong_kind(node, "a whole number from 0 to 65535", diagnostics);
        }
        number
    }

    fn shape() -> Shape {
        Shape::Number
    }
}

impl Read for Json {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        all_visible(node, diagnostics).then(|| node.to_json())
    }

    fn shape() -> Shape {
        Shape::Any
    }
}

impl<T: Read> Read for Spanned<T> {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(|value| Self { value, span: node.span })
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let NodeKind::List(items) = &node.kind else {
            wrong_kind(node, "a list", diagnostics);
            return None;
        };
        // Every item is read, so that every fault is found.
        let read: Vec<Option<T>> = items.iter().map(|item| T::read(item, diagnostics)).collect();
        read.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// A map with free keys, in the order of the file.
#[derive(Clone, Debug)]
pub struct Entries<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Read> Read for Entries<T> {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            wrong_kind(node, "a map", diagnostics);
            return None;
        };
        let read: Vec<Option<(Spanned<String>, T)>> = entries
            .iter()
            .map(|(key, value)| {
                let key_visible = visible_key(key, diagnostics);
                T::read(value, diagnostics).filter(|_| key_visible).map(|value| (key.clone(), value))
            })
            .collect();
        read.into_iter().collect::<Option<_>>().map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(T::shape()))
    }
}

/// One value, or a list of values.
#[derive(Clone, Debug)]
pub enum OneOrMany<A, B> {
    /// The value that is not a list.
    One(A),
    /// The list.
    Many(Vec<B>),
}

impl<A: Read, B: Read> Read for OneOrMany<A, B> {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::List(_) => Vec::read(node, diagnostics).map(Self::Many),
            _ => A::read(node, diagnostics).map(Self::One),
        }
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(A::shape()), Box::new(Shape::List(Box::new(B::shape()))))
    }
}

/// Reads a map with known keys: what `record!` builds on.
pub struct RecordReader<'a> {
    entries: &'a [(Spanned<String>, Node)],
    span: Span,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> RecordReader<'a> {
    /// Checks that the node is a map and that all its keys are known.
    pub fn new(
        node: &'a Node,
        record: &'static str,
        keys: &[&'static str],
        diagnostics: &'a mut Diagnostics,
    ) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            wrong_kind(node, "a map", diagnostics);
            return None;
        };
        for (key, _) in entries {
            if !keys.contains(&key.as_str()) {
                diagnostics.push(
                    Diagnostic::new(Code::UnknownKey, key.span, format!("unknown key `{}` of {record}", key.value))
                        .did_you_mean(key, keys.iter().copied()),
                );
            }
        }
        // A whole map as the offending place would fill the screen: its first key stands for it.
        let span = entries.first().map_or(node.span, |(key, _)| key.span);
        Some(Self { entries, span, diagnostics })
    }

    /// The value of a key.
    pub fn key<T: Read>(&mut self, name: &'static str) -> Option<T> {
        let node = self.entries.iter().find(|(key, _)| key.value == name).map(|(_, node)| node);
        match node {
            Some(Node { kind: NodeKind::Scalar(Json::Null), span }) if !matches!(T::shape(), Shape::Any) => {
                self.diagnostics.push(
                    Diagnostic::new(Code::WrongKind, *span, format!("`{name}` has no value"))
                        .help("give it one, or remove the key"),
                );
                None
            }
            Some(node) => T::read(node, self.diagnostics),
            None => {
                let absent = T::absent();
                if absent.is_none() {
                    self.diagnostics.push(Diagnostic::new(
                        Code::MissingKey,
                        self.span,
                        format!("the key `{name}` is missing here"),
                    ));
                }
                absent
            }
        }
    }
}

/// Defines a struct that is read from a map, each key once, with its meaning.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        $record:literal struct $name:ident $(example $example:literal)? {
            $( $(#[doc = $key_doc:literal])+ $field:ident $(as $key:literal)? : $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $key_doc])+ pub $field: $type, )*
        }

        impl $crate::load::Read for $name {
            fn read(
                node: &$crate::load::Node,
                diagnostics: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                let keys = [$($crate::load::record!(@key $field $($key)?)),*];
                let mut reader = $crate::load::RecordReader::new(node, $record, &keys, diagnostics)?;
                $( let $field = reader.key::<$type>($crate::load::record!(@key $field $($key)?)); )*
                Some(Self { $( $field: $field?, )* })
            }

            fn shape() -> $crate::load::Shape {
                $crate::load::Shape::Record($crate::load::Record {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    example: $crate::load::record!(@example $($example)?),
                    keys: || vec![$(
                        $crate::load::Key {
                            name: $crate::load::record!(@key $field $($key)?),
                            doc: concat!($($key_doc, "\n"),+),
                            required: <$type as $crate::load::Read>::absent().is_none(),
                            shape: <$type as $crate::load::Read>::shape(),
                        },
                    )*],
                })
            }
        }
    };
    (@example $example:literal) => { Some($example) };
    (@example) => { None };
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}

/// Defines an enum of the format's own words.
macro_rules! words {
    (
        $(#[doc = $doc:literal])+
        $what:literal enum $name:ident { $( $(#[doc = $word_doc:literal])+ $variant:ident = $word:literal, )* }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum $name { $( $(#[doc = $word_doc])+ $variant, )* }

        impl $name {
            /// The word as the spec writes it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        impl $crate::load::Read for $name {
            fn read(
                node: &$crate::load::Node,
                diagnostics: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                let text = <String as $crate::load::Read>::read(node, diagnostics)?;
                match text.as_str() {
                    $( $word => Some(Self::$variant), )*
                    _ => {
                        diagnostics.push(
                            $crate::diagnostic::Diagnostic::new(
                                $crate::diagnostic::Code::UnknownWord,
                                node.span,
                                format!("`{text}` is not {}", $what),
                            )
                            .did_you_mean(&text, [$($word),*]),
                        );
                        None
                    }
                }
            }

            fn shape() -> $crate::load::Shape {
                $crate::load::Shape::Words(&[$( ($word, concat!($($word_doc),+)) ),*])
            }
        }
    };
}

pub(crate) use {record, words};
