//! For programs.

use super::sections::Sides;
use crate::base::json::Json;
use crate::diff::compare::Comparison;
use crate::diff::level::Level;
use crate::diff::rows::Row;
use crate::diff::version::VersionBump;

/// The comparison as one JSON object.
#[must_use]
pub fn json(comparison: &Comparison, bump: &VersionBump, sides: &Sides) -> String {
    let optional = |text: Option<String>| text.map_or(Json::Null, Json::String);
    let counts = Level::ALL
        .into_iter()
        .map(|level| (level.as_str().to_owned(), Json::Number(comparison.count(level).to_string())))
        .collect();
    let object = Json::Object(vec![
        ("old".to_owned(), Json::text(&sides.old)),
        ("new".to_owned(), Json::text(&sides.new)),
        ("verdict".to_owned(), optional(bump.level.map(|level| level.to_string()))),
        ("current_version".to_owned(), Json::String(bump.current.to_string())),
        ("next_version".to_owned(), optional(bump.next.as_ref().map(ToString::to_string))),
        ("counts".to_owned(), Json::Object(counts)),
        ("rows".to_owned(), Json::Array(comparison.rows.iter().map(row).collect())),
    ]);
    format!("{}\n", object.pretty())
}

fn row(row: &Row) -> Json {
    Json::Object(vec![
        ("subject".to_owned(), Json::text(&row.subject)),
        ("change".to_owned(), Json::text(row.change.as_str())),
        ("what".to_owned(), Json::text(&row.what)),
        ("class".to_owned(), Json::text(row.class.as_str())),
        ("level".to_owned(), Json::text(row.level.as_str())),
        ("reason".to_owned(), Json::text(&row.reason)),
    ])
}
