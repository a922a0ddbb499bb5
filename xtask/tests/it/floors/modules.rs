//! The modules of a crate: what each defines, imports and mentions.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, UseTree};

/// Index of a module.
pub type ModuleId = usize;

/// What a name in a module stands for.
#[derive(Clone, Debug)]
pub enum Name {
    Module(ModuleId),
    /// An item that the module defines.
    Defined,
    /// An import, public or not.
    Import(Vec<String>),
}

/// A module, in a file of its own or inline.
#[derive(Debug, Default)]
pub struct Module {
    pub parent: Option<ModuleId>,
    /// Index into [`Modules::files`].
    pub file: usize,
    pub names: BTreeMap<String, Vec<Name>>,
    /// Modules whose names are all imported.
    pub globs: Vec<Vec<String>>,
    /// Paths that the module's code mentions, imports included.
    pub paths: Vec<Vec<String>>,
}

/// All modules of a crate, tests apart. The first one is the root.
#[derive(Debug, Default)]
pub struct Modules {
    /// Relative to the folder of the root file.
    pub files: Vec<PathBuf>,
    pub modules: Vec<Module>,
}

impl Modules {
    /// Reads a crate from its root file, such as `src/lib.rs`.
    pub fn read(root: &Path) -> Self {
        let folder = root.parent().expect("the root file is in a folder");
        let mut modules = Self::default();
        modules.read_file(folder, root, folder, None);
        modules
    }

    /// Reads a file as a module. The files of its submodules are in `below`.
    fn read_file(&mut self, folder: &Path, path: &Path, below: &Path, parent: Option<ModuleId>) -> ModuleId {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self.files.push(path.strip_prefix(folder).unwrap_or(path).to_owned());
        let module = Module { parent, file: self.files.len() - 1, ..Module::default() };
        self.modules.push(module);
        let id = self.modules.len() - 1;
        self.read_items(folder, below, id, &syntax.items);
        id
    }

    fn read_items(&mut self, folder: &Path, below: &Path, id: ModuleId, items: &[Item]) {
        for item in items.iter().filter(|item| !attributes(item).iter().any(is_test)) {
            match item {
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let child = match &item.content {
                        Some((_, items)) => {
                            let file = self.modules[id].file;
                            self.modules.push(Module { parent: Some(id), file, ..Module::default() });
                            let child = self.modules.len() - 1;
                            self.read_items(folder, &below.join(&name), child, items);
                            child
                        }
                        None => {
                            let (path, inside) = file_of(&name, &item.attrs, below);
                            self.read_file(folder, &path, &inside, Some(id))
                        }
                    };
                    self.modules[id].names.entry(name).or_default().push(Name::Module(child));
                }
                Item::Use(item) => self.read_use(id, &mut Vec::new(), &item.tree),
                item => {
                    if let Some(name) = defined_name(item) {
                        self.modules[id].names.entry(name).or_default().push(Name::Defined);
                    }
                    let mut mentions = Mentions::default();
                    mentions.visit_item(item);
                    self.modules[id].paths.extend(mentions.paths);
                    for tree in mentions.uses {
                        self.read_use(id, &mut Vec::new(), tree);
                    }
                }
            }
        }
    }

    fn read_use(&mut self, id: ModuleId, prefix: &mut Vec<String>, tree: &UseTree) {
        let module = &mut self.modules[id];
        let mut import = |name: String, path: Vec<String>| {
            module.paths.push(path.clone());
            module.names.entry(name).or_default().push(Name::Import(path));
        };
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.read_use(id, prefix, &path.tree);
                prefix.pop();
            }
            UseTree::Name(name) if name.ident == "self" => {
                import(prefix.last().cloned().unwrap_or_default(), prefix.clone());
            }
            UseTree::Name(name) => {
                import(name.ident.to_string(), [prefix.clone(), vec![name.ident.to_string()]].concat());
            }
            UseTree::Rename(rename) => {
                let path = [prefix.clone(), vec![rename.ident.to_string()]].concat();
                import(rename.rename.to_string(), path.into_iter().filter(|segment| segment != "self").collect());
            }
            UseTree::Glob(_) => module.globs.push(prefix.clone()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.read_use(id, prefix, tree)),
        }
    }
}

/// The file of a submodule, and the folder of its own submodules.
fn file_of(name: &str, attributes: &[Attribute], below: &Path) -> (PathBuf, PathBuf) {
    for attribute in attributes {
        if let Meta::NameValue(meta) = &attribute.meta
            && meta.path.is_ident("path")
            && let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) = &meta.value
        {
            return (below.join(path.value()), below.to_owned());
        }
    }
    let name = name.trim_start_matches("r#");
    let (flat, nested) = (below.join(format!("{name}.rs")), below.join(name).join("mod.rs"));
    (if nested.exists() { nested } else { flat }, below.join(name))
}

/// Whether an attribute is `#[cfg(test)]`, alone or among other conditions, or `#[test]`.
fn is_test(attribute: &Attribute) -> bool {
    let has_test = |tokens: TokenStream| {
        tokens.to_string().split(|c: char| !c.is_alphanumeric() && c != '_').any(|token| token == "test")
    };
    match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) => list.path.is_ident("cfg") && has_test(list.tokens.clone()),
        Meta::NameValue(_) => false,
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn defined_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Collects the paths in an item, also those in the tokens of macros.
#[derive(Default)]
struct Mentions<'ast> {
    paths: Vec<Vec<String>>,
    /// Imports inside of functions.
    uses: Vec<&'ast UseTree>,
}

impl<'ast> Visit<'ast> for Mentions<'ast> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, makro: &'ast syn::Macro) {
        collect_paths(makro.tokens.clone(), &mut self.paths);
        visit::visit_macro(self, makro);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.uses.push(&item.tree);
    }
}

/// Finds `a::b::c` in tokens.
fn collect_paths(tokens: TokenStream, found: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    finish(&mut path, found);
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Group(group) => {
                finish(&mut path, found);
                colons = 0;
                collect_paths(group.stream(), found);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                finish(&mut path, found);
                colons = 0;
            }
        }
    }
    finish(&mut path, found);
}

fn finish(path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let path = std::mem::take(path);
    if path.len() > 1 {
        found.push(path);
    }
}
