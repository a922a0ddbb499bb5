//! The 82 functions of the tables on API 2.x, with the features `v1` and `v2`.
//!
//! ```no_run
//! use intercom_client::json;
//! use intercom_client::v2::Client;
//!
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let args = json!({ "email": "ines@kiln.example", "name": "Ines Prado" });
//! let done = client.tables().call("createUserByEmail", args).await?;
//! println!("{} after {:?}", done.response, done.calls);
//! # Ok(())
//! # }
//! ```
//!
//! The plans stand in `spec/v2/tables.yaml`. 61 functions run, each as one or more calls with their own retries and limits; the
//! response is the model of 2.x. 21 are gone: they return [`TablesErrorKind::Withdrawn`] with what replaces them, before
//! anything is sent. An argument without a counterpart is an error with its reason, unless [`Tables::drop_unsupported`] is set:
//! then [`Done::dropped`] lists it. The page [From 1.x to 2.x](https://docs.rs/intercom-client) has a row for each function.

mod done;
mod error;
mod plan;
mod run;
mod template;

pub use done::Done;
pub use error::{TablesError, TablesErrorKind};

use crate::v2::Client;
use api_client_runtime::Args;
use api_client_runtime::time::Timestamp;
use run::Run;
use serde_json::Value;
use template::Scope;

/// The functions of the tables, called on API 2.x.
#[derive(Clone, Copy, Debug)]
#[must_use = "`call` calls a function"]
pub struct Tables<'c> {
    client: &'c Client,
    drops: bool,
    unarchives: bool,
}

impl Client {
    /// The functions of the tables, called on API 2.x: apart from [`Client::call`], since names such as `createTag` mean another
    /// function in each.
    pub fn tables(&self) -> Tables<'_> {
        Tables { client: self, drops: false, unarchives: false }
    }
}

impl Tables<'_> {
    /// Leaves out arguments that API 2.x has no place for, and lists them in [`Done::dropped`].
    pub fn drop_unsupported(mut self, drops: bool) -> Self {
        self.drops = drops;
        self
    }

    /// Brings back a contact that exists and is archived, where its function would create it.
    pub fn unarchive(mut self, unarchives: bool) -> Self {
        self.unarchives = unarchives;
        self
    }

    /// Calls a function by its name and its arguments in the tables.
    ///
    /// # Errors
    ///
    /// Before anything is sent: a function that is unknown or withdrawn, an argument that the tables or API 2.x do not take. After
    /// that: a call that failed, or who and what was not found; [`TablesError::done`] lists the calls before it.
    pub async fn call(&self, function: &str, args: impl Into<Value>) -> Result<Done, TablesError> {
        let error = |kind| TablesError::new(kind, &[]);
        let plan =
            plan::find(function).ok_or_else(|| error(TablesErrorKind::Unknown { function: function.to_owned() }))?;
        if let Some(reason) = plan.get("withdrawn").and_then(Value::as_str) {
            let instead = plan.get("instead").and_then(Value::as_array).into_iter().flatten();
            return Err(error(TablesErrorKind::Withdrawn {
                function: function.to_owned(),
                reason: reason.to_owned(),
                instead: instead.filter_map(Value::as_str).map(str::to_owned).collect(),
            }));
        }
        let args = args.into();
        let run = Run::new(self.client, self.unarchives);
        run.check(function, Args::from(args.clone()))?;
        if plan.get("same").is_some() {
            return run.same(function, Args::from(args)).await;
        }
        let Value::Object(mut scope) = args else { return run.unfit("the arguments are no object") };
        let dropped = self.unsupported(plan, &mut scope)?;
        stamp(plan, &mut scope);
        let mut done = run.steps(plan, scope).await?;
        done.dropped = dropped;
        Ok(done)
    }

    /// Takes out the arguments that API 2.x has no place for.
    fn unsupported(&self, plan: &Value, scope: &mut Scope) -> Result<Vec<(String, String)>, TablesError> {
        let mut dropped = Vec::new();
        for (argument, reason) in plan.get("unsupported").and_then(Value::as_object).into_iter().flatten() {
            if scope.remove(argument).is_none() {
                continue;
            }
            let (argument, reason) = (argument.clone(), reason.as_str().unwrap_or_default().to_owned());
            if !self.drops {
                return Err(TablesError::new(TablesErrorKind::Argument { argument, reason }, &[]));
            }
            dropped.push((argument, reason));
        }
        for (argument, values) in plan.get("only").and_then(Value::as_object).into_iter().flatten() {
            let Some(given) = scope.get(argument) else { continue };
            if values.as_array().is_some_and(|values| !values.contains(given)) {
                let reason = format!("2.x has no way by {given}");
                return Err(TablesError::new(TablesErrorKind::Value { argument: argument.clone(), reason }, &[]));
            }
        }
        Ok(dropped)
    }
}

/// Sets the times for which the tables have a flag: `now`.
fn stamp(plan: &Value, scope: &mut Scope) {
    for (flag, argument) in plan.get("now").and_then(Value::as_object).into_iter().flatten() {
        if scope.remove(flag) == Some(Value::Bool(true))
            && let Some(argument) = argument.as_str()
        {
            scope.insert(argument.to_owned(), Value::from(Timestamp::now().unix()));
        }
    }
}
