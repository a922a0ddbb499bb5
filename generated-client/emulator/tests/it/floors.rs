//! The floors of the crate: a module imports from lower floors only, and no files import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The floors, lowest first. Modules of one floor are separated by a space; they do not import each other.
const FLOORS: [&str; 8] =
    ["json yaml", "workspace", "protocol", "settings routing api faults", "engine", "server", "emulator", "lib"];

/// The files by their module paths, with the modules that their `use` lines name. Test modules do not count.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    fn visit(folder: &Path, module: &str, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_stem().unwrap().to_str().unwrap();
            let path = if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
            if entry.is_dir() {
                visit(&entry, &path, files);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let path = path.strip_suffix("::mod").unwrap_or(&path).to_owned();
                let source = fs::read_to_string(&entry).unwrap();
                let code =
                    source.split("#[cfg(test)]\n#[allow").next().unwrap().split("#[cfg(test)]\nmod").next().unwrap();
                files.insert(path, code.to_owned());
            }
        }
    }
    let mut files = BTreeMap::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    let of_file = |(path, code): (&String, &String)| {
        let statements = code.split(';').filter_map(|statement| statement.rsplit_once("use ").map(|(_, tree)| tree));
        let imported = statements.flat_map(leaves).filter_map(|leaf| resolve(&leaf, path, &files));
        (path.clone(), imported.filter(|imported| imported != path).collect())
    };
    files.iter().map(of_file).collect()
}

/// The paths of a use tree: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let group = group.rsplit_once('}').map_or(group, |(group, _)| group);
    let (mut items, mut depth) = (vec![String::new()], 0);
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        match (character, depth) {
            (',', 0) => items.push(String::new()),
            (character, _) => items.last_mut().unwrap().push(character),
        }
    }
    let items = items.iter().filter(|item| !item.trim().is_empty());
    items.flat_map(|item| leaves(item)).map(|leaf| format!("{head}{leaf}")).collect()
}

/// The file of a path, if it is in this crate.
fn resolve(leaf: &str, file: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let path = match leaf.split_once("::") {
        Some(("crate", rest)) => rest.to_owned(),
        Some(("super", rest)) => match file.rsplit_once("::") {
            Some((parent, _)) => format!("{parent}::{rest}"),
            None => rest.to_owned(),
        },
        _ => format!("{file}::{leaf}"),
    };
    let path = path.split(" as ").next()?.trim();
    let mut candidate = path;
    loop {
        if files.contains_key(candidate) {
            // A parent that only declares modules defines nothing that could be imported.
            return Some(candidate.to_owned()).filter(|found| found != file);
        }
        candidate = candidate.rsplit_once("::")?.0;
    }
}

fn floor(module: &str) -> usize {
    let top = module.split("::").next().unwrap();
    FLOORS
        .iter()
        .position(|floor| floor.split(' ').any(|name| name == top))
        .unwrap_or_else(|| panic!("{module} has no floor"))
}

#[test]
fn modules_import_from_lower_floors_only() {
    let mut upward = Vec::new();
    for (file, imported) in imports() {
        for other in imported {
            let (own, top, other_top) =
                (floor(&file), file.split("::").next().unwrap(), other.split("::").next().unwrap());
            let is_same = top == other_top;
            if floor(&other) > own || (floor(&other) == own && !is_same) {
                upward.push(format!("{file} imports {other}"));
            }
        }
    }
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let mut imports = imports();
    // Repeatedly removes files that import nothing; what is left is on a circle or leads to one.
    loop {
        let free: Vec<String> =
            imports.iter().filter(|(_, imported)| imported.is_empty()).map(|(file, _)| file.clone()).collect();
        if free.is_empty() {
            break;
        }
        for file in free {
            imports.remove(&file);
            imports.values_mut().for_each(|imported| {
                imported.remove(&file);
            });
        }
    }
    assert!(imports.is_empty(), "{imports:#?}");
}
