//! `export`: a list as a file, which is there when it is complete. What has been read is kept, so that a later run carries on.

use crate::exit_error::ExitError;
use crate::list::{self, Part};
use crate::options::{Options, is_list, needs_nothing};
use crate::program::Program;
use crate::progress::Progress;
use crate::render::writer::Writer;
use crate::render::{Fields, Format, Style};
use crate::terminal::print_err;
use crate::wait::block_on;
use crate::{arguments, input, names, output, resolve, settings};
use api_client_runtime::DynamicCall;
use api_client_runtime::paging::Cursor;
use api_client_runtime::schema::{Field, Function};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

/// The timeout of a page, with its waits for the rate limit.
const TIMEOUT: Duration = Duration::from_secs(600);

/// Where an export carries on: what the file beside the output says.
#[derive(Debug, Deserialize, Serialize)]
struct Kept {
    function: String,
    args: String,
    fields: Option<String>,
    cursor: String,
    items: u64,
    /// The length of what has been written up to the cursor.
    bytes: u64,
    columns: Option<Vec<String>>,
}

pub fn run(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let function = find(program, options.text("what").unwrap_or_default(), options.text("since").is_some())?;
    // A page of a scroll that got lost cannot be read again, so an export of it begins anew.
    let is_scroll = function.is_scroll();
    let json = with_since(function, &arguments::read(function, options)?, options)?;
    let out = options.get::<PathBuf>("out").cloned().unwrap_or_default();
    let style = Style { format: format(&out)?, ..Style::of(options) };
    if out.is_dir() {
        return Err(ExitError::usage(format!("--out: {} is a folder", out.display())));
    }
    if out.exists() && !options.flag("overwrite") {
        return Err(ExitError::usage(format!("{} exists; --overwrite replaces it", out.display())));
    }
    let args = input::parse(&json)?;
    let connected = settings::client_with(program, options, |builder| builder.timeout(TIMEOUT))?;
    let call = DynamicCall::new(&connected.core, program.functions(), function.name, &args);
    for warning in call.clone().into_request().map_err(|error| program.error(&error))?.warnings() {
        print_err(&format!("warning: {warning}"));
    }
    let files = Files::of(&out);
    let fields = options.text("fields").map(str::to_owned);
    let kept = if is_scroll { None } else { files.kept(function, &json, fields.as_deref())? };
    let (items, bytes) = kept.as_ref().map_or((0, 0), |kept| (kept.items, kept.bytes));
    let file = Rc::new(files.open(bytes)?);
    if items > 0 {
        print_err(&format!("carrying on behind item {items}"));
    }
    let from = kept.as_ref().map(|kept| kept.cursor.parse::<Cursor>()).transpose();
    let from = from.map_err(|error| ExitError::usage(format!("{}: {error}", files.cursor.display())))?;
    let (sink, part_name) = (Rc::clone(&file), files.part.display().to_string());
    let columns = kept.and_then(|kept| kept.columns).map(|columns| Fields::parse(&columns.join(",")));
    let mut writer = Writer::new(
        style,
        Box::new(move |bytes| (&*sink).write_all(bytes).map_err(|error| full("cannot write", &part_name, &error))),
    )
    .after(items)
    .with_columns(columns);
    let mut progress = Progress::of_list();
    let part = Part { from, ..Part::default() };
    let keep = |cursor: Option<&Cursor>, writer: &Writer| {
        let Some(cursor) = cursor.filter(|_| !is_scroll) else { return Ok(()) };
        files.keep(&Kept {
            function: function.name.to_owned(),
            args: json.clone(),
            fields: fields.clone(),
            cursor: cursor.to_string(),
            items: writer.items(),
            bytes: (&*file).stream_position().map_err(|error| full("cannot read", "the file", &error))?,
            columns: writer.columns().map(|columns| columns.names().map(str::to_owned).collect()),
        })
    };
    let result = block_on(list::stream(program, call, &part, &mut writer, &mut progress, keep));
    progress.end();
    let again = if is_scroll { "the same command starts over" } else { "the same command carries on" };
    result.map_err(|error| error.with_hint(again))?;
    writer.end()?;
    if let Some(end) = list::end(program, function).filter(|end| writer.items() >= end.items) {
        return Err(end.error().with_hint(&format!("{} has what was read", files.part.display())));
    }
    files.finish(&file, &out)?;
    output::print(json!({ "items": writer.items(), "file": out.display().to_string() }).to_string() + "\n")
}

/// The function of a name, or the list of a resource: a scroll, which reaches all of it, where there is one and no part is asked
/// for; otherwise the first one that needs no arguments.
fn find(program: &Program, name: &str, is_part: bool) -> Result<&'static Function, ExitError> {
    let lists = |function: &&'static Function| {
        (function.resource == name || names::resource(program, function.resource) == name) && is_list(function)
    };
    let mut found = program.functions().iter().copied().filter(lists);
    let mut free = found.clone().filter(|function| needs_nothing(function));
    let scroll = free.clone().find(|function| function.is_scroll() && !is_part);
    if let Some(function) = scroll.or_else(|| free.next()).or_else(|| found.next()) {
        return Ok(function);
    }
    let function = resolve::function(program, name)?;
    if is_list(function) {
        return Ok(function);
    }
    Err(ExitError::usage(format!("{} returns no list, so there is nothing to export", function.name)))
}

/// `--since` as the argument that the function has for it.
fn with_since(function: &'static Function, json: &str, options: &Options<'_>) -> Result<String, ExitError> {
    let Some(since) = options.text("since") else { return Ok(json.to_owned()) };
    let is_since = |field: &&Field| {
        let name = field.name.to_ascii_lowercase();
        !field.credential && (name.contains("since") || name.contains("after"))
    };
    let Some(field) = function.fields.iter().find(is_since) else {
        return Err(ExitError::usage(format!("--since: {} has no argument for it", function.name)));
    };
    let value = arguments::from_texts(field, "--since", &[since.to_owned()])?;
    let mut args: Value = serde_json::from_str(json).map_err(|error| ExitError::usage(format!("--args: {error}")))?;
    args[field.name] = serde_json::from_str(&value).map_err(|error| ExitError::usage(format!("--since: {error}")))?;
    Ok(args.to_string())
}

fn format(out: &Path) -> Result<Format, ExitError> {
    match out.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "ndjson" | "jsonl" => Ok(Format::Ndjson),
        "csv" => Ok(Format::Csv),
        "json" => Ok(Format::Json),
        "yaml" | "yml" => Ok(Format::Yaml),
        _ => Err(ExitError::usage("--out: the file must end in .ndjson, .jsonl, .csv, .json, .yaml or .yml")),
    }
}

/// The files beside the output while it is not complete.
struct Files {
    part: PathBuf,
    cursor: PathBuf,
}

impl Files {
    fn of(out: &Path) -> Self {
        let beside = |end: &str| {
            let mut name = out.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        Self { part: beside(".part"), cursor: beside(".cursor") }
    }

    /// Where an earlier run of the same export has stopped.
    fn kept(&self, function: &Function, args: &str, fields: Option<&str>) -> Result<Option<Kept>, ExitError> {
        let name = self.cursor.display();
        let text = match fs::read_to_string(&self.cursor) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ExitError::failure(format!("cannot read {name}: {error}"))),
        };
        let kept: Kept = serde_json::from_str(&text).map_err(|error| {
            ExitError::failure(format!("{name} cannot be used ({error}); delete it to begin again"))
        })?;
        if kept.function != function.name || kept.args != args || kept.fields.as_deref() != fields {
            return Err(ExitError::usage(format!("{name} belongs to another export; delete it to begin again")));
        }
        let is_there = fs::metadata(&self.part).is_ok_and(|part| part.len() >= kept.bytes);
        Ok(is_there.then_some(kept))
    }

    /// The incomplete file, without what came after the last page that was kept.
    fn open(&self, bytes: u64) -> Result<File, ExitError> {
        let name = self.part.display().to_string();
        let open = OpenOptions::new().create(true).truncate(false).write(true).open(&self.part);
        let open = open.and_then(|mut file| {
            file.set_len(bytes)?;
            file.seek(SeekFrom::Start(bytes))?;
            Ok(file)
        });
        open.map_err(|error| full("cannot open", &name, &error))
    }

    /// Writes the cursor so that a kill leaves the old one or the new one.
    fn keep(&self, kept: &Kept) -> Result<(), ExitError> {
        let name = self.cursor.display().to_string();
        let text =
            serde_json::to_string(kept).map_err(|error| ExitError::failure(format!("cannot write {name}: {error}")))?;
        let mut new = self.cursor.as_os_str().to_owned();
        new.push(".new");
        fs::write(&new, text)
            .and_then(|()| fs::rename(&new, &self.cursor))
            .map_err(|error| full("cannot write", &name, &error))
    }

    /// The output is complete: it gets its name.
    fn finish(&self, file: &File, out: &Path) -> Result<(), ExitError> {
        let name = out.display().to_string();
        file.sync_all()
            .and_then(|()| fs::rename(&self.part, out))
            .map_err(|error| full("cannot write", &name, &error))?;
        match fs::remove_file(&self.cursor) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(ExitError::failure(format!("cannot delete {}: {error}", self.cursor.display())))
            }
            _ => Ok(()),
        }
    }
}

fn full(what: &str, name: &str, error: &std::io::Error) -> ExitError {
    ExitError::failure(format!("{what} {name}: {error}"))
}
