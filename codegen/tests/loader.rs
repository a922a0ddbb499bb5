//! Files that a loader must survive: each is refused with its place, or read as if it were plain.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "support/tiny.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod tiny;

use codegen::diagnostic::{Style, render};
use codegen::{Failure, Generated, SpecFolder};
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
    generate(folder.path())
}

fn generate(folder: &Path) -> Result<Generated, Failure> {
    codegen::generate(&SpecFolder { path: folder.to_owned(), label: "spec".to_owned() })
}

fn shown(failure: &Failure) -> String {
    render(&failure.diagnostics, &failure.sources, Style::Plain)
}

/// Asserts that these bytes are refused with one error, and with which.
fn refused(what: &str, bytes: impl AsRef<[u8]>, code: &str, place: &str, message: &str) {
    let Err(failure) = with_functions(bytes) else { panic!("{what} was not refused") };
    let shown = shown(&failure);
    assert_eq!(failure.diagnostics.errors(), 1, "{what}\n{shown}");
    assert!(shown.starts_with(&format!("error[{code}]: ")), "{what}\n{shown}");
    assert!(shown.contains(&format!("--> spec/functions/things.yaml:{place}\n")), "{what}\n{shown}");
    assert!(shown.contains(message), "{what}\n{shown}");
    assert!(shown.len() < 2_000, "{what}: a frame of {} bytes", shown.len());
}

#[test]
fn what_yaml_allows_and_a_spec_does_not_is_refused_with_its_place() {
    let with = |from: &str, to: &str| {
        assert!(FUNCTIONS.contains(from));
        FUNCTIONS.replacen(from, to, 1)
    };
    let refused = |what, text: String, code, place, message| refused(what, text, code, place, message);
    refused("a tab", with("    method", "\tmethod"), "E002", "4:1", "indent with spaces");
    refused("a tab after spaces", with("    method", "  \tmethod"), "E002", "4:3", "indent with spaces");
    refused("two documents", format!("{FUNCTIONS}---\nresource: other\n"), "E002", "10:1", "a second YAML document");
    refused("an anchor", with("doc: Get", "doc: &here Get"), "E002", "5:10", "an anchor stands here");
    refused("an anchor on a map", with("- name", "- &here\n    name"), "E002", "3:5", "an anchor stands here");
    refused("an alias", with("doc: Get a thing.", "doc: *here"), "E002", "5:10", "an alias stands here");
    refused("a merge key", with("doc: Get a thing.", "<<: { doc: Get. }"), "E002", "5:5", "a merge key stands here");
    refused("a tag", with("doc: Get", "doc: !!str Get"), "E002", "5:16", "a tag stands before this value");
    refused("a tag of one's own", with("doc: Get", "doc: !own Get"), "E002", "5:15", "a tag stands before this value");
    refused("a key that is null", format!("{FUNCTIONS}~: x\n"), "E002", "9:1", "a key must be a text");
    refused("a key that is a list", format!("{FUNCTIONS}[a]: x\n"), "E002", "9:1", "a key must be a text");
    refused("a key twice", format!("{FUNCTIONS}resource: x\n"), "E002", "9:1", "stands here a second time");
    refused("a bracket without its twin", format!("{FUNCTIONS}x: [1, 2\n"), "E002", "9:4", "unclosed bracket");
    refused("a NUL", with("Get a", "Get\0 a"), "E002", "5:13", "unexpected character");
    refused("a number that JSON lacks", with("examples", "status: [0x1F]\n    examples"), "E002", "8:14", "`0x1F`");
    refused("not a number", with("examples", "status: [.nan]\n    examples"), "E002", "8:14", "`.nan`");
}

#[test]
fn what_is_too_much_is_refused_at_once() {
    let deep = |open: &str, close: &str| format!("a: {}{}", open.repeat(100_000), close.repeat(100_000));
    let nested = "nested more than 64 levels deep";
    refused("100,000 lists", deep("[", "]"), "E002", "1:69", nested);
    refused("100,000 lists without an end", deep("[", ""), "E002", "1:69", nested);
    refused("100,000 maps", deep("{a: ", "}"), "E002", "1:256", nested);
    refused("100,000 list items", format!("a:\n{}x\n", "- ".repeat(100_000)), "E002", "2:127", nested);
    let ladder: String = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    refused("2,000 indented maps", ladder, "E002", "65:65", nested);

    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (letter, before) in ('b'..='i').zip('a'..) {
        bomb.push_str(&format!("{letter}: &{letter} [{}]\n", vec![format!("*{before}"); 9].join(", ")));
    }
    refused("aliases of aliases", bomb, "E002", "1:4", "an anchor stands here");

    let large = format!("{FUNCTIONS}# {}\n", "x".repeat(4 * 1024 * 1024));
    refused("more than 4 MiB", large, "E001", "1:1", "4 MiB");
    let many = format!("{FUNCTIONS}x: [{}]\n", "1,".repeat(300_000));
    refused("300,000 values", many, "E002", "9:499955", "more than a spec file may");
}

#[test]
fn what_is_not_utf8_text_is_refused_at_the_byte_that_is_not() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    refused("UTF-16 with a mark", utf16(&format!("\u{feff}{FUNCTIONS}")), "E001", "1:1", "UTF-16");
    refused("UTF-16 without one", utf16(FUNCTIONS), "E001", "1:1", "UTF-16");
    let latin1: Vec<u8> = FUNCTIONS.replace("Get a", "Gét a").chars().map(|c| u8::try_from(c).unwrap()).collect();
    refused("Latin-1", &latin1, "E001", "5:11", "the byte 0xE9 is not UTF-8");
    let crlf: Vec<u8> = String::from_utf8_lossy(&latin1[..73]).replace('\n', "\r\n").into_bytes();
    refused("Latin-1 after CRLF", [&crlf[..], &[0xE9]].concat(), "E001", "5:11", "the byte 0xE9 is not UTF-8");
}

#[test]
fn a_file_that_holds_nothing_is_refused() {
    refused("an empty file", "", "E005", "1:1", "this file holds nothing");
    refused("comments", "# one\n# two\n", "E005", "1:1", "this file holds nothing");
    refused("a mark alone", "\u{feff}", "E005", "1:1", "this file holds nothing");
}

#[test]
fn line_ends_and_marks_do_not_show_in_what_is_generated() {
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
fn a_checkout_with_other_line_ends_yields_the_same_files() {
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
    let (plain, other) = (generate(&spec).unwrap(), generate(folder.path()).unwrap());
    assert!(plain.files.len() > 10);
    assert_eq!(plain.files, other.files);
}

#[test]
fn what_is_not_a_file_is_refused() {
    let refused = |what: &str, make: &dyn Fn(&Path), path: &str, message: &str| {
        let folder = tempfile::tempdir().unwrap();
        tiny::write_spec(&format!("# file: functions/things.yaml\n{FUNCTIONS}"), folder.path());
        make(folder.path());
        let Err(failure) = generate(folder.path()) else { panic!("{what} was not refused") };
        let shown = shown(&failure);
        assert!(shown.starts_with("error[E001]: "), "{what}\n{shown}");
        assert!(shown.contains(&format!("--> spec/{path}:1:1\n")), "{what}\n{shown}");
        assert!(shown.contains(message), "{what}\n{shown}");
    };
    let remove = |name: &'static str| move |folder: &Path| fs::remove_file(folder.join(name)).unwrap();
    refused("no package.yaml", &remove("package.yaml"), "package.yaml", "No such file");
    refused("no folder of functions", &|at| fs::remove_dir_all(at.join("functions")).unwrap(), "functions", "No such");
    let folder = |at: &Path| fs::create_dir(at.join("types/x.yaml")).unwrap();
    refused("a folder named as a file", &folder, "types/x.yaml", "it is not a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let link = |to: &'static str| move |at: &Path| symlink(to, at.join("functions/x.yaml")).unwrap();
        refused("a link to itself", &link("x.yaml"), "functions/x.yaml", "symbolic links");
        refused("a link to nothing", &link("nowhere.yaml"), "functions/x.yaml", "No such file");
        refused("a link to a device", &link("/dev/zero"), "functions/x.yaml", "it is not a file");
        let pipe = |at: &Path| {
            let made = std::process::Command::new("mkfifo").arg(at.join("functions/x.yaml")).status().unwrap();
            assert!(made.success());
        };
        refused("a pipe that nobody writes to", &pipe, "functions/x.yaml", "it is not a file");
    }
}

#[test]
fn all_broken_files_are_reported_in_one_run_and_in_the_order_of_files() {
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
    let Err(failure) = generate(folder.path()) else { panic!("not refused") };
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
