// The request that a call sends, from the function's table: path, query and body, as the client's own encoder makes them.
// Problems are reported by field, so that a form can show each where it belongs.

const percentEncode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

// The unix seconds of an RFC 3339 date; nothing for another text.
function unixSeconds(text) {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[-+]\d\d:\d\d)$/.test(text)) return undefined;
  const millis = Date.parse(text.replace(/\.\d+/, ""));
  return Number.isNaN(millis) ? undefined : Math.floor(millis / 1000);
}

// A value as text: of null nothing.
const scalar = (value) => (value.t === "text" ? value.v : value.t === "plain" && value.v === "null" ? "" : json.compact(value));

// An argument as it is sent, or a problem.
function convert(field, value) {
  const wrong = (expected) => ({ problem: `must be ${expected}` });
  if (value.t === "plain" && value.v === "null" && field.nullable) return { value };
  const items = value.t === "array" ? value.v : undefined;
  switch (field.kind) {
    case "text":
      if (value.t !== "text") return wrong("text");
      if (field.selects !== undefined && !field.values.includes(value.v)) return wrong(`one of ${field.values.join(", ")}`);
      return { value };
    case "integer":
    case "time": {
      const seconds = field.kind === "time" && value.t === "text" ? unixSeconds(value.v) : undefined;
      const digits = seconds === undefined ? (value.t === "text" || json.isNumber(value) ? value.v : "") : String(seconds);
      if (!/^-?\d+$/.test(digits)) return wrong(field.kind === "time" ? "a time: unix seconds or a date such as 2018-09-28T10:20:00Z" : "a complete number");
      const number = BigInt(digits);
      if (BigInt.asIntN(64, number) !== number) return wrong("a complete number of at most 64 bits");
      return { value: json.plain(number.toString()) };
    }
    case "number":
      return json.isNumber(value) ? { value } : wrong("a number");
    case "boolean":
      return value.t === "plain" && ["true", "false"].includes(value.v) ? { value } : wrong("true or false");
    case "comma_list": {
      let texts = value.t === "text" ? value.v.split(",") : items?.map((item) => (item.t === "text" ? item.v : undefined));
      if (!texts || texts.includes(undefined)) return wrong("texts with commas between, or a list of texts");
      texts = texts.map((text) => text.trim()).filter((text) => text);
      const wrap = (text) => (field.wrap ? { t: "object", v: [[field.wrap, json.text(text)]] } : json.text(text));
      return { value: { t: "array", v: texts.map(wrap) } };
    }
    case "strings":
      return items?.every((item) => item.t === "text") ? { value } : wrong("a list of texts");
    case "list":
      return items ? { value } : wrong("a list");
    case "integers":
    case "numbers":
      return items?.every(json.isNumber) ? { value } : wrong("a list of numbers");
    case "date":
      return value.t === "text" && /^\d{4}-\d\d-\d\d$/.test(value.v) ? { value } : wrong("a day such as 2018-09-28");
    case "date_time":
      return value.t === "text" && unixSeconds(value.v) !== undefined ? { value } : wrong("a date such as 2018-09-28T10:20:00Z");
    case "file": {
      const contents = json.get(value, "text") ?? json.get(value, "base64");
      return contents?.t === "text" ? { value: contents } : wrong('an object with "text" or "base64"');
    }
    case "object":
      return value.t === "object" ? { value } : wrong("a JSON object");
    case "objects": {
      if (!items?.every((item) => item.t === "object")) return wrong("a list of JSON objects");
      const forced = (item) => {
        const members = item.v.slice();
        for (const [key, text] of field.force ?? []) {
          const at = members.findIndex(([name]) => name === key);
          const member = [key, json.parse(text)];
          if (at < 0) members.push(member);
          else members[at] = member;
        }
        return { t: "object", v: members };
      };
      return { value: { t: "array", v: items.map(forced) } };
    }
    default:
      return { value };
  }
}

// Path, query and body of a call; `problems` are by field. `args` are [name, value] pairs.
function encode(fn, args) {
  const problems = [];
  const fields = fn.fields ?? [];
  const isGiven = (field) => field.credential || field.variable;
  const arg = (at) => args.find(([name]) => name === fields[at]?.name)?.[1];
  const isMet = (when) => !when || (arg(when[0])?.t === "text" && arg(when[0]).v === when[1]);
  const converted = fields.map((field, at) => {
    const value = arg(at);
    if (value === undefined) {
      const required = field.required || (field.required_when ?? []).some(isMet);
      if (required && !isGiven(field)) problems.push({ field: field.name, message: "is required" });
      return undefined;
    }
    const result = convert(field, value);
    if (result.problem) problems.push({ field: field.name, message: result.problem });
    return result.value;
  });
  const needs = fn.needs ?? [];
  if (needs.length && !needs.some((group) => group.every((at) => arg(at) !== undefined))) {
    const shown = needs.map((group) => group.map((at) => fields[at].name).join(" and ")).join(", or ");
    problems.push({ field: fields[needs[0][0]].name, message: `needed: ${shown}` });
  }

  const source = (from) => {
    if (from.value !== undefined) return from.with !== undefined && arg(from.with) === undefined ? undefined : json.parse(from.value);
    return isMet(from.when) ? converted[from.field] : undefined;
  };
  const styleOf = (from) => fields[from.field]?.style ?? "";
  const styled = (style, value) => {
    if (style === "json_text") return json.compact(value);
    if (style === "comma" && value.t === "array") return value.v.map(scalar).join(",");
    return undefined;
  };
  const within = (outer, inner) => (fn.dots ? `${outer}.${inner}` : `${outer}[${inner}]`);
  const flatten = (key, value, pairs) => {
    if (value.t === "object") for (const [name, inner] of value.v) flatten(within(key, name), inner, pairs);
    else if (value.t === "array") value.v.forEach((item, at) => flatten(within(key, String(at)), item, pairs));
    else pairs.push([key, scalar(value)]);
  };
  const addPairs = (key, from, pairs) => {
    const value = source(from);
    if (value === undefined || (from.field !== undefined && fields[from.field].credential)) return;
    const style = styleOf(from);
    if (style === "repeat" && value.t === "array") pairs.push(...value.v.map((item) => [key, scalar(item)]));
    else if (style === "brackets" && value.t === "array") pairs.push(...value.v.map((item) => [`${key}[]`, scalar(item)]));
    else if (["", "repeat", "brackets"].includes(style) && value.t !== "text" && value.t !== "plain") flatten(key, value, pairs);
    else pairs.push([key, styled(style, value) ?? scalar(value)]);
  };

  const part = (piece) => {
    if (piece.field === undefined) return piece.text ?? "";
    const field = fields[piece.field];
    if (field.credential) return `{${field.name}}`;
    const value = converted[piece.field];
    if (value === undefined) return `{${field.name}}`;
    const text = value.t === "text" || value.t === "plain" ? scalar(value) : (styled(field.style ?? "", value) ?? "");
    const segments = piece.segments ? text.split("/") : [text];
    if (segments.some((segment) => ["", ".", ".."].includes(segment))) {
      problems.push({ field: field.name, message: `"${text}" cannot stand in a path` });
    }
    return segments.map(percentEncode).join("/");
  };
  const route = (fn.routes ?? []).find((route) => isMet(route.when)) ?? { parts: [] };
  const path = (route.parts ?? []).map(part).join("");

  const query = [];
  for (const item of fn.query ?? []) addPairs(item.key, item.source ?? {}, query);

  const object = (nodes) => {
    const members = [];
    for (const node of nodes) {
      let value;
      if (node.members) value = object(node.members);
      else {
        value = source(node.source ?? {});
        const text = value && styled(styleOf(node.source ?? {}), value);
        if (text !== undefined) value = json.text(text);
      }
      if (value !== undefined) members.push([node.key, value]);
    }
    return members.length ? { t: "object", v: members } : undefined;
  };
  const addMembers = (prefix, nodes, pairs) => {
    for (const node of nodes) {
      const key = prefix ? within(prefix, node.key) : node.key;
      if (node.members) addMembers(key, node.members, pairs);
      else addPairs(key, node.source ?? {}, pairs);
    }
  };
  const isUnusual = fn.http === "GET" || fn.http === "DELETE";
  let body;
  if (fn.complete_body) body = source(fn.complete_body);
  else if (fn.body && ["form", "multipart"].includes(fn.body_as)) {
    const pairs = [];
    addMembers("", fn.body, pairs);
    const members = [];
    for (const [key, text] of pairs) {
      const known = members.find(([name]) => name === key);
      if (!known) members.push([key, json.text(text)]);
      else if (known[1].t === "array") known[1].v.push(json.text(text));
      else known[1] = { t: "array", v: [known[1], json.text(text)] };
    }
    if (members.length || !isUnusual) body = { t: "object", v: members };
  } else if (fn.body) body = object(fn.body) ?? (isUnusual ? undefined : { t: "object", v: [] });
  return { path, query, body, problems };
}
