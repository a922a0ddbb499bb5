//! The command line of `import openapi`.

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::report::Format;
use codegen::diff::Level;
use std::path::PathBuf;

/// A command line.
pub struct Command {
    /// The document.
    pub file: String,
    pub place: Place,
    /// Standard overlays, in the order in which they apply.
    pub overlays: Vec<String>,
    /// Our own corrections.
    pub corrections: Option<PathBuf>,
    /// Older documents of the same API.
    pub history: Option<PathBuf>,
    /// Write nothing, and fail when the files differ.
    pub check: bool,
    pub deny: Option<Level>,
    pub format: Format,
}

/// Where the spec goes.
pub enum Place {
    /// A new client with its spec.
    Bare(PathBuf),
    /// A spec folder.
    Into(PathBuf),
}

impl Command {
    /// Parses the arguments behind `import openapi`.
    pub fn parse(args: &[String]) -> Result<Self, ExitError> {
        let (mut file, mut overlays, mut rest) = (None, Vec::new(), Vec::new());
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            if arg == "--overlay" {
                overlays.push(args.next().ok_or_else(|| ExitError::usage("`--overlay` needs a value"))?.clone());
            } else if ["--out", "--into", "--deny", "--history", "--format"].contains(&arg.as_str()) {
                rest.push(arg.clone());
                rest.extend(args.next().cloned());
            } else if arg.starts_with('-') {
                rest.push(arg.clone());
            } else if file.replace(arg.clone()).is_some() {
                return Err(ExitError::usage(format!("unexpected argument `{arg}`: name one document")));
            }
        }
        let file = file.ok_or_else(|| ExitError::usage("name the document: `import openapi FILE`"))?;
        let args = Args::parse(&rest, &["--bare", "--check"], &["--out", "--into", "--deny", "--history", "--format"])?;
        let place = match (args.get("--out"), args.get("--into")) {
            (Some(out), None) if args.has("--bare") => Place::Bare(PathBuf::from(out)),
            (Some(_), None) => return Err(ExitError::usage("`--out` writes a new client: add `--bare`")),
            (None, Some(spec)) if !args.has("--bare") => Place::Into(PathBuf::from(spec)),
            _ => return Err(ExitError::usage("say where to write: `--out DIR --bare` or `--into SPEC_DIR`")),
        };
        let deny = match args.get("--deny") {
            None => None,
            Some("major") => Some(Level::Major),
            Some("minor") => Some(Level::Minor),
            Some(other) => return Err(ExitError::usage(format!("unknown level `{other}`: use major or minor"))),
        };
        // The corrections stand in the spec folder; a bare import has none.
        let corrections = match &place {
            Place::Into(spec) => Some(spec.join("overlay.yaml")).filter(|path| path.is_file()),
            Place::Bare(_) => None,
        };
        Ok(Self {
            file,
            place,
            overlays,
            corrections,
            history: args.get("--history").map(PathBuf::from),
            check: args.has("--check"),
            deny,
            format: Format::parse(args.get("--format"))?,
        })
    }
}
