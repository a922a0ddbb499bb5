//! The generator, the runtime and the command line work for any API: they must not know one.

use codegen::{Api, Diagnostics, Drafts, Sources, SpecFolder, build_model};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What knows no API.
const NEUTRAL: [&str; 3] = ["codegen/src", "generated-client/runtime/src", "generated-client/command-line/src"];

/// Names of the product's spec that are HTTP's, OAuth's or the runtime's own, and common ones.
const COMMON: [&str; 9] = [
    "accesstoken",
    "access_token",
    "apierror",
    "content_type",
    "created_at",
    "per_page",
    "request_id",
    "request_method",
    "total_pages",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn api() -> Api {
    let folder = SpecFolder { path: root().join("spec/v1"), label: "spec/v1".to_owned() };
    build_model(&folder, Drafts::Rejected, &mut Sources::new(), &mut Diagnostics::default()).expect("the spec")
}

/// What the product's API is known by: names and paths of its functions, headers, hosts, codes of errors, and what it sends and
/// reads under keys that no other API would have by chance.
fn wire_names(api: &Api) -> BTreeSet<String> {
    let package = &api.package;
    let mut names: BTreeSet<String> = [package.name.clone(), package.env.clone()].into();
    names.extend(package.servers.iter().filter_map(|server| Some(server.url.split_once("://")?.1.to_owned())));
    names.extend(package.version.iter().map(|version| version.header.clone()));
    names.extend(package.errors.iter().map(|shape| shape.kind.clone()));
    names.extend(package.advice.iter().map(|advice| advice.code.clone()).filter(|code| !code.is_empty()));
    for (_, function) in api.functions() {
        names.insert(function.name.clone());
        names.extend(function.routes.iter().map(|route| route.template.clone()));
        let keys = function.query.iter().map(|item| item.key.clone());
        names.extend(keys.chain(function.fields.iter().map(|field| field.name.clone())));
    }
    names.extend(api.types.iter().flat_map(|file| &file.models).map(|model| model.name.clone()));
    let fields = api.types.iter().flat_map(|file| &file.models).flat_map(|model| &model.fields);
    names.extend(fields.map(|field| field.wire_name.clone()));
    // A short word, and one without a sign within, says nothing: `name`, `tags`.
    let is_distinctive = |name: &String| {
        let has_sign = name.contains(['_', '/', '.', '-']) || name.chars().skip(1).any(char::is_uppercase);
        name.len() > 7 && has_sign && !COMMON.contains(&name.to_lowercase().as_str())
    };
    names.into_iter().filter(is_distinctive).chain([package.name.clone()]).map(|name| name.to_lowercase()).collect()
}

/// Whether a name stands in a line by itself, and not within another one.
fn has_name(line: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name).any(|(at, found)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + found.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[test]
fn what_is_neutral_has_no_name_of_the_product_api() {
    let names = wire_names(&api());
    assert!(names.len() > 250, "{}", names.len());
    for expected in
        ["scroll_param", "error.list", "scroll_exists", "createuserbyemail", "/users/scroll", "intercom-version"]
    {
        assert!(names.contains(expected), "{expected} is not looked for");
    }
    let (mut folders, mut files, mut found) = (NEUTRAL.map(|folder| root().join(folder)).to_vec(), 0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            for (number, line) in fs::read_to_string(&path).unwrap().to_lowercase().lines().enumerate() {
                let here = names.iter().filter(|name| has_name(line, name));
                found.extend(here.map(|name| format!("{}:{}: `{name}` in {line}", path.display(), number + 1)));
            }
        }
    }
    assert!(files > 300, "{files} files are not all");
    assert!(found.is_empty(), "{}", found.join("\n"));
}
