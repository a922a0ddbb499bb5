//! Chooses the function that a request is meant for, among those of its method and path.

use super::fit::{Fit, GivenValues, MissingValue, discriminators, fit};
use super::function_table::{Candidate, CanonicalRequest};
use crate::protocol::api_error::{ApiError, ErrorDetail};
use crate::protocol::recorded_request::RecordedRequest;
use intercom_client::schema::Function;

pub enum Choice<'a> {
    Chosen(Chosen<'a>),
    /// The request fits only functions that need more values.
    Incomplete(Incomplete<'a>),
    /// No function sends such a request.
    None,
}

/// The function that a request fits best.
pub struct Chosen<'a> {
    pub candidate: &'a Candidate,
    /// All functions that fit as well as this one, itself included.
    pub peers: Vec<&'static Function>,
}

/// Functions that a request may be meant for, and the values that it lacks for each.
pub struct Incomplete<'a>(Vec<(&'static Function, Vec<MissingValue<'a>>)>);

/// Chooses a function. Equal requests give equal choices: the best fit wins; of equally good ones the function with an example
/// of this very request, then the first of the spec.
pub fn choose<'a>(candidates: &'a [Candidate], request: &RecordedRequest) -> Choice<'a> {
    let (places, values) = (discriminators(candidates), GivenValues::new(request));
    let mut fits: Vec<(&Candidate, Fit<'_>)> = candidates
        .iter()
        .map(|candidate| (candidate, fit(candidate, &values, &places)))
        .filter(|(_, fit)| !fit.has_conflict)
        .collect();
    // Stable, so that equally good ones stay in the order of the spec.
    fits.sort_by(|(_, a), (_, b)| a.missing.len().cmp(&b.missing.len()).then(b.score.cmp(&a.score)));
    let Some((first, best)) = fits.first() else { return Choice::None };
    if !best.missing.is_empty() {
        return Choice::Incomplete(incomplete(fits));
    }
    let peers: Vec<&Candidate> = fits
        .iter()
        .take_while(|(_, fit)| fit.missing.is_empty() && fit.score == best.score)
        .map(|(candidate, _)| *candidate)
        .collect();
    // Only functions that send the same requests need this comparison.
    let exact = (peers.len() > 1)
        .then(|| CanonicalRequest::new(request))
        .and_then(|request| peers.iter().find(|peer| peer.entry.has_example(&request)));
    Choice::Chosen(Chosen {
        candidate: exact.copied().unwrap_or(first),
        peers: peers.iter().map(|peer| peer.entry.function).collect(),
    })
}

/// The functions with the best fit. Functions that lack the same values are listed once.
fn incomplete<'a>(fits: Vec<(&'a Candidate, Fit<'a>)>) -> Incomplete<'a> {
    let mut functions: Vec<(&'static Function, Vec<MissingValue<'a>>)> = Vec::new();
    let Some((_, best)) = fits.first() else { return Incomplete(functions) };
    let (count, score) = (best.missing.len(), best.score);
    for (candidate, fit) in fits {
        let is_best = fit.missing.len() == count && fit.score == score;
        let is_same = |known: &[MissingValue<'_>]| {
            known.iter().map(MissingValue::wire_name).eq(fit.missing.iter().map(MissingValue::wire_name))
        };
        if is_best && !functions.iter().any(|(_, known)| is_same(known)) {
            functions.push((candidate.entry.function, fit.missing));
        }
    }
    Incomplete(functions)
}

impl Incomplete<'_> {
    pub fn first_function(&self) -> Option<&'static Function> {
        self.0.first().map(|(function, _)| *function)
    }

    /// The error: what the first function needs, and in the last message what the others need.
    pub fn into_error(self) -> ApiError {
        let needed_by = |function: &Function, missing: &MissingValue<'_>| {
            let what = missing.field().map_or("a constant of".to_owned(), |field| format!("the field {field} of"));
            format!("{what} {}", function.name)
        };
        let mut functions = self.0.iter();
        let Some((function, missing)) = functions.next() else { return ApiError::unprocessable(Vec::new()) };
        let detail = |missing: &MissingValue<'_>| ErrorDetail {
            code: "parameter_not_found",
            message: format!("{} is missing: {}", missing.wire_name(), needed_by(function, missing)),
            field: Some(missing.wire_name()),
        };
        let mut details: Vec<ErrorDetail> = missing.iter().map(detail).collect();
        if let Some(last) = details.last_mut() {
            for (function, missing) in functions {
                for missing in missing {
                    last.message.push_str(&format!("; or {}: {}", missing.wire_name(), needed_by(function, missing)));
                }
            }
        }
        ApiError::unprocessable(details)
    }
}
