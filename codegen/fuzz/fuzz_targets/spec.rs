//! Specs with a valid structure and any names and texts: most of them reach the emitters.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use codegen::base::json::Json;
use codegen::base::unicode::is_invisible;
use codegen::invariants::{Bundle, check_invariants};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("codegen-fuzz-{}", std::process::id())));

fuzz_target!(|spec: Spec| {
    if let Err(violation) = check_invariants(&spec.bundle(), &FOLDER) {
        panic!("{violation}\n{}", spec.text());
    }
});

/// A text that YAML reads as it is.
#[derive(Debug)]
struct Text(String);

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let text = String::arbitrary(u)?;
        // Invisible characters are an error, which the other target covers.
        Ok(Self(Json::text(text.replace(is_invisible, " ")).to_string()))
    }
}

/// A valid name: keywords and names of the prelude among others.
#[derive(Debug)]
struct Name(String);

impl<'a> Arbitrary<'a> for Name {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const KNOWN: [&str; 16] = [
            "self", "Self", "type", "async", "gen", "mod", "std", "rt", "new", "send", "v1", "_1", "Option", "String",
            "a", "A",
        ];
        if bool::arbitrary(u)? {
            return Ok(Self((*u.choose(&KNOWN)?).to_owned()));
        }
        const SIGNS: &[u8] = b"abcxyzABCXYZ_019";
        let length = u.int_in_range(0..=6)?;
        let rest: Result<String> = (0..length).map(|_| Ok(char::from(*u.choose(SIGNS)?))).collect();
        Ok(Self(format!("{}{}", char::from(*u.choose(&SIGNS[..12])?), rest?)))
    }
}

#[derive(Arbitrary, Debug)]
enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    Time,
    List(Option<Text>),
    Object,
    Objects(Option<(Text, Text)>),
    Known(Vec<Text>),
}

#[derive(Arbitrary, Debug)]
struct Field {
    name: Name,
    kind: Kind,
    required: bool,
    doc: Text,
    note: Option<Text>,
    query: Option<Text>,
    given: Option<Text>,
}

#[derive(Arbitrary, Debug)]
struct Function {
    name: Name,
    doc: Text,
    warning: Option<Text>,
    body: bool,
    constant: Option<Text>,
    fields: Vec<Field>,
    returns: u8,
}

#[derive(Arbitrary, Debug)]
struct Model {
    name: Name,
    doc: Text,
    fields: Vec<(Name, u8, Option<Text>)>,
}

#[derive(Arbitrary, Debug)]
struct Spec {
    resource: Name,
    package: Text,
    title: Text,
    page: Text,
    functions: Vec<Function>,
    models: Vec<Model>,
    enums: Vec<(Name, Text, Vec<Text>)>,
}

impl Spec {
    fn bundle(&self) -> Bundle {
        Bundle::parse(self.text().as_bytes())
    }

    fn text(&self) -> String {
        let mut text = format!(
            "# file: package.yaml\nname: {0}\ndoc: {0}\nrust: {{ crate: c, module: v1, runtime: \"crate::runtime\" }}\nenv: E\n\
             servers: [{{ name: s, url: \"https://s.example\", doc: {0} }}]\n\
             errors: {{ type: {0}, list: l, code: [c], message: m, field: f, request_id: r }}\n\
             resources: [{{ name: {1}, doc: {0}, warning: {0} }}]\n\
             pages: [{{ name: page, title: {2}, text: {3} }}]\n\
             # file: functions/f.yaml\nresource: {1}\nfunctions:\n",
            self.package.0, self.resource.0, self.title.0, self.page.0
        );
        for function in self.functions.iter().take(4) {
            self.function(function, &mut text);
        }
        text.push_str("# file: types/t.yaml\ntypes:\n");
        for model in self.models.iter().take(4) {
            let fields: Vec<String> = model.fields.iter().take(6).map(|field| self.model_field(field)).collect();
            text.push_str(&format!(
                "  - {{ name: {}, doc: {}, standalone: true, fields: [{}], example: {{}} }}\n",
                model.name.0,
                model.doc.0,
                fields.join(", ")
            ));
        }
        text.push_str("enums:\n");
        for (name, doc, values) in self.enums.iter().take(3) {
            let values: Vec<String> =
                values.iter().take(5).map(|value| format!("{{ value: {}, doc: {} }}", value.0, doc.0)).collect();
            text.push_str(&format!("  - {{ name: {}, doc: {}, values: [{}] }}\n", name.0, doc.0, values.join(", ")));
        }
        text.replace("types:\nenums:\n", "types: []\nenums:\n")
    }

    /// The name of a model, or one that every spec has.
    fn model(&self, number: u8) -> &str {
        self.models.get(usize::from(number)).map_or("json", |model| &model.name.0)
    }

    fn model_field(&self, (name, kind, doc): &(Name, u8, Option<Text>)) -> String {
        let kind = match kind % 10 {
            0 => "string".to_owned(),
            1 => "id".to_owned(),
            2 => "integer".to_owned(),
            3 => "number".to_owned(),
            4 => "time".to_owned(),
            5 => format!("\"list<{}>\"", self.model(kind / 10)),
            6 => format!("\"map<list<{}>>\"", self.model(kind / 10)),
            7 => self.enums.get(usize::from(kind / 10)).map_or("secret", |(name, ..)| &name.0).to_owned(),
            8 => "boolean".to_owned(),
            _ => self.model(kind / 10).to_owned(),
        };
        let doc = doc.as_ref().map(|doc| format!(", doc: {}", doc.0)).unwrap_or_default();
        format!("{{ name: {}, type: {kind}{doc} }}", name.0)
    }

    fn function(&self, function: &Function, text: &mut String) {
        let returns = match self.model(function.returns) {
            "json" => "Empty",
            name => name,
        };
        text.push_str(&format!(
            "  - name: {0}\n    method: {0}\n    doc: {1}\n    http: {2} /p\n    returns: {returns}\n",
            function.name.0,
            function.doc.0,
            if function.body { "POST" } else { "GET" }
        ));
        if let Some(warning) = &function.warning {
            text.push_str(&format!("    warning: {}\n", warning.0));
        }
        let (mut args, mut query, mut body) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(constant) = &function.constant {
            text.push_str(&format!("    const: [{{ query: {0}, value: {0} }}]\n", constant.0));
            query.push(format!("{0}: {0}", constant.0));
        }
        text.push_str("    fields:\n");
        for (number, field) in function.fields.iter().take(5).enumerate() {
            Self::field(number, function.body, field, text);
            if let Some((given, sent)) = example(field) {
                args.push(format!("{}: {given}", field.name.0));
                match &field.query {
                    Some(key) => query.push(format!("{}: {sent}", key.0)),
                    None if function.body => body.push(format!("b{number}: {sent}")),
                    None => query.push(format!("b{number}: {sent}")),
                }
            }
        }
        if function.fields.is_empty() {
            text.truncate(text.len() - 1);
            text.push_str(" []\n");
        }
        let body = if body.is_empty() { String::new() } else { format!(", body: {{ {} }}", body.join(", ")) };
        text.push_str(&format!(
            "    examples: [{{ args: {{ {} }}, request: {{ path: /p, query: {{ {} }}{body} }} }}]\n",
            args.join(", "),
            query.join(", ")
        ));
    }

    fn field(number: usize, body: bool, field: &Field, text: &mut String) {
        let kind = match &field.kind {
            Kind::Text => "String".to_owned(),
            Kind::Integer => "String, encode: integer".to_owned(),
            Kind::Number => "Number".to_owned(),
            Kind::Boolean => "Boolean".to_owned(),
            Kind::Time => "Number, encode: unix_time".to_owned(),
            Kind::List(None) => "String, encode: comma_list".to_owned(),
            Kind::List(Some(wrap)) => format!("String, encode: comma_list, wrap: {}", wrap.0),
            Kind::Object => "JSON".to_owned(),
            Kind::Objects(None) => "Array".to_owned(),
            Kind::Objects(Some((key, value))) => format!("Array, force: {{ {}: {} }}", key.0, value.0),
            Kind::Known(values) => {
                let values: Vec<&str> = values.iter().take(5).map(|value| value.0.as_str()).collect();
                format!("String, enum: [{}]", values.join(", "))
            }
        };
        let place = match &field.query {
            Some(key) => format!("query: {}", key.0),
            None if body => format!("body: /b{number}"),
            None => format!("query: b{number}"),
        };
        let note = field.note.as_ref().map(|note| format!(", note: {}", note.0)).unwrap_or_default();
        text.push_str(&format!(
            "      - {{ name: {}, type: {kind}, required: {}, doc: {}{note}, {place} }}\n",
            field.name.0, field.required, field.doc.0
        ));
    }
}

/// The argument of a field in an example, and what is sent.
fn example(field: &Field) -> Option<(String, String)> {
    let given = field.given.as_ref()?;
    let same = |text: String| Some((text.clone(), text));
    match &field.kind {
        Kind::Text | Kind::Known(_) => same(given.0.clone()),
        Kind::Integer | Kind::Number | Kind::Time => same(given.0.len().to_string()),
        Kind::Boolean => same("true".to_owned()),
        Kind::Object => same(format!("{{ {0}: [{0}] }}", given.0)),
        Kind::List(None) => Some((format!("[{}]", given.0), format!("[{}]", given.0))),
        Kind::List(Some(wrap)) => Some((format!("[{}]", given.0), format!("[{{ {}: {} }}]", wrap.0, given.0))),
        Kind::Objects(None) => same(format!("[{{ {0}: {0} }}]", given.0)),
        Kind::Objects(Some((key, value))) => Some(("[{}]".to_owned(), format!("[{{ {}: {} }}]", key.0, value.0))),
    }
}
