// The typed call in Rust: the twin of `api-client-snippets/src/rust.rs`. A test compares what both print.

function rustCall(catalogue, fn, args) {
  const fields = fn.fields ?? [];
  const params = fn.params ?? [];
  const given = (at) => args.find(([name]) => name === fields[at]?.name)?.[1];
  const length = (text) => [...text].length;
  const isNull = (value) => value.t === "plain" && value.v === "null";
  const hex = (c) => c.charCodeAt(0).toString(16);
  const known = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };
  const literal = (text) => `"${[...text].map((c) => known[c] ?? (isUnprintable(c) ? `\\u{${hex(c)}}` : c)).join("")}"`;
  const fits = (digits, bits) => /^-?\d+$/.test(digits) && BigInt.asIntN(bits, BigInt(digits)) === BigInt(digits);
  const integer = (digits) => (fits(digits, 64) && !fits(digits, 32) ? `${digits}_i64` : digits);
  const float = (digits) => (/[.eE]/.test(digits) ? digits : `${digits}.0`);
  const array = (items) => {
    const line = `[${items.join(", ")}]`;
    return length(line) <= 80 ? line : `[\n    ${items.join(",\n    ")},\n]`;
  };
  const strings = (items) => (items.length ? array(items.map(literal)) : "Vec::<String>::new()");
  const number = (digits) => {
    if (/[.eE]/.test(digits) || fits(digits, 32)) return digits;
    if (fits(digits, 64)) return `${digits}_i64`;
    return BigInt(digits) >= 0n && BigInt.asUintN(64, BigInt(digits)) === BigInt(digits) ? `${digits}_u64` : `${digits}_f64`;
  };
  const rustJson = (value) => {
    if (value.t === "text") return literal(value.v);
    if (value.t === "array") return `[${value.v.map(rustJson).join(", ")}]`;
    if (value.t === "object") return value.v.length ? `{ ${value.v.map(([key, inner]) => `${literal(key)}: ${rustJson(inner)}`).join(", ")} }` : "{}";
    return json.isNumber(value) ? number(value.v) : value.v;
  };
  const jsonMacro = (value) => `json!(${rustJson(value)})`;
  const file = (value) => {
    const text = (key) => json.get(value, key)?.v;
    const kind = text("type") === undefined ? "" : `.with_content_type(${literal(text("type"))})`;
    const name = literal(text("name") ?? "file");
    if (text("text") !== undefined) return `File::new(${name}, ${literal(text("text"))})${kind}`;
    let bytes = "";
    try {
      bytes = atob(text("base64") ?? "");
    } catch {
      // Not Base64: an empty file.
    }
    return `File::new(${name}, vec![${[...bytes].map((c) => c.charCodeAt(0)).join(", ")}])${kind}`;
  };
  const seconds = (value) => (value.t === "text" ? unixSeconds(value.v) : undefined);

  function expression(param, value) {
    const list = value.t === "array" ? value.v : undefined;
    const digits = value.t === "text" || json.isNumber(value) ? value.v : undefined;
    switch (param.kind) {
      case "strings":
        if (list) return strings(list.map((item) => (item.t === "text" ? item.v : "")));
        if (value.t === "text") return strings(value.v.split(",").map((item) => item.trim()).filter((item) => item));
        break;
      case "object":
      case "json":
        return jsonMacro(value);
      case "objects":
      case "list":
        if (list) return list.length ? array(list.map(jsonMacro)) : "Vec::<Value>::new()";
        break;
      case "integers":
        if (list) return list.length ? array(list.map((item) => integer(json.compact(item)))) : "Vec::<i64>::new()";
        break;
      case "numbers":
        if (list) return list.length ? array(list.map((item) => float(json.compact(item)))) : "Vec::<f64>::new()";
        break;
      case "date_time":
        if (value.t === "text") return String(seconds(value) ?? 0);
        if (digits !== undefined) return integer(digits);
        break;
      case "time":
        if (seconds(value) !== undefined) return integer(String(seconds(value)));
        if (digits !== undefined) return integer(digits);
        break;
      case "integer":
        if (digits !== undefined) return integer(digits);
        break;
      case "number":
        if (json.isNumber(value)) return float(value.v);
        break;
      case "file":
        return file(value);
      case "enum":
        if (value.t === "text") {
          const variant = (catalogue.enums?.[param.path] ?? []).find((variant) => variant.value === value.v);
          return variant ? `${param.path}::${variant.rust}` : literal(value.v);
        }
        break;
      case "selector":
        if (value.t === "text") {
          const chosen = given(param.selector);
          const variant = (catalogue.enums?.[param.path] ?? []).find((variant) => chosen?.t === "text" && variant.value === chosen.v);
          return `${param.path}::${variant?.constructor ?? ""}(${literal(value.v)})`;
        }
    }
    return value.t === "text" ? literal(value.v) : json.compact(value);
  }

  const set = params.map((param) => ({ ...param, field: param.field ?? 0 })).filter((param) => given(param.field) !== undefined);
  const required = set.filter((param) => param.required).map((param) => expression(param, given(param.field)));
  const line = required.join(", ");
  const inside = length(line) <= 90 || line.includes("\n") ? line : `\n    ${required.join(",\n    ")},\n`;
  const links = ["client", `.${fn.rust_module}()`, `.${fn.rust_method}(${inside})`];
  for (const param of set.filter((param) => !param.required)) {
    const value = given(param.field);
    links.push(isNull(value) ? `.clear_${param.rust.replace(/^(r#)+/, "")}()` : `.${param.rust}(${expression(param, value)})`);
  }
  const names = new Set(["Client"]);
  for (const param of set) {
    const value = given(param.field);
    if (param.path) names.add(param.path.split("::")[0]);
    if (isNull(value)) continue;
    if (["object", "json"].includes(param.kind)) names.add("json");
    if (["objects", "list"].includes(param.kind)) names.add(value.t === "array" && !value.v.length ? "Value" : "json");
    if (param.kind === "file") names.add("File");
  }
  const sorted = [...names].sort();
  const uses = sorted.length === 1 ? `use ${catalogue.library}::${sorted[0]};` : `use ${catalogue.library}::{${sorted.join(", ")}};`;
  const binding = fn.binding ? `let ${fn.binding} = ` : "";
  const all = [...links, ".await?;"];
  const short = binding + all.join("");
  const statement =
    length(short) <= 100 && !short.includes("\n")
      ? short
      : binding + all[0] + all.slice(1).map((link) => `\n    ${link.replaceAll("\n", "\n    ")}`).join("");
  return { uses, statement, dynamicArgs: jsonMacro({ t: "object", v: args }) };
}
