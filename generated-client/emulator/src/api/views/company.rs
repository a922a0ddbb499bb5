//! Companies.

use crate::api::list::List;
use crate::api::views::label::{SegmentStub, TagView, tag_list};
use crate::json::JsonObject;
use crate::workspace::model::Workspace;
use crate::workspace::records::company::Company;
use crate::workspace::records::label::SegmentOf;
use serde::Serialize;

/// A company in the list of a person.
#[derive(Serialize)]
pub struct CompanyStub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    company_id: Option<&'a str>,
    id: &'a str,
    name: Option<&'a str>,
}

impl<'a> CompanyStub<'a> {
    pub fn of(company: &'a Company) -> Self {
        Self {
            kind: "company",
            company_id: company.company_id.as_deref(),
            id: &company.id,
            name: company.name.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub struct CompanyView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    company_id: Option<&'a str>,
    app_id: &'a str,
    name: Option<&'a str>,
    plan: PlanView<'a>,
    remote_created_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    last_request_at: Option<i64>,
    monthly_spend: i64,
    session_count: i64,
    user_count: usize,
    size: Option<i64>,
    website: Option<&'a str>,
    industry: Option<&'a str>,
    tags: List<TagView<'a>>,
    segments: List<SegmentStub<'a>>,
    custom_attributes: &'a JsonObject,
}

/// An empty object if the company has no plan.
#[derive(Serialize)]
struct PlanView<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

pub fn company_view<'a>(workspace: &'a Workspace, company: &'a Company) -> CompanyView<'a> {
    let segments = workspace.segments.iter().filter(|segment| segment.of == SegmentOf::Company);
    let segments = segments.filter(|segment| segment.has_company(workspace, company));
    let plan = company.plan.as_deref();
    CompanyView {
        kind: "company",
        id: &company.id,
        company_id: company.company_id.as_deref(),
        app_id: &workspace.info.id_code,
        name: company.name.as_deref(),
        plan: PlanView { kind: plan.map(|_| "plan"), id: plan.map(plan_id), name: plan },
        remote_created_at: company.remote_created_at,
        created_at: company.created_at,
        updated_at: company.updated_at,
        last_request_at: company.last_request_at,
        monthly_spend: company.monthly_spend.unwrap_or_default(),
        session_count: company.session_count,
        user_count: workspace.people.of_company(&company.id).len(),
        size: company.size,
        website: company.website.as_deref(),
        industry: company.industry.as_deref(),
        tags: tag_list(workspace, &company.tags),
        segments: List::new("segment.list", "segments", segments.map(SegmentStub::of).collect()),
        custom_attributes: &company.custom_attributes,
    }
}

/// A plan is only a name, so its id is a hash of the name.
fn plan_id(name: &str) -> String {
    let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    (sum % 100_000).to_string()
}
