//! `cargo xtask words`: the banned words of the glossary.

use crate::support::{stdout, xtask};

/// The count may only shrink; remove this constant at zero.
const BASELINE: usize = 536;

#[test]
fn no_banned_term_is_added() {
    let text = stdout(&xtask(&["words", "--list"]));
    let total = text.lines().last().unwrap().trim_start().split(' ').next().unwrap().parse::<usize>().unwrap();
    assert!(total <= BASELINE, "{total} banned words, more than {BASELINE}:\n{text}");
}
