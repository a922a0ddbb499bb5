//! The tools that an agent sees, with what each may do.

use super::scope::Scope;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};
use std::sync::Arc;

/// Items of a list in one result, at most.
pub const MAX_ITEMS: u64 = 100;

/// Items of a list in one result, unless the agent asks for another number.
pub const ITEMS: u64 = 20;

/// The tools: those that change data only with `--write`.
pub fn tools(is_writable: bool) -> Vec<Tool> {
    let reads = ToolAnnotations::new().read_only(true).destructive(false).idempotent(true);
    let here = reads.clone().open_world(false);
    let mut tools = vec![
        tool(
            "find_functions",
            "Finds functions of the API by their names, paths, descriptions and arguments.",
            &json!({ "query": { "type": "string", "description": "What the function is about; empty for all." } }),
            &["query"],
            here.clone(),
        ),
        tool(
            "describe_function",
            "Says what a function does, and its arguments.",
            &json!({ "name": { "type": "string" } }),
            &["name"],
            here,
        ),
        calling(Scope::Read, "Calls a function that changes nothing.", reads.open_world(true)),
    ];
    if is_writable {
        let writes = ToolAnnotations::new().read_only(false).open_world(true);
        tools.push(calling(Scope::Write, "Calls a function that changes data.", writes.clone().destructive(false)));
        let about = "Calls a function that takes data away for good. Ask the user first.";
        tools.push(calling(Scope::Delete, about, writes.destructive(true)));
    }
    tools
}

fn calling(scope: Scope, about: &'static str, annotations: ToolAnnotations) -> Tool {
    let properties = json!({
        "name": { "type": "string", "description": "The function, as `find_functions` names it." },
        "args": { "type": "object", "description": "Its arguments, as `describe_function` names them." },
        "fields": { "type": "string", "description": "The members to return, as `id,name,a.b`; all without it." },
        "limit": { "type": "integer", "minimum": 1, "maximum": MAX_ITEMS, "description": "Items of a list, 20 without it." },
        "cursor": { "type": "string", "description": "`next_cursor` of an earlier result, to read on." },
    });
    tool(scope.tool(), about, &properties, &["name"], annotations)
}

fn tool(
    name: &'static str,
    about: &'static str,
    properties: &Value,
    required: &[&str],
    annotations: ToolAnnotations,
) -> Tool {
    let schema =
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    let schema: JsonObject = schema.as_object().cloned().unwrap_or_default();
    Tool::new(name, about, Arc::new(schema)).with_annotations(annotations)
}
