//! `cargo xtask bench page`: how long the try-it page takes to be there from its file, and to search, in headless Chromium.

mod times;

use times::EMPTY;

use super::figure::Figure;
use super::synthetic_spec::{temp_dir, write_file, write_spec};
use super::table::table;
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::workspace::root;
use crate::{output, process};
use codegen::{Diagnostics, Sources};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// As many as both APIs have together.
const FUNCTIONS: usize = 313;

/// How often each page is opened, in a browser of its own.
const VISITS: &str = "15";

pub fn run(args: &[String]) -> Result<(), ExitError> {
    Args::parse(args, &[], &[])?;
    output::print(&table(&measure()?));
    Ok(())
}

/// Opens the pages of the client and a synthetic one. A test of the page drives the browser: this crate must build even if the
/// generated code does not.
pub fn measure() -> Result<Vec<Figure>, ExitError> {
    let folder = temp_dir()?;
    let (page, empty) = (synthetic_page(folder.path())?, folder.path().join("empty.html"));
    write_file(&empty, "<!doctype html>\n<title>Empty</title>\n<p>Nothing.</p>\n")?;
    let mut cargo = process::cargo();
    cargo
        .args(["test", "--quiet", "--package", "intercom-cli", "--test", "page", "--", "--exact", "--nocapture"])
        .arg("times::times_of_each_page_are_printed")
        .envs([("NEEDS_CHROMIUM", "1"), ("BENCH_VISITS", VISITS)])
        .env("BENCH_PAGES", format!("synthetic={}\n{EMPTY}={}", page.display(), empty.display()))
        .current_dir(root())
        .stderr(Stdio::inherit());
    let output = cargo.output().map_err(|error| ExitError::failure(format!("cannot start cargo: {error}")))?;
    if !output.status.success() {
        return Err(ExitError::failure("the page cannot be measured"));
    }
    times::figures(&String::from_utf8_lossy(&output.stdout)).map_err(ExitError::failure)
}

/// Writes the page of a synthetic spec.
fn synthetic_page(folder: &Path) -> Result<PathBuf, ExitError> {
    let spec = write_spec(FUNCTIONS, &folder.join("spec"))?;
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let invalid = || ExitError::failure("the synthetic spec has errors");
    let spec = codegen::load(&spec, &mut sources, &mut diagnostics).ok_or_else(invalid)?;
    let checked = codegen::check(&spec, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(invalid());
    }
    let files = codegen::emit(&codegen::lower(&checked));
    let page = files.iter().find(|file| file.path.ends_with("index.html"));
    let page = page.ok_or_else(|| ExitError::failure("the generator wrote no page"))?;
    let path = folder.join("index.html");
    write_file(&path, &page.text)?;
    Ok(path)
}
