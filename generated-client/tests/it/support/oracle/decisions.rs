//! `decisions.md` as data: each row overrules or completes `wire-v1.json`, with its reason.

use super::function::{Constant, Field, Form, Function, Place, Target};
use super::json::Json;

/// One decision.
struct Decision {
    /// Whom it is about; no name means every function that has the field.
    functions: &'static [&'static str],
    change: Change,
    /// Quoted where a decision applies to no function.
    reason: &'static str,
}

enum Change {
    /// The complete function, method and path; its fields follow as `Add`.
    NewFunction(&'static str, &'static str),
    /// The path is this one.
    Path(&'static str),
    /// A further field: name, place, required.
    Add(&'static str, At, bool),
    /// The field goes here.
    Move(&'static str, At),
    /// The field is written so.
    Write(&'static str, Form),
    /// The field is needed when another one has a value.
    RequiredWhen(&'static str, (&'static str, &'static str)),
    /// The selected field goes to this query key of the function's own path when the selector has this value.
    Select(&'static str, &'static str, At),
    /// A constant of the body that goes with a field.
    Beside(&'static str, &'static str, &'static str),
    /// The field is an open enum with these known values.
    Known(&'static str, &'static [&'static str]),
}

#[derive(Clone, Copy)]
enum At {
    Path,
    Query(&'static str),
    Body(&'static str),
}

const EVERY: &[&str] = &[];
const USER_WRITES: &[&str] = &["createUserByEmail", "createUserById", "updateUserByEmail", "updateUserById"];
const LEAD_WRITES: &[&str] = &["createLead", "updateLead", "updateVisitor"];
const COMPANY_WRITES: &[&str] = &["createCompany", "updateCompany"];
const LIKE_GET_USERS: &str = "addition to getLeads: paging and sorting as in getUsers";

const DECISIONS: &[Decision] = &[
    // Additions.
    row(USER_WRITES, Change::Add("signedUpAt", At::Body("/signed_up_at"), false), "addition to users"),
    row(&["getLeads"], Change::Add("page", At::Query("page"), false), LIKE_GET_USERS),
    row(&["getLeads"], Change::Add("perPage", At::Query("per_page"), false), LIKE_GET_USERS),
    row(&["getLeads"], Change::Add("order", At::Query("order"), false), LIKE_GET_USERS),
    row(&["getLeads"], Change::Add("sort", At::Query("sort"), false), LIKE_GET_USERS),
    row(&["getLeads"], Change::Add("createdSince", At::Query("created_since"), false), LIKE_GET_USERS),
    row(
        &["createCompany"],
        Change::Add("companyId", At::Body("/company_id"), false),
        "the API looks companies up by it",
    ),
    row(
        &["updateEventWebhookSubscription"],
        Change::Add("subscriptionId", At::Path, true),
        "without it the call would make a second subscription",
    ),
    row(&["deleteSubscription"], Change::NewFunction("DELETE", "/subscriptions/{subscriptionId}"), "new function"),
    row(&["deleteSubscription"], Change::Add("subscriptionId", At::Path, true), "new function"),
    // Paths and places.
    row(&["deleteVisitor"], Change::Path("/visitors"), "DELETE /visitors?user_id=…, not the docs' path"),
    row(&["deleteLead"], Change::Path("/contacts"), "the path of the look-ups; by Intercom id the selector's"),
    row(&["deleteLead"], Change::Select("userId", "email", At::Query("email")), "sent as it is; the API decides"),
    row(&["getUserNotes"], Change::Select("userId", "intercom_id", At::Query("id")), "to the query, not into the path"),
    row(
        &["createAdminMessage"],
        Change::Select("receiverId", "intercom_id", At::Body("/to/id")),
        "intercom_id goes to /to/id",
    ),
    row(
        &["convertVisitorToLead"],
        Change::Select("visitorUserId", "intercom_id", At::Body("/visitor/id")),
        "intercom_id goes to /visitor/id",
    ),
    row(
        &["convertVisitorToLead"],
        Change::Move("leadId", At::Body("/contact/user_id")),
        "leadId goes to /contact/user_id",
    ),
    row(LEAD_WRITES, Change::Move("userAgentData", At::Body("/last_seen_user_agent")), "the API's name for writing it"),
    row(LEAD_WRITES, Change::Move("avatarImageUrl", At::Body("/avatar/image_url")), "an avatar object"),
    row(LEAD_WRITES, Change::Beside("avatarImageUrl", "/avatar/type", "avatar"), "an avatar object"),
    // How values are written.
    row(LEAD_WRITES, Change::Write("segments", Form::WrappedList("segment.list")), "a segment.list of ids"),
    row(LEAD_WRITES, Change::Write("tags", Form::WrappedList("tag.list")), "a tag.list of ids"),
    row(EVERY, Change::Write("topics", Form::CommaList), "comma-separated lists are sent as lists"),
    row(EVERY, Change::Write("metadataEventNames", Form::CommaList), "comma-separated lists are sent as lists"),
    row(EVERY, Change::Write("lastRequestAt", Form::Time), "dates are unix seconds"),
    row(EVERY, Change::Write("createdAt", Form::Time), "dates are unix seconds"),
    row(EVERY, Change::Write("signedUpAt", Form::Time), "dates are unix seconds"),
    row(COMPANY_WRITES, Change::Write("monthlySpend", Form::Complete), "a whole number on the wire"),
    row(EVERY, Change::Write("page", Form::Complete), "the reference's note: an integer as a string"),
    row(EVERY, Change::Write("perPage", Form::Complete), "the reference's note: an integer"),
    row(EVERY, Change::Write("createdSince", Form::Complete), "the reference's note: an integer number of days"),
    row(EVERY, Change::Write("attachmentUrls", Form::Texts), "the reference's note: an array of URL strings"),
    row(
        &["createAdminMessage"],
        Change::RequiredWhen("subject", ("messageType", "email")),
        "subject is needed only when messageType is email",
    ),
    // Open enums, with the values of the reference's notes.
    row(EVERY, Change::Known("order", &["asc", "desc"]), "open enum"),
    row(EVERY, Change::Known("sort", &["created_at", "last_request_at", "signed_up_at", "updated_at"]), "open enum"),
    row(EVERY, Change::Known("messageType", &["inapp", "email"]), "open enum"),
    row(EVERY, Change::Known("template", &["plain", "personal"]), "open enum"),
    row(EVERY, Change::Known("receiverType", &["user", "contact"]), "open enum"),
    row(EVERY, Change::Known("type", &["company", "segment", "tag", "user", "lead"]), "open enum"),
];

const fn row(functions: &'static [&'static str], change: Change, reason: &'static str) -> Decision {
    Decision { functions, change, reason }
}

/// Applies all decisions, in order. One that meets nothing is a fault of this table.
pub fn apply(functions: &mut Vec<Function>) {
    for decision in DECISIONS {
        if let Change::NewFunction(method, path) = decision.change {
            functions.push(new_function(decision.functions[0], method, path));
        }
        let mut met = 0;
        for function in functions.iter_mut().filter(|function| decision.concerns(function)) {
            change(function, &decision.change);
            met += 1;
        }
        let expected = decision.functions.len().max(1);
        assert!(met >= expected, "{:?}, {}: met {met} functions", decision.functions, decision.reason);
    }
}

impl Decision {
    fn concerns(&self, function: &Function) -> bool {
        if !self.functions.is_empty() {
            return self.functions.contains(&function.name.as_str());
        }
        match self.change {
            Change::Write(field, _) | Change::Known(field, _) => function.field(field).is_some(),
            _ => false,
        }
    }
}

fn new_function(name: &str, method: &str, path: &str) -> Function {
    let credential = Field { required: true, ..field("accessToken", Place::Credential) };
    Function {
        name: name.to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        fields: vec![credential],
        constants: Vec::new(),
        bearer: true,
    }
}

fn field(name: &str, place: Place) -> Field {
    Field { name: name.to_owned(), form: Form::Text, place, required: false, required_when: None, known: &[] }
}

fn place(at: At) -> Place {
    match at {
        At::Path => Place::Path,
        At::Query(key) => Place::Query(key.to_owned()),
        At::Body(pointer) => Place::Body(pointer.to_owned()),
    }
}

fn change(function: &mut Function, change: &Change) {
    match *change {
        Change::NewFunction(..) => {}
        Change::Path(path) => path.clone_into(&mut function.path),
        Change::Add(name, at, required) => function.fields.push(Field { required, ..field(name, place(at)) }),
        Change::Move(name, at) => function.field_mut(name).place = place(at),
        Change::Write(name, form) => function.field_mut(name).form = form,
        Change::RequiredWhen(name, condition) => function.field_mut(name).required_when = Some(condition),
        Change::Select(name, value, at) => select(function, name, value, at),
        Change::Beside(name, pointer, value) => {
            function.constants.push(Constant::With(name.to_owned(), pointer.to_owned(), Json::text(value)));
        }
        Change::Known(name, values) => function.field_mut(name).known = values,
    }
}

fn select(function: &mut Function, name: &str, value: &str, at: At) {
    let path = function.path.clone();
    let Place::Selected { rules, .. } = &mut function.field_mut(name).place else {
        panic!("{name} is not selected by another field")
    };
    let target = match at {
        At::Path => panic!("{name}: no decision sends a selected value into a path"),
        At::Query(key) => Target::Query(Some(path), key.to_owned()),
        At::Body(pointer) => Target::Body(pointer.to_owned()),
    };
    rules.retain(|(known, _)| known != value);
    rules.push((value.to_owned(), target));
}
