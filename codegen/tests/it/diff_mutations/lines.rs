//! A sample of the spec's lines.

use super::{build, spec};
use codegen::Api;
use codegen::diff::{Sides, Version, diff, human};
use std::fs;
use std::path::Path;

/// The model without what no user sees.
fn visible(api: &Api) -> String {
    let mut api = api.clone();
    api.package.source.clear();
    api.resources.iter_mut().for_each(|resource| resource.source.clear());
    api.types.iter_mut().for_each(|file| file.source.clear());
    format!("{api:?}")
}

/// Resources that have every construct between them; all of them would take minutes.
const KEPT: [&str; 3] = ["messages", "tags", "visitors"];

/// `package.yaml` with only these resources.
fn only_kept(package: &str) -> String {
    let (head, rest) = package.split_once("\nresources:\n").unwrap();
    let end = rest.find("\npages:").map_or(rest.len(), |at| at + 1);
    let kept = rest[..end].split_inclusive("\n").fold((String::new(), false), |(text, keep), line| {
        let keep = line.strip_prefix("  - name: ").map_or(keep, |name| KEPT.contains(&name.trim()));
        (if keep { text + line } else { text }, keep)
    });
    format!("{head}\nresources:\n{}{}", kept.0, &rest[end..])
}

#[test]
fn changes_of_spec_lines_have_rows() {
    let temp = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for folder in ["", "functions", "types"] {
        fs::create_dir_all(temp.path().join(folder)).unwrap();
        for entry in fs::read_dir(spec().join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            let file = entry.file_name().unwrap().to_string_lossy().into_owned();
            let left_out = folder == "functions" && !KEPT.iter().any(|kept| file == format!("{kept}.yaml"));
            if entry.is_file() && !left_out {
                let name = Path::new(folder).join(file);
                fs::copy(&entry, temp.path().join(&name)).unwrap();
                files.push(name);
            }
        }
    }
    files.sort();
    let package = temp.path().join("package.yaml");
    fs::write(&package, only_kept(&fs::read_to_string(&package).unwrap())).unwrap();
    let before = build(temp.path()).unwrap();
    let plain = visible(&before);
    let (mut loaded, mut same, mut rejected) = (0, 0, 0);
    for name in files {
        let path = temp.path().join(&name);
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        // Every eleventh line, in one way each: the whole would take minutes.
        for (round, at) in (0..lines.len()).step_by(11).enumerate() {
            let line = lines[at];
            let mut ways: Vec<Option<String>> = vec![None];
            for (from, to) in [
                ("required: true, ", ""),
                ("doc: ", "doc: Not "),
                ("type: string", "type: id"),
                ("value: ", "value: x"),
                ("body: /", "body: /x"),
                ("name: ", "name: x"),
            ] {
                ways.extend(line.contains(from).then(|| Some(line.replacen(from, to, 1))));
            }
            let way = &ways[(round + 1) % ways.len()];
            let mut changed: Vec<&str> = lines.clone();
            match way {
                Some(line) => changed[at] = line,
                None => drop(changed.remove(at)),
            }
            fs::write(&path, changed.join("\n")).unwrap();
            let Some(after) = build(temp.path()) else {
                rejected += 1;
                continue;
            };
            let comparison = diff(&before, &after);
            loaded += 1;
            let is_same = visible(&after) == plain;
            same += usize::from(is_same);
            let sides = Sides { old: "before".to_owned(), new: "after".to_owned() };
            let shown = human(&comparison, &comparison.version_bump(&Version::parse("0.1.0").unwrap()), &sides);
            assert_eq!(comparison.rows.is_empty(), is_same, "{} line {}: {shown}", name.display(), at + 1);
            assert!(!shown.contains("no rule knows"), "{} line {}: {shown}", name.display(), at + 1);
            assert!(comparison.rows.iter().all(|row| !row.reason.is_empty()), "{shown}");
        }
        fs::write(&path, &text).unwrap();
    }
    println!("{loaded} changed specs load ({same} mean the same), {rejected} are rejected");
    assert!(loaded - same > 40, "too few changes load: {loaded} of which {same} mean the same");
}
