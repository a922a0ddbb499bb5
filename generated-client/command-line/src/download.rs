//! The response of a function that returns a file: to standard output, or into a file that appears when it is complete.

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::output;
use crate::program::Program;
use crate::progress::Progress;
use crate::terminal;
use crate::wait::{block_on, or_ctrl_c};
use api_client_runtime::schema::{Function, Returns};
use api_client_runtime::{Download, DynamicCall};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Whether a function returns a file, and what is wrong with where it would go.
pub fn check(function: &Function, options: &Options<'_>) -> Result<bool, ExitError> {
    let is_file = matches!(function.returns, Returns::Bytes | Returns::Text);
    match options.text("out") {
        Some(_) if !is_file => {
            let message = format!("{} returns no file: --out does not apply; redirect standard output", function.name);
            Err(ExitError::usage(message))
        }
        None if function.returns == Returns::Bytes && io::stdout().is_terminal() => {
            let message = format!("{} returns bytes, which are not for a terminal: pass --out FILE", function.name);
            Err(ExitError::usage(message))
        }
        _ => Ok(is_file),
    }
}

/// Sends the call and writes the bytes as they come.
pub fn save(program: &Program, function: &Function, call: DynamicCall, options: &Options<'_>) -> Result<(), ExitError> {
    let message = format!("interrupted; {} may have been processed", function.name);
    block_on(async {
        let download = or_ctrl_c(call.send_stream(), &message).await?.map_err(|error| program.error(&error))?;
        let written = async {
            match options.text("out") {
                Some(path) => to_file(program, download, Path::new(path)).await,
                None => to_stdout(program, download, function.returns == Returns::Text).await,
            }
        };
        or_ctrl_c(written, "interrupted; nothing is left of the file").await?
    })
}

async fn to_stdout(program: &Program, mut download: Download, is_text: bool) -> Result<(), ExitError> {
    let is_terminal = io::stdout().is_terminal();
    let mut ends_with_line = true;
    while let Some(chunk) = download.next().await {
        let chunk = chunk.map_err(|error| program.error(&error))?;
        ends_with_line = chunk.ends_with(b"\n");
        if is_terminal {
            output::print(terminal::strip_control(&String::from_utf8_lossy(&chunk)))?;
        } else {
            output::print(chunk)?;
        }
    }
    // So that the prompt is on a line of its own.
    if is_text && is_terminal && !ends_with_line { output::print("\n") } else { Ok(()) }
}

/// Writes beside the file and renames at the end, so that it is there completely or not at all.
async fn to_file(program: &Program, mut download: Download, path: &Path) -> Result<(), ExitError> {
    let name = path.display().to_string();
    let cannot = |error: io::Error| ExitError::failure(format!("cannot write {name}: {error}"));
    if path.is_dir() {
        return Err(cannot(io::ErrorKind::IsADirectory.into()));
    }
    let mut file = beside(path).map_err(cannot)?;
    let progress = io::stderr().is_terminal().then(|| Progress::of_bytes(download.length()));
    while let Some(chunk) = download.next().await {
        let chunk = chunk.map_err(|error| program.error(&error))?;
        file.write_all(&chunk).map_err(cannot)?;
        if let Some(progress) = &progress {
            progress.bytes(download.received());
        }
    }
    file.as_file().sync_all().map_err(cannot)?;
    file.persist(path).map_err(|failed| cannot(failed.error))?;
    if let Some(progress) = progress {
        progress.end();
    }
    Ok(())
}

/// A file of another name in the same folder, with the permissions that a new file has here.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".download-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Without what the process's mask takes away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
