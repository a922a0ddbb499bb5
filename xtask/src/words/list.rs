//! The banned words, and what to say instead.

/// Where a word is banned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope {
    /// Everywhere: identifiers, comments, strings, docs, file names.
    Everywhere,
    /// In identifiers and file names: elsewhere it is plain English.
    Identifiers,
}

/// A banned word.
#[derive(Debug)]
pub struct Banned {
    /// All its forms in lower case; a form with a space is a phrase.
    pub forms: &'static [&'static str],
    /// What to say instead.
    pub say: &'static str,
    pub scope: Scope,
    /// Path prefixes that the ban is limited to; empty for the whole repository.
    pub only: &'static [&'static str],
    /// Text in which the word is allowed, in lower case.
    pub except: &'static [&'static str],
}

const EVERYWHERE: Banned = Banned { forms: &[], say: "", scope: Scope::Everywhere, only: &[], except: &[] };
const IDENTIFIERS: Banned = Banned { scope: Scope::Identifiers, ..EVERYWHERE };

/// The banned words. `reply` is allowed: it is Intercom's own word for a part of a conversation. So is `deadline`, for a point in
/// time, and `fault` where faults are injected.
pub const BANNED: &[Banned] = &[
    Banned { forms: &["answer", "answers", "answered", "answering"], say: "response, respond", ..EVERYWHERE },
    Banned { forms: &["repetition", "repetitions", "sent again"], say: "retry, attempt", ..EVERYWHERE },
    Banned {
        forms: &["refuse", "refuses", "refused", "refusing", "refusal", "refusals"],
        say: "reject, error",
        // The operating system's word.
        except: &[
            "connection refused",
            "connectionrefused",
            "connection_refused",
            "econnrefused",
            "refused connection",
        ],
        ..EVERYWHERE
    },
    Banned {
        forms: &["fault", "faults", "faulty"],
        say: "error, invalid",
        only: &["codegen/", "spec/"],
        except: &["faults.md", "fault injection", "fault rule", "fault case", "tests/faults", "tests/it/faults"],
        ..EVERYWHERE
    },
    Banned { forms: &["door", "doors"], say: "server, listener, connection", ..EVERYWHERE },
    // MCP has a hint of that name.
    Banned { forms: &["world", "worlds"], say: "workspace", except: &[".open_world("], ..EVERYWHERE },
    Banned { forms: &["manner", "manners"], say: "behaviour, semantics", ..EVERYWHERE },
    Banned { forms: &["longest", "deepest", "largest"], say: "max_…", ..IDENTIFIERS },
    Banned { forms: &["surely", "manieth"], say: "min_…; every nth", ..EVERYWHERE },
    Banned {
        forms: &["hide", "hides", "hidden", "hiding"],
        say: "redact",
        except: &[
            "doc(hidden)",
            "hidden file",
            ".hide(true)",
            ".hide_possible_values(",
            ".hidden",
            "hidden: true",
            "--hide-scrollbars",
        ],
        ..EVERYWHERE
    },
    Banned { forms: &["sound", "soundly"], say: "valid, invariant", ..EVERYWHERE },
    Banned {
        forms: &["promise", "promises", "promised"],
        say: "invariant, guarantee",
        // JavaScript's type.
        except: &["new promise", "await promise", "promise.all", "a promise"],
        ..EVERYWHERE
    },
    Banned { forms: &["whole"], say: "complete, valid, integer", ..IDENTIFIERS },
    Banned { forms: &["tell", "tells", "told", "telling"], say: "report, log, notify", ..EVERYWHERE },
    Banned {
        forms: &["word", "words"],
        say: "option, flag, keyword, text",
        // The command that counts these words.
        except: &["words::", "mod words", "src/words", "it/words", "words [--list]", "banned words", "modword"],
        ..IDENTIFIERS
    },
    Banned {
        forms: &["walk", "walks", "walked", "walking"],
        say: "pagination, stream, traverse",
        // A customer without an appointment.
        except: &["walk-in"],
        ..EVERYWHERE
    },
    Banned { forms: &["gives", "gave"], say: "returns", ..EVERYWHERE },
    Banned { forms: &["holds"], say: "contains", except: &["holds the lock", "holds a lock"], ..EVERYWHERE },
    Banned {
        forms: &["is to be", "are to be"],
        say: "must",
        // A cell of the function tables.
        except: &["the note is to be created about"],
        ..EVERYWHERE
    },
    Banned {
        forms: &["befall", "befalls", "befell", "spoil", "spoils", "spoiled"],
        say: "rule, effect, corrupt",
        ..EVERYWHERE
    },
    Banned { forms: &["astray", "odd", "oddly"], say: "unknown, unexpected", ..EVERYWHERE },
    Banned { forms: &["mend", "mends", "mended", "mending"], say: "fix", ..EVERYWHERE },
    Banned {
        forms: &["wish", "wishes", "lesson", "glance", "grain"],
        say: "options; name constants by meaning",
        ..EVERYWHERE
    },
    Banned { forms: &["lasting", "handbook", "planned", "begun"], say: "a noun of the domain", ..IDENTIFIERS },
];
