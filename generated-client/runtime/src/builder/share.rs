//! A client of another API that has what the first one has.

use crate::builder::Options;
use crate::client::Core;
use crate::error::Error;
use crate::schema::Package;
use std::sync::Arc;

/// A client of an API, which generated code is.
pub trait ApiClient: From<Core> {
    /// The API.
    fn package() -> &'static Package;
}

impl Core {
    /// The same for another API of the same app: the same connections, credentials, server, settings, observer, retry budget
    /// and limiter. The version is that API's own.
    pub fn with_api<C: ApiClient>(&self) -> Result<C, Error> {
        self.with_package(C::package()).map(C::from)
    }

    fn with_package(&self, package: &'static Package) -> Result<Self, Error> {
        let first = self.inner();
        let mut options = Options::new(package);
        for (name, _) in package.values {
            if let Some(value) = first.values.get(name) {
                options.set(name, value.to_owned());
            }
        }
        let region = first.package.servers.get(first.server).map_or("", |server| server.name);
        let is_known = package.servers.iter().any(|server| server.name == region);
        match &first.base_url {
            Some(url) => options.base_url.set(url.clone()),
            // The first server is the one of a client that has chosen none.
            None if is_known || first.server > 0 => options.region.set(region.to_owned()),
            None => {}
        }
        options.settings = first.settings;
        options.max_body = first.max_body;
        options.transport = Some(Arc::clone(&first.transport));
        options.clock = Arc::clone(&first.clock);
        options.observer.clone_from(&first.observer);
        let mut inner = options.inner()?;
        inner.budget = Arc::clone(&first.budget);
        inner.limiter.clone_from(&first.limiter);
        Ok(Self::new(inner))
    }
}
