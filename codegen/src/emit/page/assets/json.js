// JSON that keeps what was written: the digits of numbers, the order of keys, and where an error stands.
// A value is { t: "plain" | "text" | "array" | "object", v }; "plain" is null, true, false or a number, as written.

class JsonError extends Error {
  constructor(message, at) {
    super(message);
    this.at = at;
  }
}

const json = (() => {
  const MAX_DEPTH = 120;

  function parse(text) {
    let at = 0;
    const fail = (message, where = at) => {
      throw new JsonError(message, where);
    };
    const space = () => {
      while (at < text.length && " \t\n\r".includes(text[at])) at++;
    };
    function string() {
      const start = at++;
      let out = "";
      for (;;) {
        if (at >= text.length) fail("this text has no closing quote", start);
        const c = text[at++];
        if (c === '"') return out;
        if (c < " ") fail("a text stands on one line: write \\n for a new line", at - 1);
        if (c !== "\\") {
          out += c;
          continue;
        }
        const e = text[at++];
        const known = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
        if (e in known) out += known[e];
        else if (e === "u" && /^[0-9a-fA-F]{4}$/.test(text.slice(at, at + 4))) {
          out += String.fromCharCode(parseInt(text.slice(at, at + 4), 16));
          at += 4;
        } else fail("unknown escape in a text", at - 2);
      }
    }
    function value(depth) {
      if (depth > MAX_DEPTH) fail("nested too deeply");
      space();
      const c = text[at];
      if (c === undefined) fail("a value is missing");
      if (c === '"') {
        const out = string();
        if (!wellFormed(out)) fail("half of a character: \\ud800 to \\udfff stand in pairs");
        return { t: "text", v: out };
      }
      if (c === "{" || c === "[") {
        const start = at++;
        const close = c === "{" ? "}" : "]";
        const items = [];
        for (;;) {
          space();
          if (text[at] === close && !items.length) break;
          if (c === "{") {
            if (text[at] !== '"') fail("a key in quotes is missing");
            const where = at;
            const key = string();
            if (items.some((item) => item[0] === key)) fail(`the key "${key}" stands here twice`, where);
            space();
            if (text[at] !== ":") fail("a colon is missing after the key");
            at++;
            items.push([key, value(depth + 1)]);
          } else items.push(value(depth + 1));
          space();
          if (text[at] === ",") {
            at++;
            continue;
          }
          if (text[at] === close) break;
          if (at >= text.length) fail(`the closing ${close} is missing`, start);
          fail(`a comma or ${close} is missing`);
        }
        at++;
        return { t: c === "{" ? "object" : "array", v: items };
      }
      const plain = /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.+-])/.exec(text.slice(at, at + 400));
      if (!plain) fail("not a value: a text stands in quotes");
      at += plain[0].length;
      return { t: "plain", v: plain[0] };
    }
    const out = value(0);
    space();
    if (at < text.length) fail("something stands after the value");
    return out;
  }

  const wellFormed = (text) => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);

  // The text that the generator prints, for texts without values of the environment.
  function compact(value) {
    if (value.t === "text") return quote(value.v);
    if (value.t === "array") return `[${value.v.map(compact).join(",")}]`;
    if (value.t === "object") return `{${value.v.map(([key, v]) => `${quote(key)}:${compact(v)}`).join(",")}}`;
    return value.v;
  }

  const hex = (c) => c.charCodeAt(0).toString(16).padStart(4, "0");

  function quote(text) {
    const known = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
    return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (c) => known[c] ?? `\\u${hex(c)}`)}"`;
  }

  function pretty(value, indent = "") {
    const inner = indent + "  ";
    if (value.t === "array" && value.v.length) return `[${value.v.map((v) => `\n${inner}${pretty(v, inner)}`).join(",")}\n${indent}]`;
    if (value.t === "object" && value.v.length) {
      return `{${value.v.map(([key, v]) => `\n${inner}${quote(key)}: ${pretty(v, inner)}`).join(",")}\n${indent}}`;
    }
    return compact(value);
  }

  const text = (v) => ({ t: "text", v });
  const plain = (v) => ({ t: "plain", v });
  const get = (value, key) => (value?.t === "object" ? value.v.find(([name]) => name === key)?.[1] : undefined);
  const isNumber = (value) => value.t === "plain" && /^[-\d]/.test(value.v);
  return { parse, compact, pretty, quote, text, plain, get, isNumber, wellFormed };
})();
