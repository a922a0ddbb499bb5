//! The floors of CONTRIBUTING.md: a module imports from lower floors only.

use super::imports::Imports;
use std::collections::BTreeMap;
use std::path::Path;

/// The modules of a crate, each with the number of its floor.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Floors(pub BTreeMap<String, usize>);

impl Floors {
    /// Parses `a < b, c < d`, from the lowest floor up.
    pub fn parse(text: &str) -> Self {
        let floors = text.split('<').enumerate();
        let modules = floors.flat_map(|(floor, modules)| modules.split(',').map(move |module| (module.trim(), floor)));
        Self(modules.map(|(module, floor)| (module.to_owned(), floor)).collect())
    }

    /// What is wrong: modules without a floor, floors without a module, and imports from the same floor or a higher one.
    pub fn violations(&self, imports: &Imports) -> Vec<String> {
        let mut found = Vec::new();
        let mut modules: Vec<String> = imports.0.keys().map(|file| module_of(file)).collect();
        modules.sort();
        modules.dedup();
        found.extend(
            modules.iter().filter(|name| !self.0.contains_key(*name)).map(|name| format!("{name} has no floor")),
        );
        found.extend(
            self.0.keys().filter(|name| !modules.contains(name)).map(|name| format!("there is no module {name}")),
        );
        for (file, targets) in &imports.0 {
            for target in targets {
                let (from, to) = (module_of(file), module_of(target));
                let (Some(from_floor), Some(to_floor)) = (self.0.get(&from), self.0.get(&to)) else { continue };
                if from != to && to_floor >= from_floor {
                    found.push(format!("{} imports {}: {from} is not above {to}", file.display(), target.display()));
                }
            }
        }
        found
    }
}

/// The floors in a Markdown text, by the folder of the crate's sources: the lines of its `floors` block.
pub fn read_all(markdown: &str) -> BTreeMap<String, Floors> {
    let block = markdown.lines().skip_while(|line| *line != "```floors").skip(1).take_while(|line| *line != "```");
    let mut floors: Vec<(String, String)> = Vec::new();
    for line in block {
        match (line.split_once(':'), floors.last_mut()) {
            (Some((folder, text)), _) => floors.push((folder.trim().to_owned(), text.to_owned())),
            (None, Some((_, text))) => *text += line,
            (None, None) => panic!("floors without a folder: {line}"),
        }
    }
    floors.into_iter().map(|(folder, text)| (folder, Floors::parse(&text))).collect()
}

/// The module directly below the root that a file belongs to.
fn module_of(file: &Path) -> String {
    let first = file.iter().next().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    first.trim_end_matches(".rs").to_owned()
}
