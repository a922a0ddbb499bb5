// A function's table becomes a form: one control for each field. A control reads { value } (a JSON value), { problem }, or
// nothing where nothing is set, and can be filled with a JSON value.

function control(field, id, changed) {
  const common = { id, oninput: changed, autocomplete: "off", spellcheck: false, "aria-describedby": `${id}-doc ${id}-problem` };
  const text = (input, filter = (value) => value) => ({
    element: input,
    read: () => (input.value === "" ? {} : { value: filter(input.value) }),
    fill: (value) => (input.value = value === undefined ? "" : value.t === "text" ? value.v : json.compact(value)),
  });
  const two = (number) => String(number).padStart(2, "0");
  const stamp = (seconds) => {
    const date = new Date(seconds * 1000);
    return Number.isNaN(date.getTime()) ? "" : `${date.toISOString().slice(0, 19)}`;
  };
  const utc = (local) => `${local.length === 16 ? `${local}:00` : local.slice(0, 19)}Z`;

  switch (field.kind) {
    case "boolean": {
      const select = make("select", { ...common, onchange: changed }, ...["", "true", "false"].map((value) => make("option", { value }, value || "not set")));
      return text(select, json.plain);
    }
    case "integer":
      return text(make("input", { ...common, type: "text", inputMode: "numeric" }), numberOrText);
    case "number":
      return text(make("input", { ...common, type: "text", inputMode: "decimal" }), numberOrText);
    case "date":
      return text(make("input", { ...common, type: "date" }), json.text);
    case "time":
    case "date_time": {
      const input = make("input", { ...common, type: "datetime-local", step: 1 });
      const isTime = field.kind === "time";
      return {
        element: make("div", {}, input, make("span", { className: "quiet" }, isTime ? "in UTC; sent as unix seconds" : "in UTC")),
        read: () => (input.value === "" ? {} : { value: isTime ? json.plain(String(unixSeconds(utc(input.value)))) : json.text(utc(input.value)) }),
        fill: (value) => {
          const seconds = value === undefined ? undefined : json.isNumber(value) || /^-?\d+$/.test(value.v) ? Number(value.v) : unixSeconds(value.v);
          input.value = seconds === undefined ? "" : stamp(seconds);
        },
      };
    }
    case "comma_list":
    case "strings":
    case "integers":
    case "numbers":
      return rows(field, id, changed, common);
    case "object":
    case "objects":
    case "list":
    case "json":
      return jsonEditor(field, common);
    case "file": {
      let value;
      const note = make("span", { className: "quiet" });
      const input = make("input", {
        ...common,
        type: "file",
        onchange: async () => {
          const file = input.files[0];
          value = file && (await fileValue(file));
          note.textContent = "";
          changed();
        },
      });
      return {
        element: make("div", {}, input, note),
        read: () => (value === undefined ? {} : { value }),
        fill: (given) => {
          value = given;
          input.value = "";
          note.textContent = given === undefined ? "" : `${json.get(given, "name")?.v ?? "file"}, of the example`;
        },
      };
    }
    default:
      if (field.values?.length) {
        const input = make("input", { ...common, type: "text", list: `${id}-values` });
        const list = make("datalist", { id: `${id}-values` }, ...field.values.map((value) => make("option", { value })));
        return { ...text(input, json.text), element: make("div", {}, input, list) };
      }
      if (field.secret) return text(make("input", { ...common, type: "password", autocomplete: "new-password" }), json.text);
      return text(make("textarea", { ...common, rows: 1 }), json.text);
  }
}

// A number as typed; a text where it is none, so that the problem is shown.
function numberOrText(typed) {
  const trimmed = typed.trim();
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(trimmed) ? json.plain(trimmed) : json.text(typed);
}

async function fileValue(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let contents;
  try {
    contents = ["text", json.text(new TextDecoder("utf-8", { fatal: true }).decode(bytes))];
  } catch {
    contents = ["base64", json.text(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")))];
  }
  return { t: "object", v: [contents, ["name", json.text(file.name)], ["type", json.text(file.type || "application/octet-stream")]] };
}

function rows(field, id, changed, common) {
  const isNumber = ["integers", "numbers"].includes(field.kind);
  const box = make("div", { className: "control", role: "group", "aria-label": field.name });
  const inputs = () => [...box.querySelectorAll("input")];
  let made = 0;
  const add = (value = "") => {
    const count = inputs().length;
    const input = make("input", { ...common, id: made ? `${id}-${made}` : id, type: "text", value, "aria-label": `${field.name}, item ${count + 1}` });
    // One that was removed leaves its id to nobody.
    made += 1;
    if (isNumber) input.inputMode = "decimal";
    const remove = make("button", {
      type: "button",
      "aria-label": `Remove item ${count + 1} of ${field.name}`,
      onclick: () => {
        row.remove();
        if (!inputs().length) add();
        changed();
      },
    }, "−");
    const row = make("div", { className: "row" }, input, remove);
    box.insertBefore(row, more);
    return input;
  };
  const more = make("button", { type: "button", onclick: () => add().focus() }, "Add an item");
  box.append(more);
  add();
  return {
    element: box,
    read: () => {
      const items = inputs().map((input) => input.value).filter((value) => value !== "");
      return items.length ? { value: { t: "array", v: items.map(isNumber ? numberOrText : json.text) } } : {};
    },
    fill: (value) => {
      box.querySelectorAll(".row").forEach((row) => row.remove());
      made = 0;
      const items = value === undefined ? [] : value.t === "array" ? value.v : value.v.split(",").map((item) => json.text(item.trim()));
      for (const item of items.length ? items : [json.text("")]) add(item.t === "object" ? (item.v[0]?.[1].v ?? "") : item.v);
    },
  };
}

function jsonEditor(field, common) {
  const empty = field.kind === "object" ? '{ "key": "value" }' : field.kind === "objects" ? '[{ "key": "value" }]' : field.kind === "list" ? "[ ]" : "any JSON";
  const area = make("textarea", { ...common, className: "json", rows: 3, placeholder: empty });
  return {
    element: area,
    read: () => {
      if (area.value.trim() === "") return {};
      try {
        return { value: json.parse(area.value) };
      } catch (error) {
        const before = area.value.slice(0, error.at).split("\n");
        return { problem: `line ${before.length}, column ${before.at(-1).length + 1}: ${error.message}` };
      }
    },
    fill: (value) => (area.value = value === undefined ? "" : json.pretty(value)),
  };
}
