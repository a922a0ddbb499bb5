//! The calls that are printed: the examples of all specs, and each function with awkward values.

use codegen::base::json::Json;
use codegen::emit::snippet::catalogue;
use codegen::example::encode::encode;
use codegen::model::{Api, ArgKind, Function, Request, Role};
use std::path::Path;

/// A call.
pub struct Case<'a> {
    pub api: &'a Api,
    pub resource: &'a codegen::model::Resource,
    pub function: &'a Function,
    pub args: Vec<(String, Json)>,
    pub request: Request,
}

/// All specs of this repository.
pub fn apis() -> Vec<Api> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![here.join("tests/library/spec")];
    folders.extend(["freshdesk", "stripe", "telegram"].map(|name| here.join(format!("tests/tables/{name}/spec"))));
    let mut products: Vec<_> =
        std::fs::read_dir(here.join("../spec")).unwrap().map(|entry| entry.unwrap().path()).collect();
    products.sort();
    folders.extend(products.into_iter().filter(|path| path.join("package.yaml").is_file()));
    let load = |path: std::path::PathBuf| {
        let folder = codegen::SpecFolder { path, label: "spec".to_owned() };
        codegen::generate(&folder).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics)).api
    };
    folders.into_iter().map(load).collect()
}

/// What breaks quoting, in pieces.
const AWKWARD: [&str; 9] = [
    "it's \"quoted\" `ticked`",
    " $HOME $(id) ${x} #{x} #$x %s %d @{x} {{x}} {x}",
    "\nnew line\ttab \\n \\",
    "</script><!-- <b> &amp; </",
    "👩‍👩‍👧 é שלום",
    "@file;type=x =a&b+c%20",
    "\r\u{7}",
    "\0",
    "\u{202e}\u{2066}\u{feff}\u{2028}",
];

/// All of them in one text, and a long one.
pub fn texts() -> [String; 3] {
    [AWKWARD[..6].concat(), AWKWARD.concat(), format!("{}'", "long \"".repeat(60))]
}

/// The examples of an API, and for each function the first one with its texts replaced.
pub fn cases(api: &Api) -> Vec<Case<'_>> {
    let mut found = Vec::new();
    for (resource, function) in api.functions() {
        for (at, example) in function.examples.iter().enumerate() {
            let mut add = |args: Vec<(String, Json)>| {
                if let Ok(request) = encode(function, &args) {
                    found.push(Case { api, resource, function, args, request });
                }
            };
            add(example.args.clone());
            for text in texts().into_iter().filter(|_| at == 0) {
                add(example
                    .args
                    .iter()
                    .map(|(name, value)| (name.clone(), awkward(function, name, value, &text)))
                    .collect());
            }
        }
    }
    found
}

fn awkward(function: &Function, name: &str, value: &Json, text: &str) -> Json {
    let field = function.fields.iter().find(|field| field.name == name).unwrap();
    let is_free = match field.kind {
        ArgKind::Text => !matches!(field.role, Role::Selector { .. }),
        ArgKind::Strings | ArgKind::Object | ArgKind::Objects { .. } | ArgKind::Json | ArgKind::List => true,
        _ => false,
    };
    if is_free { replaced(value, text) } else { value.clone() }
}

fn replaced(value: &Json, text: &str) -> Json {
    match value {
        Json::String(_) => Json::text(text),
        Json::Array(items) => Json::Array(items.iter().map(|item| replaced(item, text)).collect()),
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().map(|(key, value)| (key.clone(), replaced(value, text))).collect();
            // Numbers that other languages cut, and keys that mean something there.
            members.push(("big".to_owned(), Json::Number("12345678901234567890".to_owned())));
            members.push((format!("{}'", text.chars().take(40).collect::<String>()), Json::Bool(true)));
            members.push(("none".to_owned(), Json::Null));
            Json::Object(members)
        }
        other => other.clone(),
    }
}

impl Case<'_> {
    pub fn catalogue(&self) -> api_client_snippets::catalogue::Catalogue {
        catalogue::of_function(self.api, self.resource, self.function)
    }

    pub fn print(&self, language: &str, base_url: Option<&str>) -> String {
        codegen::emit::snippet::print(&self.catalogue(), &self.args, &self.request, base_url, language)
    }
}
