//! Closed sets of the format's own keywords.

/// Defines an enum of keywords, each with its meaning.
macro_rules! keyword {
    (
        $(#[doc = $doc:literal])+
        $what:literal enum $name:ident { $( $(#[doc = $variant_doc:literal])+ $variant:ident = $keyword:literal, )* }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum $name { $( $(#[doc = $variant_doc])+ $variant, )* }

        impl $name {
            /// The keyword as the spec writes it.
            #[must_use]
            pub fn keyword(self) -> &'static str {
                match self { $( Self::$variant => $keyword, )* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.keyword())
            }
        }

        impl $crate::format::decode::Decode for $name {
            fn decode(
                node: &$crate::format::node::Node,
                diagnostics: &mut $crate::diagnostic::finding::Diagnostics,
            ) -> Option<Self> {
                let text = <String as $crate::format::decode::Decode>::decode(node, diagnostics)?;
                match text.as_str() {
                    $( $keyword => Some(Self::$variant), )*
                    _ => {
                        diagnostics.push(
                            $crate::diagnostic::finding::Diagnostic::new(
                                $crate::diagnostic::code::Code::UnknownKeyword,
                                node.span,
                                format!("`{text}` is not {}", $what),
                            )
                            .did_you_mean(&text, [$($keyword),*]),
                        );
                        None
                    }
                }
            }

            fn shape() -> $crate::format::shape::Shape {
                $crate::format::shape::Shape::Keywords(&[$( ($keyword, concat!($($variant_doc),+)) ),*])
            }
        }
    };
}

pub(crate) use keyword;
