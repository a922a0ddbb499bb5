//! An attempt whose request or response is a stream.

use crate::execute::operation::Operation;
use crate::transport::SendOptions;
use crate::transport::error::TransportError;
use bytes::Bytes;
use http::{HeaderMap, header};

/// No report of a failure is larger.
const REPORT: usize = 64 * 1024;

/// Whether the body may say that the call has failed, although the status does not. A file of another type is not waited for.
fn may_report_failure(operation: &Operation, headers: &HeaderMap) -> bool {
    let (package, function) = (operation.sent.package, operation.function());
    let is_described = !package.failed_when.is_empty()
        || !function.failed_when.is_empty()
        || package.errors.iter().any(|shape| !shape.kind.is_empty());
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    is_described && content_type.is_some_and(|content_type| content_type.contains("json"))
}

/// Sends the request. The body of the response is read here, unless the call succeeded and its caller wants the stream.
pub async fn send_streamed(
    operation: &Operation,
    options: SendOptions,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = operation.request().map(|_| operation.draft.stream());
    let response = operation.core.transport().send_stream(request, options).await?;
    let (head, body) = response.into_parts();
    match &operation.opened {
        Some(opened) if head.status.is_success() => {
            let known =
                if may_report_failure(operation, &head.headers) { body.short_object(REPORT).await } else { Err(body) };
            let bytes = known.unwrap_or_else(|body| {
                opened.put(body);
                Bytes::new()
            });
            Ok(http::Response::from_parts(head, bytes))
        }
        _ => {
            let (bytes, outcome) = body.collect(options.max_body).await;
            let response = http::Response::from_parts(head, bytes);
            match outcome {
                Ok(()) => Ok(response),
                Err(error) => Err(error.with_partial(response)),
            }
        }
    }
}
