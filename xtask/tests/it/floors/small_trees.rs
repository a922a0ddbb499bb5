//! The floors test itself: small crates with one violation each.

use super::circles::circles;
use super::imports::Imports;
use super::table::{Floors, read_all};
use std::fs;
use tempfile::TempDir;

/// Writes a crate; the first file is its root.
fn imports(files: &[(&str, &str)]) -> (TempDir, Imports) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let imports = Imports::read(&folder.path().join(files[0].0));
    (folder, imports)
}

fn circle(files: &[(&str, &str)]) -> Vec<String> {
    let (_folder, imports) = imports(files);
    let (circles, _) = circles(&imports);
    circles
        .into_iter()
        .map(|files| files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(" "))
        .collect()
}

const LIB: (&str, &str) = ("lib.rs", "mod a; mod b;");

#[test]
fn direct_circle_is_found() {
    let files =
        [LIB, ("a.rs", "use crate::b::B; pub struct A(B);"), ("b.rs", "use super::a::A; pub struct B(Box<A>);")];
    assert_eq!(circle(&files), ["a.rs b.rs a.rs"]);
}

#[test]
fn circle_through_a_reexport_is_found() {
    // a.rs never names c.rs, and b/mod.rs imports nothing of a.rs.
    let files = [
        LIB,
        ("a.rs", "use crate::b::C; pub struct A(C);"),
        ("b/mod.rs", "mod c; pub use self::c::C;"),
        ("b/c.rs", "use crate::a::A; pub struct C(Box<A>);"),
    ];
    assert_eq!(circle(&files), ["a.rs b/c.rs a.rs"]);
}

#[test]
fn circle_through_a_glob_reexport_is_found() {
    let files = [
        LIB,
        ("a.rs", "use crate::b::C; pub struct A(C);"),
        ("b/mod.rs", "mod c; pub use c::*;"),
        ("b/c.rs", "use crate::a::A; pub struct C(Box<A>);"),
    ];
    assert_eq!(circle(&files), ["a.rs b/c.rs a.rs"]);
}

#[test]
fn circle_through_paths_in_code_is_found() {
    let files = [
        LIB,
        ("a.rs", "pub fn a() { crate::b::b() }"),
        ("b.rs", "use crate::a; pub fn b() { println!(\"{}\", a::a()) }"),
    ];
    assert_eq!(circle(&files), ["a.rs b.rs a.rs"]);
}

#[test]
fn parent_and_child_that_import_each_other_are_a_circle() {
    let files = [
        LIB,
        ("a/mod.rs", "mod x; pub struct A; pub use x::X;"),
        ("a/x.rs", "use super::A; pub struct X(A);"),
        ("b.rs", ""),
    ];
    assert_eq!(circle(&files), ["a/mod.rs a/x.rs a/mod.rs"]);
}

#[test]
fn test_modules_do_not_count() {
    let files = [
        LIB,
        ("a.rs", "use crate::b::B; pub struct A(B); #[cfg(test)] mod tests { use crate::b::helper; }"),
        ("b.rs", "pub struct B; pub fn helper() {} #[cfg(test)] mod tests { use crate::a::A; }"),
    ];
    assert_eq!(circle(&files), [""; 0]);
}

#[test]
fn import_of_a_sibling_through_the_parent_is_not_a_circle() {
    let files = [
        LIB,
        ("a/mod.rs", "mod x; mod y; pub use x::X; pub use y::Y;"),
        ("a/x.rs", "pub struct X;"),
        ("a/y.rs", "use super::X; pub struct Y(X);"),
        ("b.rs", "use crate::a; pub fn b() -> a::Y { todo!() }"),
    ];
    assert_eq!(circle(&files), [""; 0]);
}

#[test]
fn upward_import_is_a_violation() {
    let files = [LIB, ("a.rs", "pub struct A;"), ("b.rs", "use crate::a::A; pub struct B(A);")];
    let (_folder, imports) = imports(&files);
    assert_eq!(Floors::parse("a < b < lib").violations(&imports), [""; 0]);
    assert_eq!(Floors::parse("b < a < lib").violations(&imports), ["b.rs imports a.rs: b is not above a"]);
    assert_eq!(Floors::parse("a, b < lib").violations(&imports), ["b.rs imports a.rs: b is not above a"]);
    assert_eq!(Floors::parse("a < lib").violations(&imports), ["b has no floor"]);
    assert_eq!(Floors::parse("a < b < c < lib").violations(&imports), ["there is no module c"]);
}

#[test]
fn floors_are_read_from_markdown() {
    let floors = read_all("text\n```floors\nx/src: a < b,\n  c < lib\ny/src: main\n```\nmore");
    assert_eq!(floors["x/src"], Floors::parse("a<b,c<lib"));
    assert_eq!(floors["y/src"], Floors::parse("main"));
}
