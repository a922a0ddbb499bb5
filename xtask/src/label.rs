//! What generated files call the folder of their spec. It must depend neither on where the folders are nor on the folder that a
//! command is run from: `regen --check` would find other files.

use crate::workspace::root;
use std::path::{Component, Path, PathBuf};

/// The path of a spec relative to its output, if it is in there; else to this workspace; else the folder's own name.
pub fn label(spec: &Path, out: &Path) -> String {
    let (spec, out, root) = (absolute(spec), absolute(out), absolute(&root()));
    let relative = [out, root].iter().find_map(|base| spec.strip_prefix(base).ok().map(Path::to_owned));
    let relative = relative.filter(|path| path.components().next().is_some());
    let name = relative.unwrap_or_else(|| spec.file_name().map_or_else(|| "spec".into(), PathBuf::from));
    let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// The path from the root, links followed where the folder exists, without `.` and `..`.
fn absolute(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let mut absolute = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => {
                absolute.pop();
            }
            Component::CurDir => {}
            other => absolute.push(other),
        }
    }
    // The folder is still to be made; the one above it may be a link.
    match (absolute.parent().map(Path::canonicalize), absolute.file_name()) {
        (Some(Ok(parent)), Some(name)) => parent.join(name),
        _ => absolute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_depend_on_where_a_command_is_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let spec = folder.path().join("client/spec");
        std::fs::create_dir_all(&spec).expect("a folder");
        let out = folder.path().join("client");
        assert_eq!(label(&spec, &out), "spec");
        assert_eq!(label(&out.join("../client/./spec/"), &out), "spec");
        assert_eq!(label(&spec, &folder.path().join("elsewhere")), "spec");
        assert_eq!(label(&root().join("spec/v1"), &root().join("generated-client")), "spec/v1");
        assert_eq!(label(&root().join("spec/v1"), &out), "spec/v1");
        assert_eq!(label(&out, &out), "client");
    }
}
