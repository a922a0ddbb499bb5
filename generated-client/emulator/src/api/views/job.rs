//! Bulk jobs.

use crate::api::shape::{Shape, shape};
use crate::workspace::model::Workspace;
use crate::workspace::records::job::Job;

pub fn job_view(workspace: &Workspace, base: &str, job: &Job) -> Shape {
    let own = format!("{base}/jobs/{}", job.id);
    let done = job.completed_at.is_some();
    let state = if done { "completed" } else { "pending" };
    let tasks = job.tasks.iter().map(|task| {
        shape! {
            "id": task.id.as_str(),
            "item_count": task.item_count,
            "created_at": task.created_at,
            "started_at": done.then_some(task.created_at),
            "completed_at": job.completed_at,
            "state": state,
        }
    });
    shape! {
        "id": job.id.as_str(),
        "app_id": workspace.info.id_code.as_str(),
        "name": "api_bulk_job",
        "state": state,
        "created_at": job.created_at,
        "updated_at": job.updated_at,
        "completed_at": job.completed_at,
        "closing_at": job.closing_at,
        "tasks": tasks.collect::<Vec<_>>(),
        "links": shape! {"self": own.as_str(), "error": format!("{own}/error")},
    }
}
