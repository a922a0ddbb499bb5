//! The interpreter of the try-it page prints what that of the crate prints. It runs in Node; `NEEDS_LANGUAGES` makes its
//! absence an error.

use super::cases::{apis, cases};
use api_client_snippets::LANGUAGES;
use codegen::base::json::Json;
use codegen::emit::page::{PRINTERS, SEARCH};
use codegen::emit::snippet::catalogue;
use std::process::Command;

/// Compares each case; prints the first difference.
const CHECK: &str = r#"
const cases = require("node:fs").readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
let catalogue, count = 0;
for (const one of cases) {
  if (one.catalogue) { catalogue = one.catalogue; continue; }
  if (one.languages) { globalThis.languages = one.languages; continue; }
  const fn = catalogue.functions.find((fn) => fn.name === one.name);
  const args = json.parse(one.args).v;
  const encoded = encode(fn, args);
  const same = (what, found, expected) => {
    if (found !== expected) { console.log(`${one.name}: ${what}\n--- expected\n${expected}\n--- found\n${found}`); process.exit(1); }
  };
  same("problems", JSON.stringify(encoded.problems), "[]");
  same("path", encoded.path, one.path);
  same("query", JSON.stringify(encoded.query), JSON.stringify(one.query));
  same("body", encoded.body ? json.compact(encoded.body) : "", one.body);
  const scope = assemble(catalogue, fn, args, encoded);
  for (const language of languages) same(language.id, print(language, scope), one.snippets[language.id]);
  count++;
}
console.log(`${count} calls`);
"#;

fn node(script: &str, data: &str) -> Option<String> {
    if Command::new("node").arg("--version").output().is_err() {
        assert!(std::env::var_os("NEEDS_LANGUAGES").is_none(), "Node is not installed");
        eprintln!("skipped: Node is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let (program, file) = (folder.path().join("check.cjs"), folder.path().join("data"));
    let text: String = PRINTERS.iter().chain([&SEARCH, &script]).flat_map(|part| [*part, "\n"]).collect();
    std::fs::write(&program, text).unwrap();
    std::fs::write(&file, data).unwrap();
    let output = Command::new("node").arg(&program).arg(&file).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let shown: String = text.chars().take(3000).collect();
    assert!(output.status.success(), "{shown}{}", String::from_utf8_lossy(&output.stderr));
    Some(text)
}

#[test]
fn both_interpreters_print_the_same() {
    let line = |value: serde_json::Value| format!("{value}\n");
    let languages: serde_json::Value = serde_json::from_str(&api_client_snippets::Language::all_json()).unwrap();
    let mut data = line(serde_json::json!({ "languages": languages }));
    let mut count = 0;
    for api in &apis() {
        data.push_str(&line(serde_json::json!({ "catalogue": catalogue::of(api) })));
        for case in cases(api) {
            count += 1;
            let snippets: serde_json::Map<String, serde_json::Value> =
                LANGUAGES.iter().map(|language| (language.id.clone(), case.print(&language.id, None).into())).collect();
            data.push_str(&line(serde_json::json!({
                "name": case.function.name,
                "args": Json::Object(case.args.clone()).to_string(),
                "path": case.request.path,
                "query": case.request.query,
                "body": case.request.body.as_ref().map(ToString::to_string).unwrap_or_default(),
                "snippets": snippets,
            })));
        }
    }
    if let Some(found) = node(CHECK, &data) {
        assert_eq!(found.trim(), format!("{count} calls"));
    }
}

#[test]
fn search_forgives_typos_and_ranks_names_first() {
    const SCRIPT: &str = r#"
const find = searcher([
  { id: "createTag", name: "createTag", path: "POST /tags", fields: "name", doc: "Create a tag." },
  { id: "tagUser", name: "tagUser", path: "POST /tags", fields: "name users", doc: "Add a label to users." },
  { id: "deleteUser", name: "deleteUser", path: "DELETE /users/{id}", fields: "id", doc: "Remove somebody who subscribed." },
]);
const of = (query) => find(query).join(" ");
console.log([of("tag"), of("creat tga"), of("subscribd"), of("lable"), of("zzz"), of("")].join("|"));
"#;
    if let Some(found) = node(SCRIPT, "") {
        assert_eq!(found.trim(), "createTag tagUser|createTag|deleteUser|tagUser||createTag tagUser deleteUser");
    }
}
