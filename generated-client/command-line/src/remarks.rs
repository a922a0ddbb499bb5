//! What the table says of a field beside its description.

use api_client_runtime::schema::Field;

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
