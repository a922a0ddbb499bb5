//! `cargo xtask bench all`: every bench, as a table; with `--save` also as a page, data and a plot in the client's docs.

mod machine;
mod page;
mod plot;

use super::figure::Figure;
use super::synthetic_spec::write_file;
use super::table::table;
use super::{call, compile, emulator, page as try_it, regen, start};
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use crate::workspace::root;
use machine::Machine;
use serde_json::{Value, json};

/// Where the page is: beside the generated docs, which `regen` manages by a manifest and does not mix with it.
const FOLDER: &str = "generated-client/docs/bench";

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--save"], &[])?;
    let save = args.has("--save");
    let (mut figures, mut failures) = (Vec::new(), Vec::new());
    // One that fails does not cost the results of the others, which take minutes.
    for name in ["call", "compile", "regen", "emulator", "start", "page"] {
        eprintln!("bench {name}");
        let measured = match name {
            "call" => call::figures(),
            "compile" => compile::measure(),
            "regen" => regen::measure(save),
            "emulator" => emulator::measure(),
            "start" => start::measure(),
            _ => try_it::measure(),
        };
        match measured {
            Ok(measured) => figures.extend(measured),
            Err(error) => failures.push(format!("bench {name}: {}", error.message)),
        }
    }
    let table = table(&figures);
    output::print(&table);
    if !failures.is_empty() {
        // A page without some of its rows would look complete.
        return Err(ExitError::failure(failures.join("\n")));
    }
    if save { self::save(&figures, &table, &Machine::read()) } else { Ok(()) }
}

fn save(figures: &[Figure], table: &str, machine: &Machine) -> Result<(), ExitError> {
    let folder = root().join(FOLDER);
    let plot = plot::draw(figures).map_err(ExitError::failure)?;
    write_file(&folder.join("results.json"), &format!("{:#}\n", results(figures, machine)))?;
    write_file(&folder.join("ratios.svg"), &plot)?;
    write_file(&folder.join("README.md"), &page::page(table, machine))
}

fn results(figures: &[Figure], machine: &Machine) -> Value {
    json!({ "machine": machine.to_json(), "figures": figures.iter().map(Figure::to_json).collect::<Vec<_>>() })
}
