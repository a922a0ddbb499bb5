//! From a request to the function of the spec that it is meant for.

mod catalogue;
mod fit;
mod matching;
mod nearest;
mod pattern;
mod secrets;
mod slots;
mod values;

pub(crate) use catalogue::{Candidate, Catalogue, Routed};
pub(crate) use fit::Missing;
pub(crate) use matching::{Choice, choose};
pub(crate) use nearest::nearest;
pub(crate) use secrets::{HIDDEN, is_secret, secrets, without, without_any};
pub(crate) use slots::Place;
pub(crate) use values::{Misfit, misfits};
