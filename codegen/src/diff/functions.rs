//! Resources and functions.

use super::arguments::{self, Side};
use super::rows::{Change, Class, Row, Rows};
use super::text::{arrow, code};
use super::{returns, wire};
use crate::model::{Api, Function, PathPart, Resource, RetryRule, Returns, Role};
use crate::spec::keywords::RetryClass;
use std::collections::{BTreeMap, BTreeSet};

/// A function with its surroundings.
#[derive(Clone, Copy)]
struct Found<'a> {
    api: &'a Api,
    resource: &'a Resource,
    function: &'a Function,
}

impl Found<'_> {
    /// `users.create_by_email`
    fn subject(&self) -> String {
        format!("{}.{}", self.resource.name, self.function.method)
    }
}

fn all(api: &Api) -> Vec<Found<'_>> {
    api.functions().map(|(resource, function)| Found { api, resource, function }).collect()
}

/// Compares all resources and functions.
pub fn compare(old: &Api, new: &Api, rows: &mut Rows) {
    let renamed = compare_resources(old, new, rows);
    let resource_of = |found: &Found| {
        let renamed = renamed.iter().find(|(from, _)| *from == found.resource.name);
        renamed.map_or_else(|| found.resource.name.clone(), |(_, to)| to.clone())
    };
    let (before, after) = (all(old), all(new));
    let pairs: BTreeMap<&str, Found> =
        pair(&before, &after, resource_of).into_iter().map(|(old, new)| (old.function.name.as_str(), new)).collect();
    let kept: BTreeSet<&str> = pairs.values().map(|new| new.function.name.as_str()).collect();
    for found in &before {
        match pairs.get(found.function.name.as_str()) {
            Some(new) => {
                let start = rows.len();
                compare_names(*found, *new, resource_of(found) == new.resource.name, rows);
                compare_pair(*found, *new, start, rows);
            }
            None => rows.push(
                Row::removed(found.subject(), &format!("function {}", code(&found.function.name)))
                    .major("callers of the method no longer compile, and dynamic calls fail"),
            ),
        }
    }
    for found in &after {
        if !kept.contains(found.function.name.as_str()) {
            rows.push(
                Row::added(found.subject(), &format!("function {}", code(&found.function.name)))
                    .minor("nothing that exists changes"),
            );
        }
    }
    compare_order(old, new, rows);
}

/// Resources by name; one that is gone and one that is new are the same when they have a function in common. Returns the
/// renamed ones.
fn compare_resources(old: &Api, new: &Api, rows: &mut Rows) -> Vec<(String, String)> {
    let has = |api: &Api, name: &str| api.resources.iter().any(|resource| resource.name == name);
    let mut renamed: Vec<(String, String)> = Vec::new();
    for resource in &old.resources {
        let Some(other) = new.resources.iter().find(|other| other.name == resource.name) else {
            let shares = |other: &&Resource| {
                !has(old, &other.name)
                    && !renamed.iter().any(|(_, to)| *to == other.name)
                    && other.functions.iter().any(|function| resource.functions.iter().any(|f| f.name == function.name))
            };
            match new.resources.iter().find(shares) {
                Some(other) => {
                    rows.push(
                        Row::renamed(&other.name, "resource", &resource.name, &other.name)
                            .major("callers reach its functions by another method and another module"),
                    );
                    compare_resource(resource, other, rows);
                    renamed.push((resource.name.clone(), other.name.clone()));
                }
                None => rows.push(
                    Row::removed(&resource.name, "resource")
                        .major("its method and its module are gone, and callers who name them no longer compile"),
                ),
            }
            continue;
        };
        let start = rows.len();
        compare_resource(resource, other, rows);
        // Functions and their enums have rows of their own; file names show in headers only.
        let bare = |resource: &Resource| Resource {
            functions: Vec::new(),
            enums: Vec::new(),
            source: String::new(),
            ..resource.clone()
        };
        rows.net(start, &resource.name, &bare(resource), &bare(other));
    }
    for resource in &new.resources {
        if !has(old, &resource.name) && !renamed.iter().any(|(_, to)| *to == resource.name) {
            rows.push(Row::added(&resource.name, "resource").minor("nothing that exists changes"));
        }
    }
    renamed
}

fn compare_resource(old: &Resource, new: &Resource, rows: &mut Rows) {
    rows.docs(&new.name, "description changed", old.doc != new.doc);
    rows.docs(&new.name, "warning changed", old.warning != new.warning);
    // A module and a handle follow the resource's name; they differ alone only when `package.yaml` names a module.
    for (what, before, after) in
        [("module", &old.rust_module, &new.rust_module), ("handle", &old.rust_type, &new.rust_type)]
    {
        if before != after && old.name == new.name {
            rows.push(Row::renamed(&new.name, what, before, after).major("callers who name it no longer compile"));
        }
    }
}

/// Whether two functions are the same under different names.
type Rule<'r> = &'r dyn Fn(&Found, &Found) -> bool;

/// Functions that are the same on both sides: of one table name; else of one resource and method; else of one request.
fn pair<'a>(
    before: &[Found<'a>],
    after: &[Found<'a>],
    resource_of: impl Fn(&Found) -> String,
) -> Vec<(Found<'a>, Found<'a>)> {
    let names = |side: &[Found<'a>]| {
        side.iter().map(|found| (found.function.name.as_str(), *found)).collect::<BTreeMap<&str, Found>>()
    };
    let (old_names, new_names) = (names(before), names(after));
    let mut pairs: Vec<(Found, Found)> = Vec::new();
    let mut gone = Vec::new();
    for old in before {
        match new_names.get(old.function.name.as_str()) {
            Some(new) => pairs.push((*old, *new)),
            None => gone.push(*old),
        }
    }
    let mut come: Vec<Found> =
        after.iter().filter(|new| !old_names.contains_key(new.function.name.as_str())).copied().collect();
    let rules: [Rule; 2] = [
        &|old, new| resource_of(old) == new.resource.name && old.function.method == new.function.method,
        &|old, new| same_request(old.function, new.function),
    ];
    for rule in rules {
        gone.retain(|old| match come.iter().position(|new| rule(old, new)) {
            Some(at) => {
                pairs.push((*old, come.remove(at)));
                false
            }
            None => true,
        });
    }
    pairs
}

fn same_request(old: &Function, new: &Function) -> bool {
    let fields = |function: &Function| function.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    let model = |function: &Function| match &function.returns {
        Returns::Empty => String::new(),
        Returns::Model { rust, .. } => rust.clone(),
    };
    old.http == new.http && old.path == new.path && fields(old) == fields(new) && model(old) == model(new)
}

fn compare_names(old: Found, new: Found, same_resource: bool, rows: &mut Rows) {
    let subject = new.subject();
    if !same_resource {
        let mut row =
            Row::changed(&subject, format!("moved from {} to {}", code(&old.resource.name), code(&new.resource.name)));
        row.change = Change::Renamed;
        rows.push(row.major("callers reach it by another resource"));
    }
    if old.function.method != new.function.method {
        rows.push(
            Row::renamed(&subject, "method", &old.function.method, &new.function.method)
                .major("callers must rename it; its builder, its static and its enums are renamed with it"),
        );
    } else if old.function.rust.method != new.function.rust.method
        || old.function.rust.builder != new.function.rust.builder
        || old.function.rust.table != new.function.rust.table
    {
        let names = |function: &Function| {
            format!("{}, {}, {}", function.rust.method, function.rust.builder, function.rust.table)
        };
        rows.push(
            Row::renamed(&subject, "Rust name", &names(old.function), &names(new.function))
                .major("callers who name it no longer compile"),
        );
    }
    if old.function.name != new.function.name {
        rows.push(
            Row::renamed(&subject, "table name", &old.function.name, &new.function.name)
                .major("typed calls stay as they are, but dynamic calls know a function by this name"),
        );
    }
}

fn compare_pair(old: Found, new: Found, start: usize, rows: &mut Rows) {
    let subject = new.subject();
    // With renamed fields under their new names, whatever else names them compares as equal.
    let mut before = old.function.clone();
    loop {
        let renamed = arguments::renames(&before, new.function);
        if renamed.is_empty() {
            break;
        }
        for (from, to) in renamed {
            rename_field(&mut before, &from, &to);
            rows.push(
                Row::renamed(format!("{subject}({to})"), "argument", &from, &to)
                    .major("setters and dynamic calls know it by name; in a constructor only dynamic calls notice"),
            );
        }
    }
    let after = new.function;
    wire::compare(&before, after, &subject, rows);
    if before.auth != after.auth {
        let shown = |auth: bool| if auth { "the credential is sent" } else { "the credential is not sent" };
        rows.push(
            Row::changed(&subject, format!("{} → {}", shown(before.auth), shown(after.auth)))
                .class(Class::Wire)
                .major("the API may refuse calls that it took, or take them as another's"),
        );
    }
    let sides =
        (Side { function: &before, enums: &old.resource.enums }, Side { function: after, enums: &new.resource.enums });
    arguments::compare(sides.0, sides.1, &subject, rows);
    returns::compare(&before, after, &subject, rows);
    compare_retry(&before, after, &subject, rows);
    rows.docs(&subject, "description changed", before.doc != after.doc);
    rows.docs(&subject, "warning changed", before.warning != after.warning);
    rows.docs(&subject, "reason of the addition changed", before.addition != after.addition);
    compare_examples((old.api, &before), (new.api, after), start, &subject, rows);
    compare_credential((old.api, &before), (new.api, after), &subject, rows);
    rows.net(start, &subject, &bare(&before), &bare(after));
}

/// Where the tables say that the credential goes; where it goes in fact, the package says.
fn compare_credential(old: (&Api, &Function), new: (&Api, &Function), at: &str, rows: &mut Rows) {
    let words = |function: &Function| {
        let credential = function.fields.iter().find(|field| field.role == Role::Credential);
        credential.map(|field| field.sent_as.clone())
    };
    let sent = |api: &Api| api.package.auth.as_ref().map(|auth| (auth.header.clone(), auth.scheme.clone()));
    if let (Some(before), Some(after)) = (words(old.1), words(new.1)) {
        let changed = before != after && sent(old.0) == sent(new.0);
        rows.docs(at, "words on where the credential goes changed", changed);
    }
}

fn rename_field(function: &mut Function, from: &str, to: &str) {
    for field in function.fields.iter_mut().filter(|field| field.name == from) {
        field.name = to.to_owned();
    }
    // The path's text follows its parts.
    let names: Vec<String> = function.fields.iter().map(|field| field.name.clone()).collect();
    for route in &mut function.routes {
        let parts = route.parts.iter().map(|part| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Field(field) => format!("{{{}}}", names.get(*field).map_or("", String::as_str)),
        });
        route.template = parts.collect();
    }
    for (name, _) in function.examples.iter_mut().flat_map(|example| &mut example.args).filter(|(name, _)| name == from)
    {
        *name = to.to_owned();
    }
}

/// A function without what other rows tell of: the values of enums, how the credential is sent, answers that are a model's
/// example, and the name of a variable in snippets, which follows the model's.
fn bare(function: &Function) -> Function {
    let mut bare = function.clone();
    for field in &mut bare.fields {
        field.values.clear();
        if field.role == Role::Credential {
            field.sent_as.clear();
        }
    }
    for example in &mut bare.examples {
        example.response = None;
    }
    if let Returns::Model { binding, .. } = &mut bare.returns {
        binding.clear();
    }
    bare
}

fn compare_retry(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let (before, after) = (retry(old, &old.retry), retry(new, &new.retry));
    if before.words == after.words {
        return;
    }
    let row = Row::changed(at, format!("repeats {}", arrow(&before.words, &after.words))).class(Class::Behaviour);
    // What is now repeated that was not: another class, a condition less.
    let looser = after.repeats && (!before.repeats || !before.conditions.iter().all(|c| after.conditions.contains(c)));
    rows.push(if looser {
        row.major("after a failure calls are sent again that were sent once")
    } else if before.repeats && (!after.repeats || before.conditions != after.conditions) {
        row.minor("after a failure calls fail at once that were sent again")
    } else {
        row.patch("calls are sent again as before; the class tells why they may be")
    });
}

struct Retry {
    repeats: bool,
    conditions: Vec<String>,
    words: String,
}

fn retry(function: &Function, rule: &RetryRule) -> Retry {
    let unless = rule.unless.iter().map(|(field, value)| format!("unless {} = {value}", wire::name(function, *field)));
    let with = rule.with.map(|field| format!("with {}", wire::name(function, field)));
    let conditions: Vec<String> = unless.chain(with).collect();
    let class = rule.class.keyword().to_owned();
    let words = if conditions.is_empty() { class } else { format!("{class}, {}", conditions.join(", ")) };
    // Without its argument even a call that is otherwise `never` may be meant; the class decides only with all else.
    Retry { repeats: rule.class != RetryClass::Never, conditions, words }
}

/// Examples show every change of the request, so they make a row only when nothing else did.
fn compare_examples(old: (&Api, &Function), new: (&Api, &Function), start: usize, at: &str, rows: &mut Rows) {
    let calls = |function: &Function| {
        let calls = function.examples.iter().map(|example| format!("{:?} {:?}", example.args, example.request));
        calls.collect::<Vec<_>>()
    };
    // A model's own example has its row with the model.
    let answers = |api: &Api, function: &Function| {
        let model = match &function.returns {
            Returns::Model { name, .. } => api.model(name).and_then(|model| model.example.clone()),
            Returns::Empty => None,
        };
        let own = function.examples.iter().map(|example| {
            let response = example.response.as_ref().filter(|response| Some(*response) != model.as_ref());
            response.map(ToString::to_string)
        });
        own.collect::<Vec<_>>()
    };
    let (old_calls, new_calls) = (calls(old.1), calls(new.1));
    let same_calls = old_calls == new_calls || (!rows.since(start).is_empty() && old_calls.len() == new_calls.len());
    let given =
        |function: &Function| function.examples.iter().map(|example| example.response.clone()).collect::<Vec<_>>();
    let same_answers = given(old.1) == given(new.1) || answers(old.0, old.1) == answers(new.0, new.1);
    if !same_calls || !same_answers {
        rows.push(Row::changed(at, "examples changed").docs());
    }
    let statuses = |function: &Function| function.examples.iter().map(|example| example.status).collect::<Vec<_>>();
    rows.docs(at, "statuses of examples changed", rows.since(start).is_empty() && statuses(old.1) != statuses(new.1));
}

fn compare_order(old: &Api, new: &Api, rows: &mut Rows) {
    let resources = |api: &Api| api.resources.iter().map(|resource| resource.name.clone()).collect::<Vec<_>>();
    let (before, after) = (resources(old), resources(new));
    rows.docs_order(
        "resources",
        "order of the resources changed",
        before.iter().map(String::as_str),
        after.iter().map(String::as_str),
    );
    for resource in &old.resources {
        let Some(other) = new.resources.iter().find(|other| other.name == resource.name) else { continue };
        rows.docs_order(
            &resource.name,
            "order of the functions changed",
            resource.functions.iter().map(|function| function.name.as_str()),
            other.functions.iter().map(|function| function.name.as_str()),
        );
    }
}
