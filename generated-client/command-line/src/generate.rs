//! `completions` and `man`: files for shells and for `man`, made from the command itself.

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::output;
use crate::program::Program;
use clap_complete::Shell;
use clap_mangen::Man;
use std::path::PathBuf;

/// `completions SHELL`
pub fn completions(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let name = options.text("shell").unwrap_or_default();
    let shell: Shell = name.parse().map_err(|error| ExitError::usage(format!("completions: {error}")))?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program.command(), program.name, &mut script);
    output::print(script)
}

/// `man [--out FOLDER]`
pub fn man(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let command = program.command();
    let Some(folder) = options.get::<PathBuf>("out") else {
        let mut page = Vec::new();
        Man::new(command)
            .render(&mut page)
            .map_err(|error| ExitError::failure(format!("cannot make the page: {error}")))?;
        return output::print(page);
    };
    let cannot = |error: std::io::Error| ExitError::failure(format!("cannot write to {}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    clap_mangen::generate_to(command, folder).map_err(cannot)
}
