//! Names and values of headers.

use http::HeaderName;
use intercom_client::PACKAGE;
use std::sync::LazyLock;

/// The media type of all bodies.
pub const JSON_CONTENT_TYPE: &str = "application/json; charset=utf-8";

/// The header with the id of a request.
pub static REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Marks a response that does not come from the state of the workspace: its value is `example`.
pub const RESPONSE_SOURCE_HEADER: &str = "x-emulator-response";

/// The header with the credential of a request, if the API has one.
pub static CREDENTIAL_HEADER: LazyLock<Option<HeaderName>> =
    LazyLock::new(|| HeaderName::try_from(PACKAGE.header_credential()?.0).ok());

/// The header with the version of the API, if requests name it.
pub static VERSION_HEADER: LazyLock<Option<HeaderName>> =
    LazyLock::new(|| HeaderName::try_from(PACKAGE.version.as_ref()?.header).ok());
