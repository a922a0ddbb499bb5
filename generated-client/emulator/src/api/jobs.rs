//! Bulk jobs. Their items are processed at once, in order. The first response says `pending`, as Intercom's does; later ones say
//! `completed`.

use crate::api::list::{Limits, List, PageQuery};
use crate::api::views::job::{job_error_view, job_view};
use crate::api::{attributes, events, leads, users};
use crate::json::{JsonObject, as_object};
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::job::{Job, JobError, Task};

/// Of one request.
const MAX_ITEMS: usize = 100;

type Apply = fn(&mut Call<'_>, &str, &JsonObject) -> Result<(), ApiError>;

/// `POST /bulk/users`.
pub fn users(call: &mut Call<'_>) -> HandlerResult {
    submit(call, "user", users::bulk)
}

/// `POST /bulk/contacts`.
pub fn leads(call: &mut Call<'_>) -> HandlerResult {
    submit(call, "contact", leads::bulk)
}

/// `POST /bulk/events`.
pub fn events(call: &mut Call<'_>) -> HandlerResult {
    submit(call, "event", events::bulk)
}

fn submit(call: &mut Call<'_>, kind: &str, apply: Apply) -> HandlerResult {
    let body = call.body();
    let items = body.objects("items")?;
    let items = items.ok_or_else(|| ApiError::missing_parameter("items", "items is missing"))?;
    if items.is_empty() || items.len() > MAX_ITEMS {
        return Err(ApiError::invalid_parameter("items", format!("items must have 1 to {MAX_ITEMS} entries")));
    }
    for item in &items {
        match item.string("data_type")?.as_deref() {
            None => {}
            Some(given) if given == kind => {}
            Some(_) => return Err(ApiError::invalid_parameter("items.data_type", format!("data_type must be {kind}"))),
        }
        if !matches!(item.string("method")?.as_deref(), Some("post" | "delete")) {
            return Err(ApiError::invalid_parameter("items.method", "method must be post or delete"));
        }
    }
    let (now, id) = (call.now, job(call, kind)?);
    let mut errors = Vec::new();
    for item in &items {
        let method = item.string("method")?.unwrap_or_default();
        let data = item.non_null("data").cloned().unwrap_or_default();
        let result = match as_object(&data) {
            Some(data) => apply(call, &method, data),
            None => Err(ApiError::type_mismatch("data", "an object")),
        };
        if let Err(error) = result {
            let (code, message) = error.first();
            let (code, message) = (code.to_owned(), message.to_owned());
            errors.push(JobError { method, data, code, message });
        }
    }
    let task = Task { id: format!("task_{}", call.workspace.ids.number()), item_count: items.len(), created_at: now };
    let base = call.base_url;
    let Some(job) = call.workspace.jobs.get_mut(&id) else { return Err(ApiError::not_found("Job")) };
    job.tasks.push(task);
    job.errors.extend(errors);
    job.updated_at = now;
    let pending = Job { completed_at: None, ..job.clone() };
    job.completed_at = Some(now);
    ApiResponse::json(&job_view(call.workspace, base, &pending))
}

/// The job of a request, or a new one.
fn job(call: &mut Call<'_>, kind: &str) -> Result<String, ApiError> {
    let now = call.now;
    let named = match call.body().object("job")? {
        Some(job) => job.string("id")?,
        None => None,
    };
    if let Some(id) = named {
        let job = call.workspace.jobs.get(&id).ok_or_else(|| ApiError::not_found("Job"))?;
        if job.kind != kind {
            return Err(ApiError::invalid_parameter("job.id", format!("this job has items of {}", job.kind)));
        }
        return if now > job.closing_at { Err(ApiError::job_closed()) } else { Ok(id) };
    }
    let id = format!("job_{}", call.workspace.ids.object());
    call.workspace.jobs.add(Job {
        id: id.clone(),
        kind: kind.to_owned(),
        created_at: now,
        updated_at: now,
        completed_at: None,
        closing_at: now.saturating_add(Job::OPEN_SECONDS),
        tasks: Vec::new(),
        errors: Vec::new(),
    })?;
    Ok(id)
}

/// `GET /jobs/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    let job = call.workspace.jobs.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Job"))?;
    ApiResponse::json(&job_view(call.workspace, call.base_url, job))
}

/// `POST /jobs/{id}`, used by SDKs: sets the closing time.
pub fn update(call: &mut Call<'_>) -> HandlerResult {
    let (closing_at, id) = (attributes::time(call.body(), "closing_at")?, call.path_param(0));
    let job = call.workspace.jobs.get_mut(id).ok_or_else(|| ApiError::not_found("Job"))?;
    job.closing_at = closing_at.unwrap_or(job.closing_at);
    get_by_id(call)
}

/// `GET /jobs/{id}/error`: the failed items.
pub fn errors(call: &mut Call<'_>) -> HandlerResult {
    let job = call.workspace.jobs.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Job"))?;
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let shown = query.slice(job.errors.iter()).into_iter().map(|error| job_error_view(job, error));
    let pages = query.pages(call, job.errors.len());
    ApiResponse::json(&List::new("job.error.list", "items", shown.collect::<Vec<_>>()).pages(pages))
}
