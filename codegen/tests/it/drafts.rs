//! Functions with `http: TODO`: rejected, or compiled as drafts.

use crate::support::tiny;

const SPEC: &str = "\
# file: functions/things.yaml
resource: things
functions:
  - name: getThing
    method: get
    doc: Get a thing.
    http: TODO
    returns: Thing
    fields:
      - { name: id, type: String, required: true, path: id, doc: The thing. }
      - { name: tags, type: Array, query: tags, doc: Its tags. }
      - { name: size, type: Number, doc: Its size. }
    examples:
      - { args: { id: \"1\" }, request: { path: /never/compared } }
";

#[test]
fn draft_is_an_error_unless_drafts_are_compiled() {
    let errors = tiny::generate(SPEC).unwrap_err();
    assert!(errors.contains("error[E050]: `getThing` has no method and no path yet"), "{errors}");
    let other = SPEC.replace("path: id", "path: ").replace("query: tags, ", "");
    assert!(tiny::generate_drafts(&other).unwrap_err().contains("`path` has no value"), "other errors stay errors");
}

#[test]
fn draft_compiles_as_a_function_that_says_so() {
    let spec = SPEC.replace(", query: tags", "");
    let generated = tiny::generate_drafts(&spec).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(generated.diagnostics.is_empty(), "{:?}", generated.diagnostics);
    let file = |path: &str| generated.files.iter().find(|file| file.path == path).unwrap().text.as_str();
    let code = file("src/generated/v1/things.rs");
    let table = "rt::Function::new(\"getThing\", rt::Method::Post, \"TODO\")\n    .method(\"things\", \"get\")\n    .doc(\"Get a thing.\")\n    .draft()\n";
    assert!(code.contains(table), "{code}");
    assert!(code.contains("/// A draft: the spec does not say yet how it is sent"), "{code}");
    let docs = file("docs/things.md");
    assert!(docs.contains("> A draft: the spec does not say yet how it is sent"), "{docs}");
    assert!(docs.contains("| `size` | Number | no | TODO | Its size. |"), "{docs}");
    assert!(!docs.contains("never/compared") && !docs.contains("```http"), "{docs}");
    assert!(file("docs/index.md").contains("`TODO`"));
}
