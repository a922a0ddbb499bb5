//! The rules of a spec, each with its code and its page.

use std::fmt;

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The output is written, but the reader should know.
    Warning,
    /// What an import made of something that a spec has no equal for.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($code:ident $name:ident $title:literal)*) => {
        /// The rule that a diagnostic is about. A number never changes its meaning.
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
    E003 UnknownKey "a key must be one of the format's"
    E004 MissingKey "required keys must be present"
    E005 WrongKind "a value must have the type that the format requires"
    E006 UnknownKeyword "a keyword must be one of the format's"
    E007 InvisibleText "text must not contain characters that readers cannot see or cannot distinguish from a space"
    E008 BadName "a name must be ASCII letters, digits and underscores, start with a letter, and have at most 100 characters"
    E009 Duplicate "a name must be defined once"
    E010 RustCollision "two names must not become the same Rust name"
    E011 BadHttp "`http` must be a method and a path"
    E012 PathField "each `{name}` in a path must have a field, and each path field must occur in the path"
    E013 DestinationClash "two values must not have the same destination, or one inside the other"
    E014 DestinationCount "a value must have exactly one destination"
    E015 BodyOnGet "GET requests must not have a body"
    E016 BadSelector "a selector must select another field of its function, one without a destination of its own"
    E017 CasesAndEnum "the cases of a selector must be exactly the values of its enum"
    E018 UnknownType "a type must be built in or defined in `types/`"
    E019 BadEncoding "an encoding must fit its field's type and destination"
    E021 BadEnum "an enum must have values, and none may be empty"
    E022 OptionalPath "a field that a path or a selector needs must be required"
    E023 UnknownReference "a reference must name a field or a resource that exists"
    E024 UnknownDefault "a default must be one of the known values"
    E025 ExampleRequest "an example must send the request that it states"
    E026 ExampleResponse "an example's response must decode as the model that the function returns"
    E027 ListKey "the key of a list must be a list field of the returned model"
    E028 AdditionReason "an addition must give its reason"
    E029 ExampleArguments "an example's arguments must fit the function"
    E030 BadAuth "`auth` must say which credentials calls carry, and where each goes"
    E031 BadPaging "`paging` must say where the next place is, and where it goes"
    E032 BadBody "a body must be written in a way that fits its contents"
    E033 BadAdvice "advice on an error must say which errors it is about"
    E050 OpenHttp "`http: TODO` must be replaced by a method and a path"
    E231 NoTables "a file to import must have function tables"
    E232 NotJson "a `metadata.json` must be valid JSON"
    E233 TooLargeImport "an import must fit into the files of a spec"
    W101 UnusedType "a type that nothing uses"
    W102 NoExample "a function without an example"
    W103 NoDoc "a field without a description"
    W104 UnknownSince "a `since` that is none of the known versions"
    E201 NotOpenApi "a document to import must be OpenAPI 3"
    E202 OverlayAction "every entry of an overlay must change something"
    I001 NumberAsText "a number that JSON cannot write is read as text"
    I002 DanglingReference "a reference that leads nowhere, or back to itself, becomes `json`"
    I003 SumAsJson "alternatives become one type with the members of all, or `json`"
    I004 UntypedSchema "a schema that does not say what it is becomes what its other keywords say, or `json`"
    I005 UnknownRequired "a required member that no property declares is ignored"
    I006 PathParameter "a placeholder is filled by the parameter of its name, or becomes a required text"
    I007 DerivedName "a name that is missing or taken is derived"
    I008 NoContent "a response without content or without a status of success returns `Empty`"
    I009 ContentType "one content type of several is used, and an unknown one is text or bytes"
    I010 ParameterStyle "a parameter that a call cannot send as described is sent another way, or left out"
    I011 EnumValues "values of an enum that are signs get names; empty and mixed ones are left out"
    I012 AuthScheme "a security scheme that has no equal is reduced to its credential, or left out"
    I013 UnusedSchema "a schema that nothing refers to is left out"
    I014 ExampleLeftOut "an example that does not fit its own description is left out"
    I015 ReservedHeader "a header that the client sets is no argument"
    I016 NotImported "what is no request of a client is not imported"
    I018 Server "a server without a complete URL is on `localhost`"
    I019 Recognised "how a list continues is recognised by the names of its members"
    I020 LeftOut "what the generator rejects is left out"
    I021 Limit "a limit of a value that a spec has no place for"
    I022 ListKeyOfExample "a list that the example has under another key than the schema"
    I101 BrokenRow "a row or a table that cannot be imported as it is"
    I102 MergedDuplicate "a function or a row that is in the source twice"
    I103 StrippedCharacter "a character of the source that readers cannot see"
    I104 OpenRequest "a function whose method and path are still to be stated"
    I105 RenamedEntry "a name of the source that a spec or Rust cannot have"
    I106 OpenPackage "what the source does not say about the whole API"
    I107 UnknownCell "a type that function tables do not have"
    I108 MarkupInCell "a tag in a description"
}

impl Code {
    /// The code with an id such as `E001`, in any case.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }

    /// Whether only an import reports it: notes, and errors from `E201` on.
    #[must_use]
    pub fn is_of_import(self) -> bool {
        self.id().starts_with('I') || self.id().starts_with("E2")
    }

    /// Error, warning or note, by the letter of the code.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self.id().as_bytes().first() {
            Some(b'I') => Severity::Note,
            Some(b'W') => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
