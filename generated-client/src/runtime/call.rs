//! A call: a function, its arguments and options, and the client that sends it.

use super::client::Core;
use super::encode::encode;
use super::function::{Function, Returns};
use super::package::Package;
use super::response::{Unwrapped, unwrap_list};
use super::{Arg, Args, Error, ErrorKind, FromAnswer, Pending, PreparedRequest, RawResponse, args, nearest};
use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// A call before it is sent. Generated builders wrap it and give it types.
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    core: Core,
    function: &'static Function,
    args: Vec<Option<Arg>>,
    options: Options,
    /// What went wrong while the call was put together; reported when it is sent, so that builders never fail.
    problem: Option<Problem>,
    warnings: Vec<String>,
}

#[derive(Clone, Default)]
struct Options {
    timeout: Option<Duration>,
    headers: Vec<(HeaderName, HeaderValue)>,
    version: Option<HeaderValue>,
    credential: Option<HeaderValue>,
}

#[derive(Clone)]
struct Problem {
    kind: ErrorKind,
    message: String,
}

impl Call {
    /// A call without arguments.
    pub fn new(core: &Core, function: &'static Function) -> Self {
        Self {
            core: core.clone(),
            function,
            args: Vec::new(),
            options: Options::default(),
            problem: None,
            warnings: Vec::new(),
        }
    }

    /// Sets the argument of a field.
    pub fn set(mut self, field: usize, arg: Arg) -> Self {
        if self.args.is_empty() {
            self.args = vec![None; self.function.fields.len()];
        }
        if let Some(slot) = self.args.get_mut(field) {
            *slot = Some(arg);
        }
        self
    }

    /// The function that will be called.
    #[must_use]
    pub fn function(&self) -> &'static Function {
        self.function
    }

    /// Gives up on an answer after this time.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => self.options.headers.push((name, value)),
            // The value may be a secret, so it is not shown.
            _ => self.fail(ErrorKind::Argument, format!("the header `{}` cannot be sent", name.escape_debug())),
        }
        self
    }

    /// Asks for another API version.
    pub fn with_version(mut self, version: &str) -> Self {
        match HeaderValue::try_from(version) {
            Ok(version) => self.options.version = Some(version),
            Err(_) => self.fail(ErrorKind::Argument, "the API version cannot stand in a header".to_owned()),
        }
        self
    }

    /// Uses another access token.
    pub fn with_access_token(mut self, token: String) -> Self {
        match credential(self.core.package(), &token) {
            Ok(value) => self.options.credential = Some(value),
            Err(problem) => self.fail(ErrorKind::Config, problem),
        }
        self
    }

    fn fail(&mut self, kind: ErrorKind, message: String) {
        self.problem.get_or_insert(Problem { kind, message });
    }

    /// The request as it would be sent.
    ///
    /// # Errors
    ///
    /// An argument that is missing or cannot be sent.
    pub fn prepare(&self) -> Result<PreparedRequest, Error> {
        if let Some(problem) = &self.problem {
            let error = Error::new(problem.kind, problem.message.clone());
            return Err(if self.function.name.is_empty() { error } else { error.with_function(self.function) });
        }
        let function = self.function;
        let encoded = encode(function, &self.args)?;
        let uri = format!("{}{}", self.core.base_url(), encoded.path_and_query);
        let uri = http::Uri::try_from(uri).map_err(|problem| {
            Error::argument("the arguments do not fit in a URL").with_function(function).with_source(problem)
        })?;
        let mut request = http::Request::new(encoded.body.map(Bytes::from).unwrap_or_default());
        *request.method_mut() = function.http.into();
        *request.uri_mut() = uri;
        self.core.set_headers(&mut request, function, self.options.credential.as_ref())?;
        let headers = request.headers_mut();
        if let (Some(version), Some(value)) = (&self.core.package().version, &self.options.version)
            && let Ok(name) = HeaderName::try_from(version.header)
        {
            headers.insert(name, value.clone());
        }
        for (name, value) in &encoded.headers {
            match (HeaderName::try_from(*name), HeaderValue::try_from(value.as_str())) {
                (Ok(name), Ok(value)) => headers.insert(name, value),
                _ => {
                    return Err(Error::argument(format!("an argument cannot stand in the header `{name}`"))
                        .with_function(function));
                }
            };
        }
        headers.extend(self.options.headers.iter().cloned());
        Ok(PreparedRequest { request, warnings: self.warnings.clone() })
    }

    /// Sends the call and decodes its answer.
    pub fn send<T: FromAnswer>(self) -> Pending<T> {
        Pending::new(self.execute())
    }

    /// Everything that does not depend on the answer's type.
    async fn execute(self) -> Result<RawResponse, Error> {
        let prepared = self.prepare()?;
        let function = self.function;
        let timeout = self.options.timeout.unwrap_or(self.core.timeout());
        let answer = self
            .core
            .transport()
            .send(prepared.request, timeout)
            .await
            .map_err(|problem| Error::transport(problem, function))?;
        let (parts, body) = answer.into_parts();
        let raw = RawResponse {
            function,
            package: self.core.package(),
            status: parts.status,
            headers: parts.headers,
            payload: body.clone(),
            body,
        };
        accept(raw)
    }
}

/// Tells success from failure, and takes the one object out of a list that should hold one.
fn accept(mut answer: RawResponse) -> Result<RawResponse, Error> {
    if answer.status.is_redirection() {
        let place = answer.headers.get(http::header::LOCATION).and_then(|place| place.to_str().ok());
        // The place may carry the credential of a query or a user; its host says enough.
        let host =
            place.and_then(|place| place.parse::<http::Uri>().ok()).and_then(|uri| uri.host().map(str::to_owned));
        let message = format!("a redirect, which is not followed (to {})", host.as_deref().unwrap_or("the same host"));
        return Err(Error::answered(ErrorKind::Status, message, answer));
    }
    if !answer.status.is_success() {
        let message = status_message(&answer);
        return Err(Error::answered(ErrorKind::Status, message, answer));
    }
    if let Returns::Unwrap(_, key) = answer.function.returns {
        match unwrap_list(&answer.body, key) {
            Unwrapped::Plain => {}
            Unwrapped::One(object) => answer.payload = object,
            Unwrapped::None => return Err(Error::answered(ErrorKind::NotFound, "nothing was found", answer)),
            Unwrapped::Many(count) => {
                return Err(Error::answered(
                    ErrorKind::Ambiguous,
                    format!("{count} were found where one was expected"),
                    answer,
                ));
            }
        }
    }
    Ok(answer)
}

/// What a failure says when its body is not the API's own error.
fn status_message(answer: &RawResponse) -> String {
    let reason = answer.status.canonical_reason().unwrap_or("unknown status");
    let kind = answer.headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    match (answer.body.len(), kind) {
        (0, _) => format!("{reason}, with an empty body"),
        (length, Some(kind)) => format!("{reason}, with {length} bytes of {kind}"),
        (length, None) => format!("{reason}, with {length} bytes"),
    }
}

/// The value of the credential's header, marked as sensitive.
pub(super) fn credential(package: &Package, token: &str) -> Result<HeaderValue, String> {
    if token.is_empty() {
        return Err("the access token is empty".to_owned());
    }
    if token.chars().any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()) {
        return Err("the access token holds white space, control or non-ASCII characters".to_owned());
    }
    let scheme = package.auth.as_ref().map_or("", |auth| auth.scheme);
    let mut value = HeaderValue::try_from(format!("{scheme} {token}").trim_start())
        .map_err(|_| "the access token cannot stand in a header".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Call {
    /// Without the arguments' values, which may be secrets or personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given =
            self.function.fields.iter().zip(&self.args).filter(|(_, arg)| arg.is_some()).map(|(field, _)| field.name);
        f.debug_struct("Call")
            .field("function", &self.function.name)
            .field("given", &given.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A call by the table's name, with JSON arguments and a JSON answer.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct DynamicCall(Call);

impl DynamicCall {
    /// A call of the function of a name; a name or arguments that do not fit are reported when it is sent.
    pub fn new(core: &Core, functions: &[&'static Function], name: &str, args: &Args) -> Self {
        let Some(function) = functions.iter().find(|function| function.name == name).copied() else {
            let mut call = Call::new(core, &UNKNOWN);
            call.fail(ErrorKind::Argument, unknown_function(functions, name));
            return Self(call);
        };
        let mut call = Call::new(core, function);
        match args::bind(function, args) {
            Ok(bound) => {
                call.args = bound.args;
                call.warnings = bound.warnings;
                if let Some(token) = bound.credential {
                    call = call.with_access_token(token);
                }
            }
            Err(problem) => call.fail(problem.kind(), problem.message().to_owned()),
        }
        Self(call)
    }
}

/// Stands in for a function that does not exist; it is never sent.
static UNKNOWN: Function = Function::new("", super::Method::Get, "");

fn unknown_function(functions: &[&'static Function], name: &str) -> String {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    match nearest(name, functions.iter().map(|function| function.name)) {
        Some(near) => format!("there is no function `{shown}`; did you mean `{near}`?"),
        None => format!("there is no function `{shown}`"),
    }
}

crate::endpoint!(DynamicCall => Value);
