//! Unusual files: each is rejected with its place, or read like a plain one.

use crate::support::tiny::{self, generate_folder, shown};
use codegen::{Failure, Generated};
use std::fs;
use std::path::Path;

const FUNCTIONS: &str = "\
resource: things
functions:
  - name: getThing
    method: get
    doc: Get a thing.
    http: GET /things
    returns: Thing
    examples: [{ request: { path: /things } }]
";

/// A tiny spec with these bytes as its function file.
fn with_functions(bytes: impl AsRef<[u8]>) -> Result<Generated, Failure> {
    let folder = tempfile::tempdir().unwrap();
    tiny::write_spec(&format!("# file: functions/things.yaml\n{FUNCTIONS}"), folder.path());
    fs::write(folder.path().join("functions/things.yaml"), bytes).unwrap();
    generate_folder(folder.path())
}

/// Asserts that these bytes are rejected with one error, and with which.
fn rejected(what: &str, bytes: impl AsRef<[u8]>, code: &str, place: &str, message: &str) {
    let Err(failure) = with_functions(bytes) else { panic!("{what} was not rejected") };
    let shown = shown(&failure);
    assert_eq!(failure.diagnostics.errors(), 1, "{what}\n{shown}");
    assert!(shown.starts_with(&format!("error[{code}]: ")), "{what}\n{shown}");
    assert!(shown.contains(&format!("--> spec/functions/things.yaml:{place}\n")), "{what}\n{shown}");
    assert!(shown.contains(message), "{what}\n{shown}");
    assert!(shown.len() < 2_000, "{what}: a frame of {} bytes", shown.len());
}

#[test]
fn yaml_that_a_spec_excludes_is_rejected_with_its_place() {
    let with = |from: &str, to: &str| {
        assert!(FUNCTIONS.contains(from));
        FUNCTIONS.replacen(from, to, 1)
    };
    let rejected = |what, text: String, code, place, message| rejected(what, text, code, place, message);
    rejected("a tab", with("    method", "\tmethod"), "E002", "4:1", "indent with spaces");
    rejected("a tab after spaces", with("    method", "  \tmethod"), "E002", "4:3", "indent with spaces");
    rejected("two documents", format!("{FUNCTIONS}---\nresource: other\n"), "E002", "10:1", "a second YAML document");
    rejected("an anchor", with("doc: Get", "doc: &here Get"), "E002", "5:10", "anchors are not supported");
    rejected("an anchor on a map", with("- name", "- &here\n    name"), "E002", "3:5", "anchors are not supported");
    rejected("an alias", with("doc: Get a thing.", "doc: *here"), "E002", "5:10", "aliases are not supported");
    rejected(
        "a merge key",
        with("doc: Get a thing.", "<<: { doc: Get. }"),
        "E002",
        "5:5",
        "merge keys are not supported",
    );
    rejected("a tag", with("doc: Get", "doc: !!str Get"), "E002", "5:16", "tags are not supported");
    rejected("a tag of one's own", with("doc: Get", "doc: !own Get"), "E002", "5:15", "tags are not supported");
    rejected("a key that is null", format!("{FUNCTIONS}~: x\n"), "E002", "9:1", "a key must be a string");
    rejected("a key that is a list", format!("{FUNCTIONS}[a]: x\n"), "E002", "9:1", "a key must be a string");
    rejected("a duplicate key", format!("{FUNCTIONS}resource: x\n"), "E002", "9:1", "duplicate key `resource`");
    rejected("an unclosed bracket", format!("{FUNCTIONS}x: [1, 2\n"), "E002", "9:4", "unclosed bracket");
    rejected("a NUL", with("Get a", "Get\0 a"), "E007", "5:13", "U+0000 (null)");
    rejected("a number that JSON lacks", with("examples", "status: [0x1F]\n    examples"), "E002", "8:14", "`0x1F`");
    rejected("not a number", with("examples", "status: [.nan]\n    examples"), "E002", "8:14", "`.nan`");
}

#[test]
fn oversized_files_are_rejected() {
    let deep = |open: &str, close: &str| format!("a: {}{}", open.repeat(100_000), close.repeat(100_000));
    let nested = "nested more than 64 levels deep";
    rejected("100,000 lists", deep("[", "]"), "E002", "1:69", nested);
    rejected("100,000 lists without an end", deep("[", ""), "E002", "1:69", nested);
    rejected("100,000 maps", deep("{a: ", "}"), "E002", "1:256", nested);
    rejected("100,000 list items", format!("a:\n{}x\n", "- ".repeat(100_000)), "E002", "2:127", nested);
    let ladder: String = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    rejected("2,000 indented maps", ladder, "E002", "65:65", nested);

    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (letter, before) in ('b'..='i').zip('a'..) {
        bomb.push_str(&format!("{letter}: &{letter} [{}]\n", vec![format!("*{before}"); 9].join(", ")));
    }
    rejected("aliases of aliases", bomb, "E002", "1:4", "anchors are not supported");

    let large = format!("{FUNCTIONS}# {}\n", "x".repeat(4 * 1024 * 1024));
    rejected("more than 4 MiB", large, "E001", "1:1", "4 MiB");
    let many = format!("{FUNCTIONS}x: [{}]\n", "1,".repeat(300_000));
    rejected("300,000 values", many, "E002", "9:499955", "more values than a spec file may have");
}

#[test]
fn invalid_utf8_is_rejected_at_its_first_byte() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    rejected("UTF-16 with a mark", utf16(&format!("\u{feff}{FUNCTIONS}")), "E001", "1:1", "UTF-16");
    rejected("UTF-16 without one", utf16(FUNCTIONS), "E001", "1:1", "UTF-16");
    let latin1: Vec<u8> = FUNCTIONS.replace("Get a", "Gét a").chars().map(|c| u8::try_from(c).unwrap()).collect();
    rejected("Latin-1", &latin1, "E001", "5:11", "the byte 0xE9 is not UTF-8");
    let crlf: Vec<u8> = String::from_utf8_lossy(&latin1[..73]).replace('\n', "\r\n").into_bytes();
    rejected("Latin-1 after CRLF", [&crlf[..], &[0xE9]].concat(), "E001", "5:11", "the byte 0xE9 is not UTF-8");
}

#[test]
fn empty_files_are_rejected() {
    rejected("an empty file", "", "E005", "1:1", "this file is empty");
    rejected("comments", "# one\n# two\n", "E005", "1:1", "this file is empty");
    rejected("a mark alone", "\u{feff}", "E005", "1:1", "this file is empty");
}

#[test]
fn line_ends_and_byte_order_marks_do_not_change_the_output() {
    let plain = with_functions(FUNCTIONS).unwrap_or_else(|failure| panic!("{}", shown(&failure)));
    for text in [
        FUNCTIONS.replace('\n', "\r\n"),
        FUNCTIONS.replace('\n', "\r"),
        format!("\u{feff}{FUNCTIONS}"),
        format!("---\n{FUNCTIONS}"),
    ] {
        let other = with_functions(&text).unwrap_or_else(|failure| panic!("{text:?}: {}", shown(&failure)));
        assert_eq!(plain.files, other.files, "{text:?}");
    }
}

#[test]
fn checkout_with_other_line_ends_yields_the_same_files() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/spec");
    let folder = tempfile::tempdir().unwrap();
    for below in ["", "functions", "types"] {
        fs::create_dir_all(folder.path().join(below)).unwrap();
        for entry in fs::read_dir(spec.join(below)).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                let text = fs::read_to_string(entry.path()).unwrap().replace('\n', "\r\n");
                fs::write(folder.path().join(below).join(entry.file_name()), text).unwrap();
            }
        }
    }
    let (plain, other) = (generate_folder(&spec).unwrap(), generate_folder(folder.path()).unwrap());
    assert!(plain.files.len() > 10);
    assert_eq!(plain.files, other.files);
}

#[test]
fn missing_and_irregular_files_are_rejected() {
    let rejected = |what: &str, make: &dyn Fn(&Path), path: &str, message: &str| {
        let folder = tempfile::tempdir().unwrap();
        tiny::write_spec(&format!("# file: functions/things.yaml\n{FUNCTIONS}"), folder.path());
        make(folder.path());
        let Err(failure) = generate_folder(folder.path()) else { panic!("{what} was not rejected") };
        let shown = shown(&failure);
        assert!(shown.starts_with("error[E001]: "), "{what}\n{shown}");
        assert!(shown.contains(&format!("--> spec/{path}:1:1\n")), "{what}\n{shown}");
        assert!(shown.contains(message), "{what}\n{shown}");
    };
    let remove = |name: &'static str| move |folder: &Path| fs::remove_file(folder.join(name)).unwrap();
    rejected("no package.yaml", &remove("package.yaml"), "package.yaml", "No such file");
    rejected("no folder of functions", &|at| fs::remove_dir_all(at.join("functions")).unwrap(), "functions", "No such");
    let folder = |at: &Path| fs::create_dir(at.join("types/x.yaml")).unwrap();
    rejected("a folder named as a file", &folder, "types/x.yaml", "it is not a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let link = |to: &'static str| move |at: &Path| symlink(to, at.join("functions/x.yaml")).unwrap();
        rejected("a link to itself", &link("x.yaml"), "functions/x.yaml", "symbolic links");
        rejected("a link to nothing", &link("nowhere.yaml"), "functions/x.yaml", "No such file");
        rejected("a link to a device", &link("/dev/zero"), "functions/x.yaml", "it is not a file");
        let pipe = |at: &Path| {
            let made = std::process::Command::new("mkfifo").arg(at.join("functions/x.yaml")).status().unwrap();
            assert!(made.success());
        };
        rejected("a pipe that nobody writes to", &pipe, "functions/x.yaml", "it is not a file");
    }
}

#[test]
fn errors_of_all_files_are_reported_in_one_run_in_file_order() {
    let folder = tempfile::tempdir().unwrap();
    tiny::write_spec(&format!("# file: functions/things.yaml\n{FUNCTIONS}"), folder.path());
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("package.yaml", b"name: Tiny\nnaem: Tiny\n");
    write("functions/a.yaml", b"resource:\n\tthings\n");
    write("functions/b.yaml", b"resource: th\xEFngs\n");
    write("functions/c.yaml", b"");
    write("functions/d.yaml", b"resource: [1]\nfunctions: {}\n");
    write("types/e.yaml", b"types: &x []\n");
    write("types/f.yaml", b"types: [{ name: !!str A, doc: 0x1F, naem: B, fields: [] }]\n");
    let Err(failure) = generate_folder(folder.path()) else { panic!("not rejected") };
    let found: Vec<String> = failure
        .diagnostics
        .iter()
        .map(|found| {
            let (line, column) = failure.sources.line_column(found.primary.span);
            let path = &failure.sources.get(found.primary.span.file).path;
            format!("{path}:{line}:{column} {}", found.code)
        })
        .filter(|found| !found.contains("package.yaml:1:1 E004"))
        .collect();
    assert_eq!(
        found,
        [
            "spec/package.yaml:2:1 E003",
            "spec/functions/a.yaml:2:1 E002",
            "spec/functions/b.yaml:1:13 E001",
            "spec/functions/c.yaml:1:1 E005",
            "spec/functions/d.yaml:1:11 E005",
            "spec/functions/d.yaml:2:12 E005",
            "spec/types/e.yaml:1:8 E002",
            "spec/types/f.yaml:1:23 E002",
            "spec/types/f.yaml:1:31 E002",
            "spec/types/f.yaml:1:31 E005",
            "spec/types/f.yaml:1:37 E003",
        ],
        "{}",
        shown(&failure)
    );
}
