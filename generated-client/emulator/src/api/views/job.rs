//! Bulk jobs.

use crate::workspace::model::Workspace;
use crate::workspace::records::job::{Job, JobError, Task};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub struct JobView<'a> {
    id: &'a str,
    app_id: &'a str,
    name: &'static str,
    state: &'static str,
    created_at: i64,
    updated_at: i64,
    completed_at: Option<i64>,
    closing_at: i64,
    tasks: Vec<TaskView<'a>>,
    links: JobLinks,
}

#[derive(Serialize)]
struct TaskView<'a> {
    id: &'a str,
    item_count: usize,
    created_at: i64,
    started_at: Option<i64>,
    completed_at: Option<i64>,
    state: &'static str,
}

#[derive(Serialize)]
struct JobLinks {
    #[serde(rename = "self")]
    own: String,
    error: String,
}

pub fn job_view<'a>(workspace: &'a Workspace, base_url: &str, job: &'a Job) -> JobView<'a> {
    let own = format!("{base_url}/jobs/{}", job.id);
    let is_completed = job.completed_at.is_some();
    let state = if is_completed { "completed" } else { "pending" };
    let task = |task: &'a Task| TaskView {
        id: &task.id,
        item_count: task.item_count,
        created_at: task.created_at,
        started_at: is_completed.then_some(task.created_at),
        completed_at: job.completed_at,
        state,
    };
    JobView {
        id: &job.id,
        app_id: &workspace.info.id_code,
        name: "api_bulk_job",
        state,
        created_at: job.created_at,
        updated_at: job.updated_at,
        completed_at: job.completed_at,
        closing_at: job.closing_at,
        tasks: job.tasks.iter().map(task).collect(),
        links: JobLinks { error: format!("{own}/error"), own },
    }
}

/// A failed item of a job.
#[derive(Serialize)]
pub struct JobErrorView<'a> {
    method: &'a str,
    data_type: &'a str,
    data: &'a Value,
    error: JobErrorCode<'a>,
}

#[derive(Serialize)]
struct JobErrorCode<'a> {
    code: &'a str,
    message: &'a str,
}

pub fn job_error_view<'a>(job: &'a Job, error: &'a JobError) -> JobErrorView<'a> {
    JobErrorView {
        method: &error.method,
        data_type: &job.kind,
        data: &error.data,
        error: JobErrorCode { code: &error.code, message: &error.message },
    }
}
