//! The models of users, with the same fields and types as the generated ones.
#![allow(dead_code, reason = "a program reads what it needs")]

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonType {
    User,
    Contact,
    Lead,
    Visitor,
    #[serde(untagged)]
    Other(String),
}

#[derive(Deserialize)]
pub struct User {
    pub r#type: Option<PersonType>,
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub anonymous: Option<bool>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub name: Option<String>,
    pub pseudonym: Option<String>,
    pub avatar: Option<Avatar>,
    pub app_id: Option<String>,
    pub companies: Option<CompanyList>,
    pub location_data: Option<LocationData>,
    pub last_request_at: Option<i64>,
    pub last_seen_ip: Option<String>,
    pub created_at: Option<i64>,
    pub remote_created_at: Option<i64>,
    pub signed_up_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub session_count: Option<i64>,
    pub social_profiles: Option<SocialProfileList>,
    pub unsubscribed_from_emails: Option<bool>,
    pub marked_email_as_spam: Option<bool>,
    pub has_hard_bounced: Option<bool>,
    pub user_agent_data: Option<String>,
    pub tags: Option<TagList>,
    pub segments: Option<SegmentList>,
    #[serde(default)]
    pub custom_attributes: BTreeMap<String, Value>,
    pub referrer: Option<String>,
    pub utm_campaign: Option<String>,
    pub utm_content: Option<String>,
    pub utm_medium: Option<String>,
    pub utm_source: Option<String>,
    pub utm_term: Option<String>,
    pub do_not_track: Option<bool>,
    pub owner_id: Option<String>,
}

#[derive(Deserialize)]
pub struct Avatar {
    pub r#type: Option<String>,
    pub image_url: Option<String>,
}

#[derive(Deserialize)]
pub struct CompanyList {
    pub r#type: Option<String>,
    #[serde(default)]
    pub companies: Vec<Company>,
}

#[derive(Deserialize)]
pub struct Company {
    pub r#type: Option<String>,
    pub id: Option<String>,
    pub company_id: Option<String>,
    pub app_id: Option<String>,
    pub name: Option<String>,
    pub plan: Option<Plan>,
    pub remote_created_at: Option<i64>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub last_request_at: Option<i64>,
    pub monthly_spend: Option<f64>,
    pub session_count: Option<i64>,
    pub user_count: Option<i64>,
    pub size: Option<i64>,
    pub website: Option<String>,
    pub industry: Option<String>,
    pub tags: Option<TagList>,
    pub segments: Option<SegmentList>,
    #[serde(default)]
    pub custom_attributes: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
pub struct Plan {
    pub r#type: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
}

#[derive(Deserialize)]
pub struct LocationData {
    pub r#type: Option<String>,
    pub city_name: Option<String>,
    pub continent_code: Option<String>,
    pub country_code: Option<String>,
    pub country_name: Option<String>,
    pub latitude: Option<Value>,
    pub longitude: Option<Value>,
    pub postal_code: Option<String>,
    pub region_name: Option<String>,
    pub timezone: Option<String>,
}

#[derive(Deserialize)]
pub struct SocialProfileList {
    pub r#type: Option<String>,
    #[serde(default)]
    pub social_profiles: Vec<SocialProfile>,
}

#[derive(Deserialize)]
pub struct SocialProfile {
    pub r#type: Option<String>,
    pub name: Option<String>,
    pub id: Option<String>,
    pub username: Option<String>,
    pub url: Option<String>,
}

#[derive(Deserialize)]
pub struct TagList {
    pub r#type: Option<String>,
    #[serde(default)]
    pub tags: Vec<Tag>,
}

#[derive(Deserialize)]
pub struct Tag {
    pub r#type: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub applied_at: Option<i64>,
    pub applied_by: Option<Reference>,
}

#[derive(Deserialize)]
pub struct Reference {
    pub r#type: Option<String>,
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub do_not_track: Option<bool>,
}

#[derive(Deserialize)]
pub struct SegmentList {
    pub r#type: Option<String>,
    #[serde(default)]
    pub segments: Vec<Segment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentPersonType {
    User,
    Contact,
    #[serde(untagged)]
    Other(String),
}

#[derive(Deserialize)]
pub struct Segment {
    pub r#type: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub person_type: Option<SegmentPersonType>,
    pub count: Option<i64>,
}

#[derive(Deserialize)]
pub struct Pages {
    pub r#type: Option<String>,
    pub next: Option<Value>,
    pub page: Option<i64>,
    pub per_page: Option<i64>,
    pub total_pages: Option<i64>,
    pub since: Option<String>,
}

#[derive(Deserialize)]
pub struct UserList {
    pub r#type: Option<String>,
    #[serde(default)]
    pub users: Vec<User>,
    pub pages: Option<Pages>,
    pub total_count: Option<i64>,
    pub limited: Option<bool>,
}
