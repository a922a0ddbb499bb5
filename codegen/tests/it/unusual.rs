//! Reports 37 and 38: characters that cannot be seen, or look like a space, are named where they stand. And names of
//! files that Windows rejects.

use crate::support::tiny;

/// What `generate` reports of a tiny spec.
fn errors(spec: &str) -> String {
    tiny::generate(spec).err().unwrap_or_default()
}

/// A function whose lines are these, from line 4 on.
fn function(lines: &str) -> String {
    let rest = "    http: GET /things\n    returns: Empty\n    examples: [{ request: { path: /things } }]\n";
    format!("# file: functions/things.yaml\nresource: things\nfunctions:\n  - name: getThing\n{lines}{rest}")
}

fn assert_at(errors: &str, place: &str, character: &str) {
    assert!(errors.contains(&format!("things.yaml:{place}\n")) && errors.contains(character), "{place}:\n{errors}");
}

#[test]
fn report_37_no_break_space_is_named_where_it_stands() {
    for (blank, name) in [
        ('\u{a0}', "U+00A0 (no-break space)"),
        ('\u{202f}', "U+202F (narrow no-break space)"),
        ('\u{2007}', "U+2007 (figure space)"),
        ('\u{3000}', "U+3000 (ideographic space)"),
    ] {
        assert_at(&errors(&function(&format!("    {blank} method: get\n    doc: Get.\n"))), "4:5", name);
        assert_at(&errors(&function(&format!("    method:{blank}get\n    doc: Get.\n"))), "4:12", name);
        let http =
            function("    method: get\n    doc: Get.\n").replace("GET /things\n", &format!("GET{blank} /things\n"));
        assert_at(&errors(&http), "6:14", name);
        // In prose, and where it is written as an escape, it is meant.
        let prose = function(&format!("    method: get\n    doc: Get{blank}it.\n    warning: \"a{blank}b\"\n"));
        assert!(!errors(&prose).contains("[E007]"), "{}", errors(&prose));
    }
}

#[test]
fn report_37_soft_hyphen_in_docs_does_not_pass() {
    let errors = errors(&function("    method: get\n    doc: Get\u{ad}ting.\n"));
    assert_at(&errors, "5:13", "U+00AD (soft hyphen)");
}

#[test]
fn report_38_invisible_character_is_found_in_its_line() {
    let zero_width = |doc: &str| errors(&function(&format!("    method: get\n    doc: {doc}\n")));
    for (doc, place) in [
        ("|\n      Get it.\n      Second\u{200b} line.", "7:13"),
        (">2-\n      Get it.\n\n      Second\u{200b} line.", "8:13"),
        ("Get it.\n      Second\u{200b} line.", "6:13"),
        ("\"Get it.\n      Second\u{200b} line.\"", "6:13"),
        ("Get. # comm\u{200b}ent", "5:21"),
    ] {
        assert_at(&zero_width(doc), place, "U+200B (zero width space)");
    }
}

#[test]
fn names_that_windows_rejects_are_errors() {
    for name in ["aux", "con", "nul", "com1", "lpt9"] {
        let spec =
            function("    method: get\n    doc: Get.\n").replace("resource: things", &format!("resource: {name}"));
        let spec = spec.replace("functions/things.yaml", &format!("functions/{name}.yaml"));
        let errors = errors(&spec);
        assert!(errors.contains("[E008]") && errors.contains("on Windows"), "{errors}");
    }
}
