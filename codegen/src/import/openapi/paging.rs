//! How a list continues, recognised by the names of its members and parameters. OpenAPI has no keyword for it, so each
//! finding is a note.

use super::body::is_json;
use super::draft::{Field, Place, Returns, Type};
use super::package::object;
use super::responses::Response;
use super::schema::Schema;
use super::shapes::Shapes;
use super::view::{entries_of, get, head};
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::format::node::Node;

/// Parameters that take the place where the next page starts.
const CURSORS: [&str; 14] = [
    "starting_after",
    "cursor",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "NextToken",
    "after",
    "continuation_token",
    "continuationToken",
    "continuation",
    "marker",
    "next_cursor",
    "start_cursor",
];

/// Members that say where the next page starts.
const NEXT_CURSORS: [&str; 16] = [
    "starting_after",
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "NextToken",
    "end_cursor",
    "endCursor",
    "continuation_token",
    "continuationToken",
    "next_marker",
    "after",
    "cursor",
    "next",
];

/// Members that are the address of the next page.
const NEXT_ADDRESSES: [&str; 6] = ["next", "next_url", "next_page_url", "nextLink", "next_link", "next_page"];

/// Members that count the pages.
const PAGE_COUNTS: [&str; 6] = ["total_pages", "totalPages", "page_count", "pageCount", "last_page", "pages"];

/// Members that contain the items, where there are several lists.
const ITEM_KEYS: [&str; 8] = ["data", "items", "results", "records", "values", "entries", "value", "list"];

/// Arguments that say how many items a page has.
const SIZES: [&str; 10] = [
    "per_page",
    "perPage",
    "page_size",
    "pageSize",
    "limit",
    "maxResults",
    "max_results",
    "MaxResults",
    "count",
    "size",
];

/// Members that say where a list stands are at most this deep: `/pages/next/starting_after`.
const MAX_DEPTH: usize = 3;

/// The key of a list's items, and how the next page is asked for.
pub fn recognise<'d>(
    shapes: &mut Shapes<'d>,
    operation: &'d Node,
    fields: &[Field],
    response: &Response<'d>,
) -> (Option<String>, Option<Json>) {
    let Some(schema) = &response.schema else { return (None, None) };
    let is_list = matches!(&response.returns, Returns::Value(Type::List(_)));
    let list = if is_list { None } else { list_key(shapes, schema) };
    if !is_list && list.is_none() {
        return (None, None);
    }
    let finder = Finder { fields, schema, response };
    let Some((mut paging, how)) = finder.find(shapes, operation, list.as_deref()) else { return (None, None) };
    if let (Json::Object(members), Some((name, most))) = (&mut paging, finder.size()) {
        members.push(("size".to_owned(), Json::text(name)));
        members.push(("most".to_owned(), Json::Number(most.to_string())));
    }
    let span = response.node.map_or(head(operation), head);
    let message = format!("this list continues by {how}, as the names of its members and parameters say");
    shapes.notes.note_with_help(Code::Recognised, span, message, "say in an overlay what is different");
    (list, Some(paging))
}

/// The member that contains the items: `data`, or `/data/articles`.
fn list_key<'d>(shapes: &mut Shapes<'d>, schema: &Schema<'d>) -> Option<String> {
    let mut lists = Vec::new();
    let mut objects = Vec::new();
    for (key, node) in &schema.members {
        let member = shapes.read(node);
        if member.is("array") {
            lists.push(key.value.clone());
        } else if member.is_object() && !member.members.is_empty() {
            objects.push((key.value.clone(), member));
        }
    }
    let known = |lists: &[String]| lists.iter().find(|key| ITEM_KEYS.contains(&key.as_str())).cloned();
    match &lists[..] {
        [only] => Some(only.clone()),
        [] => objects.into_iter().filter(|(key, _)| ITEM_KEYS.contains(&key.as_str())).find_map(|(key, member)| {
            let inner: Vec<&str> = member
                .members
                .iter()
                .filter(|(_, node)| shapes.read(node).is("array"))
                .map(|(key, _)| key.as_str())
                .collect();
            match inner[..] {
                [only] => Some(format!("/{key}/{only}")),
                _ => None,
            }
        }),
        several => known(several),
    }
}

struct Finder<'a, 'd> {
    fields: &'a [Field],
    schema: &'a Schema<'d>,
    response: &'a Response<'d>,
}

impl<'d> Finder<'_, 'd> {
    /// The kind of paging, and what it is called in a note.
    fn find(&self, shapes: &mut Shapes<'d>, operation: &'d Node, list: Option<&str>) -> Option<(Json, &'static str)> {
        let pointer = |pointer: String| Json::String(pointer);
        for cursor in CURSORS.iter().filter(|name| self.query(name).is_some()) {
            let names: Vec<&str> = std::iter::once(*cursor)
                .chain(NEXT_CURSORS)
                .filter(|name| *name != "cursor" || *cursor == "cursor")
                .collect();
            if let Some(next) = member(shapes, self.schema, &names, &["string"]) {
                return Some((
                    object(vec![("next", pointer(next)), ("query", Json::text(*cursor))]),
                    "a cursor in the query",
                ));
            }
        }
        if let Some(place) = body_cursor(shapes, operation)
            && let Some(next) = member(shapes, self.schema, &NEXT_CURSORS, &["string"])
        {
            return Some((object(vec![("next", pointer(next)), ("body", pointer(place))]), "a cursor in the body"));
        }
        let more = member(shapes, self.schema, &["has_more", "hasMore"], &["boolean"]);
        if let Some(more) = more
            && self.query("starting_after").is_some()
            && self.items_have_id(shapes, list)
        {
            let members =
                vec![("last", Json::text("id")), ("query", Json::text("starting_after")), ("more", pointer(more))];
            return Some((object(members), "the id of the last item"));
        }
        let headers = self.response.node.map_or(&[][..], |node| entries_of(node, "headers"));
        if headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("link")) {
            return Some((object(vec![("link", Json::text("next"))]), "the header `Link`"));
        }
        let page = ["page", "page_number", "pageNumber"].iter().find(|name| self.query(name).is_some_and(is_number));
        let count = member(shapes, self.schema, &PAGE_COUNTS, &["integer", "number"]);
        if let (Some(page), Some(count)) = (page, &count) {
            let members =
                vec![("page", Json::text(*page)), ("first", self.first_page(page)), ("pages", Json::text(&**count))];
            return Some((object(members), "page numbers"));
        }
        if let Some(next) = member(shapes, self.schema, &NEXT_ADDRESSES, &["string"]) {
            return Some((object(vec![("next", pointer(next))]), "the address of the next page"));
        }
        if let Some(page) = page {
            let members = vec![("page", Json::text(*page)), ("first", self.first_page(page))];
            return Some((object(members), "page numbers"));
        }
        let offset =
            ["offset", "skip", "startAt", "start_at"].iter().find(|name| self.query(name).is_some_and(is_number))?;
        Some((object(vec![("offset", Json::text(*offset))]), "the count of items so far"))
    }

    /// The argument that says how many items a page has, where the document says the most that there can be.
    fn size(&self) -> Option<(&str, u16)> {
        let field = self.fields.iter().find(|field| SIZES.contains(&field.name.as_str()))?;
        Some((&field.name, field.max.as_ref()?.parse().ok()?))
    }

    fn query(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.place == Place::Query(name.to_owned()))
    }

    /// The number of the first page: 1, unless the parameter says that it is 0.
    fn first_page(&self, name: &str) -> Json {
        let field = self.query(name);
        let starts_at_zero = field.is_some_and(|field| {
            field.default == Some(Json::Number("0".to_owned())) || field.min.as_deref() == Some("0")
        });
        Json::Number(if starts_at_zero { "0" } else { "1" }.to_owned())
    }

    fn items_have_id(&self, shapes: &mut Shapes<'d>, list: Option<&str>) -> bool {
        let list = self.schema.members.iter().find(|(key, _)| Some(key.value.as_str()) == list).map(|(_, node)| *node);
        let items = list.and_then(|node| shapes.read(node).items).or(self.schema.items);
        items.is_some_and(|items| shapes.read(items).members.iter().any(|(key, _)| key.value == "id"))
    }
}

fn is_number(field: &Field) -> bool {
    matches!(field.kind, Type::Integer | Type::Number)
}

/// The pointer to the first member of one of these names and types, the uppermost first.
fn member<'d>(shapes: &mut Shapes<'d>, schema: &Schema<'d>, names: &[&str], types: &[&str]) -> Option<String> {
    let mut level = vec![(String::new(), schema.clone())];
    for _ in 0..MAX_DEPTH {
        let mut next = Vec::new();
        for (prefix, schema) in &level {
            let members: Vec<(&str, Schema)> =
                schema.members.iter().map(|(key, node)| (key.as_str(), shapes.read(node))).collect();
            for name in names {
                let found =
                    members.iter().find(|(key, member)| key == name && types.iter().any(|kind| member.is(kind)));
                if found.is_some() {
                    return Some(format!("{prefix}/{name}"));
                }
            }
            let objects = members.into_iter().filter(|(_, member)| member.is_object());
            next.extend(
                objects.filter(|(key, _)| is_about_pages(key)).map(|(key, member)| (format!("{prefix}/{key}"), member)),
            );
        }
        level = next;
    }
    None
}

/// Whether a member of this name says where a list stands.
fn is_about_pages(key: &str) -> bool {
    let key = key.to_lowercase();
    ["pag", "meta", "cursor", "link", "next"].iter().any(|part| key.contains(part))
}

/// The pointer to the cursor in the body of a search.
fn body_cursor<'d>(shapes: &mut Shapes<'d>, operation: &'d Node) -> Option<String> {
    let body = shapes.document.resolve(get(operation, "requestBody")?).ok()?.node;
    let (_, media) = entries_of(body, "content").iter().find(|(kind, _)| is_json(kind))?;
    let schema = shapes.read(get(media, "schema")?);
    member(shapes, &schema, &CURSORS, &["string"])
}
