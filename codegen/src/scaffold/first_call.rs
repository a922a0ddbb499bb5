//! The first call of a README: a function that needs little, with values in the place of its arguments.

use super::names::Names;
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::model::{Api, ArgKind, Function, ParamType, Resource, Returns};

/// A call in each form.
pub struct FirstCall<'a> {
    pub function: &'a Function,
    /// `client.books().get("…")`
    pub typed: String,
    /// The arguments of the dynamic call and of the command line.
    pub args: Json,
    /// Whether the typed call names `json`.
    pub needs_json: bool,
}

impl<'a> FirstCall<'a> {
    /// The call of the function that is easiest to call: stated, read-only, with few required arguments.
    pub fn of(api: &'a Api) -> Option<Self> {
        let calls = api.functions().filter_map(|(resource, function)| Self::new(resource, function));
        let rank = |call: &Self| {
            let function = call.function;
            let required = function.params.iter().filter(|param| param.required).count();
            let reads = ["get", "list", "find", "fetch", "read"].iter().any(|verb| function.name.starts_with(verb));
            (function.draft, function.http != HttpMethod::Get, !reads, required)
        };
        calls.min_by_key(rank)
    }

    fn new(resource: &Resource, function: &'a Function) -> Option<Self> {
        let (mut typed, mut args, mut needs_json) = (Vec::new(), Vec::new(), false);
        for param in function.params.iter().filter(|param| param.required) {
            let field = function.fields.get(param.field)?;
            let (expression, value) = match &param.kind {
                ParamType::Text | ParamType::Enum { .. } => ("\"…\"", Json::text("…")),
                ParamType::Integer | ParamType::Time | ParamType::DateTime => ("1", Json::Number("1".to_owned())),
                ParamType::Date => ("\"2024-01-31\"", Json::text("2024-01-31")),
                ParamType::Number => ("1.0", Json::Number("1.0".to_owned())),
                ParamType::Boolean => ("true", Json::Bool(true)),
                ParamType::Strings if matches!(field.kind, ArgKind::CommaList { .. }) => ("[\"…\"]", Json::text("…")),
                ParamType::Strings => ("[\"…\"]", Json::Array(vec![Json::text("…")])),
                ParamType::Json | ParamType::Object { item: None } => {
                    needs_json = true;
                    ("json!({})", Json::Object(Vec::new()))
                }
                // What such an argument is made of takes more than a line.
                _ => return None,
            };
            typed.push(expression);
            args.push((field.name.clone(), value));
        }
        let typed = format!("client.{}().{}({})", resource.rust_module, function.rust.method, typed.join(", "));
        Some(Self { function, typed, args: Json::Object(args), needs_json })
    }

    /// A program with the typed call.
    pub fn program(&self, names: &Names) -> String {
        let library = &names.library;
        let uses = if self.needs_json { "{Client, json}" } else { "Client" };
        let statement = match &self.function.returns {
            Returns::Empty => format!("{}.await?;", self.typed),
            _ => format!("let response = {}.await?;\n    println!(\"{{response:?}}\");", self.typed),
        };
        format!(
            "\
use {library}::{uses};

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), {library}::Error> {{
    let client = Client::from_env()?;
    {statement}
    Ok(())
}}"
        )
    }
}
