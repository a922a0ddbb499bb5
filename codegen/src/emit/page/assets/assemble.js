// A call becomes what templates name: the request with its server, headers and credentials. The twin of
// `api-client-snippets/src/assemble.rs`; a test compares what both print.
// Text is a list of parts: a string, or { env, encoded }.

const isUnprintable = (c) => /^[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]$/.test(c);

const parts = {
  of: (text) => (text === "" ? [] : [text]),
  push(to, from) {
    for (const part of from) {
      if (typeof part === "string" && typeof to.at(-1) === "string") to[to.length - 1] += part;
      else if (part !== "") to.push(part);
    }
    return to;
  },
  join: (...lists) => lists.reduce((to, from) => parts.push(to, from), []),
};

// A value in which the texts are parts.
const treeOf = (value) => {
  if (value.t === "text") return { t: "text", v: parts.of(value.v) };
  if (value.t === "array") return { t: "array", v: value.v.map(treeOf) };
  if (value.t === "object") return { t: "object", v: value.v.map(([key, inner]) => [key, treeOf(inner)]) };
  return value;
};

const insert = (tree, keys, value) => {
  if (tree.t !== "object" || !keys.length) return;
  let member = tree.v.find(([name]) => name === keys[0]);
  if (!member) tree.v.push((member = [keys[0], { t: "object", v: [] }]));
  if (keys.length === 1) member[1] = value;
  else insert(member[1], keys.slice(1), value);
};

const isNative = (tree) => {
  if (tree.t === "plain") {
    const digits = tree.v.replace(/^-/, "");
    return digits.replace(/\D/g, "").length <= 15 && /^[\w.]*$/.test(digits) && !(/^\d/.test(digits) && /[eE]/.test(digits));
  }
  if (tree.t === "array") return tree.v.every(isNative);
  if (tree.t === "object") return tree.v.every(([key, value]) => !/^[\d-]*$/.test(key) && key !== "__proto__" && isNative(value));
  return true;
};

function assemble(catalogue, fn, args, encoded, baseUrl) {
  const fields = fn.fields ?? [];
  const arg = (at) => args.find(([name]) => name === fields[at]?.name)?.[1];
  const variable = (name) => {
    const value = (catalogue.values ?? []).find((value) => value.name === name);
    return value && `${catalogue.env}_${value.variable}`;
  };
  const credential = (sent) => {
    const field = fields[sent.source?.field];
    return field?.credential ? variable(field.name) : undefined;
  };
  const withValues = (text, encoded) => {
    const out = [];
    let rest = text;
    for (;;) {
      const found = /^([^{]*)\{([^}]*)\}([^]*)$/.exec(rest);
      const name = found && variable(found[2]);
      if (!name) break;
      parts.push(out, [found[1], { env: name, encoded }]);
      rest = found[3];
    }
    return parts.push(out, [rest]);
  };
  const plain = (value) => (value.t === "text" ? value.v : json.compact(value));
  const hasEnv = (list) => list.some((part) => typeof part !== "string");

  const servers = catalogue.servers ?? [];
  const server = baseUrl ?? (servers.find((own) => own.name === fn.server) ?? servers[0])?.url ?? "";
  const cut = server.indexOf("://");
  const scheme = cut < 0 ? "https" : server.slice(0, cut);
  const rest = cut < 0 ? server : server.slice(cut + 3);
  const slash = rest.indexOf("/");
  const host = withValues(slash < 0 ? rest : rest.slice(0, slash), false);
  const path = parts.join(withValues(slash < 0 ? "" : rest.slice(slash), false), withValues(encoded.path, true));
  let separator = "?";
  for (const [key, value] of encoded.query) {
    parts.push(path, [`${separator}${percentEncode(key)}=${percentEncode(value)}`]);
    separator = "&";
  }
  for (const sent of fn.query ?? []) {
    const env = credential(sent);
    if (!env) continue;
    parts.push(path, [`${separator}${percentEncode(sent.key)}=`, { env, encoded: true }]);
    separator = "&";
  }
  const url = parts.join([`${scheme}://`], host, path);
  const scope = {
    method: [fn.http],
    method_title: [fn.http[0] + fn.http.slice(1).toLowerCase()],
    host,
    url,
    path,
    program: parts.of(catalogue.program ?? ""),
    function: [fn.name],
    library: parts.of(catalogue.library ?? ""),
  };
  const flag = (name, isSet) => isSet && (scope[name] = ["true"]);
  flag("is_get", fn.http === "GET");
  let usesEnv = hasEnv(url);
  const own = fn.scheme === undefined ? (catalogue.auth ?? [])[0] : catalogue.auth.find((auth) => (auth.name ?? "") === fn.scheme);
  let headers = [];
  for (const one of (!fn.open && own?.credentials) || []) {
    usesEnv = true;
    if (one.basic) {
      const half = (half) => {
        const env = half.field && variable(half.field);
        return env ? [{ env }] : parts.of(half.text ?? "");
      };
      scope.user = half(one.basic[0]);
      scope.password = half(one.basic[1]);
      scope.basic = parts.join(scope.user, [":"], scope.password);
    } else {
      const env = variable(one.field);
      if (env) headers.push([one.header, parts.join(parts.of(one.scheme ? `${one.scheme} ` : ""), [{ env }])]);
    }
  }
  if (catalogue.version) headers.push([catalogue.version[0], parts.of(catalogue.version[1])]);
  for (const [name, value] of catalogue.headers ?? []) headers.push([name, parts.of(value)]);
  for (const sent of fn.headers ?? []) {
    const from = sent.source ?? {};
    const value = from.value !== undefined ? json.parse(from.value) : arg(from.field);
    if (value === undefined) continue;
    headers = headers.filter(([name]) => name.toLowerCase() !== sent.key.toLowerCase());
    headers.push([sent.key, parts.of(plain(value))]);
  }
  const header = ([name, value]) => ({ name: [name], value, line: parts.join([`${name}: `], value) });
  if (headers.length) scope.headers = { list: headers.map(header) };
  const inBody = [];
  const collect = (nodes, keys) => {
    for (const node of nodes) {
      const inner = [...keys, node.key];
      if (node.members) collect(node.members, inner);
      else if (credential(node)) inBody.push([inner, credential(node)]);
    }
  };
  collect(fn.body ?? [], []);
  usesEnv ||= inBody.length > 0;
  flag("uses_env", usesEnv);
  flag("uses_os", usesEnv || fields.some((field, at) => field.kind === "file" && arg(at) !== undefined));
  flag("encodes", url.some((part) => part.encoded));

  if (encoded.body) {
    const body = treeOf(encoded.body);
    for (const [keys, env] of inBody) insert(body, keys, { t: "text", v: [{ env }] });
    addBody(scope, fn, body, arg);
  }
  if (args.length) scope.args = { tree: treeOf({ t: "object", v: args }) };
  flag("prints", fn.returns !== "empty");
  const variables = (catalogue.values ?? []).map((value) => variable(value.name));
  if (variables.length && !fn.open) scope.variables = [variables.join(", ")];
  const rust = rustCall(catalogue, fn, args);
  scope.uses = [rust.uses];
  scope.statement = [rust.statement];
  scope.dynamic_args = [rust.dynamicArgs];
  if (fn.binding) scope.binding = [fn.binding];
  return scope;
}

function addBody(scope, fn, body, arg) {
  scope.has_body = ["true"];
  const contentType = { form: "application/x-www-form-urlencoded", multipart: "", raw: fn.content_type ?? "" }[fn.body_as ?? ""] ?? "application/json";
  if (contentType) {
    scope.content_type = [contentType];
    scope.content_type_line = [`Content-Type: ${contentType}`];
    scope.uses_strings = ["true"];
  }
  const text = (value) => (value.t === "text" ? value.v : jsonText(value));
  const pairs = () =>
    body.t !== "object" ? [] : body.v.flatMap(([key, value]) => (value.t === "array" ? value.v.map((item) => [key, text(item)]) : [[key, text(value)]]));
  if (fn.body_as === "form") {
    const list = pairs().map(([key, value]) => formField(key, value));
    const all = [];
    list.forEach((field, at) => parts.push(all, [at ? "&" : "", ...field.encoded]));
    scope.form_text = all;
    if (list.length) scope.form = { list };
    scope.encodes_form = ["true"];
  } else if (fn.body_as === "multipart") {
    const fields = pairs();
    const list = fields.map(([key, value]) => {
      const item = formField(key, value);
      item.head = [`name="${key}"`];
      const at = (fn.body ?? []).find((node) => node.key === key)?.source?.field;
      const file = at !== undefined && fn.fields[at].kind === "file" ? arg(at) : undefined;
      if (file) {
        const of = (key, other) => json.get(file, key)?.v ?? other;
        const name = of("name", "file");
        const quoted = name.replace(/[\\"]/g, "\\$&");
        const kind = of("type", "application/octet-stream");
        Object.assign(item, { file: [name], curl_file: [`${key}=@"${quoted}";type=${kind}`], file_header: [quoted], type: [kind], head: [`name="${key}"; filename="${quoted}"\r\nContent-Type: ${kind}`] });
      }
      return item;
    });
    if (list.some((item) => item.file)) scope.multipart_files = ["true"];
    // PHP's own forms have each name once.
    if (new Set(fields.map(([key]) => key)).size < list.length) scope.multipart_repeats = ["true"];
    if (list.length) scope.multipart = { list };
  } else if (fn.body_as === "raw") {
    if (body.t === "text") scope.raw = body.v;
  } else {
    scope[isNative(body) ? "native" : "text"] = { tree: body };
    scope.json = { tree: body };
  }
}

function formField(key, value) {
  const encoded = parts.of(`${percentEncode(key)}=`);
  let isPlain = !/[&=@%+]/.test(key) && ![...key].some(isUnprintable);
  for (const part of value) {
    if (typeof part === "string") {
      parts.push(encoded, [percentEncode(part)]);
      isPlain &&= ![...part].some((c) => isUnprintable(c) && c !== "\n");
    } else parts.push(encoded, [{ env: part.env, encoded: true }]);
  }
  return { name: [key], value, pair: parts.join([`${key}=`], value), encoded, ...(isPlain && { is_plain: ["true"] }) };
}

// A tree as JSON text: on one line, or over several.
function jsonText(tree, indent) {
  const out = [];
  const inside = (text) => [...text].map((c) => ({ '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c] ?? (isUnprintable(c) ? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}` : c)).join("");
  const line = (indent) => (indent === undefined ? "" : `\n${" ".repeat(indent)}`);
  const write = (tree, indent) => {
    const inner = indent === undefined ? undefined : indent + 2;
    if (tree.t === "plain") parts.push(out, [tree.v]);
    else if (tree.t === "text") parts.push(out, ['"', ...tree.v.map((part) => (typeof part === "string" ? inside(part) : part)), '"']);
    else {
      const [open, close] = tree.t === "array" ? "[]" : "{}";
      parts.push(out, [open]);
      tree.v.forEach((item, at) => {
        parts.push(out, [(at ? "," : "") + line(inner)]);
        if (tree.t === "array") write(item, inner);
        else {
          parts.push(out, [`"${inside(item[0])}"${indent === undefined ? ":" : ": "}`]);
          write(item[1], inner);
        }
      });
      parts.push(out, [(tree.v.length ? line(indent) : "") + close]);
    }
  };
  write(tree, indent);
  return out;
}
