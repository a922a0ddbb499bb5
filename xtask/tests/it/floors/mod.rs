//! Imports run one way: no circle among the files of a crate, and from upper floors to lower ones only.

mod circles;
mod imports;
mod modules;
mod small_trees;
mod table;

use crate::support::root;
use circles::circles;
use imports::Imports;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The source folder of each crate of the workspace, and its root files.
fn crates() -> BTreeMap<String, Vec<PathBuf>> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']')).expect("members").0;
    let members = members.split(',').map(|member| member.trim().trim_matches('"')).filter(|member| !member.is_empty());
    let sources = members.map(|member| {
        let folder = format!("{member}/src");
        let roots = ["lib.rs", "main.rs"].map(|name| root().join(&folder).join(name));
        (folder, roots.into_iter().filter(|path| path.exists()).collect())
    });
    sources.collect()
}

#[test]
fn no_file_imports_itself_through_others() {
    let (mut report, mut total) = (String::new(), 0);
    for (folder, root) in
        crates().into_iter().flat_map(|(folder, roots)| roots.into_iter().map(move |root| (folder.clone(), root)))
    {
        let (circles, files) = circles(&Imports::read(&root));
        total += files;
        if files > 0 {
            report += &format!("{folder}: {files} files in circles\n");
        }
        for circle in circles {
            let names: Vec<String> = circle.iter().map(|file| file.display().to_string()).collect();
            report += &format!("  {}\n", names.join(" → "));
        }
    }
    assert!(total == 0, "{total} files in circles:\n{report}");
}

#[test]
fn modules_import_from_lower_floors_only() {
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (floors, crates) = (table::read_all(&contributing), crates());
    assert!(floors.contains_key("xtask/src"), "CONTRIBUTING.md has no floors");
    let mut violations = Vec::new();
    for (folder, floors) in floors {
        let roots = crates.get(&folder).unwrap_or_else(|| panic!("{folder} is not in the workspace"));
        for root in roots {
            let found = floors.violations(&Imports::read(root));
            violations.extend(found.into_iter().map(|violation| format!("{folder}: {violation}")));
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}
