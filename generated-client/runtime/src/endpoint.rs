//! What every builder can do besides taking arguments.

/// Sending and options of a builder: what generated code adds below each.
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint {
    ($name:ident => $output:ty) => {
        impl $name {
            /// Sends the call; `.await` on the builder does the same.
            pub fn send(self) -> $crate::Pending<$output> {
                self.0.send()
            }

            /// Sends the call and gives its answer together with status and headers.
            pub fn response(self) -> $crate::Pending<$crate::Response<$output>> {
                self.0.send()
            }

            /// Sends the call and gives its answer as received.
            pub fn raw(self) -> $crate::Pending<$crate::RawResponse> {
                self.0.send()
            }

            /// The request as it would be sent.
            ///
            /// # Errors
            ///
            /// An argument that is missing or cannot be sent.
            pub fn prepare(&self) -> Result<$crate::PreparedRequest, $crate::Error> {
                self.0.prepare()
            }

            /// Gives up on an attempt after this time.
            pub fn with_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Gives up on this call after this time, repetitions and waits included.
            pub fn with_deadline(self, deadline: std::time::Duration) -> Self {
                Self(self.0.with_deadline(deadline))
            }

            /// Repeats this call at most this often; 0 for never.
            pub fn with_retries(self, retries: u32) -> Self {
                Self(self.0.with_retries(retries))
            }

            /// Repeats this call by this policy.
            pub fn with_retry_policy(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.with_retry_policy(policy))
            }

            /// Sets a header of this call, in the place of the client's own of that name.
            pub fn with_header(self, name: &str, value: &str) -> Self {
                Self(self.0.with_header(name, value))
            }

            /// Asks for another API version in this call.
            pub fn with_version(self, version: &str) -> Self {
                Self(self.0.with_version(version))
            }

            /// Uses another access token in this call.
            pub fn with_access_token(self, token: impl Into<String>) -> Self {
                Self(self.0.with_access_token(token.into()))
            }

            /// The call without its types.
            pub fn into_call(self) -> $crate::Call {
                self.0
            }
        }

        $crate::endpoint_blocking!($name => $output);

        impl std::future::IntoFuture for $name {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::Pending<$output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// Without the `blocking` feature builders have nothing more. (A feature that the macro itself asked for would be looked up
/// in the crate that uses the macro.)
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint_blocking {
    ($name:ident => $output:ty) => {};
}
