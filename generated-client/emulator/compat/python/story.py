"""One workspace, from its first user to its last, run through python-intercom. Usage: story.py BASE_URL"""

import os
import sys
import time
import traceback
import urllib.request
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path

from intercom import errors
from intercom.client import Client

if len(sys.argv) != 2:
    sys.exit("usage: story.py BASE_URL")
BASE = sys.argv[1]
# Reports every failing step instead of stopping at the first.
KEEP_GOING = os.environ.get("KEEP_GOING") == "1"
NOW = int(time.time())

STEPS = []


def step(name):
    def add(run):
        STEPS.append((name, run))
        return run

    return add


class Last:
    """What was last sent and received, for the report of a failure; a hook of `requests`, the SDK is as published."""

    request = response = date = None

    @classmethod
    def note(cls, response, *_args, **_kwargs):
        sent = response.request
        cls.request = f"{sent.method} {sent.path_url} {sent.body or ''}"
        cls.response = f"{response.status_code} {response.text[:4000]}"
        cls.date = parsedate_to_datetime(response.headers["Date"])


intercom = Client(personal_access_token="any-token")
intercom.base_url = BASE
intercom.http_session.hooks["response"].append(Last.note)


class Story:
    """What later steps need of earlier ones."""


story = Story()


def rejected(kind, call):
    """Runs a call that must be rejected in this way."""
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"expected {kind.__name__}")


def ids(things):
    return sorted(thing.id for thing in things)


@step("the workspace gets segments")
def _():
    seed = Path(__file__).parent.parent.joinpath("seed.yaml").read_bytes()
    with urllib.request.urlopen(f"{BASE}/__emulator/seed", data=seed) as response:
        assert response.status == 200


@step("admins.all")
def _():
    story.admins = [admin for admin in intercom.admins.all() if "@" in (admin.email or "")]
    assert len(story.admins) >= 2, "a fresh workspace has two admins"
    assert all(admin.id.isdigit() and admin.name for admin in story.admins)


@step("users.create")
def _():
    user = intercom.users.create(
        user_id="story-ada",
        email="ada@story.example",
        name="Ada",
        signed_up_at=NOW - 3600,
        custom_attributes={"plan": "team", "seats": 3, "beta": True},
    )
    assert len(user.id) == 24
    assert (user.user_id, user.email, user.name) == ("story-ada", "ada@story.example", "Ada")
    assert user.signed_up_at == datetime.fromtimestamp(NOW - 3600, timezone.utc)
    assert user.custom_attributes == {"plan": "team", "seats": 3, "beta": True}
    assert (user.tags, user.companies, user.social_profiles) == ([], [], [])
    story.ada = user


@step("the limits of the response's headers")
def _():
    details = intercom.rate_limit_details
    assert sorted(details) == ["limit", "remaining", "reset_at"]
    assert 0 <= details["remaining"] <= details["limit"]
    # The emulator may live at another time than this machine.
    assert 0 <= (details["reset_at"] - Last.date).total_seconds() <= 60


@step("users.find by id, user_id and email")
def _():
    assert intercom.users.find(id=story.ada.id).email == "ada@story.example"
    assert intercom.users.find(user_id="story-ada").id == story.ada.id
    # The SDK is of the time of API 1.0 and names no version: one user is meant, not a list.
    assert intercom.users.find(email="ada@story.example").id == story.ada.id


@step("users.save")
def _():
    user = intercom.users.find(id=story.ada.id)
    user.name = "Ada L."
    user.custom_attributes["seats"] = 4
    saved = intercom.users.save(user)
    assert (saved.id, saved.name) == (story.ada.id, "Ada L.")
    again = intercom.users.find(user_id="story-ada")
    assert again.name == "Ada L."
    assert again.custom_attributes == {"plan": "team", "seats": 4, "beta": True}


@step("users.save after increment")
def _():
    user = intercom.users.find(id=story.ada.id)
    user.increment("karma")
    user.increment("seats", 2)
    intercom.users.save(user)
    attributes = intercom.users.find(id=story.ada.id).custom_attributes
    assert (attributes["karma"], attributes["seats"]) == (1, 6)


@step("130 users")
def _():
    story.crowd = [
        intercom.users.create(user_id=f"crowd-{n}", email=f"crowd-{n}@story.example", name=f"Crowd {n}")
        for n in range(130)
    ]
    assert len(set(ids(story.crowd))) == 130


@step("users.all, every page")
def _():
    found = ids(intercom.users.all())
    story.users = intercom.counts.for_app().user["count"]
    assert len(found) == len(set(found)) == story.users >= 131
    assert set(ids(story.crowd)) <= set(found)


@step("users.find_all with per_page, order and sort")
def _():
    found = list(intercom.users.find_all(per_page=7, sort="created_at", order="asc"))
    assert len(set(ids(found))) == story.users
    made = [user.created_at for user in found]
    assert made == sorted(made)
    assert intercom.users.find_all(per_page=7, sort="created_at", order="asc")[9].id == found[9].id


@step("users.scroll")
def _():
    found = ids(intercom.users.scroll())
    assert len(found) == len(set(found)) == story.users
    # A finished scroll leaves room for the next.
    assert ids(intercom.users.scroll()) == found


@step("tags.create and tags.tag users")
def _():
    tag = intercom.tags.create(name="story-vip")
    one, two = story.crowd[:2]
    tagged = intercom.tags.tag(
        name="story-vip", users=[{"id": one.id}, {"user_id": two.user_id}, {"email": "ada@story.example"}]
    )
    assert (tagged.id, tagged.name) == (tag.id, "story-vip")
    assert [(own.id, own.name) for own in intercom.users.find(id=one.id).tags] == [(tag.id, "story-vip")]
    story.tag = tag


@step("users.by_tag and tags.untag")
def _():
    one, two = story.crowd[:2]
    assert ids(intercom.users.by_tag(story.tag.id)) == sorted([one.id, two.id, story.ada.id])
    intercom.tags.untag(name="story-vip", users=[{"user_id": "story-ada"}])
    assert ids(intercom.users.by_tag(story.tag.id)) == sorted([one.id, two.id])


@step("tags.all")
def _():
    assert [tag.name for tag in intercom.tags.all() if tag.id == story.tag.id] == ["story-vip"]


@step("companies.create")
def _():
    company = intercom.companies.create(
        company_id="story-mill", name="Story Mill", plan="Team", monthly_spend=240, custom_attributes={"tier": 1}
    )
    assert (company.company_id, company.name, company.monthly_spend) == ("story-mill", "Story Mill", 240)
    assert company.plan.name == "Team"
    story.mill = company


@step("companies.find by id, company_id and name")
def _():
    for key in ({"id": story.mill.id}, {"company_id": "story-mill"}, {"name": "Story Mill"}):
        assert intercom.companies.find(**key).id == story.mill.id


@step("companies.save")
def _():
    company = intercom.companies.find(company_id="story-mill")
    company.name = "Story Mills"
    company.custom_attributes["tier"] = 2
    intercom.companies.save(company)
    again = intercom.companies.find(id=story.mill.id)
    assert (again.name, again.company_id, again.custom_attributes["tier"]) == ("Story Mills", "story-mill", 2)


@step("a user joins companies, companies.users")
def _():
    user = intercom.users.find(user_id="story-ada")
    user.companies = [{"company_id": "story-mill"}, {"company_id": "story-shop", "name": "Story Shop"}]
    intercom.users.save(user)
    user = intercom.users.find(user_id="story-ada")
    assert sorted(company.company_id for company in user.companies) == ["story-mill", "story-shop"]
    assert ids(intercom.companies.users(story.mill.id)) == [story.ada.id]
    assert intercom.companies.find(id=story.mill.id).user_count == 1


@step("tags.tag a company, companies.by_tag")
def _():
    tag = intercom.tags.tag(name="story-account", companies=[{"company_id": "story-mill"}])
    assert ids(intercom.companies.by_tag(tag.id)) == [story.mill.id]
    intercom.tags.untag(name="story-account", companies=[{"id": story.mill.id}])
    assert ids(intercom.companies.by_tag(tag.id)) == []


@step("companies.all, every page")
def _():
    # Lists leave out companies without people, so that each gets somebody.
    for n in range(70):
        intercom.users.create(user_id=f"crowd-{n}", companies=[{"company_id": f"row-{n}", "name": f"Row {n}"}])
    found = list(intercom.companies.all())
    assert len(set(ids(found))) == len(found) <= intercom.counts.for_app().company["count"]
    assert len([one for one in found if (one.company_id or "").startswith(("row-", "story-"))]) == 72


@step("segments.all and segments.find")
def _():
    (segment,) = [one for one in intercom.segments.all() if one.name == "On the team plan"]
    found = intercom.segments.find(id=segment.id)
    assert (found.id, found.name, found.person_type) == (segment.id, "On the team plan", "user")
    assert ids(intercom.users.find_all(segment_id=segment.id)) == [story.ada.id]
    assert ids(intercom.users.find(id=story.ada.id).segments) == [segment.id]


@step("notes.create, for a user and by an email of its own")
def _():
    admin = story.admins[0]
    note = intercom.notes.create(user={"user_id": "story-ada"}, body="Asked about paper", admin_id=admin.id)
    assert "Asked about paper" in note.body
    assert (note.author.id, note.user.id) == (admin.id, story.ada.id)
    story.note = note
    # As the README has it.
    assert "Wants an invoice" in intercom.notes.create(email="ada@story.example", body="Wants an invoice").body


@step("notes.find_all and notes.find")
def _():
    for key in ({"email": "ada@story.example"}, {"user_id": "story-ada"}):
        notes = list(intercom.notes.find_all(**key))
        assert len(notes) == 2 and story.note.id in ids(notes)
    assert intercom.notes.find(id=story.note.id).body == story.note.body


@step("events.create and events.find_all")
def _():
    made = intercom.events.create(
        event_name="ordered-paper", created_at=NOW - 60, user_id="story-ada", metadata={"sheets": 500}
    )
    assert made is None, "202 has no body"
    intercom.events.create(event_name="ordered-paper", created_at=NOW - 30, email="ada@story.example")
    for key in ({"user_id": "story-ada"}, {"email": "ada@story.example"}, {"intercom_user_id": story.ada.id}):
        found = list(intercom.events.find_all(type="user", **key))
        assert sorted(event.created_at.timestamp() for event in found) == [NOW - 60, NOW - 30]
        assert {event.event_name for event in found} == {"ordered-paper"}
        assert [event.metadata for event in found if event.created_at.timestamp() == NOW - 60] == [{"sheets": 500}]


@step("events.find_all, every page")
def _():
    for n in range(64):
        intercom.events.create(event_name=f"step-{n}", created_at=NOW - 5000 + n, user_id="crowd-5")
    names = [event.event_name for event in intercom.events.find_all(type="user", user_id="crowd-5")]
    assert len(names) == len(set(names)) == 64


@step("leads.create and leads.find")
def _():
    lead = intercom.leads.create(email="lee@story.example", name="Lee")
    assert (lead.email, lead.name, lead.anonymous) == ("lee@story.example", "Lee", True)
    assert intercom.leads.find(id=lead.id).user_id == lead.user_id
    assert intercom.leads.find(user_id=lead.user_id).id == lead.id
    story.lee = lead


@step("leads.save")
def _():
    lead = intercom.leads.find(id=story.lee.id)
    lead.name = "Lee R."
    lead.custom_attributes["source"] = "fair"
    intercom.leads.save(lead)
    again = intercom.leads.find(id=story.lee.id)
    assert (again.name, again.email, again.custom_attributes) == ("Lee R.", "lee@story.example", {"source": "fair"})


@step("leads.all and leads.find_all by email")
def _():
    twin = intercom.leads.create(email="lee@story.example")
    assert twin.id != story.lee.id, "an email alone always makes another lead"
    assert ids(intercom.leads.find_all(email="lee@story.example")) == sorted([story.lee.id, twin.id])
    found = ids(intercom.leads.all())
    assert len(found) == intercom.counts.for_app().lead["count"]
    story.twin = twin


@step("leads.delete")
def _():
    assert intercom.leads.delete(story.twin).id == story.twin.id
    rejected(errors.ResourceNotFound, lambda: intercom.leads.find(id=story.twin.id))


@step("leads.convert")
def _():
    intercom.leads.convert(story.lee, intercom.users.find(user_id="crowd-7"))
    rejected(errors.ResourceNotFound, lambda: intercom.leads.find(id=story.lee.id))
    assert intercom.users.find(user_id="crowd-7").id == story.crowd[7].id


@step("messages.create from an admin, a user and a lead")
def _():
    admin = story.admins[0]
    receiver = {"type": "user", "id": story.ada.id}
    sender = {"type": "admin", "id": admin.id}
    inapp = intercom.messages.create(
        **{"message_type": "inapp", "body": "Paper is back", "from": sender, "to": receiver}
    )
    assert "Paper is back" in inapp.body
    assert (inapp.message_type, inapp.owner.id) == ("inapp", admin.id)
    mail = {"message_type": "email", "subject": "Paper", "body": "Back", "template": "plain"}
    email = intercom.messages.create(**{**mail, "from": sender, "to": receiver})
    assert (email.message_type, email.subject, email.template) == ("email", "Paper", "plain")
    asked = intercom.messages.create(**{"from": receiver, "body": "Is the mill open?"})
    assert "Is the mill open?" in asked.body
    lead = intercom.leads.create(name="Visitor")
    assert intercom.messages.create(**{"from": {"type": "contact", "id": lead.id}, "body": "Where?"}).id


@step("conversations.find_all of a user")
def _():
    for key in ({"email": "ada@story.example"}, {"user_id": "story-ada"}, {"intercom_user_id": story.ada.id}):
        found = list(intercom.conversations.find_all(type="user", **key))
        asked = [one for one in found if "Is the mill open?" in one.conversation_message.body]
        assert len(asked) == 1
        story.talk = asked[0]
    assert (story.talk.user.id, story.talk.open) == (story.ada.id, True)


@step("conversations.find, users.load")
def _():
    talk = intercom.conversations.find(id=story.talk.id)
    assert talk.conversation_message.author.id == story.ada.id
    assert talk.conversation_parts == []
    assert intercom.users.load(talk.user).email == "ada@story.example"


@step("conversations.reply as an admin and as the user")
def _():
    admin = story.admins[0]
    talk = intercom.conversations.reply(
        id=story.talk.id, type="admin", admin_id=admin.id, message_type="comment", body="From ten to six"
    )
    part = talk.conversation_parts[-1]
    assert (part.part_type, part.author.id) == ("comment", admin.id)
    assert "From ten to six" in part.body
    talk = intercom.conversations.reply(
        id=story.talk.id,
        type="user",
        email="ada@story.example",
        message_type="comment",
        body="Thank you",
        attachment_urls=["https://files.example/map.png"],
    )
    part = talk.conversation_parts[-1]
    assert (part.author.id, len(part.attachments), len(talk.conversation_parts)) == (story.ada.id, 1, 2)


@step("conversations.assign, conversations of an admin")
def _():
    admin, other = story.admins[:2]
    talk = intercom.conversations.assign(id=story.talk.id, admin_id=admin.id, assignee_id=other.id)
    assert talk.assignee.id == other.id
    assert (talk.conversation_parts[-1].part_type, talk.conversation_parts[-1].assigned_to.id) == (
        "assignment",
        other.id,
    )
    # The SDK's README names the admin by `id`, the API by `admin_id`.
    for key in ({"id": other.id}, {"admin_id": other.id}):
        assert story.talk.id in ids(intercom.conversations.find_all(type="admin", open=True, **key))
        assert story.talk.id not in ids(intercom.conversations.find_all(type="admin", open=False, **key))


@step("conversations.close and open")
def _():
    admin = story.admins[0]
    assert intercom.conversations.close(id=story.talk.id, admin_id=admin.id).open is False
    assert intercom.conversations.find(id=story.talk.id).open is False
    assert intercom.conversations.open(id=story.talk.id, admin_id=admin.id).open is True


@step("conversations.mark_read")
def _():
    # The SDK puts this to the path of replies.
    assert intercom.conversations.mark_read(story.talk.id).read is True
    assert intercom.conversations.find(id=story.talk.id).read is True


@step("counts.for_type")
def _():
    conversation = intercom.counts.for_type("conversation").conversation
    assert sorted(conversation) == ["assigned", "closed", "open", "unassigned"]
    assert conversation["open"] >= 1 and conversation["assigned"] >= 1
    admins = intercom.counts.for_type("conversation", "admin").conversation["admin"]
    assert [one["open"] >= 1 for one in admins if one["id"] == story.admins[1].id] == [True]
    assert {"story-vip": 2} in intercom.counts.for_type("user", "tag").user["tag"]
    assert {"On the team plan": 1} in intercom.counts.for_type("user", "segment").user["segment"]
    for count in ("tag", "segment", "user"):
        assert isinstance(intercom.counts.for_type("company", count).company[count], list)


def finished(job):
    for _try in range(50):
        job = intercom.jobs.find(id=job.id)
        if job.state == "completed":
            return job
        assert job.state in ("pending", "running")
        time.sleep(0.2)
    raise AssertionError("the job does not end")


@step("users.submit_bulk_job, jobs.find")
def _():
    job = intercom.users.submit_bulk_job(
        create_items=[
            {"user_id": "bulk-1", "email": "bulk-1@story.example"},
            {"user_id": "bulk-2", "name": "Bulk Two"},
        ],
        delete_items=[{"user_id": "crowd-129"}],
    )
    assert job.id.startswith("job_")
    story.job = finished(job)
    assert intercom.users.find(user_id="bulk-2").name == "Bulk Two"
    rejected(errors.ResourceNotFound, lambda: intercom.users.find(user_id="crowd-129"))


@step("a job takes further items, jobs.errors")
def _():
    more = intercom.users.submit_bulk_job(create_items=[{"user_id": "bulk-3"}], job_id=story.job.id)
    assert more.id == story.job.id
    finished(more)
    assert intercom.users.find(user_id="bulk-3").id
    assert intercom.jobs.errors(story.job.id).items == []


@step("events.submit_bulk_job")
def _():
    events = [{"event_name": "bulk-event", "created_at": NOW - n, "user_id": "bulk-1"} for n in (20, 10)]
    finished(intercom.events.submit_bulk_job(create_items=events))
    found = [event.event_name for event in intercom.events.find_all(type="user", user_id="bulk-1")]
    assert found == ["bulk-event", "bulk-event"]


@step("subscriptions.create, find, save and delete")
def _():
    made = intercom.subscriptions.create(url="http://127.0.0.1:9/hooks", topics=["user.created"])
    assert (made.url, made.topics) == ("http://127.0.0.1:9/hooks", ["user.created"])
    found = intercom.subscriptions.find(id=made.id)
    assert (found.id, found.topics) == (made.id, ["user.created"])
    found.topics = ["user.created", "user.deleted"]
    intercom.subscriptions.save(found)
    assert sorted(intercom.subscriptions.find(id=made.id).topics) == ["user.created", "user.deleted"]
    intercom.subscriptions.delete(found)
    rejected(errors.ResourceNotFound, lambda: intercom.subscriptions.find(id=made.id))


@step("users.delete")
def _():
    gone = story.crowd[10]
    assert intercom.users.delete(gone).id == gone.id
    rejected(errors.ResourceNotFound, lambda: intercom.users.find(id=gone.id))
    rejected(errors.ResourceNotFound, lambda: intercom.users.find(user_id=gone.user_id))


@step("unknown things")
def _():
    for call in (
        lambda: intercom.users.find(id="f" * 24),
        lambda: intercom.users.find(user_id="never-made"),
        lambda: intercom.users.find(email="never-made@story.example"),
        lambda: intercom.leads.find(id="f" * 24),
        lambda: intercom.segments.find(id="f" * 24),
        lambda: intercom.conversations.find(id="999999999"),
        lambda: intercom.notes.find(id="999999999"),
    ):
        error = rejected(errors.ResourceNotFound, call)
        assert error.context == {"http_code": 404, "application_error_code": "not_found"}


@step("two users with one email")
def _():
    for n in (1, 2):
        intercom.users.create(user_id=f"twin-{n}", email="twin@story.example")
    error = rejected(errors.MultipleMatchingUsersError, lambda: intercom.users.find(email="twin@story.example"))
    assert error.context["http_code"] == 409


@step("requests that lack something")
def _():
    for call in (
        lambda: intercom.users.create(name="Nobody"),
        lambda: intercom.events.create(user_id="story-ada", created_at=NOW),
        lambda: intercom.messages.create(body="from nobody"),
        lambda: intercom.tags.create(),
    ):
        error = rejected(errors.BadRequestError, call)
        assert error.context["http_code"] in (400, 422)
        assert error.message


passed = 0
for name, run in STEPS:
    try:
        run()
    except Exception:  # noqa: BLE001 - whatever it is, the step has failed
        print(f"NOT OK  {name}", flush=True)
        print(f"  last request: {Last.request}\n  last response:  {Last.response}", file=sys.stderr)
        traceback.print_exc()
        if not KEEP_GOING:
            break
    else:
        passed += 1
        print(f"ok  {name}", flush=True)
print(f"{passed} of {len(STEPS)} steps")
sys.exit(0 if passed == len(STEPS) else 1)
