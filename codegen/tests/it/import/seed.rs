//! The function tables that the product covers, imported: with the other half of its spec they are its spec.

use super::{Import, items, member, parsed};
use crate::support::reference::{list, rows, text};
use crate::support::tiny::package_path;
use codegen::SpecFolder;
use codegen::base::json::Json;
use codegen::import::print::{Layout, print};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The reference as the README that it was: headings, descriptions, tables.
fn readme(is_tabbed: bool) -> String {
    let mut out =
        "# Intercom Package\nThe API.\n* Domain: intercom.com\n* Credentials: clientId, clientSecret\n".to_owned();
    for row in rows("function-tables.json") {
        let _ = write!(out, "\n## Intercom.{}\n{}\n\n", text(&row, "name"), text(&row, "desc"));
        out.push_str(if is_tabbed {
            "Field\tType\tDescription\n"
        } else {
            "| Field | Type | Description\n|---|---|---\n"
        });
        for field in list(&row, "fields") {
            let cells = ["name", "type", "desc"].map(|key| text(field, key));
            let _ = match is_tabbed {
                true => writeln!(out, "{}", cells.join("\t")),
                false => writeln!(out, "| {}", cells.map(|cell| cell.replace('|', "\\|")).join(" | ")),
            };
        }
    }
    out
}

/// All functions of the import by name, in its order.
fn functions(import: &Import) -> Vec<(String, Json)> {
    let table = import.table.as_ref().unwrap();
    let files = table.files.iter().filter(|file| file.path.starts_with("functions/"));
    let functions = files.flat_map(|file| items(&parsed(&file.text), "functions").to_vec());
    functions.map(|function| (member(&function, "name").to_owned(), function)).collect()
}

fn set(object: &mut Json, key: &str, value: Json) {
    let Json::Object(members) = object else { panic!("{object} is no object") };
    match members.iter_mut().find(|(name, _)| name == key) {
        Some((_, known)) => *known = value,
        None => members.push((key.to_owned(), value)),
    }
}

#[test]
fn seed_has_82_functions_and_291_fields_cell_by_cell() {
    for is_tabbed in [false, true] {
        let import = Import::of("README.md", &readme(is_tabbed));
        let table = import.table.as_ref().unwrap();
        assert_eq!((table.functions, table.fields, table.open), (82, 291, 82));
        assert_eq!(import.notes(), [""; 0]);
        let functions: BTreeMap<String, Json> = functions(&import).into_iter().collect();
        assert_eq!(functions.len(), 82);
        for row in rows("function-tables.json") {
            let name = text(&row, "name");
            let function = &functions[name];
            assert_eq!((member(function, "doc"), member(function, "http")), (text(&row, "desc"), "TODO"));
            let found =
                items(function, "fields").iter().map(|field| ["name", "type", "doc"].map(|key| member(field, key)));
            let expected =
                list(&row, "fields").iter().map(|field| ["name", "type", "desc"].map(|key| text(field, key)));
            assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{name}");
        }
    }
}

/// The spec of the product with the half of the function tables taken from the import: names, types, descriptions, what is
/// required, and the order of rows. What remains of it is how each function is sent.
fn filled(import: &Import, folder: &Path) {
    let imported: BTreeMap<String, Json> = functions(import).into_iter().collect();
    let spec = package_path("../spec/v1");
    fs::create_dir(folder.join("functions")).unwrap();
    fs::create_dir(folder.join("types")).unwrap();
    fs::copy(spec.join("package.yaml"), folder.join("package.yaml")).unwrap();
    for entry in fs::read_dir(spec.join("types")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join("types").join(path.file_name().unwrap())).unwrap();
    }
    let mut used = 0;
    for entry in fs::read_dir(spec.join("functions")).unwrap() {
        let path = entry.unwrap().path();
        let mut file = parsed(&fs::read_to_string(&path).unwrap());
        let mut functions = items(&file, "functions").to_vec();
        for function in functions.iter_mut() {
            let Some(table) = imported.get(member(function, "name")) else { continue };
            used += 1;
            set(function, "doc", table.get("doc").unwrap().clone());
            fill_fields(function, table);
        }
        set(&mut file, "functions", Json::Array(functions));
        let text = print(&[], &file, Layout::TABLE);
        fs::write(folder.join("functions").join(path.file_name().unwrap()), text).unwrap();
    }
    assert_eq!(used, imported.len());
}

/// The rows of the import, each with where the spec sends it, then the spec's additions.
fn fill_fields(function: &mut Json, table: &Json) {
    let written = items(function, "fields").to_vec();
    let mut fields: Vec<Json> = Vec::new();
    for row in items(table, "fields") {
        let mut wire = written.iter().find(|field| member(field, "name") == member(row, "name")).unwrap().clone();
        for key in ["type", "doc"] {
            set(&mut wire, key, row.get(key).unwrap().clone());
        }
        if let Some(required) = row.get("required") {
            set(&mut wire, "required", required.clone());
        }
        fields.push(wire);
    }
    fields.extend(written.iter().filter(|field| field.get("addition").is_some()).cloned());
    if !fields.is_empty() {
        set(function, "fields", Json::Array(fields));
    }
}

#[test]
fn import_with_the_wire_half_is_the_spec_of_the_product() {
    let import = Import::of("README.md", &readme(false));
    let folder = tempfile::tempdir().unwrap();
    filled(&import, folder.path());
    let generate = |path: &Path| {
        let spec = SpecFolder { path: path.to_owned(), label: "spec/v1".to_owned() };
        codegen::generate(&spec).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics)).files
    };
    let (expected, found) = (generate(&package_path("../spec/v1")), generate(folder.path()));
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert!(found == expected, "{} differs:\n{}", found.path, first_difference(&found.text, &expected.text));
    }
}

fn first_difference(found: &str, expected: &str) -> String {
    let mut lines = found.lines().zip(expected.lines()).filter(|(found, expected)| found != expected);
    lines.next().map(|(found, expected)| format!("found    {found}\nexpected {expected}")).unwrap_or_default()
}
