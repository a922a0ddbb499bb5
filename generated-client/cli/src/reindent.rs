//! JSON on several lines, byte by byte: digits of numbers, order of keys and escapes stay as they were received.

/// Deeper than that, indenting costs more than it helps.
const DEEPEST: usize = 256;

/// The same JSON, indented by two; as it is when it is nested too deeply. The text must be JSON.
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
                let end = end_of_text(rest);
                let (text, after) = rest.split_at_checked(end)?;
                out.push_str(text);
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
                if depth > DEEPEST {
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

/// The length of the quoted text that starts here.
fn end_of_text(json: &str) -> usize {
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
    fn only_white_space_changes() {
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
    fn plain_values_and_indented_text_stay() {
        for json in ["7", "null", r#""a b""#, "[]", "{}"] {
            assert_eq!(reindent(json), json);
        }
        let once = reindent(r#"{"a":[1,{"b":{}}]}"#);
        assert_eq!(reindent(&once), once);
    }

    #[test]
    fn what_is_nested_deeply_stays_as_it_is() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(reindent(&deep), deep);
    }
}
