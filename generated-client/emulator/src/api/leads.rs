//! Leads, which the wire calls contacts.

use super::find::Naming;
use super::people;
use super::{attributes, convert};
use crate::engine::{Call, Handled, Members, Refusal};
use crate::state::records::{Object, Person, PersonKind};

const LEAD: &[PersonKind] = &[PersonKind::Lead];

/// `POST /contacts`: changes the lead that is named by id or user id, else makes one.
pub(crate) fn upsert(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let id = save(call, body)?;
    people::show(call, &id)
}

/// `PUT /contacts/{id}`, of SDKs.
pub(crate) fn update_by_id(call: &mut Call<'_>) -> Handled {
    let known = Naming::id(call.segment(0)).one(call.world, LEAD)?.clone();
    let body = call.body();
    let id = store(call, body, Some(known))?;
    people::show(call, &id)
}

fn save(call: &mut Call<'_>, body: &Object) -> Result<String, Refusal> {
    let known = match (body.name("id")?, body.name("user_id")?) {
        (Some(id), _) => Some(Naming::id(&id).one(call.world, LEAD)?.clone()),
        // A user id that is not known is no error: Intercom makes up its own.
        (None, Some(user_id)) => call.world.people.by_user_id(PersonKind::Lead, &user_id).cloned(),
        (None, None) => None,
    };
    store(call, body, known)
}

fn store(call: &mut Call<'_>, body: &Object, known: Option<Person>) -> Result<String, Refusal> {
    let (is_new, now) = (known.is_none(), call.now);
    let mut lead = known.unwrap_or_else(|| Person { kind: PersonKind::Lead, created_at: now, ..Person::default() });
    let had_email = lead.email.is_some();
    if let Some(email) = attributes::email(body)? {
        lead.email = Some(email);
    }
    attributes::person(body, now, &mut lead)?;
    // Leads have not signed up.
    lead.signed_up_at = None;
    let changes = attributes::memberships(call.world, body, now)?;
    // Nothing is refused from here on.
    people::join(call, &mut lead, changes)?;
    if is_new {
        lead.id = call.world.ids.object();
        lead.user_id = Some(call.world.ids.uuid());
        lead.pseudonym = Some(pseudonym(&lead.id));
    }
    let (id, has_email) = (lead.id.clone(), lead.email.is_some());
    people::store(call, lead, is_new)?;
    if is_new {
        people::raise(call, "contact.created", &id);
    }
    if has_email && !had_email {
        people::raise(call, "contact.added_email", &id);
    }
    Ok(id)
}

/// A name for somebody without one, as Intercom makes it from a colour and a thing.
pub(crate) fn pseudonym(id: &str) -> String {
    const COLOURS: [&str; 6] = ["Amber", "Crimson", "Indigo", "Olive", "Teal", "Violet"];
    const THINGS: [&str; 5] = ["Bell", "Kettle", "Kite", "Lamp", "Teapot"];
    let sum = id.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let pick = |words: &[&'static str], at: usize| words.get(at % words.len()).copied().unwrap_or_default();
    format!("{} {}", pick(&COLOURS, sum), pick(&THINGS, sum / COLOURS.len()))
}

/// `GET /contacts`: one lead by id or user id, a list by email or phone, or a page.
pub(crate) fn get(call: &mut Call<'_>) -> Handled {
    if let Some(naming) = Naming::single(call)? {
        return people::show_one(call, &naming, LEAD);
    }
    if let Some(email) = call.named("email")? {
        let found = call.world.people.by_email(PersonKind::Lead, email);
        return people::all(call, found, "contact.list", "contacts");
    }
    // Like an address, a number may be that of several leads.
    if let Some(phone) = call.named("phone")? {
        let leads = call.world.people.iter().filter(|person| person.kind == PersonKind::Lead);
        let found = leads.filter(|lead| lead.phone.as_deref() == Some(phone)).collect();
        return people::all(call, found, "contact.list", "contacts");
    }
    people::page(call, PersonKind::Lead, "contact.list", "contacts")
}

/// `GET /contacts/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    people::show_one(call, &Naming::id(call.segment(0)), LEAD)
}

/// `DELETE /contacts/{id}`, and by user id; by email where it names one lead.
pub(crate) fn delete(call: &mut Call<'_>) -> Handled {
    people::delete(call, LEAD)
}

/// `GET /contacts/scroll`.
pub(crate) fn scroll(call: &mut Call<'_>) -> Handled {
    people::scroll(call, PersonKind::Lead, "contact.list", "contacts")
}

/// `POST /contacts/convert`: the lead becomes a user, or is merged into one that is there.
pub(crate) fn convert(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let contact = body
        .object("contact")?
        .ok_or_else(|| Refusal::missing_parameter("contact", "the lead is missing".to_owned()))?;
    let lead = Naming::read(contact)?.one(call.world, LEAD)?.clone();
    let user = match body.object("user")? {
        Some(user) => Naming::of_user(user)?,
        None => Naming::default(),
    };
    let id = convert::into_user(call, &lead, user)?;
    people::show(call, &id)
}

/// An item of a bulk job.
pub(crate) fn bulk(call: &mut Call<'_>, method: &str, data: &Object) -> Result<(), Refusal> {
    people::bulk(call, method, data, LEAD, save)
}
