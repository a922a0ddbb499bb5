// One workspace, from its first user to its last, run through the official SDK. Usage: node story.js BASE_URL
'use strict';

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { inspect } = require('node:util');
const Intercom = require('intercom-client');

const BASE = process.argv[2];
if (!BASE) {
  console.error('usage: node story.js BASE_URL');
  process.exit(2);
}
// Reports every failing step instead of stopping at the first.
const KEEP_GOING = process.env.KEEP_GOING === '1';
// What no call of the API makes: those of ../seed.yaml.
const VISITORS = [1, 2, 3].map((n) => `0b7f4a52-6d0e-4c1b-9a55-2f6c1a9d000${n}`);
const [USER_SEGMENT, COMPANY_SEGMENT] = ['On the team plan', 'Paper makers'];

// What was last received, for the report of a failure.
const last = { response: null };

// What was last asked, as the emulator has it in its log: the SDK does not report it.
async function lastRequest() {
  try {
    const log = await (await fetch(`${BASE}/__emulator/requests`)).json();
    const { method, path, query, body: sent } = log[log.length - 1];
    return `${method} ${path} ${JSON.stringify(query)} ${JSON.stringify(sent)}`;
  } catch (error) {
    return `unknown: ${error.message}`;
  }
}

function client(options = {}) {
  const { credentials = [{ token: 'any-token' }], version } = options;
  const made = new Intercom.Client(...credentials);
  made.useRequestOpts({ baseUrl: BASE });
  if (version) made.useRequestOpts({ headers: { 'Intercom-Version': version } });
  return made;
}

// Waits for a call, remembers its response and returns the body.
async function body(call, status = 200) {
  const response = await call;
  last.response = `${response.statusCode} ${inspect(response.body, { depth: 6, breakLength: 120 })}`;
  assert.equal(response.statusCode, status);
  return response.body;
}

// Waits for a call that must be rejected.
async function rejection(call, status, code) {
  let received;
  try {
    received = await call;
  } catch (error) {
    last.response = `${error.statusCode} ${inspect(error.body, { depth: 6 })}`;
    if (!error.body) throw error;
    assert.equal(error.statusCode, status);
    assert.equal(error.body.type, 'error.list');
    assert.equal(typeof error.body.request_id, 'string');
    assert.ok(error.body.errors.length >= 1);
    assert.equal(error.body.errors[0].code, code);
    assert.equal(typeof error.body.errors[0].message, 'string');
    // The SDK's own message is the first error's.
    assert.equal(error.message, error.body.errors[0].message);
    return error;
  }
  last.response = `${received.statusCode} ${inspect(received.body, { depth: 6 })}`;
  assert.fail(`expected a rejection with ${status}`);
}

const steps = [];
const step = (name, run) => steps.push({ name, run });
const now = Math.floor(Date.now() / 1000);
const ids = (people) => people.map((person) => person.id);
const sorted = (list) => [...list].sort();

async function inBatches(count, make) {
  const made = [];
  for (let from = 0; from < count; from += 10) {
    const batch = [];
    for (let n = from; n < Math.min(from + 10, count); n += 1) batch.push(make(n));
    made.push(...(await Promise.all(batch)));
  }
  return made;
}

// Follows `pages.next` to the end, as the SDK's README does.
async function readAll(first, key) {
  const found = [];
  let page = await first;
  for (let turns = 0; ; turns += 1) {
    assert.ok(turns < 100, 'the pages do not end');
    found.push(...page[key]);
    if (!page.pages || !page.pages.next) return { found, turns: turns + 1, last: page };
    assert.ok(page[key].length > 0, 'a page with a next one is not empty');
    page = await body(intercom.nextPage(page.pages));
  }
}

async function scrollAll(resource, key) {
  const found = [];
  let calls = 0;
  let lengthOfLast = -1;
  await resource.scroll.each({}, (response) => {
    last.response = `${response.statusCode} ${inspect(response.body, { depth: 1 })}`;
    assert.equal(response.statusCode, 200);
    calls += 1;
    lengthOfLast = response.body[key].length;
    found.push(...response.body[key]);
  });
  assert.equal(lengthOfLast, 0, 'a scroll ends with an empty page');
  return { found, calls };
}

// Calls without a callback return a Promise.
const intercom = client();
const story = { admins: [] };

step('the workspace gets segments and visitors', async () => {
  const seed = readFileSync(join(__dirname, '..', 'seed.yaml'));
  const response = await fetch(`${BASE}/__emulator/seed`, { method: 'POST', body: seed });
  assert.equal(response.status, 200, await response.text());
});

// ---- Users

step('admins.list', async () => {
  const list = await body(intercom.admins.list());
  assert.equal(list.type, 'admin.list');
  story.admins = list.admins.filter((admin) => admin.type === 'admin');
  assert.ok(story.admins.length >= 2, 'a fresh workspace has two admins, so that one can assign to the other');
  for (const admin of story.admins) {
    assert.match(admin.id, /^[0-9]+$/);
    assert.equal(typeof admin.name, 'string');
    assert.match(admin.email, /@/);
  }
});

step('admins.find', async () => {
  const [first] = story.admins;
  const admin = await body(intercom.admins.find(first.id));
  assert.equal(admin.type, 'admin');
  assert.deepEqual([admin.id, admin.name, admin.email], [first.id, first.name, first.email]);
});

step('admins.me', async () => {
  const me = await body(intercom.admins.me());
  assert.equal(me.type, 'admin');
  assert.ok(ids(story.admins).includes(me.id));
  assert.equal(me.app.type, 'app');
  assert.equal(typeof me.app.id_code, 'string');
});

step('admins.away', async () => {
  const [, second] = story.admins;
  const away = await body(intercom.admins.away(second.id, { away_mode_enabled: true, away_mode_reassign: true }));
  assert.deepEqual([away.id, away.away_mode_enabled, away.away_mode_reassign], [second.id, true, true]);
  const back = await body(intercom.admins.away(second.id, { away_mode_enabled: false, away_mode_reassign: false }));
  assert.equal(back.away_mode_enabled, false);
});

step('users.create', async () => {
  const user = await body(
    intercom.users.create({
      user_id: 'story-ada',
      email: 'ada@story.example',
      name: 'Ada',
      phone: '+353 1 555 0100',
      signed_up_at: now - 3600,
      custom_attributes: { plan: 'team', seats: 3, beta: true },
    }),
  );
  assert.equal(user.type, 'user');
  assert.match(user.id, /^[0-9a-f]{24}$/);
  assert.equal(user.user_id, 'story-ada');
  assert.equal(user.email, 'ada@story.example');
  assert.equal(user.name, 'Ada');
  assert.equal(user.signed_up_at, now - 3600);
  assert.equal(user.anonymous, false);
  assert.deepEqual(user.custom_attributes, { plan: 'team', seats: 3, beta: true });
  assert.deepEqual([user.tags.type, user.companies.type], ['tag.list', 'company.list']);
  story.ada = user;
});

step('users.find by id', async () => {
  const user = await body(intercom.users.find({ id: story.ada.id }));
  assert.deepEqual([user.id, user.email], [story.ada.id, 'ada@story.example']);
});

step('users.find by user_id', async () => {
  const user = await body(intercom.users.find({ user_id: 'story-ada' }));
  assert.equal(user.id, story.ada.id);
});

step('users.find by email, one user in API 1.0', async () => {
  const user = await body(client({ version: '1.0' }).users.find({ email: 'ada@story.example' }));
  assert.deepEqual([user.type, user.id], ['user', story.ada.id]);
});

step('users.find by email, a list from API 1.1', async () => {
  const versioned = client({ version: '1.1' });
  const list = await body(versioned.users.find({ email: 'ada@story.example' }));
  assert.deepEqual([list.type, ids(list.users)], ['user.list', [story.ada.id]]);
  const none = await body(versioned.users.find({ email: 'nobody@story.example' }));
  assert.deepEqual([none.type, none.users], ['user.list', []]);
});

step('users.find by email, without a version', async () => {
  const found = await body(intercom.users.find({ email: 'ada@story.example' }));
  // The app's own version decides; both shapes name the same person.
  assert.deepEqual(ids(found.type === 'user.list' ? found.users : [found]), [story.ada.id]);
});

step('users.update by user_id, email and id', async () => {
  const named = await body(
    intercom.users.update({ user_id: 'story-ada', name: 'Ada L.', custom_attributes: { seats: 4 } }),
  );
  assert.deepEqual([named.id, named.name, named.email], [story.ada.id, 'Ada L.', 'ada@story.example']);
  assert.deepEqual(named.custom_attributes, { plan: 'team', seats: 4, beta: true });
  const byEmail = await body(intercom.users.update({ email: 'ada@story.example', custom_attributes: { beta: false } }));
  assert.equal(byEmail.id, story.ada.id);
  const byId = await body(intercom.users.update({ id: story.ada.id, unsubscribed_from_emails: true }));
  assert.equal(byId.id, story.ada.id);
  const user = await body(intercom.users.find({ id: story.ada.id }));
  assert.equal(user.unsubscribed_from_emails, true);
  assert.deepEqual(user.custom_attributes, { plan: 'team', seats: 4, beta: false });
  await body(intercom.users.update({ id: story.ada.id, unsubscribed_from_emails: false }));
});

step('an id with characters of URLs', async () => {
  const user = await body(intercom.users.create({ user_id: 'a&b=c d/é', email: 'plus+sign@story.example' }));
  assert.equal(user.user_id, 'a&b=c d/é');
  assert.equal((await body(intercom.users.find({ user_id: 'a&b=c d/é' }))).id, user.id);
  const found = await body(client({ version: '1.0' }).users.find({ email: 'plus+sign@story.example' }));
  assert.equal(found.id, user.id);
});

step('credentials as app id and key', async () => {
  const keyed = client({ credentials: ['app-id', 'api-key'] });
  assert.equal((await body(keyed.users.find({ id: story.ada.id }))).id, story.ada.id);
  assert.equal(
    await new Promise((done) => {
      keyed.ping(done);
    }),
    200,
  );
});

step('callbacks with one and with two arguments', async () => {
  const one = await new Promise((done) => {
    intercom.users.find({ id: story.ada.id }, (response) => done(response));
  });
  assert.equal(one.body.id, story.ada.id);
  const two = await new Promise((done, fail) => {
    intercom.users.find({ id: story.ada.id }, (error, response) => (error ? fail(error) : done(response)));
  });
  assert.equal(two.body.id, story.ada.id);
  const error = await new Promise((done) => {
    intercom.users.find({ id: 'ffffffffffffffffffffffff' }, (problem, response) => done(problem || response));
  });
  assert.ok(error instanceof Error);
  assert.equal(error.statusCode, 404);
});

step('130 users', async () => {
  const made = await inBatches(130, (n) =>
    body(intercom.users.create({ user_id: `crowd-${n}`, email: `crowd-${n}@story.example`, name: `Crowd ${n}` })),
  );
  assert.equal(new Set(ids(made)).size, 130);
  story.crowd = made;
});

step('users.list, every page', async () => {
  const first = await body(intercom.users.list());
  assert.equal(first.type, 'user.list');
  assert.equal(first.users.length, 50);
  assert.deepEqual([first.pages.type, first.pages.page, first.pages.per_page], ['pages', 1, 50]);
  assert.ok(first.total_count >= 132);
  assert.equal(first.pages.total_pages, Math.ceil(first.total_count / 50));
  assert.ok(first.pages.next.startsWith(BASE), 'the next page is on the host that was asked');
  const { found, turns } = await readAll(first, 'users');
  assert.equal(turns, first.pages.total_pages);
  assert.equal(found.length, first.total_count);
  assert.equal(new Set(ids(found)).size, first.total_count);
  for (const user of story.crowd) assert.ok(ids(found).includes(user.id));
  story.users = first.total_count;
});

step('users.listBy with page, order and sort', async () => {
  const first = body(intercom.users.listBy({ per_page: 7, sort: 'created_at', order: 'asc' }));
  const { found, turns, last: end } = await readAll(first, 'users');
  assert.equal(found.length, story.users);
  assert.equal(turns, Math.ceil(story.users / 7));
  assert.equal(end.pages.next, null);
  for (let n = 1; n < found.length; n += 1) assert.ok(found[n - 1].created_at <= found[n].created_at);
  const second = await body(intercom.users.listBy({ per_page: 7, page: 2, sort: 'created_at', order: 'asc' }));
  assert.deepEqual(ids(second.users), ids(found.slice(7, 14)));
  const beyond = await body(intercom.users.listBy({ per_page: 60, page: 50 }));
  assert.deepEqual(beyond.users, []);
});

step('users.scroll.each', async () => {
  const { found, calls } = await scrollAll(intercom.users, 'users');
  assert.equal(found.length, story.users);
  assert.equal(new Set(ids(found)).size, story.users);
  assert.ok(calls >= 3, 'more than 100 users take more than one page, and an empty one ends them');
  // A finished scroll leaves room for the next.
  assert.equal((await scrollAll(intercom.users, 'users')).found.length, story.users);
});

// ---- Tags

step('tags.create', async () => {
  const tag = await body(intercom.tags.create({ name: 'story-vip' }));
  assert.deepEqual([tag.type, tag.name], ['tag', 'story-vip']);
  assert.equal(typeof tag.id, 'string');
  assert.equal((await body(intercom.tags.create({ name: 'story-vip' }))).id, tag.id);
  story.tag = tag;
});

step('tags.tag users', async () => {
  const [one, two] = story.crowd;
  const tag = await body(
    intercom.tags.tag({
      name: 'story-vip',
      users: [{ id: one.id }, { user_id: two.user_id }, { email: 'ada@story.example' }],
    }),
  );
  assert.equal(tag.id, story.tag.id);
  const user = await body(intercom.users.find({ id: one.id }));
  assert.deepEqual(user.tags, { type: 'tag.list', tags: [{ type: 'tag', id: tag.id, name: 'story-vip' }] });
});

step('users.listBy tag', async () => {
  const list = await body(intercom.users.listBy({ tag_id: story.tag.id }));
  assert.deepEqual(sorted(ids(list.users)), sorted([story.crowd[0].id, story.crowd[1].id, story.ada.id]));
  assert.equal(list.total_count, 3);
});

step('tags.untag users', async () => {
  await body(intercom.tags.untag({ name: 'story-vip', users: [{ user_id: 'story-ada' }] }));
  const user = await body(intercom.users.find({ user_id: 'story-ada' }));
  assert.deepEqual(user.tags.tags, []);
  const list = await body(intercom.users.listBy({ tag_id: story.tag.id }));
  assert.deepEqual(sorted(ids(list.users)), sorted([story.crowd[0].id, story.crowd[1].id]));
});

step('tags.create with an id renames', async () => {
  const tag = await body(intercom.tags.create({ id: story.tag.id, name: 'story-star' }));
  assert.deepEqual([tag.id, tag.name], [story.tag.id, 'story-star']);
  const user = await body(intercom.users.find({ id: story.crowd[0].id }));
  assert.deepEqual(
    user.tags.tags.map((own) => own.name),
    ['story-star'],
  );
});

step('tags.list', async () => {
  const list = await body(intercom.tags.list());
  assert.equal(list.type, 'tag.list');
  assert.deepEqual(
    list.tags.filter((tag) => tag.id === story.tag.id).map((tag) => tag.name),
    ['story-star'],
  );
});

step('an unknown user is not tagged', async () => {
  await rejection(intercom.tags.tag({ name: 'story-star', users: [{ user_id: 'never-made' }] }), 404, 'not_found');
});

// ---- Companies

step('companies.create', async () => {
  const company = await body(
    intercom.companies.create({
      company_id: 'story-mill',
      name: 'Story Mill',
      plan: 'Team',
      monthly_spend: 240,
      size: 18,
      website: 'https://mill.example',
      industry: 'Paper',
      custom_attributes: { onboarded: true },
    }),
  );
  assert.equal(company.type, 'company');
  assert.match(company.id, /^[0-9a-f]{24}$/);
  assert.deepEqual(
    [
      company.company_id,
      company.name,
      company.plan.name,
      company.monthly_spend,
      company.size,
      company.website,
      company.industry,
    ],
    ['story-mill', 'Story Mill', 'Team', 240, 18, 'https://mill.example', 'Paper'],
  );
  assert.deepEqual(company.custom_attributes, { onboarded: true });
  story.mill = company;
});

step('companies.find by id, company_id and name', async () => {
  for (const key of [{ id: story.mill.id }, { company_id: 'story-mill' }, { name: 'Story Mill' }]) {
    const company = await body(intercom.companies.find(key));
    assert.deepEqual([company.type, company.id, company.name], ['company', story.mill.id, 'Story Mill']);
  }
});

step('companies.update', async () => {
  const company = await body(
    intercom.companies.update({ company_id: 'story-mill', monthly_spend: 300, custom_attributes: { tier: 2 } }),
  );
  assert.deepEqual([company.id, company.name, company.monthly_spend], [story.mill.id, 'Story Mill', 300]);
  assert.deepEqual(company.custom_attributes, { onboarded: true, tier: 2 });
});

step('users join and leave a company', async () => {
  const joined = await body(
    intercom.users.update({
      user_id: 'story-ada',
      companies: [{ company_id: 'story-mill' }, { company_id: 'story-shop', name: 'Story Shop' }],
    }),
  );
  assert.equal(joined.companies.type, 'company.list');
  assert.deepEqual(sorted(joined.companies.companies.map((company) => company.company_id)), [
    'story-mill',
    'story-shop',
  ]);
  await body(intercom.users.update({ id: story.crowd[3].id, companies: [{ company_id: 'story-mill' }] }));
  assert.equal((await body(intercom.companies.find({ company_id: 'story-mill' }))).user_count, 2);
  const left = await body(
    intercom.users.update({ user_id: 'story-ada', companies: [{ company_id: 'story-shop', remove: true }] }),
  );
  assert.deepEqual(
    left.companies.companies.map((company) => company.company_id),
    ['story-mill'],
  );
});

step('companies.listUsers by id, company_id and name', async () => {
  for (const key of [{ id: story.mill.id }, { company_id: 'story-mill' }, { name: 'Story Mill' }]) {
    const list = await body(intercom.companies.listUsers(key));
    assert.equal(list.type, 'user.list');
    assert.deepEqual(sorted(ids(list.users)), sorted([story.ada.id, story.crowd[3].id]));
  }
});

step('tags.tag and tags.untag a company', async () => {
  const tag = await body(intercom.tags.tag({ name: 'story-account', companies: [{ company_id: 'story-mill' }] }));
  assert.equal(tag.name, 'story-account');
  const list = await body(intercom.companies.listBy({ tag_id: tag.id }));
  assert.deepEqual([list.type, ids(list.companies)], ['company.list', [story.mill.id]]);
  assert.deepEqual(
    list.companies[0].tags.tags.map((own) => own.name),
    ['story-account'],
  );
  await body(intercom.tags.untag({ name: 'story-account', companies: [{ id: story.mill.id }] }));
  assert.deepEqual((await body(intercom.companies.listBy({ tag_id: tag.id }))).companies, []);
});

step('companies.list, every page', async () => {
  // Lists leave out companies without people, so that each gets somebody.
  await inBatches(104, (n) =>
    body(intercom.users.update({ user_id: `crowd-${n}`, companies: [{ company_id: `row-${n}`, name: `Row ${n}` }] })),
  );
  const first = await body(intercom.companies.list());
  assert.equal(first.type, 'company.list');
  const { found, turns } = await readAll(first, 'companies');
  assert.ok(turns >= 3);
  assert.equal(found.length, first.total_count);
  assert.equal(new Set(ids(found)).size, first.total_count);
  const own = found.map((company) => company.company_id).filter((id) => /^(row|story)-/.test(id));
  assert.equal(own.length, 105);
  story.companies = ids(found);
});

step('companies.scroll.each', async () => {
  const { found, calls } = await scrollAll(intercom.companies, 'companies');
  assert.ok(calls >= 3);
  assert.equal(new Set(ids(found)).size, found.length);
  for (const id of story.companies) assert.ok(ids(found).includes(id));
});

// ---- Segments

step('segments.list and segments.find', async () => {
  const list = await body(intercom.segments.list());
  assert.equal(list.type, 'segment.list');
  const [segment] = list.segments.filter((one) => one.name === USER_SEGMENT);
  assert.deepEqual([segment.type, segment.person_type], ['segment', 'user']);
  const found = await body(intercom.segments.find({ id: segment.id }));
  assert.deepEqual([found.type, found.id, found.name], ['segment', segment.id, USER_SEGMENT]);
  story.segment = segment;
});

step('users.listBy segment', async () => {
  const list = await body(intercom.users.listBy({ segment_id: story.segment.id }));
  assert.deepEqual([list.type, list.total_count, ids(list.users)], ['user.list', 1, [story.ada.id]]);
  const user = await body(intercom.users.find({ id: story.ada.id }));
  assert.deepEqual(user.segments, { type: 'segment.list', segments: [{ type: 'segment', id: story.segment.id }] });
});

step('companies.listBy segment', async () => {
  const list = await body(intercom.get('/segments', { type: 'company' }));
  const [segment] = list.segments.filter((one) => one.name === COMPANY_SEGMENT);
  const found = await body(intercom.companies.listBy({ segment_id: segment.id }));
  assert.deepEqual([found.type, ids(found.companies)], ['company.list', [story.mill.id]]);
});

// ---- Notes and events

step('notes.create', async () => {
  const [admin] = story.admins;
  const note = await body(
    intercom.notes.create({ user: { user_id: 'story-ada' }, body: 'Asked about paper', admin_id: admin.id }),
  );
  assert.equal(note.type, 'note');
  assert.match(note.body, /Asked about paper/);
  assert.deepEqual([note.author.type, note.author.id], ['admin', admin.id]);
  assert.deepEqual([note.user.type, note.user.id], ['user', story.ada.id]);
  story.note = note;
  await body(intercom.notes.create({ user: { email: 'ada@story.example' }, body: 'Wants an invoice' }));
});

step('notes.list and notes.find', async () => {
  for (const key of [{ user_id: 'story-ada' }, { email: 'ada@story.example' }, { id: story.ada.id }]) {
    const list = await body(intercom.notes.list(key));
    assert.equal(list.type, 'note.list');
    assert.equal(list.notes.length, 2);
    assert.ok(ids(list.notes).includes(story.note.id));
  }
  const note = await body(intercom.notes.find({ id: story.note.id }));
  assert.deepEqual([note.type, note.id, note.body], ['note', story.note.id, story.note.body]);
});

step('events.create by user_id and by email', async () => {
  const byId = {
    event_name: 'ordered-paper',
    created_at: now - 60,
    user_id: 'story-ada',
    metadata: { sheets: 500, order_date: now },
  };
  assert.ok(!(await body(intercom.events.create(byId), 202)), '202 has no body');
  await body(
    intercom.events.create({ event_name: 'ordered-paper', created_at: now - 30, email: 'ada@story.example' }),
    202,
  );
});

step('events.listBy user_id, email and intercom_user_id', async () => {
  for (const key of [{ user_id: 'story-ada' }, { email: 'ada@story.example' }, { intercom_user_id: story.ada.id }]) {
    const list = await body(intercom.events.listBy({ type: 'user', ...key }));
    assert.equal(list.type, 'event.list');
    assert.deepEqual(sorted(list.events.map((event) => event.created_at)), [now - 60, now - 30]);
    const [event] = list.events.filter((one) => one.created_at === now - 60);
    assert.deepEqual(
      [event.type, event.event_name, event.user_id, event.email, event.intercom_user_id],
      ['event', 'ordered-paper', 'story-ada', 'ada@story.example', story.ada.id],
    );
    assert.deepEqual(event.metadata, { sheets: 500, order_date: now });
  }
});

step('events.listBy as summaries', async () => {
  const summary = await body(intercom.events.listBy({ type: 'user', user_id: 'story-ada', summary: true }));
  assert.equal(summary.type, 'event.summary');
  assert.equal(summary.user_id, 'story-ada');
  assert.deepEqual(
    summary.events.map((event) => [event.name, event.count]),
    [['ordered-paper', 2]],
  );
  const seconds = (date) => Math.floor(Date.parse(date) / 1000);
  assert.deepEqual([seconds(summary.events[0].first), seconds(summary.events[0].last)], [now - 60, now - 30]);
});

step('events.listBy, every page', async () => {
  const who = story.crowd[5];
  await inBatches(64, (n) =>
    body(intercom.events.create({ event_name: `step-${n}`, created_at: now - 5000 + n, user_id: who.user_id }), 202),
  );
  const { found } = await readAll(body(intercom.events.listBy({ type: 'user', user_id: who.user_id })), 'events');
  assert.equal(found.length, 64);
  assert.equal(new Set(found.map((event) => event.event_name)).size, 64);
});

// ---- Leads

step('leads.create', async () => {
  const lead = await body(intercom.leads.create({ email: 'lee@story.example', name: 'Lee' }));
  assert.deepEqual([lead.type, lead.email, lead.name, lead.anonymous], ['contact', 'lee@story.example', 'Lee', true]);
  assert.match(lead.user_id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  story.lee = lead;
  const twin = await body(intercom.leads.create({ email: 'lee@story.example' }));
  assert.notEqual(twin.id, lead.id, 'an email alone always makes another lead');
  const blank = await body(intercom.contacts.create({}));
  assert.deepEqual([blank.type, blank.email], ['contact', null]);
  story.spare = [twin, blank];
});

step('leads.create with only a callback', async () => {
  const response = await new Promise((done) => {
    intercom.leads.create((received) => done(received));
  });
  assert.equal(response.statusCode, 200);
  assert.equal(response.body.type, 'contact');
  story.spare.push(response.body);
});

step('leads.find by id and user_id', async () => {
  for (const key of [{ id: story.lee.id }, { user_id: story.lee.user_id }]) {
    const lead = await body(intercom.leads.find(key));
    assert.deepEqual([lead.type, lead.id], ['contact', story.lee.id]);
  }
});

step('leads.update', async () => {
  const named = await body(
    intercom.leads.update({ user_id: story.lee.user_id, name: 'Lee R.', custom_attributes: { source: 'fair' } }),
  );
  assert.deepEqual([named.id, named.name, named.email], [story.lee.id, 'Lee R.', 'lee@story.example']);
  const byId = await body(intercom.leads.update({ id: story.lee.id, phone: '+353 1 555 0101' }));
  assert.deepEqual([byId.id, byId.name, byId.custom_attributes], [story.lee.id, 'Lee R.', { source: 'fair' }]);
});

step('leads.list and leads.listBy email', async () => {
  const { found, last: end } = await readAll(body(intercom.leads.list()), 'contacts');
  assert.equal(end.type, 'contact.list');
  assert.equal(found.length, end.total_count);
  assert.ok(ids(found).includes(story.lee.id));
  story.leads = end.total_count;
  const list = await body(intercom.leads.listBy({ email: 'lee@story.example' }));
  assert.equal(list.type, 'contact.list');
  assert.deepEqual(sorted(ids(list.contacts)), sorted([story.lee.id, story.spare[0].id]));
});

step('leads.scroll.each', async () => {
  const { found } = await scrollAll(intercom.leads, 'contacts');
  assert.equal(new Set(ids(found)).size, story.leads);
});

step('leads.delete', async () => {
  for (const spare of story.spare) {
    const gone = await body(intercom.leads.delete({ id: spare.id }));
    assert.deepEqual([gone.type, gone.id], ['contact', spare.id]);
    await rejection(intercom.leads.find({ id: spare.id }), 404, 'not_found');
  }
});

step('leads.convert into a known user', async () => {
  const user = await body(
    intercom.leads.convert({ contact: { user_id: story.lee.user_id }, user: { user_id: story.crowd[7].user_id } }),
  );
  assert.deepEqual([user.type, user.user_id], ['user', story.crowd[7].user_id]);
  await rejection(intercom.leads.find({ user_id: story.lee.user_id }), 404, 'not_found');
});

step('leads.convert into a new user', async () => {
  const lead = await body(intercom.leads.create({ email: 'nia@story.example', name: 'Nia' }));
  const user = await body(
    intercom.leads.convert({ contact: { id: lead.id }, user: { user_id: 'story-nia', email: 'nia@story.example' } }),
  );
  assert.deepEqual([user.type, user.user_id, user.email], ['user', 'story-nia', 'nia@story.example']);
  assert.equal((await body(intercom.users.find({ user_id: 'story-nia' }))).id, user.id);
});

// ---- Visitors

step('visitors.find by user_id and id', async () => {
  story.visitors = [];
  for (const userId of VISITORS) {
    const visitor = await body(intercom.visitors.find({ user_id: userId }));
    assert.deepEqual([visitor.type, visitor.user_id, visitor.anonymous], ['visitor', userId, true]);
    assert.equal((await body(intercom.visitors.find({ id: visitor.id }))).user_id, userId);
    story.visitors.push(visitor);
  }
});

step('visitors.update', async () => {
  const [visitor] = story.visitors;
  const byId = await body(intercom.visitors.update({ id: visitor.id, name: 'Passer-by' }));
  assert.deepEqual([byId.type, byId.id, byId.name], ['visitor', visitor.id, 'Passer-by']);
  const byUserId = await body(intercom.visitors.update({ user_id: visitor.user_id, custom_attributes: { entrance: 2 } }));
  assert.deepEqual([byUserId.id, byUserId.name, byUserId.custom_attributes.entrance], [visitor.id, 'Passer-by', 2]);
});

step('visitors.delete', async () => {
  const [visitor] = story.visitors;
  const gone = await body(intercom.visitors.delete({ id: visitor.id }));
  assert.deepEqual([gone.type, gone.id], ['visitor', visitor.id]);
  await rejection(intercom.visitors.find({ id: visitor.id }), 404, 'not_found');
});

step('visitors.convert to a lead and to a user', async () => {
  const [, toLead, toUser] = story.visitors;
  const lead = await body(intercom.visitors.convert({ visitor: { user_id: toLead.user_id }, type: 'lead' }));
  assert.equal(lead.type, 'contact');
  assert.equal((await body(intercom.leads.find({ id: lead.id }))).user_id, lead.user_id);
  const user = await body(
    intercom.visitors.convert({
      visitor: { user_id: toUser.user_id },
      user: { user_id: 'story-eve', email: 'eve@story.example' },
      type: 'user',
    }),
  );
  assert.deepEqual([user.type, user.user_id, user.email], ['user', 'story-eve', 'eve@story.example']);
  for (const visitor of [toLead, toUser])
    await rejection(intercom.visitors.find({ user_id: visitor.user_id }), 404, 'not_found');
});

// ---- Messages and conversations

step('messages.create in-app, from an admin', async () => {
  const [admin] = story.admins;
  const message = await body(
    intercom.messages.create({
      message_type: 'inapp',
      body: 'Paper is back',
      from: { type: 'admin', id: admin.id },
      to: { type: 'user', user_id: 'story-ada' },
    }),
  );
  assert.deepEqual(
    [message.type, message.message_type, message.owner.type, message.owner.id],
    ['admin_message', 'inapp', 'admin', admin.id],
  );
  assert.match(message.body, /Paper is back/);
});

step('messages.create as an email, from an admin', async () => {
  const [admin] = story.admins;
  const mail = {
    message_type: 'email',
    subject: 'Paper',
    body: 'It is back',
    template: 'plain',
    from: { type: 'admin', id: admin.id },
    to: { type: 'user', id: story.ada.id },
  };
  const message = await body(intercom.messages.create(mail));
  assert.deepEqual(
    [message.type, message.message_type, message.subject, message.template],
    ['admin_message', 'email', 'Paper', 'plain'],
  );
});

step('messages.create from a user', async () => {
  const message = await body(
    intercom.messages.create({ from: { type: 'user', id: story.ada.id }, body: 'Is the mill open?' }),
  );
  assert.equal(message.type, 'user_message');
  assert.match(message.body, /Is the mill open\?/);
  assert.ok(message.id);
});

step('messages.create from a lead', async () => {
  const lead = await body(intercom.leads.create({ name: 'Visitor' }));
  const message = await body(
    intercom.messages.create({ from: { type: 'contact', id: lead.id }, body: 'Where are you?' }),
  );
  assert.match(message.type, /^(user|contact)_message$/);
  const list = await body(intercom.conversations.list({ type: 'user', intercom_user_id: lead.id }));
  assert.equal(list.conversations.length, 1);
  const [{ user }] = list.conversations;
  assert.deepEqual([user.type, user.id], ['lead', lead.id]);
});

step('conversations.list of a user', async () => {
  for (const key of [{ user_id: 'story-ada' }, { email: 'ada@story.example' }, { intercom_user_id: story.ada.id }]) {
    const list = await body(intercom.conversations.list({ type: 'user', ...key }));
    assert.equal(list.type, 'conversation.list');
    const asked = list.conversations.filter((one) => /Is the mill open\?/.test(one.conversation_message.body));
    assert.equal(asked.length, 1);
    [story.talk] = asked;
  }
  assert.deepEqual([story.talk.user.type, story.talk.user.id, story.talk.open], ['user', story.ada.id, true]);
});

step('conversations.list of all', async () => {
  const { found } = await readAll(body(intercom.conversations.list({})), 'conversations');
  assert.ok(ids(found).includes(story.talk.id));
  assert.equal(new Set(ids(found)).size, found.length);
});

step('conversations.find', async () => {
  const talk = await body(intercom.conversations.find({ id: story.talk.id }));
  assert.deepEqual(
    [talk.type, talk.id, talk.user.id, talk.state],
    ['conversation', story.talk.id, story.ada.id, 'open'],
  );
  assert.match(talk.conversation_message.body, /Is the mill open\?/);
  assert.deepEqual(
    [talk.conversation_message.author.type, talk.conversation_message.author.id],
    ['user', story.ada.id],
  );
  assert.deepEqual(
    [talk.conversation_parts.type, talk.conversation_parts.conversation_parts],
    ['conversation_part.list', []],
  );
  const plain = await body(intercom.conversations.find({ id: story.talk.id, display_as: 'plaintext' }));
  assert.equal(plain.conversation_message.body, 'Is the mill open?');
});

const parts = (talk) => talk.conversation_parts.conversation_parts;
const newest = (talk) => parts(talk)[parts(talk).length - 1];

step('conversations.reply as an admin', async () => {
  const [admin] = story.admins;
  const talk = await body(
    intercom.conversations.reply({
      id: story.talk.id,
      type: 'admin',
      message_type: 'comment',
      admin_id: admin.id,
      body: 'From ten to six',
    }),
  );
  assert.deepEqual([talk.type, talk.id, parts(talk).length], ['conversation', story.talk.id, 1]);
  const part = newest(talk);
  assert.deepEqual(
    [part.type, part.part_type, part.author.type, part.author.id],
    ['conversation_part', 'comment', 'admin', admin.id],
  );
  assert.match(part.body, /From ten to six/);
});

step('conversations.reply as the user', async () => {
  const url = 'https://files.example/map.png';
  const talk = await body(
    intercom.conversations.reply({
      id: story.talk.id,
      type: 'user',
      message_type: 'comment',
      user_id: 'story-ada',
      body: 'Thank you',
      attachment_urls: [url],
    }),
  );
  const part = newest(talk);
  assert.deepEqual(
    [part.part_type, part.author.type, part.author.id, part.attachments.length],
    ['comment', 'user', story.ada.id, 1],
  );
  const byEmail = await body(
    intercom.conversations.reply({
      id: story.talk.id,
      type: 'user',
      message_type: 'comment',
      email: 'ada@story.example',
      body: 'One more thing',
    }),
  );
  const byId = await body(
    intercom.conversations.reply({
      id: story.talk.id,
      type: 'user',
      message_type: 'comment',
      intercom_user_id: story.ada.id,
      body: 'Parking?',
    }),
  );
  assert.deepEqual([parts(byEmail).length, parts(byId).length], [3, 4]);
});

step('conversations.reply with a note', async () => {
  const [admin] = story.admins;
  const talk = await body(
    intercom.conversations.reply({
      id: story.talk.id,
      type: 'admin',
      message_type: 'note',
      admin_id: admin.id,
      body: 'A regular',
    }),
  );
  assert.equal(newest(talk).part_type, 'note');
});

step('conversations.reply that assigns', async () => {
  const [admin, other] = story.admins;
  const talk = await body(
    intercom.conversations.reply({
      id: story.talk.id,
      type: 'admin',
      message_type: 'assignment',
      admin_id: admin.id,
      assignee_id: other.id,
    }),
  );
  assert.deepEqual([talk.assignee.type, talk.assignee.id], ['admin', other.id]);
  assert.deepEqual([newest(talk).part_type, newest(talk).assigned_to.id], ['assignment', other.id]);
  const list = await body(intercom.conversations.list({ type: 'admin', admin_id: other.id, open: true }));
  assert.ok(ids(list.conversations).includes(story.talk.id));
});

step('conversations.reply that closes, opens and snoozes', async () => {
  const [admin, other] = story.admins;
  const base = { id: story.talk.id, type: 'admin', admin_id: admin.id };
  const closed = await body(intercom.conversations.reply({ ...base, message_type: 'close' }));
  assert.deepEqual([closed.open, closed.state, newest(closed).part_type], [false, 'closed', 'close']);
  const open = await body(intercom.conversations.list({ type: 'admin', admin_id: other.id, open: true }));
  assert.ok(!ids(open.conversations).includes(story.talk.id));
  const shut = await body(intercom.conversations.list({ type: 'admin', admin_id: other.id, open: false }));
  assert.ok(ids(shut.conversations).includes(story.talk.id));
  const opened = await body(intercom.conversations.reply({ ...base, message_type: 'open' }));
  assert.deepEqual([opened.open, opened.state], [true, 'open']);
  const until = now + 86400;
  const snoozed = await body(intercom.conversations.reply({ ...base, message_type: 'snoozed', snoozed_until: until }));
  assert.deepEqual([snoozed.state, snoozed.snoozed_until], ['snoozed', until]);
  await body(intercom.conversations.reply({ ...base, message_type: 'open' }));
});

step('conversations.reply to the last one', async () => {
  const [admin] = story.admins;
  const talk = await body(
    intercom.conversations.reply({
      id: 'last',
      type: 'admin',
      message_type: 'comment',
      admin_id: admin.id,
      intercom_user_id: story.ada.id,
      body: 'Behind the house',
    }),
  );
  assert.equal(talk.user.id, story.ada.id);
  assert.match(newest(talk).body, /Behind the house/);
});

step('conversations.markAsRead', async () => {
  const talk = await body(intercom.conversations.markAsRead({ id: story.talk.id }));
  assert.deepEqual([talk.id, talk.read], [story.talk.id, true]);
  assert.equal((await body(intercom.conversations.find({ id: story.talk.id }))).read, true);
});

// ---- Counts

step('counts.appCounts', async () => {
  const counts = await body(intercom.counts.appCounts());
  assert.equal(counts.type, 'count.hash');
  const users = await body(intercom.users.listBy({ per_page: 1 }));
  const leads = await body(intercom.leads.listBy({ per_page: 1 }));
  assert.equal(counts.user.count, users.total_count);
  assert.equal(counts.lead.count, leads.total_count);
  assert.ok(counts.company.count >= story.companies.length);
  assert.ok(counts.tag.count >= 2);
  assert.ok(counts.segment.count >= 2);
});

step('counts.conversationCounts', async () => {
  const { type, conversation } = await body(intercom.counts.conversationCounts());
  assert.equal(type, 'count');
  const { found } = await readAll(body(intercom.conversations.list({})), 'conversations');
  assert.equal(conversation.open, found.filter((one) => one.open).length);
  assert.equal(conversation.closed, found.filter((one) => one.state === 'closed').length);
  assert.equal(typeof conversation.assigned, 'number');
  assert.equal(typeof conversation.unassigned, 'number');
});

step('counts.conversationAdminCounts', async () => {
  const { conversation } = await body(intercom.counts.conversationAdminCounts());
  const [other] = conversation.admin.filter((admin) => admin.id === story.admins[1].id);
  assert.equal(other.name, story.admins[1].name);
  assert.ok(other.open + other.closed >= 1);
});

step('counts.userTagCounts', async () => {
  const { user } = await body(intercom.counts.userTagCounts());
  assert.deepEqual(
    user.tag.filter((tag) => 'story-star' in tag),
    [{ 'story-star': 2 }],
  );
});

step('counts.userSegmentCounts', async () => {
  const { user } = await body(intercom.counts.userSegmentCounts());
  assert.deepEqual(
    user.segment.filter((segment) => USER_SEGMENT in segment),
    [{ [USER_SEGMENT]: 1 }],
  );
});

step('counts.companyTagCounts', async () => {
  await body(
    intercom.tags.tag({ name: 'story-account', companies: [{ company_id: 'row-1' }, { company_id: 'row-2' }] }),
  );
  const { company } = await body(intercom.counts.companyTagCounts());
  assert.deepEqual(
    company.tag.filter((tag) => 'story-account' in tag),
    [{ 'story-account': 2 }],
  );
});

step('counts.companySegmentCounts', async () => {
  const { company } = await body(intercom.counts.companySegmentCounts());
  assert.deepEqual(
    company.segment.filter((segment) => COMPANY_SEGMENT in segment),
    [{ [COMPANY_SEGMENT]: 1 }],
  );
});

step('counts.companyUserCounts', async () => {
  const pages = [];
  let counts = await body(intercom.counts.companyUserCounts());
  for (;;) {
    pages.push(...counts.company.user);
    // These nest the object twice.
    const outer = counts.pages || {};
    const next = (outer.pages || outer).next;
    if (!next) break;
    counts = await body(intercom.nextPage({ next }));
  }
  const [mill] = pages.filter((company) => company.remote_company_id === 'story-mill');
  assert.equal(mill['Story Mill'], 2);
});

// ---- Bulk jobs

async function finished(job) {
  for (let tries = 0; tries < 50; tries += 1) {
    const state = await body(intercom.get(`/jobs/${job.id}`, {}));
    if (state.state === 'completed') return state;
    assert.match(state.state, /^(pending|running)$/);
    await new Promise((done) => {
      setTimeout(done, 200);
    });
  }
  return assert.fail('the job does not end');
}

step('users.bulk', async () => {
  const job = await body(
    intercom.users.bulk([
      { create: { user_id: 'bulk-1', email: 'bulk-1@story.example' } },
      { create: { user_id: 'bulk-2', name: 'Bulk Two' } },
      { delete: { user_id: story.crowd[129].user_id } },
    ]),
  );
  assert.match(job.id, /^job_/);
  assert.match(job.state, /^(pending|running|completed)$/);
  assert.equal(typeof job.links.self, 'string');
  assert.equal((await finished(job)).id, job.id);
  assert.equal((await body(intercom.users.find({ user_id: 'bulk-2' }))).name, 'Bulk Two');
  await rejection(intercom.users.find({ user_id: story.crowd[129].user_id }), 404, 'not_found');
});

step('events.bulk', async () => {
  const job = await body(
    intercom.events.bulk([
      { create: { event_name: 'bulk-event', created_at: now - 20, user_id: 'bulk-1' } },
      { create: { event_name: 'bulk-event', created_at: now - 10, user_id: 'bulk-1', metadata: { n: 2 } } },
    ]),
  );
  await finished(job);
  const list = await body(intercom.events.listBy({ type: 'user', user_id: 'bulk-1' }));
  assert.deepEqual(
    list.events.map((event) => event.event_name),
    ['bulk-event', 'bulk-event'],
  );
});

// ---- Ends

step('tags.delete', async () => {
  await body(intercom.tags.delete({ id: story.tag.id }));
  const list = await body(intercom.tags.list());
  assert.ok(!ids(list.tags).includes(story.tag.id));
  assert.deepEqual((await body(intercom.users.find({ id: story.crowd[0].id }))).tags.tags, []);
  await rejection(intercom.tags.delete({ id: story.tag.id }), 404, 'not_found');
});

step('users.archive by id, users.delete by user_id and email', async () => {
  const [one, two, three] = story.crowd.slice(10, 13);
  for (const [call, user] of [
    [() => intercom.users.archive({ id: one.id }), one],
    [() => intercom.users.delete({ user_id: two.user_id }), two],
    [() => intercom.users.archive({ email: three.email }), three],
  ]) {
    const gone = await body(call());
    assert.deepEqual([gone.type, gone.id, gone.user_id], ['user', user.id, user.user_id]);
    await rejection(intercom.users.find({ id: user.id }), 404, 'not_found');
    await rejection(intercom.users.find({ user_id: user.user_id }), 404, 'not_found');
  }
});

step('users.requestPermanentDeletion', async () => {
  const asked = await body(intercom.users.requestPermanentDeletion(story.crowd[20].id));
  assert.ok(asked.id);
  const byParams = await body(intercom.users.requestPermanentDeletionByParams({ user_id: story.crowd[21].user_id }));
  assert.ok(byParams.id);
});

// ---- Rejections

step('an unknown user', async () => {
  const error = await rejection(intercom.users.find({ id: 'ffffffffffffffffffffffff' }), 404, 'not_found');
  assert.equal(error.message, 'User Not Found');
  await rejection(intercom.users.find({ user_id: 'never-made' }), 404, 'not_found');
  await rejection(client({ version: '1.0' }).users.find({ email: 'never-made@story.example' }), 404, 'not_found');
});

step('other unknown things', async () => {
  for (const call of [
    () => intercom.leads.find({ id: 'ffffffffffffffffffffffff' }),
    () => intercom.visitors.find({ user_id: 'never-made' }),
    () => intercom.segments.find({ id: 'ffffffffffffffffffffffff' }),
    () => intercom.notes.find({ id: '999999999' }),
    () => intercom.conversations.find({ id: '999999999' }),
    () => intercom.events.create({ event_name: 'x', created_at: now, user_id: 'never-made' }),
  ]) {
    await rejection(call(), 404, 'not_found');
  }
  let company;
  try {
    await intercom.companies.find({ company_id: 'never-made' });
  } catch (error) {
    company = error;
  }
  assert.equal(company.statusCode, 404);
  assert.match(company.body.errors[0].code, /^(company_)?not_found$/);
});

step('two users with one email', async () => {
  for (const n of [1, 2]) await body(intercom.users.create({ user_id: `twin-${n}`, email: 'twin@story.example' }));
  const list = await body(client({ version: '1.1' }).users.find({ email: 'twin@story.example' }));
  assert.deepEqual(sorted(list.users.map((user) => user.user_id)), ['twin-1', 'twin-2']);
  let conflict;
  try {
    await client({ version: '1.0' }).users.find({ email: 'twin@story.example' });
  } catch (error) {
    conflict = error;
  }
  assert.ok(conflict, 'in 1.0 two users with one email are a conflict');
  assert.deepEqual([conflict.statusCode, conflict.body.type], [409, 'error.list']);
  assert.match(conflict.body.errors[0].code, /^(conflict|unique_user_constraint)$/);
});

step('requests that lack something', async () => {
  for (const [call, statuses] of [
    [() => intercom.users.create({ name: 'Nobody' }), [400, 422]],
    [() => intercom.events.create({ user_id: 'story-ada', created_at: now }), [400, 422]],
    [() => intercom.messages.create({ body: 'from nobody' }), [400, 422]],
    [
      () => intercom.conversations.reply({ id: story.talk.id, type: 'admin', message_type: 'comment', body: 'x' }),
      [400, 422],
    ],
    [() => intercom.tags.create({}), [400, 422]],
  ]) {
    let error;
    try {
      await call();
    } catch (problem) {
      error = problem;
    }
    assert.ok(error && error.body, 'rejected with an error.list');
    last.response = `${error.statusCode} ${inspect(error.body, { depth: 6 })}`;
    assert.ok(statuses.includes(error.statusCode));
    assert.match(error.body.errors[0].code, /^(parameter_not_found|parameter_invalid|missing_parameter|bad_request)$/);
  }
});

step('an unknown version and an unknown path', async () => {
  await rejection(client({ version: '9.9' }).users.list(), 400, 'intercom_version_invalid');
  let error;
  try {
    await intercom.get('/nonsense', {});
  } catch (problem) {
    error = problem;
  }
  assert.deepEqual([error.statusCode, error.body.type], [404, 'error.list']);
});

// A call that never ends must not pass for a success.
process.exitCode = 1;

(async () => {
  let passed = 0;
  for (const { name, run } of steps) {
    try {
      await run();
      passed += 1;
      console.log(`ok  ${name}`);
    } catch (error) {
      console.log(`NOT OK  ${name}`);
      console.error(`  last request: ${await lastRequest()}`);
      const received = error.body ? `${error.statusCode} ${inspect(error.body, { depth: 6 })}` : last.response;
      console.error(`  last response: ${received}`);
      console.error(`  ${error.stack.replaceAll('\n', '\n  ')}`);
      if (!KEEP_GOING) break;
    }
  }
  console.log(`${passed} of ${steps.length} steps`);
  if (passed === steps.length) process.exitCode = 0;
})();
