//! What the table says of a field or a list beside its description.

use api_client_runtime::schema::{Field, Function};

/// Whether a field is required, and its known values.
pub fn of(field: &Field) -> Vec<String> {
    let mut remarks = Vec::new();
    if field.required {
        remarks.push("required".to_owned());
    }
    for (other, value) in field.required_when {
        remarks.push(format!("required when {other} is {value}"));
    }
    if !field.values.is_empty() {
        remarks.push(format!("known values: {}", field.values.join(", ")));
    }
    remarks
}

/// Where the list of a function ends, however many items there are.
pub fn end_of_list(function: &Function) -> Option<String> {
    let (items, beyond) = function.paging()?.reaches?;
    let beyond = beyond.map(|name| format!("; {name} has all")).unwrap_or_default();
    Some(format!("The list ends at {items} items{beyond}."))
}
