//! What a function does to data, and the tool that may call it.

use crate::safety::{is_destructive, is_read_only};
use api_client_runtime::schema::Function;

/// What a function does to data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope {
    Read,
    Write,
    Delete,
}

impl Scope {
    const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Delete];

    pub fn of(function: &Function) -> Self {
        match (is_read_only(function), is_destructive(function)) {
            (true, _) => Self::Read,
            (_, true) => Self::Delete,
            _ => Self::Write,
        }
    }

    /// The scope of a tool; `None` for one that calls nothing.
    pub fn of_tool(tool: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.tool() == tool)
    }

    /// The tool that calls such functions.
    pub const fn tool(self) -> &'static str {
        match self {
            Self::Read => "call_read_function",
            Self::Write => "call_write_function",
            Self::Delete => "call_delete_function",
        }
    }

    /// As a verb: a function `reads` data.
    pub const fn effect(self) -> &'static str {
        match self {
            Self::Read => "reads",
            Self::Write => "writes",
            Self::Delete => "deletes",
        }
    }
}
