//! The APIs that requests are meant for, each from its spec.

use super::headers::VERSION_HEADER;
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
    /// The API whose version a request names, in the one header that all of them have for it. An unknown version is the business
    /// of the first one.
    pub fn of_request(head: &Parts) -> Self {
        let named = VERSION_HEADER.as_ref().and_then(|header| head.headers.get(header)?.to_str().ok());
        let Some(name) = named else { return Self::V1 };
        ALL.iter().copied().find(|api| api.versions().contains(&name)).unwrap_or(Self::V1)
    }

    fn versions(self) -> &'static [&'static str] {
        self.package().version.as_ref().map_or(&[], |version| version.known)
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
    ALL.iter().flat_map(|api| api.versions()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_apis_name_their_version_in_one_header() {
        for api in ALL {
            let header = api.package().version.as_ref().map(|version| version.header.to_ascii_lowercase());
            assert_eq!(header.as_deref(), VERSION_HEADER.as_ref().map(http::HeaderName::as_str));
        }
    }
}
