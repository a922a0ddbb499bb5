//! Which function a request is meant for.

use super::catalogue::{Candidate, Comparable};
use super::fit::{Fit, Missing, discriminators, fit};
use crate::Received;
use intercom_client::runtime::Function;

/// Which function a request is meant for.
pub(crate) enum Choice<'a> {
    /// This one.
    Chosen(Chosen<'a>),
    /// Most likely one of these, but something is missing: of each something else.
    Incomplete(Vec<(&'static Function, Vec<Missing>)>),
    /// None sends such a request.
    None,
}

/// A function that a request fits.
pub(crate) struct Chosen<'a> {
    pub candidate: Candidate<'a>,
    pub function: &'static Function,
    /// All functions that fit as well as this one, this one included.
    pub peers: Vec<&'static Function>,
}

/// Chooses among functions that have the request's method and path. An equal request gives an equal choice: the best fit
/// wins; among equally good ones the one whose example the request is, and then the first of the tables.
pub(crate) fn choose<'a>(candidates: &[Candidate<'a>], request: &Received) -> Choice<'a> {
    let places = discriminators(candidates);
    let mut fits: Vec<(Candidate<'a>, Fit)> = candidates
        .iter()
        .map(|candidate| (*candidate, fit(*candidate, request, &places)))
        .filter(|(_, fit)| !fit.conflicts)
        .collect();
    // Stable, so that equally good ones stay in the order of the tables.
    fits.sort_by(|(_, a), (_, b)| a.missing.len().cmp(&b.missing.len()).then(b.score.cmp(&a.score)));
    let Some((first, best)) = fits.first() else { return Choice::None };
    if !best.missing.is_empty() {
        return Choice::Incomplete(wanting(fits));
    }
    let peers: Vec<Candidate<'a>> = fits
        .iter()
        .take_while(|(_, fit)| fit.missing.is_empty() && fit.score == best.score)
        .map(|(candidate, _)| *candidate)
        .collect();
    // Only functions that send the same requests need a second look.
    let exact = (peers.len() > 1)
        .then(|| Comparable::new(request))
        .and_then(|request| peers.iter().find(|peer| peer.entry.samples.iter().any(|sample| sample.is(&request))));
    let candidate = exact.copied().unwrap_or(*first);
    Choice::Chosen(Chosen {
        candidate,
        function: candidate.entry.function,
        peers: peers.iter().map(|peer| peer.entry.function).collect(),
    })
}

/// The functions that fit best and still lack something. Those that lack the same are one.
fn wanting(fits: Vec<(Candidate<'_>, Fit)>) -> Vec<(&'static Function, Vec<Missing>)> {
    let Some((_, best)) = fits.first() else { return Vec::new() };
    let (few, score) = (best.missing.len(), best.score);
    let mut wanting: Vec<(&'static Function, Vec<Missing>)> = Vec::new();
    for (candidate, fit) in fits {
        let lacks_the_same =
            |known: &[Missing]| known.iter().map(|it| &it.wire).eq(fit.missing.iter().map(|it| &it.wire));
        let is_near = fit.missing.len() == few && fit.score == score;
        if is_near && !wanting.iter().any(|(_, known)| lacks_the_same(known)) {
            wanting.push((candidate.entry.function, fit.missing));
        }
    }
    wanting
}
