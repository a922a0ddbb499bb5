//! The cases of the call bench.

/// What a program does over and over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Case {
    /// The programs' argument.
    pub name: &'static str,
    pub doc: &'static str,
    /// How often; once more with twice as many.
    pub calls: u32,
    /// Whether the body is decoded without a call.
    pub is_decode: bool,
    /// Whether the body is the page of users.
    pub is_list: bool,
}

/// The calls, then decoding by itself.
pub const CASES: [Case; 5] = [
    Case { name: "get", doc: "GET one user, 2 KB", calls: 50, is_decode: false, is_list: false },
    Case { name: "list", doc: "GET 50 users, 100 KB", calls: 5, is_decode: false, is_list: true },
    Case { name: "post", doc: "POST 10 fields", calls: 50, is_decode: false, is_list: false },
    Case { name: "decode-user", doc: "decode one user", calls: 100, is_decode: true, is_list: false },
    Case { name: "decode-list", doc: "decode 50 users", calls: 4, is_decode: true, is_list: true },
];

impl Case {
    /// The case of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        CASES.into_iter().find(|case| case.name == name)
    }
}
