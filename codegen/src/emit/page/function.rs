//! A function as HTML: its table, an example and the example's response.

use super::html::{attribute, escape, inline};
use crate::emit::snippet::Snippet;
use crate::emit::text::DRAFT;
use crate::model::{Field, Function, Resource, Role};

/// The functions of a resource, as links.
pub fn navigation(resource: &Resource) -> String {
    if resource.functions.is_empty() {
        return String::new();
    }
    let link = |function: &Function| {
        let (id, verb) = (attribute(&function.name), function.http.as_str());
        format!(
            "<li><a href=\"#{id}\" data-function=\"{id}\"><span class=\"verb {}\">{verb}</span> {}</a></li>\n",
            verb.to_lowercase(),
            escape(&function.name)
        )
    };
    let links: String = resource.functions.iter().map(link).collect();
    format!(
        "<details open><summary>{} <span>{}</span></summary>\n<ul>\n{links}</ul></details>\n",
        escape(&resource.name),
        resource.functions.len()
    )
}

/// The fields that calls are given, such as credentials: each is written once, however many functions have it.
#[derive(Default)]
pub struct Given(Vec<String>);

impl Given {
    /// The position of a field, by what is said of it.
    fn position(&mut self, field: String) -> usize {
        self.0.iter().position(|known| *known == field).unwrap_or_else(|| {
            self.0.push(field);
            self.0.len() - 1
        })
    }

    /// All of them, for readers without scripts; with scripts each stands in its functions.
    pub fn html(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let fields: String = self.0.iter().map(|field| format!("<div class=\"field\">{field}</div>\n")).collect();
        format!("<section class=\"given\" id=\"--given\"><h2>What calls are given</h2>\n{fields}</section>\n")
    }
}

/// A function.
pub fn section(resource: &Resource, function: &Function, shown: Option<&Snippet>, given: &mut Given) -> String {
    let id = attribute(&function.name);
    let mut text = format!(
        "<section class=\"function\" id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\" tabindex=\"-1\">{}</h2>\n<p class=\"doc\">{}</p>\n",
        escape(&function.name),
        inline(&function.doc)
    );
    if function.draft {
        text.push_str(&note(DRAFT));
    } else {
        let verb = function.http.as_str();
        text.push_str(&format!(
            "<p class=\"route\"><span class=\"verb {}\">{verb}</span> <code>{}</code></p>\n",
            verb.to_lowercase(),
            escape(&function.path)
        ));
    }
    let notes = resource.warning.iter().chain(&function.warning).cloned();
    let deprecated = function.deprecated.iter().map(|instead| format!("Deprecated: {instead}"));
    let since = function.since.iter().map(|since| format!("Since version {since}."));
    text.extend(notes.chain(deprecated).chain(since).map(|each| note(&each)));
    text.push_str("<div class=\"tools\"></div>\n<div class=\"fields\">\n");
    text.extend(function.fields.iter().map(|each| field(function, each, given)));
    text.push_str("</div>\n");
    if let Some(groups) = function.needed_groups(|name| format!("`{name}`")) {
        text.push_str(&format!("<p class=\"quiet\">Needs {}.</p>\n", inline(&groups)));
    }
    text.push_str(&shown.map(example).unwrap_or_default());
    text.push_str("</section>\n");
    text
}

fn note(text: &str) -> String {
    format!("<p class=\"note\">{}</p>\n", inline(text))
}

fn field(function: &Function, field: &Field, given: &mut Given) -> String {
    let (function_id, field_id) = (attribute(&function.name), attribute(&field.name));
    let (name, id) = (escape(&field.name), format!("{function_id}-{field_id}"));
    let is_given = matches!(field.role, Role::Credential | Role::Variable);
    let label = if is_given { format!("<b>{name}</b>") } else { format!("<label for=\"{id}\"><b>{name}</b></label>") };
    let must = if field.required { " <span class=\"must\">required</span>" } else { "" };
    let when = |at: &crate::model::Condition| {
        let name = function.fields.get(at.field).map_or("", |field| &field.name);
        format!("`{name}` is `{}`", at.value)
    };
    let sometimes: Vec<String> = field.required_when.iter().map(when).collect();
    let mut docs = vec![inline(&field.doc)];
    docs.extend(field.note.iter().map(|note| inline(note)));
    docs.extend(field.deprecated.iter().map(|instead| inline(&format!("Deprecated: {instead}"))));
    docs.extend(field.addition.iter().map(|why| inline(&format!("An addition to the tables: {why}"))));
    if !sometimes.is_empty() {
        docs.push(inline(&format!("Required when {}.", sometimes.join(", or "))));
    }
    if !field.values.is_empty() {
        let values: Vec<String> = field.values.iter().map(|value| format!("<code>{}</code>", escape(value))).collect();
        docs.push(format!("Values: {}.", values.join(", ")));
    }
    let docs: String = docs.iter().filter(|doc| !doc.is_empty()).map(|doc| format!("<p>{doc}</p>")).collect();
    let sent = if field.sent_as.is_empty() {
        String::new()
    } else {
        format!("<p class=\"sent\">Sent as {}</p>", inline(&field.sent_as))
    };
    let named =
        format!("<div class=\"name\">{label} <span class=\"type\">{}</span>{must}</div>", escape(&field.table_type));
    let place = format!("data-field=\"{field_id}\" id=\"{function_id}/{field_id}\"");
    if is_given {
        let at = given.position(format!("{named}<div class=\"doc\">{docs}</div><div class=\"control\"></div>{sent}"));
        return format!("<div class=\"field\" {place} data-given=\"{at}\"></div>\n");
    }
    format!(
        "<div class=\"field\" {place}>{named}\n<div class=\"doc\" id=\"{id}-doc\">{docs}</div><div class=\"control\"></div>{sent}</div>\n"
    )
}

/// The first example as curl. Scripts add its response.
fn example(shown: &Snippet) -> String {
    let curl = escape(shown.curl());
    format!("<details><summary>Example</summary><pre tabindex=\"0\"><code>{curl}</code></pre></details>\n")
}
