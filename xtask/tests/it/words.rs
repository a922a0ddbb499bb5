//! `cargo xtask words`: the banned words of the glossary.

use crate::support::{stdout, xtask};

#[test]
fn no_banned_term_is_used() {
    let output = xtask(&["words", "--list"]);
    assert!(output.status.success(), "{}", stdout(&output));
}
