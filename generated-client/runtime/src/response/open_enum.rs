//! Open enums: known values are named, others are kept as they are.

/// The text of an enum's value that this version does not know. A later version may name it, so it cannot be matched or
/// built: compare the enum's `as_str()`.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct UnknownValue(String);

impl UnknownValue {
    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An enum of texts that may grow on the server's side.
pub trait OpenEnum: Sized + Send + 'static {
    /// The value of a text; an unknown text is kept.
    fn from_text(text: String) -> Self;

    /// The text on the wire.
    fn text(&self) -> &str;
}

/// Conversions of an open enum: what generated code adds below each.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident) => {
        impl $name {
            /// The text on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::__private::OpenEnum::text(self)
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::__private::OpenEnum::from_text(text.to_owned())
            }
        }

        impl From<&String> for $name {
            #[inline]
            fn from(text: &String) -> Self {
                $crate::__private::OpenEnum::from_text(text.clone())
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                $crate::__private::OpenEnum::from_text(text)
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(value: $name) -> Self {
                $crate::__private::OpenEnum::text(&value).to_owned()
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::__private::OpenEnum::text(self))
            }
        }

        impl $crate::__private::Lenient for $name {
            #[inline]
            fn read(
                place: &mut Option<Self>,
                reader: &mut $crate::__private::Reader<'_>,
            ) -> Result<(), $crate::__private::Fail> {
                let mut text = None;
                <String as $crate::__private::Lenient>::read(&mut text, reader)?;
                *place = text.map(<Self as $crate::__private::OpenEnum>::from_text);
                if let Some(Self::Other(text)) = place {
                    $crate::__private::note_unknown(stringify!($name), text.as_str());
                }
                Ok(())
            }

            #[inline]
            fn data(&self) -> $crate::__private::Data<'_> {
                $crate::__private::Data::Text($crate::__private::OpenEnum::text(self))
            }
        }

        $crate::open_enum_serde!($name);
    };
}
