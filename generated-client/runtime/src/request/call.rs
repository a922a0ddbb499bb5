//! A call: a function, its arguments and options, and the client that sends it.

use crate::client::{BodyKind, Core};
use crate::credentials::{Values, check_value};
use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::error::ErrorKind;
use crate::execute::download::PendingDownload;
use crate::execute::draft::Draft;
use crate::execute::opened::Opened;
use crate::execute::operation::Operation;
use crate::execute::run::run;
use crate::header::header_value;
use crate::quote::Secrets;
use crate::redact::SecretString;
use crate::request::arg::Arg;
use crate::request::arg::ArgValue;
use crate::request::encode::{Contents, encode};
use crate::request::input::JsonObject;
use crate::request::newer::newer;
use crate::request::pending::{Pending, ResponseFuture};
use crate::request::prepared::PreparedRequest;
use crate::response::sent::Sent;
use crate::retry::policy::RetryPolicy;
use crate::schema::{Credential, FieldRef, Function, Goes, Place, Retry};
use crate::server::Base;
use crate::settings::Settings;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Uri, header};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A call before it is sent. Generated builders wrap it and give it types.
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent: `.await` it"]
pub struct Call {
    core: Core,
    function: &'static Function,
    args: Vec<Option<Arg>>,
    /// Most calls have none.
    options: Option<Box<Options>>,
    /// Path and query that replace those of the arguments: a further page of a list.
    target: Option<String>,
    /// What went wrong while the call was put together; reported when it is sent, so that builders never fail.
    problem: Option<Problem>,
    warnings: Vec<String>,
}

#[derive(Clone, Default)]
struct Options {
    attempt_timeout: Option<Duration>,
    timeout: Option<Duration>,
    retries: Option<u32>,
    retry: Option<RetryPolicy>,
    headers: Vec<(HeaderName, HeaderValue)>,
    version: Option<HeaderValue>,
    /// In the place of the client's own: credentials, and parts of the server's address.
    values: Values,
}

/// Headers that say where a message goes and where it ends: with others, it would be another message.
const FRAMING: [HeaderName; 4] = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::HOST, header::CONNECTION];

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
            options: None,
            target: None,
            problem: None,
            warnings: Vec::new(),
        }
    }

    /// Sets the argument of a field. A field of another function is an error when the call is sent.
    pub fn set(mut self, field: FieldRef, arg: Arg) -> Self {
        if self.args.is_empty() {
            self.args.resize_with(self.function.fields.len(), || None);
        }
        let own = self.function.fields.get(field.position()).is_some_and(|own| own.name == field.name);
        match self.args.get_mut(field.position()) {
            Some(slot) if own => *slot = Some(arg),
            _ => self.fail(ErrorKind::Argument, format!("`{}` is a field of another function", field.name)),
        }
        self
    }

    /// The argument of a field.
    pub(crate) fn arg(&self, field: FieldRef) -> Option<&Arg> {
        self.args.get(field.position())?.as_ref()
    }

    /// Whose call it is.
    #[doc(hidden)]
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The function that will be called.
    #[must_use]
    pub fn function(&self) -> &'static Function {
        self.function
    }

    /// The timeout of one attempt.
    pub fn with_attempt_timeout(mut self, attempt_timeout: Duration) -> Self {
        self.options().attempt_timeout = Some(attempt_timeout);
        self
    }

    /// The timeout of the whole call, with its retries and waits.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options().timeout = Some(timeout);
        self
    }

    /// Retries at most; 0 for none.
    pub fn with_retries(mut self, retries: u32) -> Self {
        self.options().retries = Some(retries);
        self
    }

    /// When and how the call is retried.
    pub fn with_retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.options().retry = Some(policy);
        self
    }

    /// Sets a header, in the place of the client's own of that name.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), header_value(value)) {
            (Ok(name), _) if FRAMING.contains(&name) => {
                self.fail(ErrorKind::Argument, format!("the header `{name}` is the HTTP client's own"));
            }
            (Ok(name), Some(mut value)) => {
                value.set_sensitive(self.core.is_secret(&name));
                self.options().headers.push((name, value));
            }
            // The value may be a secret, so it is not shown.
            _ => self.fail(ErrorKind::Argument, format!("the header `{}` cannot be sent", name.escape_debug())),
        }
        self
    }

    /// Asks for another API version.
    pub fn with_version(mut self, version: &str) -> Self {
        match header_value(version) {
            Some(version) => self.options().version = Some(version),
            None => self.fail(ErrorKind::Argument, "the API version cannot stand in a header".to_owned()),
        }
        self
    }

    /// Uses another access token: the first credential of the function's scheme.
    pub fn with_access_token(self, token: String) -> Self {
        match self.core.scheme(self.function).and_then(|scheme| scheme.fields().next()) {
            Some(name) => self.with_value(name, token),
            // The call carries no credential.
            None => self,
        }
    }

    /// Uses another value in the place of one that the client has been given by name.
    pub fn with_value(mut self, name: &str, value: String) -> Self {
        let known = self.core.package().values.iter().any(|(known, _)| *known == name);
        match check_value(self.core.package(), name, &value) {
            _ if !known => self.fail(ErrorKind::Argument, format!("`{}` is not given by name", name.escape_debug())),
            Err(problem) => self.fail(ErrorKind::Config, problem),
            Ok(()) => self.options().values.set(name, SecretString::from(value)),
        }
        self
    }

    /// Goes to this path and query instead of those of the arguments.
    pub(crate) fn at(mut self, target: String) -> Self {
        self.target = Some(target);
        self
    }

    /// With all arguments at once, in the order of the fields, and what the caller should know about them.
    pub(crate) fn with_bound(self, args: Vec<Option<Arg>>, warnings: Vec<String>) -> Self {
        Self { args, warnings, ..self }
    }

    /// The error that the call ends with when it is sent; the first one counts.
    pub(crate) fn failed(mut self, kind: ErrorKind, message: String) -> Self {
        self.fail(kind, message);
        self
    }

    fn options(&mut self) -> &mut Options {
        self.options.get_or_insert_default()
    }

    fn fail(&mut self, kind: ErrorKind, message: String) {
        self.problem.get_or_insert(Problem { kind, message });
    }

    fn own_values(&self) -> &Values {
        static NONE: Values = Values::none();
        self.options.as_ref().map_or(&NONE, |options| &options.values)
    }

    /// The arguments, and in the places of credentials what the client has been given.
    fn given(&self) -> Result<Cow<'_, [Option<Arg>]>, Error> {
        let Some(scheme) = self.core.scheme(self.function) else { return Ok(Cow::Borrowed(&self.args)) };
        if !scheme.credentials.iter().any(|credential| matches!(credential, Credential::Field(_))) {
            return Ok(Cow::Borrowed(&self.args));
        }
        let mut args = self.args.clone();
        args.resize(self.function.fields.len(), None);
        for credential in scheme.credentials {
            let Credential::Field(name) = credential else { continue };
            let value = self.own_values().get(name).or_else(|| self.core.value(name));
            if let (Some(field), Some(value)) = (self.function.field(name), value)
                && let Some(slot) = args.get_mut(field.position())
            {
                *slot = Some(Arg::text(value));
            }
        }
        Ok(Cow::Owned(args))
    }

    /// The request without the client's own headers.
    fn draft(&self) -> Result<(Cow<'_, Base>, Uri, Draft), Error> {
        if let Some(problem) = &self.problem {
            let error = Error::new(problem.kind, problem.message.clone());
            return Err(if self.function.name.is_empty() { error } else { error.with_function(self.function) });
        }
        let function = self.function;
        let base = self.core.base(function, self.own_values())?;
        let credentials = self.core.credentials(function, self.own_values())?;
        let encoded = encode(function, &self.given()?)?;
        let uri = match &self.target {
            Some(target) => base.uri_of_server(target.clone()),
            None => base.uri(encoded.path_and_query),
        };
        let uri = uri.map_err(|problem| {
            Error::argument("the arguments do not fit in a URL").with_function(function).with_source(problem)
        })?;
        let mut own = credentials.unwrap_or_default();
        if let Some(content_type) = &encoded.content_type {
            own.extend(header_value(content_type).map(|value| (header::CONTENT_TYPE, value)));
        }
        let headers = self.headers(own, &encoded.headers)?;
        let kind = match (&encoded.body, &encoded.content_type) {
            (None, _) => BodyKind::None,
            (Some(_), None) => BodyKind::Json,
            (Some(_), Some(_)) => BodyKind::Other,
        };
        let (body, segments) = match encoded.body {
            None => Default::default(),
            Some(Contents::Bytes(bytes)) => (bytes.into(), Vec::new()),
            Some(Contents::Segments(segments)) => (Bytes::new(), segments),
        };
        Ok((base, uri, Draft { body, segments, kind, headers }))
    }

    /// The headers of the call's own: of its options and its arguments.
    fn headers(
        &self,
        mut headers: Vec<(HeaderName, HeaderValue)>,
        of_args: &[(&'static str, String)],
    ) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
        let function = self.function;
        let options = self.options.as_deref();
        let version = options.and_then(|options| options.version.as_ref());
        headers.extend(self.core.version_name().cloned().zip(version.cloned()));
        for (name, value) in of_args {
            match (HeaderName::try_from(*name), header_value(value)) {
                (Ok(name), Some(value)) => headers.push((name, value)),
                _ => {
                    let message = format!("an argument cannot stand in the header `{name}`");
                    return Err(Error::argument(message).with_function(function));
                }
            }
        }
        if let Some(options) = options {
            headers.extend_from_slice(&options.headers);
        }
        Ok(headers)
    }

    /// The request as it would be sent.
    ///
    /// # Errors
    ///
    /// An argument that is missing or cannot be sent.
    pub(crate) fn prepare(&self) -> Result<PreparedRequest, Error> {
        let (_, uri, draft) = self.draft()?;
        Ok(PreparedRequest {
            secrets: self.secrets_of_url()?,
            has_stream: !draft.segments.is_empty(),
            request: draft.request(&self.core, self.function, uri),
            warnings: self.warnings.clone(),
        })
    }

    /// The arguments as a JSON object, for a call that something else makes.
    ///
    /// # Errors
    ///
    /// What went wrong while the call was put together, and an argument that JSON cannot hold.
    #[doc(hidden)]
    pub fn into_args(self) -> Result<Value, Error> {
        let wrong = |kind, message| Error::new(kind, message).with_function(self.function);
        if let Some(problem) = self.problem {
            return Err(wrong(problem.kind, problem.message));
        }
        let mut members = JsonObject::new();
        for (field, arg) in self.function.fields.iter().zip(&self.args) {
            let Some(arg) = arg else { continue };
            let value = arg.to_json().and_then(|json| json.parse::<Value>().map_err(|_| "is not JSON".to_owned()));
            let value = value.map_err(|problem| wrong(ErrorKind::Argument, format!("`{}` {problem}", field.name)))?;
            members.insert(field.name.to_owned(), value);
        }
        Ok(Value::Object(members))
    }

    /// The request that would be sent.
    ///
    /// # Errors
    ///
    /// An argument that is missing or cannot be sent.
    pub fn into_request(self) -> Result<PreparedRequest, Error> {
        self.prepare()
    }

    /// Sends the call and decodes its response.
    pub fn send<T: FromResponse>(self) -> Pending<T> {
        Pending::new(self.execute(None))
    }

    /// Sends the call; the body of the response is a stream.
    pub fn send_stream(mut self) -> PendingDownload {
        // So that the length is that of the file, and the bytes are those that the server has.
        let identity = (header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        self.options().headers.push(identity);
        let opened = Opened::default();
        PendingDownload::new(self.execute(Some(opened.clone())), opened)
    }

    /// Everything that does not depend on the type of the response.
    fn execute(self, opened: Option<Opened>) -> ResponseFuture {
        match self.operation(opened) {
            Ok(operation) => Box::pin(run(operation)),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    fn operation(self, opened: Option<Opened>) -> Result<Operation, Error> {
        let (base, uri, draft) = self.draft()?;
        if let Some(name) = draft.used() {
            let message = format!("the stream of `{name}` has been sent already; a stream can be sent once");
            return Err(Error::argument(message).with_function(self.function));
        }
        let sent = Sent {
            package: self.core.package(),
            base_url: Arc::clone(&base.url),
            function: self.function,
            uri,
            place: self.place(),
            secrets: self.secrets(&draft),
            retryable: self.is_retryable(),
            newer: newer(&self.core, self.function, &self.args, &draft.headers),
        };
        drop(base);
        Ok(Operation { sent: Arc::new(sent), draft, settings: self.settings(), core: self.core, opened })
    }

    /// The place of a list that the body names.
    fn place(&self) -> Option<String> {
        let is_in_body = matches!(self.function.paging()?.goes, Some(Goes::Body(_)));
        let field = self.function.place_field().filter(|_| is_in_body)?;
        match &self.arg(field)?.0 {
            ArgValue::Text(text) | ArgValue::Number(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The client's settings, and in their place those of the call.
    fn settings(&self) -> Settings {
        let defaults = self.core.settings();
        let Some(options) = self.options.as_deref() else { return defaults };
        let retry = options.retry.unwrap_or(defaults.retry);
        Settings {
            attempt_timeout: options.attempt_timeout.unwrap_or(defaults.attempt_timeout),
            timeout: options.timeout.unwrap_or(defaults.timeout),
            retry: retry.retries(options.retries.unwrap_or(retry.retries)),
        }
    }

    /// The secret values in the path and the query.
    fn secrets_of_url(&self) -> Result<Vec<String>, Error> {
        let given = self.given()?;
        let is_in_url = |field: &FieldRef| match field.place {
            Some(place) => matches!(place, Place::Path(_) | Place::Query(_)),
            None => field.selected_by.is_some(),
        };
        let fields = self.function.field_refs().filter(|field| field.secret && is_in_url(field));
        let values = fields.filter_map(|field| given.get(field.position())?.as_ref()?.as_text().map(str::to_owned));
        Ok(values.collect())
    }

    /// What the request contains and no message repeats: credentials, and secret headers and arguments.
    fn secrets(&self, draft: &Draft) -> Secrets {
        let function = self.function;
        // A credential in a header is marked as sensitive.
        let own = draft.headers.iter().find(|(_, value)| value.is_sensitive()).map(|(_, value)| value);
        let credential = own.or_else(|| self.core.own_credential(function)).cloned();
        let scheme = self.core.scheme(function);
        let is_header = |credential: &Credential| matches!(credential, Credential::Header { .. });
        // Of most schemes the header says all.
        let scheme = scheme.filter(|scheme| scheme.credentials.len() > 1 || !scheme.credentials.iter().all(is_header));
        let mut others = Vec::new();
        let mut add = |text: Option<&str>| others.extend(text.map(str::to_owned));
        for (field, arg) in function.fields.iter().zip(&self.args) {
            if field.secret {
                add(arg.as_ref().and_then(Arg::as_text));
            }
        }
        for (name, value) in self.options.as_deref().map_or(&[][..], |options| &options.headers) {
            if self.core.is_secret(name) {
                add(value.to_str().ok().and_then(|value| value.rsplit(' ').next()));
            }
        }
        if let Some(scheme) = scheme {
            for name in scheme.fields() {
                add(self.own_values().get(name).or_else(|| self.core.value(name)));
            }
        }
        Secrets { credential, others }
    }

    /// Whether twice is as good as once, for these arguments.
    fn is_retryable(&self) -> bool {
        let function = self.function;
        let given = |name: &str| self.args.get(function.field(name)?.position())?.as_ref();
        function.retry != Retry::Never
            // An empty text names nothing.
            && function.retry_with.is_none_or(|name| given(name).is_some_and(|arg| !arg.is_json("\"\"")))
            && !function.retry_unless.iter().any(|(name, json)| given(name).is_some_and(|arg| arg.is_json(json)))
    }
}

impl Arg {
    /// Whether the argument has the value of a JSON text.
    fn is_json(&self, json: &str) -> bool {
        match &self.0 {
            ArgValue::Boolean(value) => json == if *value { "true" } else { "false" },
            ArgValue::Number(text) | ArgValue::Json(text) => json == text,
            ArgValue::Text(text) => json.parse::<Value>().is_ok_and(|json| json == *text),
            ArgValue::Null => json == "null",
            ArgValue::List(_) | ArgValue::File(_) | ArgValue::Invalid(_) => false,
        }
    }
}

impl fmt::Debug for Call {
    /// Without the arguments' values, which may be secrets or personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.function.fields.iter().zip(&self.args);
        let given = fields.filter(|(_, arg)| arg.is_some()).map(|(field, _)| field.name);
        f.debug_struct("Call")
            .field("function", &self.function.name)
            .field("given", &given.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
