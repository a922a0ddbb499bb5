//! Times that are text on the wire, kept as they came: a zone, a fraction and a precision are not lost.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader};
use crate::response::model::object::Data;
use crate::time::timestamp::Timestamp;
use std::fmt;

macro_rules! wire_text {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(String);

        impl $name {
            /// As it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl Lenient for $name {
            fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
                let mut text = None;
                <String as Lenient>::read(&mut text, reader)?;
                *place = text.map(Self);
                Ok(())
            }

            fn data(&self) -> Data<'_> {
                Data::Text(&self.0)
            }
        }
    };
}

wire_text! {
    /// A point in time as RFC 3339, such as `2018-09-28T10:20:00.5+02:00`, kept as it came.
    DateTime
}

wire_text! {
    /// A day such as `2018-09-28`, kept as it came.
    Date
}

impl DateTime {
    /// The point in time; `None` for a text that is none. Unix seconds are read too.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        Timestamp::parse(&self.0)
    }
}

impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        Self(time.to_string())
    }
}

impl Date {
    /// Year, month and day; `None` for a text that is no day.
    #[must_use]
    pub fn parts(&self) -> Option<(i16, i8, i8)> {
        let day = self.0.parse::<jiff::civil::Date>().ok()?;
        Some((day.year(), day.month(), day.day()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::decode::from_json::from_json;

    #[test]
    fn times_are_kept_as_they_came() {
        for (json, text, unix) in [
            (r#""2018-09-28T12:20:00.50+02:00""#, "2018-09-28T12:20:00.50+02:00", Some(1_538_130_000)),
            ("1538130000", "1538130000", Some(1_538_130_000)),
            (r#""soon""#, "soon", None),
        ] {
            let time: DateTime = from_json(json.as_bytes()).unwrap();
            assert_eq!((time.as_str(), time.timestamp().map(Timestamp::unix)), (text, unix));
        }
        assert_eq!(Date::from("2018-09-28").parts(), Some((2018, 9, 28)));
        assert_eq!(Date::from("28.9.").parts(), None);
        assert!(from_json::<Date>(b"{}").is_err());
    }
}
