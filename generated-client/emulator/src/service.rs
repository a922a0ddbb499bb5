//! From a request to its answer.

use crate::answer::answer;
use crate::catalogue::{Catalogue, Routed};
use crate::error_list::Refusal;
use crate::log::Log;
use crate::matching::{Choice, choose};
use crate::{Received, Settings, guard, read};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use intercom_client::FUNCTIONS;
use intercom_client::examples::EXAMPLES;
use std::sync::atomic::{AtomicU64, Ordering};

/// The header that carries the id of a request.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// What all connections share.
pub(crate) struct Service {
    catalogue: Catalogue,
    log: Log,
    last_id: AtomicU64,
    settings: Settings,
}

impl Service {
    pub(crate) fn new(settings: Settings) -> Self {
        let catalogue = Catalogue::new(FUNCTIONS, EXAMPLES);
        Self { catalogue, log: Log::default(), last_id: AtomicU64::new(0), settings }
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// Counted, so that the same requests get the same ids in every run.
    pub(crate) fn next_id(&self) -> String {
        format!("emulator-{:06}", self.last_id.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Answers a request and writes it to the log.
    pub(crate) async fn handle(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (head, body) = request.into_parts();
        let id = self.next_id();
        let mut received = read::head(&head, id.clone());
        let mut response = match self.decide(&head, body, &mut received).await {
            Ok(response) => response,
            Err(refusal) => refusal.into_response(&id),
        };
        if let Ok(id) = HeaderValue::try_from(id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        received.status = response.status().as_u16();
        self.log.add(received);
        response
    }

    async fn decide(
        &self,
        head: &Parts,
        body: Incoming,
        request: &mut Received,
    ) -> Result<Response<Full<Bytes>>, Refusal> {
        guard::check_caller(head)?;
        read::target(head, request)?;
        let candidates = match self.catalogue.route(&request.method, &request.segments) {
            Routed::Found(candidates) => candidates,
            Routed::OtherMethods(allowed) => return Err(Refusal::wrong_method(&request.method, &allowed)),
            Routed::Unknown => return Err(Refusal::not_found()),
        };
        for candidate in &candidates {
            guard::check_credential(head, candidate.entry.function)?;
        }
        guard::check_version(head)?;
        request.body = read::body(body, self.settings.body_timeout).await?;
        if candidates.iter().any(|candidate| candidate.entry.function.body.is_some()) {
            request.json = Some(read::json(&request.body)?);
        }
        match choose(&candidates, request) {
            Choice::Chosen(chosen) => {
                request.function = Some(chosen.entry.function);
                request.peers.clone_from(&chosen.peers);
                answer(&chosen)
            }
            Choice::Incomplete(function, missing) => Err(Refusal::missing(function, &missing)),
            Choice::None => Err(Refusal::not_implemented(format!(
                "the path is known, but no function sends such a {} there",
                request.method
            ))),
        }
    }
}
