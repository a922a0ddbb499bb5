//! Indents JSON text. Digits of numbers, order of keys and escapes stay as received, which a parsed value would not keep.

/// Deeper JSON is not indented: the indentation would outgrow the JSON.
const MAX_DEPTH: usize = 256;

/// Indents by two spaces; returns JSON deeper than [`MAX_DEPTH`] unchanged. The text must be valid JSON.
pub fn reindent(json: &str) -> String {
    indented(json).unwrap_or_else(|| json.to_owned())
}

fn indented(json: &str) -> Option<String> {
    let mut out = String::with_capacity(json.len() + json.len() / 2);
    let mut depth: usize = 0;
    let mut rest = json.trim();
    while let Some(c) = rest.chars().next() {
        match c {
            '"' => {
                let end = string_len(rest);
                let (string, after) = rest.split_at_checked(end)?;
                out.push_str(string);
                rest = after;
                continue;
            }
            '{' | '[' => {
                out.push(c);
                let inside = rest.get(1..)?.trim_start();
                if inside.starts_with(['}', ']']) {
                    out.push_str(inside.get(..1)?);
                    rest = inside.get(1..)?;
                    continue;
                }
                depth += 1;
                if depth > MAX_DEPTH {
                    return None;
                }
                new_line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
        rest = rest.get(c.len_utf8()..)?;
    }
    Some(out)
}

/// The length of the JSON string at the start of `json`, quotes included.
fn string_len(json: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in json.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    json.len()
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::reindent;

    #[test]
    fn only_whitespace_changes() {
        let json = r#" {"b":[ 1.50e+400 ,{"é\"{[,:": "a , b\\"}],"a":123456789012345678901234567890,"e":{ },"f":[
        ],"n":null} "#;
        insta::assert_snapshot!(reindent(json), @r#"
        {
          "b": [
            1.50e+400,
            {
              "é\"{[,:": "a , b\\"
            }
          ],
          "a": 123456789012345678901234567890,
          "e": {},
          "f": [],
          "n": null
        }
        "#);
    }

    #[test]
    fn scalars_and_indented_json_are_unchanged() {
        for json in ["7", "null", r#""a b""#, "[]", "{}"] {
            assert_eq!(reindent(json), json);
        }
        let once = reindent(r#"{"a":[1,{"b":{}}]}"#);
        assert_eq!(reindent(&once), once);
    }

    #[test]
    fn deep_json_is_unchanged() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(reindent(&deep), deep);
    }
}
