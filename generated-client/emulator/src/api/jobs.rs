//! Bulk jobs. Their items are worked on at once, in order; the answer says pending, as Intercom's does, and what is asked
//! for later is done.

use super::list::{Limits, List, PageQuery};
use super::shape::shape;
use super::{attributes, events, leads, users, views};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::json::as_object;
use crate::state::records::{Job, JobError, Object, Task};

/// Seconds for which a job takes further items.
const OPEN_FOR: i64 = 900;
/// Items of one request, by what was said of Intercom's limit.
const MOST_ITEMS: usize = 100;

type Apply = fn(&mut Call<'_>, &str, &Object) -> Result<(), Refusal>;

/// `POST /bulk/users`.
pub(crate) fn users(call: &mut Call<'_>) -> Handled {
    submit(call, "user", users::bulk)
}

/// `POST /bulk/contacts`.
pub(crate) fn leads(call: &mut Call<'_>) -> Handled {
    submit(call, "contact", leads::bulk)
}

/// `POST /bulk/events`.
pub(crate) fn events(call: &mut Call<'_>) -> Handled {
    submit(call, "event", events::bulk)
}

fn submit(call: &mut Call<'_>, kind: &str, apply: Apply) -> Handled {
    let body = call.body();
    let items = body.objects("items")?;
    let items = items.ok_or_else(|| Refusal::missing_parameter("items", "items is missing".to_owned()))?;
    if items.is_empty() || items.len() > MOST_ITEMS {
        return Err(Refusal::invalid("items", format!("there are 1 to {MOST_ITEMS} items")));
    }
    for item in &items {
        match item.text("data_type")?.as_deref() {
            None => {}
            Some(given) if given == kind => {}
            Some(_) => return Err(Refusal::invalid("items.data_type", format!("data_type must be {kind}"))),
        }
        if !matches!(item.text("method")?.as_deref(), Some("post" | "delete")) {
            return Err(Refusal::invalid("items.method", "method must be post or delete".to_owned()));
        }
    }
    let (now, id) = (call.now, job(call, kind)?);
    let mut errors = Vec::new();
    for item in &items {
        let method = item.text("method")?.unwrap_or_default();
        let data = item.member("data").cloned().unwrap_or_default();
        let outcome = match as_object(&data) {
            Some(data) => apply(call, &method, data),
            None => Err(Refusal::type_mismatch("data", "an object")),
        };
        if let Err(refusal) = outcome {
            let (code, message) = refusal.first();
            errors.push(JobError { method, data, code, message });
        }
    }
    let task = Task { id: format!("task_{}", call.world.ids.number()), item_count: items.len(), created_at: now };
    let base = call.base;
    let Some(job) = call.world.jobs.get_mut(&id) else { return Err(Refusal::no("Job")) };
    job.tasks.push(task);
    job.errors.extend(errors);
    job.updated_at = now;
    let pending = Job { completed_at: None, ..job.clone() };
    job.completed_at = Some(now);
    Reply::json(&views::job(call.world, base, &pending))
}

/// The open job that a request names, or a new one.
fn job(call: &mut Call<'_>, kind: &str) -> Result<String, Refusal> {
    let now = call.now;
    let named = match call.body().object("job")? {
        Some(job) => job.text("id")?,
        None => None,
    };
    if let Some(id) = named {
        let job = call.world.jobs.get(&id).ok_or_else(|| Refusal::no("Job"))?;
        if job.kind != kind {
            return Err(Refusal::invalid("job.id", format!("this job is one of {}s", job.kind)));
        }
        return if now > job.closing_at { Err(Refusal::job_closed()) } else { Ok(id) };
    }
    let id = format!("job_{}", call.world.ids.object());
    call.world.jobs.add(Job {
        id: id.clone(),
        kind: kind.to_owned(),
        created_at: now,
        updated_at: now,
        completed_at: None,
        closing_at: now.saturating_add(OPEN_FOR),
        tasks: Vec::new(),
        errors: Vec::new(),
    })?;
    Ok(id)
}

/// `GET /jobs/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    let job = call.world.jobs.get(call.segment(0)).ok_or_else(|| Refusal::no("Job"))?;
    Reply::json(&views::job(call.world, call.base, job))
}

/// `POST /jobs/{id}`, of SDKs: sets when it closes.
pub(crate) fn update(call: &mut Call<'_>) -> Handled {
    let (closing_at, id) = (attributes::time(call.body(), "closing_at")?, call.segment(0));
    let job = call.world.jobs.get_mut(id).ok_or_else(|| Refusal::no("Job"))?;
    job.closing_at = closing_at.unwrap_or(job.closing_at);
    get_by_id(call)
}

/// `GET /jobs/{id}/error`: the items that failed.
pub(crate) fn errors(call: &mut Call<'_>) -> Handled {
    let job = call.world.jobs.get(call.segment(0)).ok_or_else(|| Refusal::no("Job"))?;
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let shown = query.cut(job.errors.iter()).into_iter().map(|error| {
        shape! {
            "method": error.method.as_str(),
            "data_type": job.kind.as_str(),
            "data": error.data.clone(),
            "error": shape! {"code": error.code.as_str(), "message": error.message.as_str()},
        }
    });
    let pages = query.pages(call, job.errors.len());
    Reply::json(&List::new("job.error.list", "items", shown.collect::<Vec<_>>()).pages(pages))
}
