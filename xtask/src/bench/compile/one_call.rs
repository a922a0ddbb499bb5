//! A program with one call: its size, and how many crates it is made of, beside reqwest by hand with the same TLS.

use super::subject::cargo_in;
use crate::bench::child::{self, first_error};
use crate::bench::figure::{Figure, Reach, Unit};
use crate::exit_error::ExitError;
use crate::workspace::{root, target_folder};
use std::collections::BTreeSet;

pub fn measure() -> Result<[Figure; 2], ExitError> {
    let (here, by_hand) = (weigh("one-call-here")?, weigh("one-call-by-hand")?);
    Ok([
        Figure::of_runs("compile", "program with one call, stripped, rustls", Unit::Bytes, &[here.0])
            .beside("by hand", Ok(by_hand.0))
            .reach(Reach::PartOf(1.05, "by hand")),
        Figure::of_runs("compile", "crates of it", Unit::Count, &[here.1])
            .beside("by hand", Ok(by_hand.1))
            .reach(Reach::Above(4.0, "by hand")),
    ])
}

/// The bytes of a program without symbols, and the number of crates that it depends on.
fn weigh(program: &str) -> Result<(f64, f64), ExitError> {
    let folder = root().join("xtask/bench/programs").join(program);
    // Stripped by the linker, of the last step only: the dependencies are those of the other programs.
    let mut build = cargo_in(&folder);
    build.args(["rustc", "--release", "--quiet", "--", "-C", "strip=symbols"]);
    child::run(&mut build)
        .map_err(|error| ExitError::failure(format!("{program}: {}", first_error(&error.message))))?;
    let file = target_folder("bench-call/release").join(program);
    let size = std::fs::metadata(&file)
        .map_err(|error| ExitError::failure(format!("cannot read {}: {error}", file.display())))?
        .len();
    let tree = cargo_in(&folder)
        .args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .output()
        .map_err(|error| ExitError::failure(format!("cannot start cargo: {error}")))?;
    Ok((size as f64, crates(&String::from_utf8_lossy(&tree.stdout))))
}

/// The number of packages in the output of `cargo tree`, without the first one.
fn crates(tree: &str) -> f64 {
    let packages: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)").trim()).collect();
    let count = packages.iter().filter(|line| !line.is_empty()).count().saturating_sub(1);
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::crates;

    #[test]
    fn each_package_counts_once_and_the_program_does_not() {
        let tree = "one-call v0.0.0 (folder)\nbytes v1.0.0\nhttp v1.0.0\nbytes v1.0.0\nhttp v1.0.0 (*)\nhttp v0.2.0\n";
        assert_eq!(crates(tree) as u32, 3);
    }
}
