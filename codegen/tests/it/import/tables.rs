//! Real tables: their specs have what their sources say, cell by cell, and nothing is left to be stated.

use super::{Import, items, member, parsed};
use crate::support::tiny::package_path;
use codegen::base::json::Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The functions of a spec folder, or of an import, by name.
fn functions<'t>(files: impl IntoIterator<Item = &'t String>) -> BTreeMap<String, Json> {
    let functions = files.into_iter().flat_map(|text| items(&parsed(text), "functions").to_vec());
    functions.map(|function| (member(&function, "name").to_owned(), function)).collect()
}

fn texts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn compare(table: &str, source: &str, count: usize) {
    let folder = package_path("tests/tables").join(table);
    let import = Import::of(source, &fs::read_to_string(folder.join(source)).unwrap());
    let imported = import.table.as_ref().unwrap();
    let files = imported.files.iter().filter(|file| file.path.starts_with("functions/"));
    let imported = functions(files.map(|file| &file.text));
    let stated = functions(&texts(&folder.join("spec/functions")));
    assert_eq!(imported.len(), count);
    assert_eq!(imported.keys().collect::<Vec<_>>(), stated.keys().collect::<Vec<_>>());
    for (name, imported) in &imported {
        let stated = &stated[name];
        assert_eq!(member(stated, "doc"), member(imported, "doc"), "{name}");
        assert_ne!(member(stated, "http"), "TODO", "{name}");
        let cells = |function: &Json| {
            let fields = items(function, "fields").iter();
            let cells = fields.map(|field| {
                let other = ["options", "structure", "required"].map(|key| field.get(key).map(Json::to_string));
                (["name", "type", "doc"].map(|key| member(field, key).to_owned()), other)
            });
            cells.collect::<Vec<_>>()
        };
        assert_eq!(cells(stated), cells(imported), "{name}");
    }
}

#[test]
fn specs_of_real_tables_have_the_cells_of_their_sources() {
    compare("freshdesk", "metadata.json", 16);
    compare("stripe", "README.md", 21);
    compare("telegram", "README.md", 28);
}
