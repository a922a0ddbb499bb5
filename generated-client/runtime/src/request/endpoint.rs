//! What every builder can do besides taking arguments: options begin with `with_`, sends with `send`, so that no setter of a
//! field can clash with them.

/// The setter that takes an `Option`: what generated code adds below each setter.
#[doc(hidden)]
#[macro_export]
macro_rules! maybe {
    ($maybe:ident => $setter:ident: $argument:ty) => {
        #[doc = concat!(" [`", stringify!($setter), "`](Self::", stringify!($setter), "), if there is a value.")]
        pub fn $maybe(self, value: Option<$argument>) -> Self {
            match value {
                Some(value) => self.$setter(value),
                None => self,
            }
        }
    };
}

/// Sending and options of a builder: what generated code adds below each.
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint {
    ($name:ident => $output:ty) => {
        impl $name {
            /// Sends the call; `.await` on the builder does the same.
            #[inline]
            pub fn send(self) -> $crate::__private::Pending<$output> {
                self.0.send()
            }

            /// Sends the call; returns the decoded response together with status and headers.
            #[inline]
            pub fn send_full(self) -> $crate::__private::Pending<$crate::__private::Response<$output>> {
                self.0.send()
            }

            /// Sends the call; returns the response as received: status, headers and bytes.
            #[inline]
            pub fn send_raw(self) -> $crate::__private::Pending<$crate::__private::RawResponse> {
                self.0.send()
            }

            /// The request that would be sent.
            ///
            /// # Errors
            ///
            /// An argument that is missing or cannot be sent.
            #[inline]
            pub fn into_request(self) -> Result<$crate::__private::PreparedRequest, $crate::__private::Error> {
                self.0.into_request()
            }

            /// The time that one attempt may take (30 s by default).
            #[inline]
            pub fn with_attempt_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_attempt_timeout(timeout))
            }

            /// The time that the whole call may take, with its retries and waits (60 s by default).
            #[inline]
            pub fn with_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Retries at most; 0 for none.
            #[inline]
            pub fn with_retries(self, retries: u32) -> Self {
                Self(self.0.with_retries(retries))
            }

            /// When and how this call is retried.
            #[inline]
            pub fn with_retry_policy(self, policy: $crate::__private::RetryPolicy) -> Self {
                Self(self.0.with_retry_policy(policy))
            }

            /// Sets a header of this call; it replaces the client's own header of that name.
            #[inline]
            pub fn with_header(self, name: &str, value: &str) -> Self {
                Self(self.0.with_header(name, value))
            }

            /// Requests another API version in this call.
            #[inline]
            pub fn with_version(self, version: &str) -> Self {
                Self(self.0.with_version(version))
            }

            /// Uses another access token in this call.
            #[inline]
            pub fn with_access_token(self, token: impl Into<String>) -> Self {
                Self(self.0.with_access_token(token.into()))
            }

            /// Uses another value in the place of one that the client has been given by name: a credential, or a part of the
            /// server's address.
            #[inline]
            pub fn with_value(self, name: &str, value: impl Into<String>) -> Self {
                Self(self.0.with_value(name, value.into()))
            }

            /// The call without its types.
            #[inline]
            pub fn into_call(self) -> $crate::__private::Call {
                self.0
            }
        }

        $crate::endpoint_blocking!($name => $output);
        $crate::not_iterable!($name, CallWithoutAwait);

        impl std::future::IntoFuture for $name {
            type Output = Result<$output, $crate::__private::Error>;
            type IntoFuture = $crate::__private::Pending<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// What a builder can do besides whose response is a file: what generated code adds below it.
#[doc(hidden)]
#[macro_export]
macro_rules! download {
    ($name:ident) => {
        impl $name {
            /// Sends the call; the body of the response is a stream of bytes, for one that should not be in memory.
            #[inline]
            pub fn send_stream(self) -> $crate::__private::PendingDownload {
                self.0.send_stream()
            }
        }
    };
}

/// Without the `blocking` feature builders have nothing more. (A feature that the macro itself asked for would be looked up
/// in the crate that uses the macro.)
#[cfg(not(all(feature = "blocking", not(target_family = "wasm"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint_blocking {
    ($name:ident => $output:ty) => {};
}
