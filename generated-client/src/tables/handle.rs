//! The functions of the tables, by their names.

use super::done::Done;
use super::error::{TablesError, TablesErrorKind};
use super::plan;
use super::run::Run;
use super::template::Scope;
use crate::v2::Client;
use api_client_runtime::Args;
use api_client_runtime::time::Timestamp;
use serde_json::Value;

/// The functions of the tables, called on API 2.x.
#[derive(Clone, Copy, Debug)]
#[must_use = "its methods call functions"]
pub struct Tables<'c> {
    pub(super) client: &'c Client,
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
