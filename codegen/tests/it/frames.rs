//! Frames of lines that are too long to be shown: a line is cut around each label, and an error stays small.

use crate::support::tiny;
use codegen::base::span::{FileId, Sources, Span};
use codegen::diagnostic::{Code, Diagnostic, Diagnostics, Style, render, render_github, render_json};

/// An error with several labels is this long.
const MAX_ERROR_BYTES: usize = 4_000;

fn only(diagnostic: Diagnostic) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic);
    diagnostics
}

/// The span of the first occurrence of a text.
fn span(sources: &Sources, file: FileId, text: &str) -> Span {
    let start = sources.get(file).text.find(text).unwrap_or_else(|| panic!("no {text}"));
    Span { file, start, end: start + text.len() }
}

/// Asserts that each text is shown with its marks exactly below it, up to wide characters before it, and that all is short.
fn assert_marked(shown: &str, marked: &[(&str, char)]) {
    assert!(shown.len() < MAX_ERROR_BYTES, "{} bytes:\n{shown}", shown.len());
    let lines: Vec<&str> = shown.lines().collect();
    for (text, mark) in marked {
        let below = lines.windows(2).filter(|pair| pair[0].contains(text)).map(|pair| pair[1]);
        let marks = mark.to_string().repeat(text.len());
        assert!(below.clone().any(|line| line.contains(&marks)), "no {marks} below {text}:\n{shown}");
    }
}

/// Report 44.
#[test]
fn spec_on_one_line_with_two_labels_is_cut_around_each() {
    let pad: Vec<String> = (0..300)
        .map(|number| format!(r#"{{"name": "f{number}", "type": "String", "doc": "{}"}}"#, "x".repeat(40)))
        .collect();
    let function = |method: &str, fields: &str| {
        format!(
            r#"{{"name": "getThing", "method": "{method}", "doc": "x", "http": "POST /things", "returns": "Empty", "fields": [{fields}], "examples": [{{"request": {{"path": "/things"}}}}]}}"#
        )
    };
    let functions = format!("{}, {}", function("get", &pad.join(", ")), function("get2", ""));
    let spec = format!("# file: functions/things.yaml\n{{\"resource\": \"things\", \"functions\": [{functions}]}}");
    let shown = tiny::generate(&spec).unwrap_err();
    let error = shown.split("\n\n").find(|error| error.starts_with("error[E009]")).unwrap();
    assert!(error.contains("functions/things.yaml:1:26192"), "{error}");
    assert!(error.contains("::: spec/functions/things.yaml:1:47"), "{error}");
    assert_marked(error, &[("getThing", '-'), ("getThing", '^')]);
}

#[test]
fn long_lines_of_any_characters_are_cut_around_each_label() {
    // Blank, of two columns, of none, of several code points, and a tab.
    for filler in ["x", " ", "é", "宽", "\t", "\u{301}", "👩\u{200d}👩\u{200d}👧"] {
        let pad = filler.repeat(5_000);
        let mut sources = Sources::new();
        let one = sources.add("one.yaml".to_owned(), format!("{pad}AAA{pad}BBB{pad}\nshort: CCC\n{pad}DDD\n"));
        let two = sources.add("two.yaml".to_owned(), format!("{pad}EEE{pad}"));
        let found = Diagnostic::new(Code::Duplicate, span(&sources, one, "BBB"), "twice")
            .label("again")
            .also(span(&sources, one, "AAA"), "first")
            .also(span(&sources, one, "CCC"), "short")
            .also(span(&sources, two, "EEE"), "elsewhere");
        let column = 5_000 * filler.chars().count();
        let shown = render(&only(found), &sources, Style::Plain);
        assert!(shown.contains(&format!("--> one.yaml:1:{}\n", 2 * column + 4)), "{filler:?}\n{shown}");
        assert!(shown.contains(&format!("::: one.yaml:1:{}\n", column + 1)), "{filler:?}\n{shown}");
        assert!(shown.contains(&format!("::: two.yaml:1:{}\n", column + 1)), "{filler:?}\n{shown}");
        assert_marked(&shown, &[("BBB", '^'), ("AAA", '-'), ("CCC", '-'), ("EEE", '-')]);

        // Labels of different lines of one file, and one that is as long as its line.
        let line = Span { file: one, start: 0, end: 3 * pad.len() + 6 };
        let found = Diagnostic::new(Code::Duplicate, line, "all of it")
            .label("too long")
            .also(span(&sources, one, "BBB"), "in it")
            .also(span(&sources, one, "DDD"), "below");
        let shown = render(&only(found), &sources, Style::Plain);
        assert!(shown.contains("--> one.yaml:1:1\n"), "{filler:?}\n{shown}");
        assert_marked(&shown, &[("BBB", '-'), ("DDD", '-')]);
    }
}

#[test]
fn labels_near_each_other_share_a_frame() {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml".to_owned(), "# one\nfirst: 1\n# three\n# four\n# five\nsecond: 2\n".to_owned());
    let found = Diagnostic::new(Code::Duplicate, span(&sources, file, "second"), "twice")
        .label("again")
        .also(span(&sources, file, "first"), "here");
    assert_eq!(
        render(&only(found), &sources, Style::Plain),
        "error[E009]: twice\n --> a.yaml:6:1\n  |\n2 | first: 1\n  | ----- here\n...\n6 | second: 2\n  | ^^^^^^ again\n\n1 error; nothing was written\n"
    );
}

#[test]
fn many_labels_are_counted_and_not_all_shown() {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml".to_owned(), format!("all:{}\n", " - x".repeat(10_000)));
    let mut found = Diagnostic::new(Code::DestinationClash, span(&sources, file, "all"), "a cycle");
    for number in 0..5_000 {
        let start = 6 + 4 * number;
        found = found.also(Span { file, start, end: start + 1 }, format!("through `T{number}`"));
    }
    let shown = render(&only(found), &sources, Style::Plain);
    assert!(shown.contains("through `T7`") && !shown.contains("through `T8`"), "{shown}");
    assert!(shown.contains("note: 4992 more spans are not shown"), "{shown}");
    assert!(shown.len() < MAX_ERROR_BYTES, "{shown}");
}

#[test]
fn message_that_quotes_a_long_value_is_shortened_in_every_format() {
    for filler in ["x", "宽"] {
        let name = filler.repeat(30_000);
        let mut sources = Sources::new();
        let file = sources.add("a.yaml".to_owned(), format!("{name}: 1\n"));
        let complete = Span { file, start: 0, end: name.len() };
        let found = only(
            Diagnostic::new(Code::UnknownKey, complete, format!("unknown key `{name}` of a field"))
                .label(format!("stated: {name}"))
                .also(complete, format!("read as {name}"))
                .help(format!("it sends {name}, and no more")),
        );
        for shown in
            [render(&found, &sources, Style::Plain), render_json([(&found, &sources)]), render_github(&found, &sources)]
        {
            assert!(shown.len() < MAX_ERROR_BYTES, "{} bytes", shown.len());
            for end in ["unknown key `", "` of a field", "stated: ", "read as ", "it sends ", ", and no more"] {
                assert!(shown.contains(end), "{end}\n{shown}");
            }
        }
    }
}
