// The interpreter of the languages' files: the twin of `api-client-snippets/src/print.rs`. A test compares what both print.

function print(language, scope) {
  const MAX_LINE_CHARS = 60;
  const length = (text) => [...text].length;
  const lines = [];
  const find = (scopes, name) => scopes.find((scope) => Object.hasOwn(scope, name))?.[name];
  const plain = (text) => text.map((part) => (typeof part === "string" ? part : `$${part.env}`)).join("");
  const env = (part) => (part.encoded ? language.env_encoded : language.env).replaceAll("@", part.env);

  function escape(style, text) {
    let out = "";
    for (let at = 0; at < text.length; ) {
      const found = style.escapes.find(([from]) => text.startsWith(from, at));
      if (found) {
        out += found[1];
        at += found[0].length;
        continue;
      }
      const c = String.fromCodePoint(text.codePointAt(at));
      out += style.unprintable && isUnprintable(c) ? style.unprintable[0] + c.charCodeAt(0).toString(16).padStart(style.unprintable[1], "0") + style.unprintable[2] : c;
      at += c.length;
    }
    return out;
  }

  function literal(text) {
    const has = (characters) => [...text].some((c) => characters.includes(c));
    const can = (style) =>
      (!style.only_with || has(style.only_with)) &&
      !(style.never_with && has(style.never_with)) &&
      (style.any || style.unprintable || ![...text].some((c) => isUnprintable(c) && c !== "\n"));
    const style = language.strings.find(can) ?? language.strings.at(-1);
    return style.open + escape(style, text) + style.close;
  }

  function interpolated(text) {
    const style = language.interpolate;
    if (!style) return undefined;
    let out = style.open;
    for (const [at, part] of text.entries()) {
      if (typeof part === "string") {
        if (!/^[A-Za-z0-9 :\-_./?&=%]*$/.test(part)) return undefined;
        out += part;
      } else if (part.encoded && language.env_encoded !== language.env) return undefined;
      else {
        const next = text[at + 1];
        const follows = typeof next === "string" && /^[A-Za-z0-9_]/.test(next);
        out += (follows ? style.env : style.env_last).replaceAll("@", part.env);
      }
    }
    return out + style.close;
  }

  function str(text) {
    if (!text.length) return literal("");
    const one = text.some((part) => typeof part !== "string") ? interpolated(text) : undefined;
    return one ?? text.map((part) => (typeof part === "string" ? literal(part) : env(part))).join(language.concat);
  }

  const style = language.values;
  const key = (name) => literal(name) + style.pair;

  function valueLine(tree) {
    if (tree.t === "plain") return { null: style.null, true: style.yes, false: style.no }[tree.v] ?? tree.v;
    if (tree.t === "text") return str(tree.v);
    if (tree.t === "array") return style.list[0] + tree.v.map(valueLine).join(", ") + style.list[1];
    if (!tree.v.length) return style.empty_object;
    const pad = style.padded ? " " : "";
    return style.object[0] + pad + tree.v.map(([name, inner]) => key(name) + valueLine(inner)).join(", ") + pad + style.object[1];
  }

  function value(tree, indent) {
    const line = valueLine(tree);
    if ((length(line) <= MAX_LINE_CHARS && !line.includes("\n")) || !["array", "object"].includes(tree.t) || !tree.v.length) return line;
    const inner = indent + style.indent;
    const items = tree.t === "array" ? tree.v.map((item) => value(item, inner)) : tree.v.map(([name, item]) => key(name) + value(item, inner));
    const [open, close] = tree.t === "array" ? style.list : style.object;
    return `${open}${items.map((item) => `\n${inner}${item},`).join("")}\n${indent}${close}`;
  }

  function filter(name, item, indent) {
    if (Array.isArray(item)) {
      if (name === "text") return plain(item).replaceAll("\n", `\n${indent}`);
      if (name === "plain") return plain(item);
      if (name === "str") return str(item);
      return "";
    }
    if (!item.tree) return "";
    if (name === "value") return style ? value(item.tree, indent) : "";
    if (name === "json") return str(jsonText(item.tree));
    if (name === "raw_json") return plain(jsonText(item.tree, 0));
    if (name === "pretty") {
      const line = jsonText(item.tree);
      return str(length(plain(line)) <= MAX_LINE_CHARS ? line : jsonText(item.tree, 0));
    }
    return "";
  }

  function entries(list, scopes) {
    for (const entry of list) {
      if (typeof entry === "string") {
        const indent = /^\s*/.exec(entry)[0];
        lines.push(
          entry.replace(/@\{([^}:]*)(?::([^}]*))?\}/g, (_, name, how) => {
            const item = find(scopes, name);
            return item === undefined ? "" : filter(how ?? "text", item, indent);
          }),
        );
      } else if ("if" in entry) entries(find(scopes, entry.if) === undefined ? (entry.else ?? []) : entry.then, scopes);
      else for (const item of find(scopes, entry.each)?.list ?? []) entries(entry.then, [item, ...scopes]);
    }
  }

  entries(language.template, [scope]);
  return lines.join(language.join ?? "\n");
}
