//! Runs the steps of a plan.

use super::done::Done;
use super::error::{TablesError, TablesErrorKind};
use super::plan::plans;
use super::template::{Scope, applies, args, fill};
use crate::v2::Client;
use api_client_runtime::error::{Error, ExistingState};
use api_client_runtime::{Args, DynamicCall};
use serde_json::{Value, json};
use std::future::Future;
use std::pin::Pin;

/// A function of the tables while it runs.
pub struct Run<'c> {
    client: &'c Client,
    unarchives: bool,
    done: Vec<String>,
    response: Value,
}

type Step<'r, T> = Pin<Box<dyn Future<Output = Result<T, TablesError>> + Send + 'r>>;

impl<'c> Run<'c> {
    pub fn new(client: &'c Client, unarchives: bool) -> Self {
        Self { client, unarchives, done: Vec::new(), response: Value::Null }
    }

    /// Checks arguments against the table, as API 1.x does, without sending anything.
    pub fn check(&self, function: &str, args: Args) -> Result<(), TablesError> {
        let call = DynamicCall::new(self.client.core(), crate::FUNCTIONS, function, &args);
        call.into_request().map(|_| ()).map_err(|error| self.failed(function, error))
    }

    /// A function that is the same in both APIs.
    pub async fn same(mut self, function: &str, args: Args) -> Result<Done, TablesError> {
        let call = DynamicCall::new(self.client.core(), crate::FUNCTIONS, function, &args);
        self.response = call.await.map_err(|error| self.failed(function, error))?;
        self.done.push(function.to_owned());
        Ok(self.into_done())
    }

    /// All steps of a plan.
    pub async fn steps(mut self, plan: &Value, mut scope: Scope) -> Result<Done, TablesError> {
        let Some(steps) = plan.get("steps").and_then(Value::as_array) else { return self.unfit("it has no steps") };
        self.all(steps, &mut scope).await?;
        Ok(self.into_done())
    }

    /// A plan that does not fit.
    pub fn unfit<T>(&self, problem: &str) -> Result<T, TablesError> {
        Err(self.error(TablesErrorKind::Plan { problem: problem.to_owned() }))
    }

    fn into_done(self) -> Done {
        Done { response: self.response, calls: self.done, dropped: Vec::new() }
    }

    fn error(&self, kind: TablesErrorKind) -> TablesError {
        TablesError::new(kind, &self.done)
    }

    fn failed(&self, call: &str, error: Error) -> TablesError {
        self.error(TablesErrorKind::Call { call: call.to_owned(), error: Box::new(error) })
    }

    /// Steps within steps need a box: a future that contains itself has no size.
    fn all<'r>(&'r mut self, steps: &'r [Value], scope: &'r mut Scope) -> Step<'r, ()> {
        Box::pin(async move {
            for step in steps {
                if applies(step, scope) {
                    self.one(step, scope).await?;
                }
            }
            Ok(())
        })
    }

    async fn one(&mut self, step: &Value, scope: &mut Scope) -> Result<(), TablesError> {
        let text = |key: &str| step.get(key).and_then(Value::as_str);
        let found = if let Some(call) = text("call") {
            let optional = step.get("optional").and_then(Value::as_u64);
            match self.send(call, args(step, scope)).await {
                Ok(response) => {
                    self.response = response.clone();
                    response
                }
                Err(error) if optional.is_some() && error.status().map(u64::from) == optional => Value::Null,
                Err(error) => return Err(self.failed(call, error)),
            }
        } else if let Some(kind) = text("resolve") {
            self.resolve_step(kind, step, scope).await?
        } else if let Some(kind) = text("upsert") {
            let found = self.upsert(kind, step, scope).await?;
            self.response = found.clone();
            found
        } else if let Some(list) = step.get("each") {
            return self.each(list, step, scope).await;
        } else {
            return self.unfit("a step of no kind");
        };
        if let Some(name) = text("as") {
            scope.insert(name.to_owned(), found);
        }
        Ok(())
    }

    async fn send(&mut self, call: &str, args: Value) -> Result<Value, Error> {
        let response = self.client.call(call, args).await?;
        self.done.push(call.to_owned());
        Ok(response)
    }

    async fn each(&mut self, list: &Value, step: &Value, scope: &mut Scope) -> Result<(), TablesError> {
        let (Some(name), Some(steps)) =
            (step.get("as").and_then(Value::as_str), step.get("steps").and_then(Value::as_array))
        else {
            return self.unfit("`each` needs `as` and `steps`");
        };
        let items = match fill(list, scope) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        let mut collected = Vec::new();
        // What a step found is the function's response; what its items needed is not.
        let response = self.response.clone();
        for item in items {
            let mut inner = scope.clone();
            inner.insert(name.to_owned(), item);
            self.all(steps, &mut inner).await?;
            collected.extend(step.get("item").and_then(|item| fill(item, &inner)));
        }
        if !response.is_null() {
            self.response = response;
        }
        if let Some(collect) = step.get("collect").and_then(Value::as_str) {
            scope.insert(collect.to_owned(), Value::Array(collected));
        }
        Ok(())
    }

    async fn resolve_step(&mut self, kind: &str, step: &Value, scope: &Scope) -> Result<Value, TablesError> {
        let by = step.get("by").unwrap_or(&Value::Null);
        let role = step.get("role").and_then(|role| fill(role, scope)).filter(|role| role != "any");
        let (way, value) = match by {
            // The first way for which there is a value.
            Value::Array(ways) => {
                let ways = ways.iter().filter_map(Value::as_object).flatten();
                let given = ways.filter_map(|(way, value)| Some((way.clone(), fill(value, scope)?))).next();
                given.map_or((None, None), |(way, value)| (Some(way), Some(value)))
            }
            // An argument, or the plan itself, names the way.
            by => {
                let part = |key: &str| by.get(key).and_then(|part| fill(part, scope));
                (part("kind").and_then(|way| way.as_str().map(str::to_owned)), part("value"))
            }
        };
        let (Some(way), Some(value)) = (way, value) else {
            return Err(self.error(TablesErrorKind::NotFound { what: format!("{kind} without an id of any kind") }));
        };
        self.resolve(kind, &way, value.clone(), role).await?.ok_or_else(|| {
            let what = format!("{kind} whose {way} is {value}");
            self.error(TablesErrorKind::NotFound { what })
        })
    }

    /// Finds something by what callers know of it; `None` when there is nothing.
    async fn resolve(
        &mut self,
        kind: &str,
        way: &str,
        value: Value,
        role: Option<Value>,
    ) -> Result<Option<Value>, TablesError> {
        let Some(ways) = plans().pointer(&format!("/resolvers/{kind}/{way}")) else {
            return self.unfit(&format!("no way to a {kind} by `{way}`"));
        };
        if ways == "given" {
            return Ok(Some(json!({ "id": value })));
        }
        let fits = |one: &&Value| one.get("role").is_none_or(|only| Some(only) == role.as_ref());
        let Some(one) = ways.as_array().and_then(|ways| ways.iter().find(fits)) else {
            return self.unfit(&format!("no way to a {kind} by `{way}`"));
        };
        let call = named(one, "call");
        let mut scope = Scope::new();
        scope.insert("value".to_owned(), value.clone());
        scope.extend(role.map(|role| ("role".to_owned(), role)));
        let response = match self.send(call, args(one, &scope)).await {
            Ok(response) => response,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(self.failed(call, error)),
        };
        let Some(list) = one.get("list").and_then(Value::as_str) else { return Ok(Some(response)) };
        let mut items = response.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        if let Some(key) = one.get("where").and_then(Value::as_str) {
            items.retain(|item| item.get(key) == Some(&value));
        }
        match &items[..] {
            [] => Ok(None),
            [only] => Ok(Some(only.clone())),
            several => {
                let ids = several.iter().filter_map(|item| item.get("id")?.as_str().map(str::to_owned)).collect();
                Err(self.error(TablesErrorKind::Ambiguous { what: format!("{kind} whose {way} is {value}"), ids }))
            }
        }
    }

    /// Creates or updates. A create comes first where the plan says so, and a conflict names what exists.
    async fn upsert(&mut self, kind: &str, step: &Value, scope: &Scope) -> Result<Value, TablesError> {
        let Some(rule) = plans().pointer(&format!("/upserts/{kind}")) else {
            return self.unfit(&format!("no upsert of a {kind}"));
        };
        let args = args(step, scope);
        if step.get("first").and_then(Value::as_str) == Some("update")
            && let Some(id) = self.known(kind, rule, &args).await?
        {
            return self.update(rule, args, id).await;
        }
        let create = named(rule, "create");
        let conflict = match self.send(create, args.clone()).await {
            Ok(created) => return Ok(created),
            Err(error) if error.is_conflict() => error,
            Err(error) => return Err(self.failed(create, error)),
        };
        let existing = conflict.existing();
        let id = existing.as_ref().and_then(|existing| existing.id.clone());
        if existing.is_some_and(|existing| existing.state == ExistingState::Archived) {
            let Some(id) = id.clone().filter(|_| self.unarchives) else {
                return Err(self.error(TablesErrorKind::Archived { id }));
            };
            let unarchive = named(rule, "unarchive");
            let sent = self.send(unarchive, json!({ named(rule, "id"): id })).await;
            sent.map_err(|error| self.failed(unarchive, error))?;
            return self.update(rule, args, Value::String(id)).await;
        }
        let id = match id {
            Some(id) => Some(Value::String(id)),
            None => self.known(kind, rule, &args).await?,
        };
        match id {
            Some(id) => self.update(rule, args, id).await,
            None => Err(self.failed(create, conflict)),
        }
    }

    /// The id of what exists already, by the first key that finds it.
    async fn known(&mut self, kind: &str, rule: &Value, args: &Value) -> Result<Option<Value>, TablesError> {
        let role = args.get("role").cloned();
        for pair in rule.get("keys").and_then(Value::as_array).into_iter().flatten() {
            let Some(value) = args.get(named(pair, "argument")) else { continue };
            if let Some(found) = self.resolve(kind, named(pair, "way"), value.clone(), role.clone()).await? {
                return Ok(Some(found.get("id").cloned().unwrap_or_default()));
            }
        }
        Ok(None)
    }

    async fn update(&mut self, rule: &Value, args: Value, id: Value) -> Result<Value, TablesError> {
        let Value::Object(mut args) = args else { return self.unfit("the arguments are no object") };
        for fixed in rule.get("fixed").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            args.remove(fixed);
        }
        args.insert(named(rule, "id").to_owned(), id);
        let update = named(rule, "update");
        self.send(update, Value::Object(args)).await.map_err(|error| self.failed(update, error))
    }
}

/// A name in a rule.
fn named<'r>(rule: &'r Value, key: &str) -> &'r str {
    rule.get(key).and_then(Value::as_str).unwrap_or_default()
}
