//! Synthetic specs of any size, in the shape of a real one: resources of twenty functions over four kinds of objects, with
//! about four arguments each, selectors, enums, lists, models and examples.

use std::fmt::Write;

/// Functions of one resource.
const PER_RESOURCE: usize = 20;

/// Functions of one kind of object.
const PER_OBJECT: usize = 5;

/// The files of a spec with so many functions: name and text.
pub fn spec(functions: usize) -> Vec<(String, String)> {
    let resources = functions.div_ceil(PER_RESOURCE);
    let mut package = PACKAGE.to_owned();
    let mut files = Vec::new();
    for resource in 0..resources {
        let name = format!("area{resource}");
        add(&mut package, format_args!("  - {{ name: {name}, doc: The objects of area {resource}. }}\n"));
        let mut table = format!("resource: {name}\nfunctions:\n");
        let mut types = "types:\n".to_owned();
        let left = functions - resource * PER_RESOURCE;
        for position in 0..left.min(PER_RESOURCE) {
            let object = format!("Item{resource}x{}", position / PER_OBJECT);
            function(&mut table, position % PER_OBJECT, &object, position / PER_OBJECT);
            if position % PER_OBJECT == 0 {
                models(&mut types, &object, resource);
            }
        }
        add(
            &mut types,
            format_args!("enums:\n  - {{ name: State{resource}, doc: How it is., values: [open, closed, waiting] }}\n"),
        );
        files.push((format!("functions/{name}.yaml"), table));
        files.push((format!("types/{name}.yaml"), types));
    }
    files.push(("package.yaml".to_owned(), package));
    files
}

/// Writing to a String cannot fail.
fn add(text: &mut String, more: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(more);
}

const PACKAGE: &str = "\
name: Synthetic
doc: A made-up API.
rust: { crate: synthetic_client, module: v1, runtime: \"api_client_runtime\" }
env: SYNTHETIC
servers: [{ name: main, url: \"https://synthetic.example\", doc: The only one. }]
auth: { field: token, header: Authorization, scheme: Bearer }
errors: { type: failure, list: errors, code: [code], message: message, field: field, request_id: request_id }
paging: { pages: { next: /pages/next }, scroll: { next: /bookmark, query: bookmark, ends: empty, idle: 55 } }
resources:
";

const TOKEN: &str = "{ name: token, type: String, required: true, header: Authorization, doc: Access token. }";

fn function(out: &mut String, kind: usize, object: &str, number: usize) {
    let path = format!("/{}", object.to_lowercase());
    let state = object.trim_start_matches("Item").split('x').next().unwrap_or_default();
    let enumeration = "{ name: state, type: String, enum: State";
    add(out, format_args!("{}", match kind {
        0 => format!(
            "  - name: create{object}
    method: create_{number}
    doc: Create an object of the kind {object} with all that is known of it.
    http: POST {path}
    returns: {object}
    const: [{{ body: /source/type, value: api }}]
    fields:
      - {TOKEN}
      - {{ name: title, type: String, required: true, doc: The title that the object is shown with. }}
      - {enumeration}{state}, doc: How the object is when it is made. }}
      - {{ name: dueAt, type: Number, encode: unix_time, doc: When it has to be done. }}
      - {{ name: moreFacts, type: JSON, doc: Anything else that is known of it. }}
    examples:
      - args: {{ title: First, state: open, dueAt: 1538130000, moreFacts: {{ colour: red, size: 3 }} }}
        request: {{ path: {path}, body: {{ source: {{ type: api }}, title: First, state: open, due_at: 1538130000, more_facts: {{ colour: red, size: 3 }} }} }}
"
        ),
        1 => format!(
            "  - name: get{object}
    method: get_{number}
    doc: Get one object of the kind {object}.
    http: GET {path}
    returns: {object}
    fields:
      - {TOKEN}
      - {{ name: itemId, type: String, required: true, doc: The object's identifier. }}
      - name: itemIdType
        type: String
        required: true
        doc: \"The identifier's kind. One of: id, name.\"
        selects: itemId
        cases: {{ id: {{ path: \"{path}/{{itemId}}\" }}, name: {{ query: name }} }}
    examples:
      - args: {{ itemId: \"7\", itemIdType: id }}
        request: {{ path: {path}/7 }}
      - args: {{ itemId: first, itemIdType: name }}
        request: {{ path: {path}, query: {{ name: first }} }}
"
        ),
        2 => format!(
            "  - name: list{object}
    method: list_{number}
    doc: List the objects of the kind {object}, the newest ones first.
    http: GET {path}
    returns: {object}List
    list: items
    paging: pages
    fields:
      - {TOKEN}
      - {{ name: perPage, type: String, doc: How many there are on a page. }}
      - {{ name: order, type: String, enum: [asc, desc], doc: \"Which way. One of: asc, desc.\" }}
      - {enumeration}{state}, doc: Only those that are in this state. }}
    examples:
      - args: {{ perPage: \"20\", order: desc, state: closed }}
        request: {{ path: {path}, query: {{ per_page: \"20\", order: desc, state: closed }} }}
"
        ),
        3 => format!(
            "  - name: update{object}
    method: update_{number}
    doc: Change an object of the kind {object}.
    http: PUT {path}/{{itemId}}
    returns: {object}
    fields:
      - {TOKEN}
      - {{ name: itemId, type: String, required: true, doc: The object's identifier. }}
      - {{ name: title, type: String, doc: The new title. }}
      - {{ name: labels, type: String, encode: comma_list, doc: Comma-separated labels. }}
      - {{ name: open, type: Boolean, doc: Whether it is open. }}
    examples:
      - args: {{ itemId: \"7\", title: Second, labels: \"a, b\", open: true }}
        request: {{ path: {path}/7, body: {{ title: Second, labels: [a, b], open: true }} }}
"
        ),
        _ => format!(
            "  - name: delete{object}
    method: delete_{number}
    doc: Delete an object of the kind {object} for good.
    http: DELETE {path}/{{itemId}}
    returns: Empty
    fields:
      - {TOKEN}
      - {{ name: itemId, type: String, required: true, doc: The object's identifier. }}
    examples:
      - args: {{ itemId: \"7\" }}
        request: {{ path: {path}/7 }}
"
        ),
    }));
}

fn models(out: &mut String, object: &str, resource: usize) {
    add(
        out,
        format_args!(
            "  - name: {object}
    doc: An object of the kind {object}.
    fields:
      - {{ name: id, type: id, doc: Its identifier. }}
      - {{ name: title, type: string, doc: The title that it is shown with. }}
      - {{ name: state, type: State{resource}, doc: How it is. }}
      - {{ name: created_at, type: time }}
      - {{ name: owner, type: string, pii: true, doc: Whose it is. }}
      - {{ name: parts, type: \"list<{object}>\" }}
      - {{ name: more_facts, type: json }}
    example: {{ id: \"7\", title: First, state: open, created_at: 1538130000, owner: ann@synthetic.example, parts: [{{ id: 8 }}], more_facts: {{ colour: red }} }}
  - name: {object}List
    doc: Some objects of the kind {object}.
    fields:
      - {{ name: items, type: \"list<{object}>\" }}
      - {{ name: pages, type: json }}
    example: {{ items: [{{ id: \"7\" }}], pages: {{ next: null }} }}
"
        ),
    );
}
