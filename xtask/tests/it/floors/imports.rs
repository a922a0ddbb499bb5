//! Which file of a crate imports which other one: every path, followed through re-exports to the file that defines its target.

use super::modules::{ModuleId, Modules, Name};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Re-exports of re-exports deeper than this are a circle of their own.
const MAX_DEPTH: usize = 32;

/// The imports of a crate: each file with the files that it imports from.
#[derive(Debug, Default)]
pub struct Imports(pub BTreeMap<PathBuf, BTreeSet<PathBuf>>);

impl Imports {
    /// Reads the imports of a crate from its root file.
    pub fn read(root: &Path) -> Self {
        let crate_ = Modules::read(root);
        let mut imports: BTreeMap<PathBuf, BTreeSet<PathBuf>> =
            crate_.files.iter().map(|file| (file.clone(), BTreeSet::new())).collect();
        for (id, module) in crate_.modules.iter().enumerate() {
            let globs = module.globs.iter().flat_map(|glob| crate_.resolve(id, glob, 0));
            // A glob mentions no name; its module stands for all of them.
            let globs = globs.map(|target| match target {
                Target::Module(id) => crate_.modules[id].file,
                Target::Item(file) => file,
            });
            let paths = module.paths.iter().flat_map(|path| crate_.resolve(id, path, 0));
            let items = paths.filter_map(|target| match target {
                Target::Item(file) => Some(file),
                // An imported module is no use of it yet; the paths through it are.
                Target::Module(_) => None,
            });
            let from = imports.get_mut(&crate_.files[module.file]).expect("all files are there");
            from.extend(globs.chain(items).filter(|file| *file != module.file).map(|file| crate_.files[file].clone()));
        }
        Self(imports)
    }
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Target {
    Module(ModuleId),
    /// An item in the file with this index.
    Item(usize),
}

impl Modules {
    /// What a path in a module leads to; nothing for other crates. Several targets if a name is both a module and an item.
    fn resolve(&self, from: ModuleId, path: &[String], depth: usize) -> BTreeSet<Target> {
        if depth > MAX_DEPTH {
            return BTreeSet::new();
        }
        let (mut at, mut rest) = (BTreeSet::from([Target::Module(from)]), path);
        match rest.first().map(String::as_str) {
            Some("crate") => (at, rest) = (BTreeSet::from([Target::Module(0)]), &rest[1..]),
            Some("self") => rest = &rest[1..],
            Some("super") => {
                let mut module = from;
                while rest.first().is_some_and(|segment| segment == "super") {
                    module = self.modules[module].parent.unwrap_or(0);
                    rest = &rest[1..];
                }
                at = BTreeSet::from([Target::Module(module)]);
            }
            _ => {}
        }
        for segment in rest {
            // A path goes on through the module where a function has its name, too: `emit::emit`.
            if at.iter().any(|target| matches!(target, Target::Module(_))) {
                at.retain(|target| matches!(target, Target::Module(_)));
            }
            at = at
                .into_iter()
                .flat_map(|target| match target {
                    Target::Module(id) => self.look_up(id, segment, depth + 1),
                    // A variant or an associated item.
                    Target::Item(file) => BTreeSet::from([Target::Item(file)]),
                })
                .collect();
        }
        at
    }

    fn look_up(&self, id: ModuleId, name: &str, depth: usize) -> BTreeSet<Target> {
        let module = &self.modules[id];
        if depth > MAX_DEPTH {
            return BTreeSet::new();
        }
        let Some(names) = module.names.get(name) else {
            let globs = module.globs.iter().flat_map(|glob| self.resolve(id, glob, depth + 1));
            let globs = globs.filter_map(|target| match target {
                Target::Module(glob) if glob != id => Some(self.look_up(glob, name, depth + 1)),
                _ => None,
            });
            return globs.flatten().collect();
        };
        let is_defined = names.iter().any(|name| matches!(name, Name::Defined));
        let targets = names.iter().map(|found| match found {
            Name::Module(id) => BTreeSet::from([Target::Module(*id)]),
            Name::Defined => BTreeSet::from([Target::Item(module.file)]),
            // `pub(crate) use name;` makes a macro of this module importable.
            Name::Import(path) if is_defined && path.len() == 1 => BTreeSet::new(),
            // `use name::name;` starts at the module of that name, not at itself.
            Name::Import(path) if path.len() > 1 && path[0] == name => {
                let modules = names.iter().filter_map(|name| match name {
                    Name::Module(id) => Some(self.resolve(*id, &path[1..], depth + 1)),
                    _ => None,
                });
                modules.flatten().collect()
            }
            Name::Import(path) if path.len() == 1 && path[0] == name => BTreeSet::new(),
            Name::Import(path) => self.resolve(id, path, depth + 1),
        });
        targets.flatten().collect()
    }
}
