//! The closed sets of the format.

use crate::format::keyword::keyword;

keyword! {
    /// How a body is written.
    "a kind of body" enum BodyAs {
        /// As JSON.
        Json = "json",
        /// As the fields of a form.
        Form = "form",
        /// As several parts: fields and files.
        Multipart = "multipart",
    }
}

keyword! {
    /// How the keys of nested values are written in a form and in a query.
    "a kind of nesting" enum Nesting {
        /// `a[b]`, `items[0][x]`.
        Brackets = "brackets",
        /// `a.b`, `items.0.x`.
        Dots = "dots",
    }
}

keyword! {
    /// What ends a list.
    "an end of a list" enum PageEnd {
        /// A page without items.
        Empty = "empty",
    }
}

keyword! {
    /// The state of what exists already, as an error says.
    "a state of what exists" enum ExistingState {
        /// It can be used.
        Active = "active",
        /// It is archived.
        Archived = "archived",
        /// What was asked for was merged into it.
        Merged = "merged",
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
        /// A list of whole numbers.
        Integers = "integers",
        /// A list of numbers.
        Numbers = "numbers",
        /// A list of any JSON.
        Json = "json",
        /// JSON as text.
        JsonText = "json_text",
        /// A list as one text with commas.
        Comma = "comma",
        /// A list under one key, repeated for each item.
        Repeat = "repeat",
        /// A list under one key with `[]`, repeated for each item.
        Brackets = "brackets",
        /// A day.
        Date = "date",
        /// RFC 3339.
        DateTime = "datetime",
    }
}
