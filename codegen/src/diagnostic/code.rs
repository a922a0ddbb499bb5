//! The rules that a spec is held to.

use super::Severity;
use std::fmt;

macro_rules! codes {
    ($($code:ident $name:ident $title:literal)*) => {
        /// Which rule a finding is about. The number never changes its meaning.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// All rules.
            pub const ALL: &[Code] = &[$(Self::$name),*];

            /// The code, such as `E001`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => stringify!($code)),* }
            }

            /// What the rule is for, with a wrong spec and a right one, in Markdown.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                // A code without its page does not compile.
                match self { $(Self::$name => include_str!(concat!("pages/", stringify!($code), ".md"))),* }
            }

            /// The rule in one line.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

codes! {
    E001 UnreadableFile "a spec file must be readable UTF-8 text of at most 4 MiB"
    E002 Syntax "a spec file must be one YAML document without anchors, aliases, tags and duplicate keys"
    E003 UnknownKey "only the keys of the spec's format may be used"
    E004 MissingKey "a key that the format requires must be there"
    E005 WrongKind "a value must be of the kind that the format asks for"
    E006 UnknownWord "a word of the format must be one of its known words"
    E007 HiddenText "text must not hold control or bidirectional formatting characters"
    E008 BadName "a name must be ASCII letters, digits and underscores, start with a letter, and have at most 100 characters"
    E009 Duplicate "a name must be given once"
    E010 RustCollision "two names must not become the same Rust name"
    E011 BadHttp "`http` must be a method and a path"
    E012 PathField "each `{name}` of a path must be a field, and each path field must stand in the path"
    E013 DestinationClash "two values must not go to the same place, or one inside the other"
    E014 ManyDestinations "a field must have exactly one destination"
    E015 BodyOnGet "GET and DELETE must not carry a body"
    E016 BadSelector "a selector must select another field of its function that has no destination of its own"
    E017 CasesAndEnum "the cases of a selector must be exactly the values of its enum"
    E018 UnknownType "a type must be built in or defined in `types/`"
    E019 BadEncoding "an encoding must fit its field's type and place"
    E020 CyclicType "a type must not contain itself without a list or a map between"
    E021 BadEnum "an enum must have values, and none of them may be empty"
    E022 OptionalPath "what a path or a selector needs must be required"
    E023 UnknownReference "a reference must name a field, a resource or a value that exists"
    E024 DefaultOutside "a default must be one of the known values"
    E025 ExampleRequest "an example must produce the request that it states"
    E026 ExampleResponse "an example's response must decode as what the function returns"
    E027 ListKey "the key of a list must be a list field of the returned model"
    E028 AdditionReason "an addition must say why it is there"
    E029 ExampleArguments "an example's arguments must fit the function"
    W101 UnusedType "a type that nothing uses"
    W102 NoExample "a function without an example"
    W103 NoDoc "a field without a description"
}

impl Code {
    /// The code of an id such as `E001`, in capitals or not.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }

    /// Error or warning, by the letter of the code.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.id().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
