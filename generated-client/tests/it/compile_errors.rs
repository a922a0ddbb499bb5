//! Report: the compiler's errors lead a first program on. Their texts are those of the workspace's toolchain
//! (`rust-toolchain.toml`): after a new one, `TRYBUILD=overwrite cargo test -p intercom-client --test it compile_errors`.
//!
//! One error is the compiler's own text, because no trait of ours is involved: `?` on a call that is not awaited (the trait
//! `Try` is the standard library's, and unstable). Its fixture keeps it in view.

use crate::support::builder;
use futures_core::Stream;

/// Methods of iterators, for streams, as `futures::StreamExt` has them.
trait StreamExt: Stream + Sized {
    fn map<T>(self, _: impl FnMut(Self::Item) -> T) -> &'static str {
        "of the stream"
    }
}

impl<S: Stream> StreamExt for S {}

#[test]
fn streams_keep_the_methods_of_stream_ext() {
    // They are iterators as far as the compiler explains why they are none.
    let client = builder("http://scripted.test").build().unwrap();
    assert_eq!(client.users().list().by_item().map(|user| user.is_ok()), "of the stream");
    assert_eq!(client.users().list().by_page().map(|page| page.is_ok()), "of the stream");
}

#[test]
fn mistakes_of_a_first_program_have_errors_that_lead_on() {
    trybuild::TestCases::new().compile_fail("tests/compile_errors/*.rs");
}
