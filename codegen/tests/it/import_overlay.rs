//! Overlays: documents of the OpenAPI Overlay Specification and our own corrections. Each entry changes something, or is an error.

use codegen::Sources;
use codegen::diagnostic::{Code, Style, render};
use codegen::import::openapi::{Options, import};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Things, version: "1" }
servers: [{ url: "https://things.example" }]
paths:
  /things:
    get:
      operationId: listThings
      tags: [things]
      x-internal: true
      responses:
        "200": { description: All., content: { application/json: { schema: { $ref: "#/components/schemas/Things" } } } }
    post:
      operationId: createThing
      tags: [things]
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string }, owner: { type: string } } } } } }
      responses:
        "200": { description: It., content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
  /things/{id}:
    delete:
      tags: [things]
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { "200": { description: Gone. } }
components:
  schemas:
    Things: { type: object, properties: { more_at: { type: string }, data: { type: array, items: { $ref: "#/components/schemas/Thing" } } } }
    Thing: { type: object, properties: { id: { type: string }, name: { type: string }, part: { type: object, properties: { id: { type: string } } } } }
    Other: { type: object, properties: { id: { type: string } } }
"##;

/// The printed spec with overlays and corrections; the error is the rendered diagnostics.
fn import_with(overlays: &[&str], corrections: &str) -> Result<String, String> {
    let mut sources = Sources::new();
    let id = sources.add("document.yaml".to_owned(), DOCUMENT.to_owned());
    let overlays = overlays.iter().map(|text| sources.add("standard.yaml".to_owned(), (*text).to_owned())).collect();
    let corrections = (!corrections.is_empty()).then(|| sources.add("overlay.yaml".to_owned(), corrections.to_owned()));
    let options = Options { overlays, corrections, ..Options::default() };
    match import(id, &sources, &options) {
        Ok(imported) => Ok(imported.files.iter().map(|file| file.text.as_str()).collect()),
        Err(diagnostics) => {
            assert!(diagnostics.iter().any(|one| one.code == Code::OverlayAction));
            Err(render(&diagnostics, &sources, Style::Plain))
        }
    }
}

fn standard(actions: &str) -> Result<String, String> {
    import_with(&[&format!("overlay: 1.0.0\ninfo: {{ title: Corrections, version: \"1\" }}\nactions:\n{actions}")], "")
}

fn assert_says(spec: Result<String, String>, lines: &[&str]) {
    let spec = spec.unwrap_or_else(|error| panic!("{error}"));
    for line in lines {
        assert!(spec.lines().any(|printed| printed.trim() == *line), "`{line}` is not in\n{spec}");
    }
}

#[test]
fn standard_overlays_update_remove_and_copy() {
    assert_says(
        standard("  - { target: \"$.paths['/things/{id}'].delete\", update: { operationId: dropThing } }\n"),
        &["- name: dropThing"],
    );
    let spec = standard("  - { target: \"$.paths.*.get\", remove: true }\n").unwrap();
    assert!(!spec.contains("listThings") && spec.contains("createThing"), "{spec}");
    let spec = standard("  - { target: \"$..[?@['x-internal'] == true]\", remove: true }\n").unwrap();
    assert!(!spec.contains("listThings"), "{spec}");
    // Lists get the items behind their own, and several actions apply in their order.
    assert_says(
        standard(
            "  - { target: \"$.paths['/things'].get\", update: { parameters: [{ name: page, in: query, schema: { type: integer } }] } }\n  - { target: \"$.paths['/things'].get.parameters\", update: [{ name: size, in: query, schema: { type: integer } }] }\n",
        ),
        &[
            "- { name: page, type: integer, query: page, doc: Query parameter `page`. }",
            "- { name: size, type: integer, query: size, doc: Query parameter `size`. }",
        ],
    );
    assert_says(
        import_with(
            &[
                "overlay: 1.1.0\nactions: [{ target: \"$.components.schemas.Thing.properties.part\", copy: \"$.components.schemas.Other\" }]",
            ],
            "",
        ),
        &["- { name: part, type: ThingPart }"],
    );
}

#[test]
fn standard_overlays_that_match_nothing_are_errors() {
    for (actions, problem) in [
        ("  - { target: \"$.paths['/gone'].get\", remove: true }\n", "`$.paths['/gone'].get` matches nothing"),
        ("  - { target: \"$.paths[\", remove: true }\n", "is not a JSONPath"),
        ("  - { update: { a: 1 } }\n", "an action needs a `target`"),
        ("  - { target: $.paths }\n", "an action needs `update`, `copy` or `remove: true`"),
    ] {
        let error = standard(actions).expect_err(actions);
        assert!(error.contains(problem) && error.contains("--> standard.yaml:4:"), "{error}");
    }
    let error = import_with(&["openapi: 3.0.3\n"], "").unwrap_err();
    assert!(error.contains("not a document of the OpenAPI Overlay Specification"), "{error}");
}

#[test]
fn corrections_change_functions_arguments_and_types() {
    let spec = import_with(
        &[],
        "
- { at: 'DELETE /things/{thing}', name: dropThing, why: the document has no operationId }
- { at: dropThing, method: drop, why: it reads better }
- { at: dropThing, response: redirect, why: the text says so }
- { at: dropThing, retry: never, why: it is not safe }
- { at: dropThing?id, type: id, why: ids are text }
- { at: createThing/owner, required: true, why: the server rejects calls without it }
- { at: createThing/name, nullable: true, why: null removes it }
- { at: 'createThing/name, createThing/owner', pii: true, why: they name people }
- { at: listThings, add: { query: after, type: string, doc: Where to start. }, why: the response has a cursor }
- { at: listThings, list: data, why: it is a list }
- { at: Things/data, also: [things, items], why: both were seen }
- { at: listThings, paging: { next: /more_at, query: after }, why: it continues }
- { at: '*Things', resource: lists, why: lists are apart }
- { at: ThingPart, rename: Part, why: it is shorter }
- { at: Thing/name, doc: The name., why: the document says nothing }
- { at: Other, keep: true, why: webhooks carry it }
",
    );
    assert_says(
        spec,
        &[
            "- name: dropThing",
            "method: drop",
            "returns: Redirect",
            "retry: never",
            "- { name: id, type: id, required: true, doc: \"Placeholder `{id}` of the path.\" }",
            "- { name: owner, type: string, required: true, body: /owner, pii: true, doc: Member `owner` of the body. }",
            "- { name: name, type: string, body: /name, nullable: true, pii: true, doc: Member `name` of the body. }",
            "- { name: after, type: string, query: after, doc: Where to start. }",
            "list: data",
            "also: [things, items]",
            "paging: { next: /more_at, query: after }",
            "resource: lists",
            "- { name: part, type: Part }",
            "- { name: name, type: string, doc: The name. }",
            "- name: Other",
            "standalone: true",
        ],
    );
}

#[test]
fn corrections_drop_and_join() {
    let spec = import_with(
        &[],
        "
- { at: listThings, drop: true, why: it is gone }
- { at: createThing/owner, drop: true, why: the server ignores it }
- { at: Thing/name, drop: true, why: it is never sent }
- { at: ThingPart, as: Thing, why: it is one }
",
    )
    .unwrap();
    assert!(spec.contains("{ name: part, type: Thing }") && !spec.contains("ThingPart"), "{spec}");
    assert!(!spec.contains("owner") && !spec.contains("listThings"), "{spec}");
}

#[test]
fn corrections_that_change_nothing_are_errors() {
    for (entry, problem) in [
        ("{ at: listThings, method: list, why: it reads better }", "`method` of `listThings` changes nothing"),
        ("{ at: gone, drop: true, why: it is gone }", "`gone` names nothing in the document"),
        (
            "{ at: \"createThing, gone\", retry: safe, why: one of them is gone }",
            "`gone` names nothing in the document",
        ),
        ("{ at: createThing?gone, drop: true, why: it is gone }", "`createThing?gone` names nothing in the document"),
        ("{ at: Thing, keep: true, why: it is used }", "`keep` of `Thing` changes nothing"),
        ("{ at: Thing/name, type: 'a b', why: no }", "`a b` is not a type"),
        ("{ at: ThingPart, as: Nothing, why: no }", "there is no type `Nothing`"),
        ("{ at: Thing, retry: safe, why: no }", "`retry` does not fit what `Thing` names"),
        ("{ at: listThings, retry: safe }", "an entry needs `at` and `why`"),
        ("{ at: listThings, why: nothing }", "an entry is one change, and this one has 0"),
        ("{ at: listThings, retri: safe, why: it changes nothing }", "did you mean `retry`?"),
    ] {
        let error = import_with(&[], &format!("- {entry}\n")).expect_err(entry);
        assert!(error.contains(problem) && error.contains("--> overlay.yaml:1:"), "{entry}\n{error}");
    }
    let error = import_with(&[], "at: listThings\n").unwrap_err();
    assert!(error.contains("an overlay is a list"), "{error}");
}
