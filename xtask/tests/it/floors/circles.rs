//! Circles among files that import each other.

use super::imports::Imports;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// A shortest circle for each group of files that reach each other, and the number of files in all groups.
pub fn circles(imports: &Imports) -> (Vec<Vec<PathBuf>>, usize) {
    let reach: BTreeMap<&Path, BTreeSet<&Path>> =
        imports.0.keys().map(|file| (file.as_path(), reachable(imports, file))).collect();
    let mut seen: BTreeSet<&Path> = BTreeSet::new();
    let mut circles = Vec::new();
    for (file, reached) in &reach {
        if reached.contains(file) && !seen.contains(file) {
            seen.extend(reached.iter().filter(|other| reach[**other].contains(file)));
            circles.push(shortest_circle(imports, file));
        }
    }
    (circles, seen.len())
}

fn reachable<'a>(imports: &'a Imports, from: &Path) -> BTreeSet<&'a Path> {
    let mut found: BTreeSet<&Path> = BTreeSet::new();
    let mut open: Vec<&Path> = imports.0[from].iter().map(PathBuf::as_path).collect();
    while let Some(file) = open.pop() {
        if found.insert(file) {
            open.extend(imports.0[file].iter().map(PathBuf::as_path));
        }
    }
    found
}

fn shortest_circle(imports: &Imports, start: &Path) -> Vec<PathBuf> {
    let mut open = VecDeque::from([vec![start.to_owned()]]);
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop_front() {
        for next in &imports.0[path.last().expect("a path has a start")] {
            let mut longer = path.clone();
            longer.push(next.clone());
            if next == start {
                return longer;
            }
            if seen.insert(next.clone()) {
                open.push_back(longer);
            }
        }
    }
    Vec::new()
}
