//! The closed sets of the format.

use crate::format::keyword::keyword;

keyword! {
    /// Whether a call carries the credential.
    "a kind of auth" enum AuthMode {
        /// The call carries no credential.
        None = "none",
    }
}

keyword! {
    /// The types of the function tables.
    "a field type" enum FieldType {
        /// A string.
        String = "String",
        /// A number.
        Number = "Number",
        /// True or false.
        Boolean = "Boolean",
        /// A JSON object.
        Json = "JSON",
        /// A list.
        Array = "Array",
    }
}

keyword! {
    /// Whether a call may be retried.
    "a retry class" enum RetryClass {
        /// It changes nothing.
        Safe = "safe",
        /// A second attempt changes nothing more.
        Idempotent = "idempotent",
        /// A second attempt may do it twice.
        Never = "never",
    }
}

keyword! {
    /// How further items of a list are fetched.
    "a kind of paging" enum Paging {
        /// By the URL of the next page.
        Pages = "pages",
        /// By a scroll parameter.
        Scroll = "scroll",
    }
}

keyword! {
    /// How a value is written on the wire.
    "an encoding" enum Encode {
        /// A whole number.
        Integer = "integer",
        /// Unix seconds.
        UnixTime = "unix_time",
        /// Comma-separated text, sent as a list of strings.
        CommaList = "comma_list",
        /// A list of strings.
        Strings = "strings",
    }
}

impl FieldType {
    /// Whether an encoding fits this type.
    #[must_use]
    pub fn accepts(self, encode: Encode) -> bool {
        match encode {
            Encode::Integer | Encode::UnixTime => matches!(self, Self::String | Self::Number),
            Encode::CommaList => self == Self::String,
            Encode::Strings => self == Self::Array,
        }
    }
}

impl Paging {
    /// The field of a page that leads to the next one.
    #[must_use]
    pub fn cursor_field(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Scroll => "scroll_param",
        }
    }
}
