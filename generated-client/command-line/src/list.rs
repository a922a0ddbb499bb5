//! Lists: one page, so many items, or all of them.

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::program::Program;
use crate::progress::Progress;
use crate::raw_list::RawList;
use crate::render::Style;
use crate::render::writer::Writer;
use crate::terminal::print_err;
use crate::wait::ctrl_c;
use crate::{names, output};
use api_client_runtime::DynamicCall;
use api_client_runtime::paging::{Cursor, Items, Pages};
use api_client_runtime::schema::Function;

/// Which part of a list is read.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub from: Option<Cursor>,
    pub limit: Option<u64>,
    /// Whether it ends with the page that it begins with.
    pub is_one_page: bool,
}

impl Part {
    /// What the options say; `None` where they leave a list to be printed as its first response.
    pub fn of(options: &Options<'_>) -> Result<Option<Self>, ExitError> {
        let limit = options.get::<u64>("limit").copied();
        let cursor = options
            .text("cursor")
            .map(|text| text.parse::<Cursor>().map_err(|error| ExitError::usage(format!("--cursor: {error}"))));
        let from = cursor.transpose()?;
        let is_all = options.flag("all");
        if limit.is_none() && from.is_none() && !is_all {
            return Ok(None);
        }
        Ok(Some(Self { from, limit, is_one_page: limit.is_none() && !is_all }))
    }
}

/// Streams a part of a list to stdout.
pub async fn print(
    program: &Program,
    function: &'static Function,
    call: DynamicCall,
    part: Part,
    style: Style,
) -> Result<(), ExitError> {
    let mut writer = Writer::new(style, Box::new(|bytes| output::print(bytes)));
    let mut progress = Progress::of_list();
    let result = stream(program, call, &part, &mut writer, &mut progress, |_, _| Ok(())).await;
    progress.end();
    let more = match result {
        Ok(more) => more,
        // Nobody reads what would close the list.
        Err(error) if error.is_success() => return Err(error),
        Err(error) => {
            writer.end()?;
            return Err(error);
        }
    };
    writer.end()?;
    if let Some(cursor) = more {
        let all = if part.limit.is_none() { "; --all reads all pages" } else { "" };
        print_err(&format!("more items follow: --cursor '{cursor}'{all}"));
        return Ok(());
    }
    let is_all = !part.is_one_page && part.limit.is_none_or(|limit| writer.items() < limit);
    let Some(end) = end(program, function).filter(|_| is_all) else { return Ok(()) };
    if part.from.is_some() {
        // How many came before the cursor is not known.
        print_err(&format!("{}, those before the cursor included; {}", end.what, end.instead));
    } else if writer.items() >= end.items {
        return Err(end.error());
    }
    Ok(())
}

/// Where an API ends a list, however many items there are.
pub struct End {
    pub items: u64,
    what: String,
    instead: String,
}

impl End {
    /// The error of a list that was cut off.
    pub fn error(self) -> ExitError {
        ExitError::rejected(format!("{}, and there may be more; {}", self.what, self.instead))
    }
}

/// Where the list of a function ends, as its table says.
pub fn end(program: &Program, function: &Function) -> Option<End> {
    let (items, beyond) = function.paging()?.reaches?;
    let beyond = beyond.and_then(|name| program.functions().iter().copied().find(|function| function.name == name));
    let instead = match beyond {
        Some(beyond) => {
            format!(
                "`{} --all` reads all, `{}` into a file",
                names::line(program, beyond),
                names::export(program, beyond)
            )
        }
        None => "read it in parts, by its arguments".to_owned(),
    };
    let what = format!("the API ends the list of {} at {items} items", function.name);
    Some(End { items: items.into(), what, instead })
}

/// Streams a part of a list; returns where it carries on. After each page `kept` is called with that cursor, when all of the page
/// has been written.
pub async fn stream(
    program: &Program,
    call: DynamicCall,
    part: &Part,
    writer: &mut Writer,
    progress: &mut Progress,
    mut kept: impl FnMut(Option<&Cursor>, &Writer) -> Result<(), ExitError>,
) -> Result<Option<Cursor>, ExitError> {
    let mut items: Items<RawList> = Items::new(Pages::new(call.into_call()));
    if let Some(cursor) = &part.from {
        items = items.starting_at(cursor.clone());
    }
    if let Some(limit) = part.limit {
        items = items.limit(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    let mut interrupt = Box::pin(ctrl_c());
    loop {
        let item = tokio::select! {
            biased;
            item = items.next() => item,
            () = &mut interrupt => {
                writer.end_page()?;
                let hint = items.cursor().map(|cursor| format!("; carry on with --cursor '{cursor}'"));
                return Err(ExitError::interrupted(format!("interrupted{}", hint.unwrap_or_default())));
            }
        };
        match item {
            None => break,
            Some(Ok(item)) => {
                writer.item(item.json.get())?;
                if item.is_last {
                    writer.end_page()?;
                    progress.page(writer.items(), item.page.remaining);
                    kept(items.cursor().as_ref(), writer)?;
                    if part.is_one_page {
                        break;
                    }
                }
            }
            Some(Err(error)) => {
                writer.end_page()?;
                return Err(program.error(&error));
            }
        }
    }
    writer.end_page()?;
    Ok(items.cursor())
}
