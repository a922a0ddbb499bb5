//! `mcp`: the functions as tools of an agent, over standard input and output.

mod scope;
mod search;
mod tools;

use crate::exit_error::ExitError;
use crate::options::{Options, is_list};
use crate::program::Program;
use crate::raw_list::RawList;
use crate::render::Fields;
use crate::settings::{self, Connected};
use crate::terminal::print_err;
use crate::wait::{block_on, ctrl_c};
use crate::{input, resolve};
use api_client_runtime::__private::Core;
use api_client_runtime::DynamicCall;
use api_client_runtime::paging::{Cursor, Items, Pages};
use api_client_runtime::schema::Function;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use scope::Scope;
use serde_json::{Map, Value, json};
use tools::{ITEMS, MAX_ITEMS};

/// A longer result is cut off: an agent reads all of it.
const MAX_RESULT_BYTES: usize = 64 * 1024;

/// Functions in one result of a search.
const MAX_FOUND: usize = 25;

/// What serves an agent.
struct Agent {
    program: Program,
    core: Core,
    is_writable: bool,
}

pub fn run(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let connected: Connected = settings::client(program, options)?;
    let is_writable = options.flag("write");
    let agent = Agent { program: program.clone(), core: connected.core.clone(), is_writable };
    block_on(async {
        let cannot = |error: &dyn std::fmt::Display| ExitError::failure(format!("the agent's connection: {error}"));
        print_err(if is_writable { "serving MCP; data can be changed" } else { "serving MCP, read-only" });
        let running = tokio::select! {
            running = agent.serve(rmcp::transport::stdio()) => running.map_err(|error| cannot(&error))?,
            () = ctrl_c() => return Ok(()),
        };
        tokio::select! {
            ended = running.waiting() => ended.map(|_| ()).map_err(|error| cannot(&error)),
            () = ctrl_c() => Ok(()),
        }
    })
}

impl ServerHandler for Agent {
    fn get_info(&self) -> ServerConfig {
        let about = format!(
            "Calls the functions of {}: find one with find_functions, read its arguments with describe_function, then call it.",
            self.program.package().name
        );
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new(self.program.name, self.program.version))
            .with_instructions(about)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::tools(self.is_writable)))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        // An error that the agent can read and act on.
        let result = match self.tool(&request.name, &arguments).await {
            Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
            Err(error) => CallToolResult::error(vec![ContentBlock::text(error.message())]),
        };
        Ok(result.into())
    }
}

impl Agent {
    async fn tool(&self, tool: &str, arguments: &Map<String, Value>) -> Result<String, ExitError> {
        if tool == "find_functions" {
            let query = text(arguments, "query")?.unwrap_or_default();
            let found = search::find(self.program.functions(), query, MAX_FOUND);
            return Ok(json!({ "functions": found }).to_string());
        }
        let Some(name) = text(arguments, "name")? else {
            return Err(ExitError::usage("`name` is missing: the function"));
        };
        let function = resolve::function(&self.program, name)?;
        if tool == "describe_function" {
            return Ok(search::describe(function).to_string());
        }
        let Some(scope) = Scope::of_tool(tool).filter(|scope| self.is_writable || *scope == Scope::Read) else {
            return Err(ExitError::usage(format!("there is no tool `{tool}`")));
        };
        let needed = Scope::of(function);
        if needed != scope {
            let hint = match (needed, self.is_writable) {
                (Scope::Read, _) | (_, true) => format!("call it with {}", needed.tool()),
                _ => "this server is read-only; it is started with --write for that".to_owned(),
            };
            return Err(ExitError::usage(format!("{} {} data: {hint}", function.name, needed.effect())));
        }
        self.call(function, arguments).await
    }

    async fn call(&self, function: &'static Function, arguments: &Map<String, Value>) -> Result<String, ExitError> {
        let args = arguments.get("args").map_or_else(|| "{}".to_owned(), Value::to_string);
        let call = DynamicCall::new(&self.core, self.program.functions(), function.name, &input::parse(&args)?);
        let fields = text(arguments, "fields")?.map(Fields::parse);
        let shown = |json: &str| fields.as_ref().map_or_else(|| json.to_owned(), |fields| fields.project(json));
        if is_list(function) {
            return self.list(call, arguments, shown).await;
        }
        let response = call.send_raw().await.map_err(|error| self.program.error(&error))?;
        let text = String::from_utf8_lossy(response.payload()).into_owned();
        if text.trim().is_empty() {
            return Ok(json!({ "status": response.status() }).to_string());
        }
        let mut text = shown(&text);
        if text.len() > MAX_RESULT_BYTES {
            let end = (0..=MAX_RESULT_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
            text.truncate(end);
            text.push_str("… (cut off; `fields` picks members)");
        }
        Ok(text)
    }

    /// Some items of a list, and where it carries on.
    async fn list(
        &self,
        call: DynamicCall,
        arguments: &Map<String, Value>,
        shown: impl Fn(&str) -> String,
    ) -> Result<String, ExitError> {
        let limit = match arguments.get("limit").filter(|limit| !limit.is_null()) {
            None => ITEMS,
            Some(limit) => {
                let limit = limit.as_u64().filter(|limit| *limit > 0);
                limit.ok_or_else(|| ExitError::usage("`limit` must be a whole number above 0"))?.min(MAX_ITEMS)
            }
        };
        let mut items: Items<RawList> = Items::new(Pages::new(call.into_call()));
        if let Some(cursor) = text(arguments, "cursor")? {
            let cursor = cursor.parse::<Cursor>().map_err(|error| ExitError::usage(format!("cursor: {error}")))?;
            items = items.starting_at(cursor);
        }
        let (mut found, mut bytes) = (Vec::new(), 0);
        while (found.len() as u64) < limit && bytes < MAX_RESULT_BYTES {
            match items.next().await {
                None => break,
                Some(Ok(item)) => {
                    let json = shown(item.json.get());
                    bytes += json.len();
                    found.push(json);
                }
                Some(Err(error)) => return Err(self.program.error(&error)),
            }
        }
        let next = items.cursor().map_or(Value::Null, |cursor| cursor.to_string().into());
        Ok(format!("{{\"items\":[{}],\"next_cursor\":{next}}}", found.join(",")))
    }
}

/// A text among the arguments of a tool. One of another type is not taken for one that is missing: a list would begin again.
fn text<'a>(arguments: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, ExitError> {
    match arguments.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(ExitError::usage(format!("`{name}` must be a text"))),
    }
}
