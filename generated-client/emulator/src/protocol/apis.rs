//! The APIs that requests are meant for, each from its spec.

use http::HeaderName;
use http::request::Parts;
use intercom_client::schema::{Function, Package};

/// An API.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Api {
    /// API 1.x, which has the workspace.
    V1,
    /// API 2.x, whose responses are the examples of its spec.
    #[cfg(feature = "v2")]
    V2,
}

/// All of them, the one of requests that name no version first.
const ALL: &[Api] = &[
    Api::V1,
    #[cfg(feature = "v2")]
    Api::V2,
];

impl Api {
    /// The API whose version a request names. An unknown version is the business of the first one.
    pub fn of_request(head: &Parts) -> Self {
        let is_named = |api: &Self| {
            let Some(version) = &api.package().version else { return false };
            let named = HeaderName::try_from(version.header).ok().and_then(|name| head.headers.get(name));
            named.and_then(|value| value.to_str().ok()).is_some_and(|name| version.known.contains(&name))
        };
        ALL.iter().copied().find(is_named).unwrap_or(Self::V1)
    }

    pub fn functions(self) -> &'static [&'static Function] {
        match self {
            Self::V1 => intercom_client::FUNCTIONS,
            #[cfg(feature = "v2")]
            Self::V2 => intercom_client::v2::FUNCTIONS,
        }
    }

    fn package(self) -> &'static Package {
        match self {
            Self::V1 => &intercom_client::PACKAGE,
            #[cfg(feature = "v2")]
            Self::V2 => &intercom_client::v2::PACKAGE,
        }
    }
}

/// The functions of all APIs.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    ALL.iter().flat_map(|api| api.functions()).copied()
}

/// The versions of all APIs.
pub fn versions() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter_map(|api| api.package().version.as_ref()).flat_map(|version| version.known).copied()
}
