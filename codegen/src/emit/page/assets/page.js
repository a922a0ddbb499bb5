// The page: finds a function, shows its form, the request as it will go out, snippets, and the response.

// The data of the page: JSON, deflated, in base64.
async function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

function start({ catalogue, languages, responses }) {
  const byName = new Map(catalogue.functions.map((fn) => [fn.name, fn]));
  const session = document.querySelector('meta[name="docs-session"]')?.content ?? "";
  const mode = document.querySelector('meta[name="docs-mode"]')?.content ?? "examples";
  // The page's own elements: no function has such a name.
  const $ = (id) => document.getElementById(`--${id}`);
  const stored = (key, value) => {
    try {
      if (value !== undefined) localStorage.setItem(`docs-${key}`, value);
      return localStorage.getItem(`docs-${key}`);
    } catch {
      return undefined;
    }
  };

  let current;
  let controls = [];
  let sending;
  const visited = [];

  // ── Search ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
  const links = [...document.querySelectorAll("nav li a")];
  const groups = [...document.querySelectorAll("nav details")];
  let search;
  const index = () =>
    (search ??= searcher(
      links.map((link) => {
        const id = link.dataset.function;
        const section = document.getElementById(id);
        const texts = (selector) => [...section.querySelectorAll(selector)].map((element) => element.textContent).join(" ");
        return { id, name: id, path: texts(".route"), fields: texts(".field b"), doc: texts(".doc") };
      }),
    ));
  const results = $("results");

  function find() {
    const query = $("search").value.trim();
    show(results, query !== "");
    for (const group of groups) show(group, query === "");
    if (query === "") {
      $("found").textContent = "";
      return;
    }
    const ids = index()(query);
    results.replaceChildren(
      ...ids.slice(0, 30).map((id) => {
        const fn = byName.get(id);
        const doc = document.getElementById(id).querySelector(".doc").textContent;
        const verb = make("span", { className: `verb ${fn.http.toLowerCase()}` }, fn.http);
        return make("li", {}, make("a", { href: `#${encodeURIComponent(id)}` }, verb, make("span", {}, id, make("small", {}, `${fn.resource}: ${doc.slice(0, 70)}`))));
      }),
    );
    $("found").textContent = ids.length ? `${ids.length} function${ids.length === 1 ? "" : "s"} found` : `No function fits "${query}"`;
  }

  const shownLinks = () => [...document.querySelectorAll("nav li a")].filter((link) => link.offsetParent !== null);
  function moveFocus(event) {
    const all = shownLinks();
    const at = all.indexOf(document.activeElement);
    const to = event.key === "ArrowDown" ? at + 1 : at - 1;
    if (event.key === "ArrowUp" && at <= 0) $("search").focus();
    else all[Math.min(to, all.length - 1)]?.focus();
    event.preventDefault();
  }

  // ── The form ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
  function open(name, { focus } = {}) {
    const fn = byName.get(name) ?? catalogue.functions[0];
    if (current === fn) return;
    sending?.abort();
    document.querySelector(".function.current")?.classList.remove("current");
    const section = document.getElementById(fn.name);
    section.classList.add("current");
    for (const link of links) {
      if (link.dataset.function === fn.name) {
        link.setAttribute("aria-current", "page");
        link.closest("details").open = true;
        link.scrollIntoView({ block: "nearest" });
      } else link.removeAttribute("aria-current");
    }
    current = fn;
    document.title = `${fn.name} · ${catalogue.name}`;
    complete(fn, section);
    build(fn, section);
    show($("response"), false);
    update();
    if (focus) section.querySelector("h2").focus({ preventScroll: true });
  }

  // What the page's file has once, or only in its data.
  function complete(fn, section) {
    const given = $("given")?.querySelectorAll(".field") ?? [];
    for (const box of section.querySelectorAll("[data-given]:empty")) box.append(...given[box.dataset.given].cloneNode(true).childNodes);
    if (responses[fn.name] === undefined || section.querySelector(".response")) return;
    const response = make("pre", { tabIndex: 0 }, responses[fn.name]);
    section.append(make("details", { className: "response" }, make("summary", {}, "Example response"), response));
  }

  function build(fn, section) {
    controls = [];
    const fields = fn.fields ?? [];
    const example = fn.examples?.[0] && json.parse(fn.examples[0].args ?? "{}");
    const selectors = new Map(fields.flatMap((field, at) => (field.selects === undefined ? [] : [[field.selects, at]])));
    for (const [at, field] of fields.entries()) {
      const box = [...section.querySelectorAll(".field")].find((box) => box.dataset.field === field.name);
      const slot = box.querySelector(".control");
      slot.replaceChildren();
      if (field.credential || field.variable) {
        const value = catalogue.values.find((value) => value.name === field.name);
        const where = value ? `${catalogue.env}_${value.variable}` : "the environment";
        slot.append(make("p", { className: "quiet" }, mode === "live" ? `The server of this page adds it, from ${where}.` : `Not entered here: snippets read ${where}.`));
        controls.push({ field, at, read: () => ({}), fill() {} });
        continue;
      }
      const id = `${fn.name}-${field.name}`;
      const own = field.selects === undefined ? control(field, id, changed) : choice(field, id, fields);
      const problem = make("p", { className: "problem", id: `${id}-problem`, hidden: true });
      const label = box.querySelector("label");
      if (label) label.htmlFor = id;
      // A selector and what it selects are one control, at the place of the value.
      const selector = selectors.get(at);
      const given = example && json.get(example, field.name);
      slot.append(own.element, problem);
      if (field.nullable && !given) slot.append();
      if (given) {
        const shown = given.t === "text" ? given.v : json.compact(given);
        const short = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
        slot.append(
          make("button", { type: "button", className: "link", onclick: () => (fillPair(at, example), changed()) }, `Example: ${short}`),
        );
      }
      own.element.addEventListener("keydown", submit);
      controls.push({ field, at, problem, selector, input: () => document.getElementById(id), ...own });
    }
    for (const [selected, selector] of selectors) {
      const [value, kind] = [controls[selected], controls[selector]];
      if (!value.element || !kind.element) continue;
      const pair = make("div", { className: "pair", role: "group", "aria-label": `${kind.field.name} and ${value.field.name}` });
      value.element.before(pair);
      pair.append(kind.element, value.element);
      kind.problem && pair.after(kind.problem);
      const box = [...section.querySelectorAll(".field")].find((box) => box.dataset.field === kind.field.name);
      box.querySelector(".control").replaceChildren(make("p", { className: "quiet" }, `Chosen beside ${value.field.name}.`));
    }
    const tools = section.querySelector(".tools");
    tools.replaceChildren(
      ...(fn.examples ?? []).map((one, at) =>
        make("button", { type: "button", onclick: () => fill(json.parse(one.args ?? "{}")) }, fn.examples.length > 1 ? `Fill in example ${at + 1}` : "Fill in the example"),
      ),
      make("button", { type: "button", onclick: () => fill({ t: "object", v: [] }) }, "Clear"),
      make("button", { type: "button", onclick: copyLink }, "Copy link"),
    );
  }

  function choice(field, id, fields) {
    const label = `${field.name}, which decides where ${fields[field.selects].name} goes`;
    const select = make("select", { id, onchange: changed, "aria-label": label }, ...["", ...field.values].map((value) => make("option", { value }, value || "choose…")));
    return {
      element: select,
      read: () => (select.value ? { value: json.text(select.value) } : {}),
      fill: (value) => (select.value = value?.v ?? ""),
    };
  }

  function fillPair(at, example) {
    for (const one of controls) if (one.at === at || controls[at].selector === one.at) one.fill(json.get(example, one.field.name));
  }

  function fill(args) {
    for (const one of controls) one.fill(json.get(args, one.field.name));
    changed();
  }

  function read() {
    const args = [];
    const problems = [];
    for (const { field, read } of controls) {
      const { value, problem } = read();
      if (problem) problems.push({ field: field.name, message: problem });
      else if (value !== undefined) {
        if (value.t === "text" && !json.wellFormed(value.v)) problems.push({ field: field.name, message: "has half of a character" });
        else args.push([field.name, value]);
      }
    }
    const encoded = encode(current, args);
    const known = new Set(problems.map((problem) => problem.field));
    problems.push(...encoded.problems.filter((problem) => !known.has(problem.field)));
    return { args, encoded, problems };
  }

  // Missing arguments are shown once somebody tries to send; wrong ones as they are typed.
  function mark(problems, all) {
    for (const one of controls) {
      if (!one.problem) continue;
      const found = problems.find((problem) => problem.field === one.field.name && (all || !/^(is required|needed)/.test(problem.message)));
      show(one.problem, found !== undefined);
      one.problem.textContent = found ? `${one.field.name} ${found.message}` : "";
      const input = one.input();
      if (found) input?.setAttribute("aria-invalid", "true");
      else input?.removeAttribute("aria-invalid");
    }
  }

  function changed() {
    update();
    // Going to the address would move the focus where an element has its name.
    history.replaceState(null, "", `#${link()}`);
  }

  // What is secret is sent, and shown in its own field only.
  const isSecret = (name) => controls.some(({ field }) => field.name === name && field.secret);

  // ── Request and snippet ──────────────────────────────────────────────────────────────────────────────────────────────────
  const language = (id) => languages.find((language) => language.id === id);

  function update() {
    const { args, encoded, problems } = read();
    mark(problems, false);
    const shown = args.map(([name, value]) => [name, isSecret(name) ? json.text("…") : value]);
    const scope = assemble(catalogue, current, shown, shown.some(([name]) => isSecret(name)) ? encode(current, shown) : encoded);
    $("request").textContent = print(language("http"), scope);
    $("snippet").textContent = print(language($("language").value), scope);
    const missing = problems.filter((problem) => problem.message === "is required").map((problem) => problem.field);
    $("missing").textContent = current.draft ? "The spec does not say yet how this is sent." : missing.length ? `Still to be filled in: ${missing.join(", ")}.` : "";
  }

  async function copy(text, button) {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = "Copied";
    $("said").textContent = "Copied";
    setTimeout(() => (button.textContent = before), 1500);
  }

  // ── Links ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  // #createThing?name=beta: texts as they are, other values as JSON. What is secret is left out.
  function link() {
    const pairs = controls.flatMap(({ field, read }) => {
      const { value } = read();
      if (value === undefined || field.secret || field.kind === "file") return [];
      return [`${percentEncode(field.name)}=${percentEncode(value.t === "text" && !looksLikeJson(value.v) ? value.v : json.compact(value))}`];
    });
    if ($("language").value !== languages[0].id) pairs.push(`~language=${$("language").value}`);
    return encodeURIComponent(current.name) + (pairs.length ? `?${pairs.join("&")}` : "");
  }

  const looksLikeJson = (text) => /^\s*(["{[]|-?\d|true$|false$|null$)/.test(text);

  function follow(focus) {
    const [target, query = ""] = location.hash.slice(1).split(/\?(.*)/s);
    const decode = (text) => {
      try {
        return decodeURIComponent(text);
      } catch {
        return text;
      }
    };
    const [name, field] = decode(target).split("/");
    if (location.hash === `#${current && link()}`) return;
    open(name, { focus });
    const given = query.split("&").filter((pair) => pair).map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(decode));
    if (!given.length && !field) return;
    for (const [key, text = ""] of given) {
      if (key === "~language" && language(text)) $("language").value = text;
      const one = controls.find((one) => one.field.name === key);
      if (!one || one.field.secret) continue;
      let value = json.text(text);
      if (looksLikeJson(text)) {
        try {
          value = json.parse(text);
        } catch {
          // A text that only looks like JSON.
        }
      }
      one.fill(value);
    }
    update();
    if (field) {
      const one = controls.find((one) => one.field.name === field);
      one?.input?.()?.focus();
      one?.input?.()?.scrollIntoView({ block: "center" });
    }
  }

  function copyLink(event) {
    copy(`${location.href.split("#")[0]}#${link()}`, event.currentTarget);
  }

  // ── Send ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  function submit(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  }

  async function confirmed(fn) {
    if (mode !== "live" || fn.http === "GET") return true;
    const dialog = $("confirm");
    const what = fn.http === "DELETE" ? "deletes data" : "changes data";
    $("confirm-text").textContent = `${fn.name} ${what} of the real account behind ${catalogue.name}. Send it?`;
    dialog.returnValue = "";
    dialog.showModal();
    await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
    return dialog.returnValue === "send";
  }

  async function send() {
    if (sending) return;
    const fn = current;
    const { args, problems } = read();
    mark(problems, true);
    if (problems.length) {
      controls.find((one) => one.field.name === problems[0].field)?.input?.()?.focus();
      $("said").textContent = `${problems[0].field} ${problems[0].message}`;
      return;
    }
    if (!(await confirmed(fn))) return;
    const where = link();
    if (mode === "examples") return respond(fn, where, exampleResponse(fn));
    sending = new AbortController();
    show($("cancel"), true);
    $("send").disabled = true;
    $("said").textContent = "Sending";
    const started = performance.now();
    try {
      const response = await fetch("call", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Docs-Session": session },
        body: json.compact({ t: "object", v: [["function", json.text(fn.name)], ["args", { t: "object", v: args }]] }),
        signal: sending.signal,
      });
      const text = await response.text();
      let result;
      try {
        result = JSON.parse(text);
      } catch {
        result = { error: `the server of this page sent something unreadable (status ${response.status})` };
      }
      respond(fn, where, { millis: Math.round(performance.now() - started), ...result });
    } catch (error) {
      const message = error.name === "AbortError" ? "Cancelled. A request that was under way may have been processed." : "The server of this page is not there: is the command that serves it still running?";
      respond(fn, where, { error: message });
    } finally {
      sending = undefined;
      show($("cancel"), false);
      $("send").disabled = false;
    }
  }

  function exampleResponse(fn) {
    return { status: fn.examples?.[0]?.status ?? 200, headers: [], body: responses[fn.name] ?? "", example: true };
  }

  function respond(fn, where, result) {
    const label = result.status ? `${result.status}` : "No response";
    visited.unshift({ fn, where, result, label });
    visited.length = Math.min(visited.length, 20);
    $("history").replaceChildren(
      ...visited.map((one) =>
        make("li", {}, make("button", { type: "button", className: "link", onclick: () => again(one) }, `${one.fn.name}: ${one.label}`)),
      ),
    );
    show($("history-box"), true);
    showResult(fn, result);
  }

  function again(one) {
    location.hash = one.where;
    follow(false);
    showResult(one.fn, one.result);
  }

  const MAX_SHOWN = 200_000;

  function showResult(fn, result) {
    show($("response"), true);
    const isGood = result.status >= 200 && result.status < 300 && !result.error;
    const status = $("status");
    status.className = `status ${isGood ? "good" : "bad"}`;
    status.textContent = result.status ? `${isGood ? "✓" : "✕"} Status ${result.status}` : "✕ No response";
    $("took").textContent = result.millis === undefined ? "" : `${result.millis} ms`;
    const message = $("message");
    const notes = [];
    if (result.example) notes.push("This is the response of the spec's example. Nothing was sent.");
    if (result.error) notes.push(result.error);
    if (result.truncated || (result.body ?? "").length > MAX_SHOWN) notes.push("The response is long: only its beginning is shown.");
    if (result.binary) notes.push("The response is not text: its bytes are not shown.");
    message.textContent = notes.join(" ");
    message.className = `message ${result.error ? "bad" : ""}`;
    show(message, notes.length > 0);
    // An API names a field as it was sent: `per_page` for `perPage`.
    const bare = (name) => (name ?? "").replace(/[_-]/g, "").toLowerCase();
    const rejected = (result.errors ?? []).flatMap((problem) => {
      const one = controls.find(({ field }) => bare(field.name) === bare(problem.field));
      return one?.problem ? [{ field: one.field.name, message: problem.message ?? problem.code ?? "was rejected" }] : [];
    });
    if (rejected.length) mark(rejected, true);
    $("headers").replaceChildren(...(result.headers ?? []).map(([name, value]) => make("tr", {}, make("td", {}, make("code", {}, name)), make("td", {}, value))));
    show($("headers-box"), (result.headers ?? []).length > 0);
    const body = $("body");
    body.replaceChildren();
    const text = (result.body ?? "").slice(0, MAX_SHOWN);
    let value;
    try {
      value = text && text.length === (result.body ?? "").length ? json.parse(text) : undefined;
    } catch {
      // Not JSON: shown as it is.
    }
    if (value) {
      let left = 3000;
      const shown = tree(undefined, value, 0, () => left-- > 0);
      body.append(make("div", { className: "tree", tabIndex: 0, role: "region", "aria-label": "Response body" }, shown));
    } else if (text) body.append(make("pre", { tabIndex: 0 }, text));
    else if (result.status) body.append(make("p", { className: "quiet" }, "No body."));
    pages(fn, value, result);
    $("said").textContent = `${status.textContent}. ${notes.join(" ")}`;
    if (matchMedia("(max-width: 71.99rem)").matches) $("response").scrollIntoView({ block: "start" });
  }

  function tree(key, value, depth, isAllowed) {
    const name = key === undefined ? [] : [make("span", { className: "key" }, typeof key === "number" ? String(key) : json.quote(key)), ": "];
    if (!isAllowed()) return make("div", {}, "…");
    if (value.t === "text") return make("div", {}, ...name, make("span", { className: "text" }, json.quote(value.v)));
    if (value.t === "plain" || !value.v.length) return make("div", {}, ...name, json.compact(value));
    const isList = value.t === "array";
    const count = `${value.v.length} ${isList ? "item" : "key"}${value.v.length === 1 ? "" : "s"}`;
    const fold = make("details", { open: depth < 2 }, make("summary", {}, ...name, isList ? "[ ] " : "{ } ", make("span", { className: "quiet" }, count)));
    const inner = () => {
      if (fold.children.length === 1) fold.append(...value.v.map((item, at) => (isList ? tree(at, item, depth + 1, isAllowed) : tree(item[0], item[1], depth + 1, isAllowed))));
    };
    if (depth < 2) inner();
    else fold.addEventListener("toggle", inner, { once: true });
    return fold;
  }

  // "Next page" fills the form with what leads there.
  function pages(fn, value, result) {
    const next = fn.paging && value && nextPage(fn, value, result);
    show($("next"), Boolean(next));
    $("next").onclick = () => {
      for (const [at, given] of next) controls[at].fill(given);
      changed();
      $("said").textContent = "The form has the next page now.";
    };
  }

  function nextPage(fn, value, result) {
    const { by, keys = [], query, body = [], first = 0 } = fn.paging;
    const member = (path, from = value) => path.reduce((inner, key) => inner && json.get(inner, key), from);
    const fieldOf = (key) => (fn.query ?? []).find((item) => item.key === key)?.source?.field;
    const bodyField = (nodes, path) => {
      const node = nodes.find((node) => node.key === path[0]);
      return path.length > 1 ? bodyField(node?.members ?? [], path.slice(1)) : node?.source?.field;
    };
    const place = body.length ? bodyField(fn.body ?? [], body) : fieldOf(query);
    const list = member(fn.list ?? []);
    const goes = (given) => (place === undefined || given === undefined ? undefined : [[place, given]]);
    const address = (url) => {
      const found = [...new URL(url, "http://localhost").searchParams].flatMap(([key, text]) => (fieldOf(key) === undefined ? [] : [[fieldOf(key), json.text(text)]]));
      return found.length ? found : undefined;
    };
    const now = controls[place]?.read().value;
    if (by === "member") {
      const found = member(keys);
      if (found?.t === "text" && place === undefined) return address(found.v);
      if (found?.t === "object") return found.v.flatMap(([key, given]) => (fieldOf(key) === undefined ? [] : [[fieldOf(key), given]]));
      return found && found.v !== "null" ? goes(found) : undefined;
    }
    if (by === "link") {
      const header = (result.headers ?? []).find(([name]) => name.toLowerCase() === "link")?.[1] ?? "";
      const found = header.split(/,(?=\s*<)/).find((one) => one.includes(`rel="${keys[0]}"`) || one.includes(`rel=${keys[0]}`));
      return found && address(/<([^>]*)>/.exec(found)?.[1] ?? "");
    }
    if (by === "last") return list?.v?.length ? goes(json.get(list.v.at(-1), keys[0])) : undefined;
    const count = list?.v?.length ?? 0;
    if (!count) return undefined;
    const from = Number(now?.v ?? first);
    return goes(json.plain(String(by === "page" ? from + 1 : from + count)));
  }

  // ── Start ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  for (const one of languages) if (one.id !== "http") $("language").append(make("option", { value: one.id }, one.name));
  const known = stored("language");
  if (known && language(known) && known !== "http") $("language").value = known;
  const words = {
    examples: ["Examples", "Nothing is sent: responses are those of the spec's examples."],
    emulator: ["Emulator", "Calls go to an emulator on this machine; no account is touched."],
    live: ["Live", `Calls go to the real ${catalogue.name}, with the credentials of the server of this page.`],
  }[mode] ?? ["Examples", "Nothing is sent."];
  $("mode").append(make("b", {}, `${words[0]}. `), words[1]);
  $("mode").classList.add(mode);
  const setTheme = (theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    $("theme").textContent = isDark ? "Light theme" : "Dark theme";
    return isDark;
  };
  setTheme(stored("theme"));
  $("theme").onclick = () => {
    const theme = setTheme(document.documentElement.dataset.theme) ? "light" : "dark";
    stored("theme", theme);
    setTheme(theme);
  };
  $("language").onchange = () => {
    stored("language", $("language").value);
    changed();
  };
  $("copy").onclick = (event) => copy($("snippet").textContent, event.currentTarget);
  $("send").onclick = send;
  $("cancel").onclick = () => sending?.abort();
  $("search").oninput = find;
  $("search").onkeydown = (event) => {
    if (event.key === "Enter") shownLinks()[0]?.click();
  };
  addEventListener("hashchange", () => follow(true));
  addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("search").focus();
    } else if (event.key === "Escape") {
      if (sending) sending.abort();
      else if (event.target === $("search") || event.target.closest?.("nav")) {
        $("search").value = "";
        find();
        $("search").focus();
      }
    } else if (event.key.startsWith("Arrow") && ["ArrowDown", "ArrowUp"].includes(event.key) && event.target.closest?.("nav")) moveFocus(event);
    else if (!isTyping) submit(event);
  });
  for (const id of ["find", "panel", "theme", "main-tools"]) if ($(id)) show($(id), true);
  document.querySelector(".columns").classList.add("split");
  follow(false);
  globalThis.requestIdleCallback?.(index);
}

// A browser that cannot read the data shows the page as one without scripts does.
unpacked(document.getElementById("--data").textContent).then(start, () => document.documentElement.classList.remove("js"));
