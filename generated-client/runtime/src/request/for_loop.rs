//! Error messages of the compiler for a `for` loop over what has to be awaited.
//!
//! Calls and streams are iterators on a condition that is never met, and the compiler explains why it is not. It says only "is
//! not an iterator" otherwise: the traits of loops are the standard library's. The condition is on another type than the one
//! that is looped over, or the compiler would say the same again.

/// Stands for the loop over a `T`.
#[doc(hidden)]
#[derive(Debug)]
pub struct ForLoop<T>(T);

/// Implemented by no type.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{T}` is a call: a `for` loop needs its response",
    label = "`.await` is missing",
    note = "send the call and loop over what is in its response: `call.await?`",
    note = "a call of a list that has pages can also be read item by item: `let mut items = call.by_item();`"
)]
pub trait CallWithoutAwait<T> {
    #[doc(hidden)]
    type Item;
}

/// Implemented by no type.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{T}` is a stream: a `for` loop cannot wait for what comes next",
    label = "a stream, not an iterator",
    note = "loop with `while let Some(next) = stream.next().await`, where `stream` is a `let mut`",
    note = "or, with the feature `blocking` and outside of `async`: `for next in stream.blocking()`"
)]
pub trait StreamWithoutAwait<T> {
    #[doc(hidden)]
    type Item;
}

/// A call or a stream, which a `for` loop cannot take. `for<'a>` because the compiler checks other conditions at once.
#[doc(hidden)]
#[macro_export]
macro_rules! not_iterable {
    ($type:ident $(<$parameter:ident $(: $bound:path)?>)?, $condition:ident) => {
        #[doc(hidden)]
        impl $(<$parameter $(: $bound)?>)? Iterator for $type $(<$parameter>)?
        where
            for<'a> $crate::__private::ForLoop<Self>: $crate::__private::$condition<Self>,
        {
            type Item = <$crate::__private::ForLoop<Self> as $crate::__private::$condition<Self>>::Item;

            fn next(&mut self) -> Option<Self::Item> {
                None
            }
        }
    };
}
