//! What came with a newer version of the API than the one that a call asks for.

use super::arg::Arg;
use crate::client::Core;
use crate::schema::Function;
use http::{HeaderName, HeaderValue};

/// The function, or the first of the given arguments, that the version of a call does not have yet, in words. `headers` are the
/// call's own. A version that is not among the known ones has no age.
pub fn newer(
    core: &Core,
    function: &Function,
    args: &[Option<Arg>],
    headers: &[(HeaderName, HeaderValue)],
) -> Option<Box<str>> {
    let given = function.fields.iter().zip(args).filter(|(_, arg)| arg.is_some());
    let own = function.since.map(|since| (None, since)).into_iter();
    let mut dated = own.chain(given.filter_map(|(field, _)| Some((Some(field.name), field.since?)))).peekable();
    dated.peek()?;
    let known = core.package().version.as_ref()?.known;
    let asked = core.version_of(headers)?.to_str().ok()?;
    let position = |version: &str| known.iter().position(|known| *known == version);
    let at = position(asked)?;
    let (argument, since) = dated.find(|(_, since)| position(since).is_some_and(|since| since > at))?;
    let what = argument.map_or_else(|| "this function".to_owned(), |name| format!("the argument `{name}`"));
    Some(format!("{what} came with version {since} of the API, and the call asks for {asked}").into_boxed_str())
}
