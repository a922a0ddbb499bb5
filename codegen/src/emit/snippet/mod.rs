//! Examples as code.

mod curl;

use crate::base::bytes::{decode_base64, unix_seconds};
use crate::base::json::Json;
use crate::model::{Api, EnumDef, Example, Function, Param, ParamType, Resource, Returns, TypeRef};
use std::collections::BTreeSet;

/// One example of a function, to be shown as code.
#[derive(Clone, Copy, Debug)]
pub struct Snippet<'a> {
    /// The API.
    pub api: &'a Api,
    /// The function's resource.
    pub resource: &'a Resource,
    /// The function.
    pub function: &'a Function,
    /// The example.
    pub example: &'a Example,
}

impl<'a> Snippet<'a> {
    /// The typed call as one expression, such as `client.users().get(types::PersonRef::email("a@b"))`.
    #[must_use]
    pub fn call(&self) -> String {
        self.chain().concat()
    }

    /// The call for a reader: one link a line when it is long, awaited.
    #[must_use]
    pub fn statement(&self) -> String {
        let binding = match &self.function.returns {
            Returns::Empty => String::new(),
            Returns::Model { binding, .. } => format!("let {binding} = "),
            Returns::Text => "let text = ".to_owned(),
            Returns::Bytes => "let bytes = ".to_owned(),
            Returns::Redirect => "let redirect = ".to_owned(),
            Returns::Json { kind: TypeRef::List(_), .. } => "let items = ".to_owned(),
            Returns::Json { .. } => "let value = ".to_owned(),
        };
        let mut links = self.chain();
        links.push(".await?;".to_owned());
        let line = format!("{binding}{}", links.concat());
        if line.len() <= 100 && !line.contains('\n') {
            return line;
        }
        let (head, rest) = links.split_at(1);
        let rest = rest.iter().map(|link| format!("\n    {}", link.replace('\n', "\n    ")));
        format!("{binding}{}{}", head.concat(), rest.collect::<String>())
    }

    /// The `use` lines that the statement needs.
    #[must_use]
    pub fn uses(&self) -> String {
        let mut names: BTreeSet<String> = self.modules();
        names.insert("Client".to_owned());
        names.extend(self.runtime_names().into_iter().map(str::to_owned));
        let krate = &self.api.package.crate_name;
        match names.iter().collect::<Vec<_>>()[..] {
            [only] => format!("use {krate}::{only};"),
            ref many => {
                let many: Vec<&str> = many.iter().map(|name| name.as_str()).collect();
                format!("use {krate}::{{{}}};", many.join(", "))
            }
        }
    }

    /// The example as a test of the docs: the call, with its frame left out.
    #[must_use]
    pub fn rustdoc(&self) -> String {
        let uses = self.uses();
        let krate = &self.api.package.crate_name;
        let statement = self.statement();
        format!(
            "{uses}\n\n# async fn example(client: Client) -> Result<(), {krate}::Error> {{\n{statement}\n# Ok(())\n# }}"
        )
    }

    /// The links of the method chain: `client`, `.users()`, `.get(…)`, and the setters.
    fn chain(&self) -> Vec<String> {
        let given = |param: &'a Param| self.given(param.field).map(|value| self.expression(param, value));
        let (required, optional): (Vec<&Param>, Vec<&Param>) =
            self.function.params.iter().partition(|param| param.required);
        let required: Vec<String> = required.into_iter().filter_map(given).collect();
        let mut links = vec!["client".to_owned(), format!(".{}()", self.resource.rust_module)];
        let line = required.join(", ");
        let arguments = if line.len() <= 90 || line.contains('\n') {
            line
        } else {
            format!("\n    {},\n", required.join(",\n    "))
        };
        links.push(format!(".{}({arguments})", self.function.rust.method));
        links.extend(optional.into_iter().filter_map(|param| match self.given(param.field)? {
            Json::Null => Some(format!(".clear_{}()", param.rust_name.trim_start_matches("r#"))),
            _ => Some(format!(".{}({})", param.rust_name, given(param)?)),
        }));
        links
    }

    fn given(&self, field: usize) -> Option<&'a Json> {
        let name = &self.function.fields.get(field)?.name;
        self.example.args.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    /// The Rust modules below the crate's root that the call names.
    pub fn modules(&self) -> BTreeSet<String> {
        let params = self.function.params.iter().filter(|param| self.given(param.field).is_some());
        params
            .filter_map(|param| match &param.kind {
                ParamType::Enum { shared, .. } | ParamType::Selector { shared, .. } => Some(self.module(*shared)),
                _ => None,
            })
            .collect()
    }

    fn module(&self, shared: bool) -> String {
        if shared { "types".to_owned() } else { self.resource.rust_module.clone() }
    }

    /// What the call needs of the runtime: the `json!` macro, and types.
    #[must_use]
    pub fn runtime_names(&self) -> BTreeSet<&'static str> {
        let given = self.function.params.iter().filter_map(|param| Some((&param.kind, self.given(param.field)?)));
        let name = |(kind, value): (&ParamType, &Json)| match (kind, value) {
            (_, Json::Null) => None,
            (ParamType::Object { .. } | ParamType::Json, _) => Some("json"),
            (ParamType::Objects { .. } | ParamType::List, Json::Array(items)) if items.is_empty() => Some("Value"),
            (ParamType::Objects { .. } | ParamType::List, _) => Some("json"),
            (ParamType::File, _) => Some("File"),
            _ => None,
        };
        given.filter_map(name).collect()
    }

    fn enum_of(&self, rust: &str, shared: bool) -> Option<&'a EnumDef> {
        let named = |definition: &&EnumDef| definition.rust_name == rust;
        if shared {
            self.api.types.iter().flat_map(|file| &file.enums).find(named)
        } else {
            self.resource.enums.iter().find(named)
        }
    }

    /// An argument as a Rust expression.
    fn expression(&self, param: &Param, value: &Json) -> String {
        match (&param.kind, value) {
            (ParamType::Strings, Json::Array(items)) => {
                strings(items.iter().map(|item| item.as_str().unwrap_or_default()).collect())
            }
            (ParamType::Strings, Json::String(text)) => {
                strings(text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect())
            }
            (ParamType::Object { .. } | ParamType::Json, value) => json_macro(value),
            (ParamType::Objects { .. } | ParamType::List, Json::Array(items)) if items.is_empty() => {
                "Vec::<Value>::new()".to_owned()
            }
            (ParamType::Integers, Json::Array(items)) if items.is_empty() => "Vec::<i64>::new()".to_owned(),
            (ParamType::Numbers, Json::Array(items)) if items.is_empty() => "Vec::<f64>::new()".to_owned(),
            (ParamType::Integers, Json::Array(items)) => {
                array(&items.iter().map(|item| integer(&item.to_string())).collect::<Vec<_>>())
            }
            (ParamType::Numbers, Json::Array(items)) => {
                array(&items.iter().map(|item| float(&item.to_string())).collect::<Vec<_>>())
            }
            (ParamType::DateTime, Json::String(text)) => unix_seconds(text).unwrap_or_default().to_string(),
            (ParamType::File, value) => file(value),
            (ParamType::Objects { .. } | ParamType::List, Json::Array(items)) => {
                array(&items.iter().map(json_macro).collect::<Vec<_>>())
            }
            (ParamType::Number, Json::Number(digits)) => float(digits),
            (
                ParamType::Integer | ParamType::Time | ParamType::DateTime,
                Json::Number(digits) | Json::String(digits),
            ) => integer(digits),
            (ParamType::Enum { rust, shared }, Json::String(text)) => {
                let variants = self.enum_of(rust, *shared).map(|definition| definition.variants.as_slice());
                match variants.unwrap_or_default().iter().find(|variant| variant.value == *text) {
                    Some(variant) => format!("{}::{rust}::{}", self.module(*shared), variant.rust_name),
                    None => literal(text),
                }
            }
            (ParamType::Selector { rust, shared, .. }, Json::String(text)) => {
                let chosen = param.selector.and_then(|selector| self.given(selector)).and_then(Json::as_str);
                let variants = self.enum_of(rust, *shared).map(|definition| definition.variants.as_slice());
                let variant =
                    variants.unwrap_or_default().iter().find(|variant| Some(variant.value.as_str()) == chosen);
                let constructor = variant.map_or("", |variant| variant.rust_constructor.as_str());
                format!("{}::{rust}::{constructor}({})", self.module(*shared), literal(text))
            }
            (_, Json::String(text)) => literal(text),
            (_, value) => value.to_string(),
        }
    }
}

/// A whole number. A literal is an `i32` where nothing says more, and a larger one does not compile then.
fn integer(digits: &str) -> String {
    let is_large = digits.parse::<i64>().is_ok_and(|number| i32::try_from(number).is_err());
    if is_large { format!("{digits}_i64") } else { digits.to_owned() }
}

/// A file, of an argument with its text or its bytes.
fn file(value: &Json) -> String {
    let text = |key: &str| value.get(key).and_then(Json::as_str);
    let name = literal(text("name").unwrap_or("file"));
    let content_type = text("type").map(|kind| format!(".with_content_type({})", literal(kind))).unwrap_or_default();
    match (text("text"), text("base64")) {
        (Some(contents), _) => format!("File::new({name}, {}){content_type}", literal(contents)),
        (None, bytes) => {
            let bytes = bytes.and_then(decode_base64).unwrap_or_default();
            let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
            format!("File::new({name}, vec![{}]){content_type}", bytes.join(", "))
        }
    }
}

/// A number as a literal of `f64`.
fn float(digits: &str) -> String {
    if digits.contains(['.', 'e', 'E']) { digits.to_owned() } else { format!("{digits}.0") }
}

fn strings(items: Vec<&str>) -> String {
    if items.is_empty() {
        return "Vec::<String>::new()".to_owned();
    }
    array(&items.into_iter().map(literal).collect::<Vec<_>>())
}

/// An array of expressions, one a line when it is long.
fn array(items: &[String]) -> String {
    let line = format!("[{}]", items.join(", "));
    if line.len() <= 80 { line } else { format!("[\n    {},\n]", items.join(",\n    ")) }
}

/// A Rust string literal.
fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

/// A value as `json!(…)`; `json!` reads JSON's syntax, and Rust's literals have other escapes.
fn json_macro(value: &Json) -> String {
    format!("json!({})", rust_json(value))
}

fn rust_json(value: &Json) -> String {
    match value {
        Json::String(text) => literal(text),
        Json::Array(items) => format!("[{}]", items.iter().map(rust_json).collect::<Vec<_>>().join(", ")),
        Json::Object(members) if members.is_empty() => "{}".to_owned(),
        Json::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{}: {}", literal(key), rust_json(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Json::Number(digits) => number(digits),
        other => other.to_string(),
    }
}

/// A number literal; `json!` would take a whole number without a suffix for an `i32`.
fn number(digits: &str) -> String {
    if digits.contains(['.', 'e', 'E']) || digits.parse::<i32>().is_ok() {
        digits.to_owned()
    } else if digits.parse::<i64>().is_ok() {
        format!("{digits}_i64")
    } else if digits.parse::<u64>().is_ok() {
        format!("{digits}_u64")
    } else {
        format!("{digits}_f64")
    }
}
