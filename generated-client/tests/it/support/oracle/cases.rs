//! Argument sets of a function: what it needs, everything, and every unusual value in every field.

use super::Json;
use super::encoder::{DATES, given};
use super::function::{Field, Form, Function, Place, Target};

/// A set of arguments.
#[derive(Clone, Debug)]
pub struct Case {
    /// For messages.
    pub what: String,
    pub args: Vec<(String, Json)>,
}

impl Case {
    /// The arguments as a caller writes them.
    pub fn json(&self) -> String {
        Json::Object(self.args.clone()).to_string()
    }
}

/// A value of a selector, with the selector's name.
type Choice<'a> = Option<(&'a str, &'a str)>;

/// Texts that break careless encoders, and that may stand anywhere.
pub const UNUSUAL_TEXTS: &[&str] = &[
    "a/b?c#d e%2Fé",
    "0025",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦🏳\u{fe0f}\u{200d}🌈 e\u{301}",
    "12345678901234567890",
    "-0.10",
    "true",
    "null",
    " leading space",
    "trailing space ",
    "+&=;",
    "%2e%2e",
    "..a",
    "a:b@c!$'()*|^`{}<>[]\\\"",
    "\u{202e}שלום",
];

/// Texts that cannot stand in a path.
const UNUSUAL_BESIDE_PATHS: &[&str] =
    &["quote \" backslash \\ slash / newline \n tab \t return \r", "nul \u{0} escape \u{1b} delete \u{7f}", ".", ".."];

const NUMBER_20: &str = "12345678901234567890";
const NUMBER_30: &str = "123456789012345678901234567890";

/// All argument sets.
pub fn cases(function: &Function) -> Vec<Case> {
    let mut cases = Vec::new();
    let choices: Vec<Choice<'_>> = match function.selector() {
        Some((selector, values)) => values.into_iter().map(|value| Some((selector, value))).collect(),
        None => vec![None],
    };
    for choice in choices {
        let by = choice.map(|(selector, value)| format!(" by {selector} {value}")).unwrap_or_default();
        cases.push(Case { what: format!("minimal{by}"), args: minimal(function, choice) });
        cases.push(Case { what: format!("everything{by}"), args: everything(function, choice) });
        for text in UNUSUAL_TEXTS {
            let args = unusual_everywhere(function, choice, text);
            cases.push(Case { what: format!("everything{by}, all texts {text:?}"), args });
        }
        for field in function.fields.iter().filter(|field| is_sent(field)) {
            for value in unusual_values(field, in_path(field, choice)) {
                let what = format!("{} = {value}{by}", field.name);
                cases.push(Case { what, args: with(function, minimal(function, choice), &field.name, value) });
            }
        }
    }
    cases
}

/// What the call cannot do without.
pub fn minimal(function: &Function, choice: Choice<'_>) -> Vec<(String, Json)> {
    fill(function, choice, |field| field.required)
}

/// Every argument that the call takes but the credential.
pub fn everything(function: &Function, choice: Choice<'_>) -> Vec<(String, Json)> {
    fill(function, choice, |_| true)
}

fn fill(function: &Function, choice: Choice<'_>, wanted: impl Fn(&Field) -> bool) -> Vec<(String, Json)> {
    let wanted = function.fields.iter().filter(|field| wanted(field));
    wanted
        .filter_map(|field| match field.place {
            Place::Credential => None,
            Place::Selector => {
                let (_, value) = choice.unwrap_or_else(|| panic!("{}: a selector without a choice", function.name));
                Some((field.name.clone(), Json::text(value)))
            }
            _ => Some((field.name.clone(), sample(field))),
        })
        .collect()
}

fn unusual_everywhere(function: &Function, choice: Choice<'_>, text: &str) -> Vec<(String, Json)> {
    let mut args = everything(function, choice);
    for (name, value) in &mut args {
        let field = function.field(name).expect("a field of the function");
        if field.form == Form::Text && is_sent(field) {
            *value = Json::text(text);
        }
    }
    args
}

/// One more argument, and what it makes necessary.
fn with(function: &Function, mut args: Vec<(String, Json)>, name: &str, value: Json) -> Vec<(String, Json)> {
    args.retain(|(known, _)| known != name);
    args.push((name.to_owned(), value));
    for field in &function.fields {
        let Some((other, trigger)) = field.required_when else { continue };
        let contains = matches!(given(&args, other), Some(Json::Text(text)) if text == trigger);
        if contains && given(&args, &field.name).is_none() {
            args.push((field.name.clone(), sample(field)));
        }
    }
    args
}

fn is_sent(field: &Field) -> bool {
    !matches!(field.place, Place::Credential | Place::Selector)
}

/// Whether the argument stands in the path.
pub fn in_path(field: &Field, choice: Choice<'_>) -> bool {
    match (&field.place, choice) {
        (Place::Path, _) => true,
        (Place::Selected { rules, .. }, Some((_, chosen))) => {
            rules.iter().any(|(value, target)| value == chosen && matches!(target, Target::Path(_)))
        }
        _ => false,
    }
}

/// A plain value.
fn sample(field: &Field) -> Json {
    match field.form {
        Form::Text => Json::text(field.known.first().map_or_else(|| format!("{}-1", field.name), ToString::to_string)),
        Form::Boolean => Json::Boolean(false),
        Form::Number => Json::number("0"),
        Form::Complete => Json::text("4900"),
        Form::Time => Json::number("1538130000"),
        Form::CommaList | Form::WrappedList(_) => Json::text("one, two"),
        Form::Texts => texts(&["https://kiln.example/1.png", "https://kiln.example/2.png?a=b&c=d"]),
        Form::Object => parsed(r#"{"seats":4,"trial":false,"note":null}"#),
        Form::Objects => parsed(r#"[{"id":"0025"},{"user_id":"u-1","remove":false}]"#),
    }
}

fn unusual_values(field: &Field, in_path: bool) -> Vec<Json> {
    let known = field.known.iter().copied();
    match field.form {
        Form::Text => {
            // Whether an empty identifier may be sent is for the client to say; an empty optional text is a value.
            let beside = UNUSUAL_BESIDE_PATHS.iter().copied().filter(|_| !in_path);
            let empty = Some("").filter(|_| !in_path && !field.required);
            known
                .chain(["brand_new"])
                .chain(UNUSUAL_TEXTS.iter().copied())
                .chain(beside)
                .chain(empty)
                .map(Json::text)
                .collect()
        }
        Form::Boolean => vec![Json::Boolean(false), Json::Boolean(true)],
        Form::Number => ["0", "-1", "7", NUMBER_20].map(Json::number).to_vec(),
        Form::Complete => {
            let texts = ["0", "4900", "-5", NUMBER_20, NUMBER_30].map(Json::text);
            let numbers = ["0", "4900", "-5", NUMBER_20, NUMBER_30].map(Json::number);
            texts.into_iter().chain(numbers).collect()
        }
        Form::Time => {
            let numbers = ["0", "-1", "1538130000", NUMBER_20].map(Json::number);
            let digits = ["0", "-1", "1538130000", NUMBER_20].map(Json::text);
            numbers.into_iter().chain(digits).chain(DATES.iter().map(|(date, _)| Json::text(*date))).collect()
        }
        Form::CommaList | Form::WrappedList(_) => unusual_lists(field.required),
        Form::Texts => {
            vec![
                texts(&[]),
                texts(&["https://kiln.example/a b.png"]),
                texts(UNUSUAL_TEXTS),
                texts(UNUSUAL_BESIDE_PATHS),
            ]
        }
        Form::Object => unusual_objects().into_iter().map(|text| parsed(&text)).collect(),
        Form::Objects => {
            let objects = unusual_objects();
            let lists = [
                "[]".to_owned(),
                "[{}]".to_owned(),
                r#"[{"id":"0025","untag":false},{"untag":null,"email":"a+b@kiln.example"},{"untag":true}]"#.to_owned(),
                format!("[{}]", objects.join(",")),
            ];
            lists.iter().map(|text| parsed(text)).collect()
        }
    }
}

fn unusual_lists(required: bool) -> Vec<Json> {
    let mut lists: Vec<Json> = ["one", "a, b ,,c, ", "\tone\n,two", ",first"].into_iter().map(Json::text).collect();
    lists.extend(UNUSUAL_TEXTS.iter().map(|text| Json::text(*text)));
    lists.push(texts(&["one", " two ", "", "  ", "three"]));
    lists.push(texts(&["not, split", "0025", "é"]));
    if !required {
        lists.extend([Json::text(""), Json::text(" , "), texts(&[])]);
    }
    lists
}

/// Objects with nested nulls, long numbers, numbers in every notation, and unusual texts.
fn unusual_objects() -> Vec<String> {
    let unusual: Vec<String> = UNUSUAL_TEXTS.iter().map(|text| Json::text(*text).to_string()).collect();
    vec![
        "{}".to_owned(),
        r#"{"a":null,"b":{"c":null,"d":[null,{"e":null}]},"false":false,"zero":0}"#.to_owned(),
        format!(r#"{{"twenty":{NUMBER_20},"thirty":{NUMBER_30},"minus":-{NUMBER_30},"deep":[{{"n":{NUMBER_20}}}]}}"#),
        r#"{"n":[1.10,1e3,1E400,-0,0.1234567890123456789012345,9007199254740993]}"#.to_owned(),
        format!(r#"{{"texts":[{}],"é/~ \"key\"":"","":1}}"#, unusual.join(",")),
    ]
}

fn texts(items: &[&str]) -> Json {
    Json::List(items.iter().map(|item| Json::text(*item)).collect())
}

fn parsed(json: &str) -> Json {
    Json::parse(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}
