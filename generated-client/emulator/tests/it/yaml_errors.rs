//! Errors of seed data and fault rules, for people who do not know the parser.

use intercom_emulator::{FaultRule, Seed};

#[test]
fn seed_error_is_one_line_with_its_location() {
    for (text, texts) in [
        ("tags: [a]\ntags: [b]", "line 2 column 1: duplicate key `tags`"),
        ("tags: [a]\n---\ntags: [b]", "more than one YAML document"),
        ("tags: [", "line 1 column"),
        ("tags: 5", "line 1 column 7: expected a list"),
        ("users: [5]", "line 1 column 9: expected keys with values"),
        ("users:\n  - { emial: a@b.example }", "line 2 column 7"),
        ("admins: [{ name: null, email: a@b.example }]", "line 1 column 18"),
        ("tags: *nothing", "line 1 column 7: unknown alias"),
        ("\t- x: 1", "line 1"),
        ("tags: [[a]]", "line 1 column 8: expected a name or { id, name }"),
        ("users: [{ unsubscribed_from_emails: maybe }]", "expected true or false"),
    ] {
        let problem = Seed::parse(text).unwrap_err().to_string();
        assert!(problem.contains(texts), "{text}: {problem}");
        for leak in ["Options", "Policy", "from_str", "serde", "struct", "variant", "\n", "error:"] {
            assert!(!problem.contains(leak), "{text}: {problem}");
        }
    }
}

#[test]
fn fault_without_value_names_an_example() {
    for text in ["fault: reset", "[{ fault: reset }]", "{\"fault\": \"reset\"}"] {
        let problem = FaultRule::parse_all(text).unwrap_err().to_string();
        assert_eq!(problem, "the fault `reset` needs a value, as in `reset: after`");
    }
}

#[test]
fn invalid_fault_rule_is_explained() {
    for (text, texts) in [
        ("fault: { status: 503, reset: after }", "line 1 column 23: expected exactly one key with its value"),
        ("fault: {}", "expected exactly one key with its value"),
        ("fault: { hang: 1 }", "expected no value"),
        ("fault: { status: x }", "line 1 column 18: expected a whole number that is neither negative"),
        ("fault: statsu", "unknown name `statsu`; known names: status, rate_limit"),
        ("", "the text is empty"),
    ] {
        let problem = FaultRule::parse_all(text).unwrap_err().to_string();
        assert!(problem.contains(texts), "{text}: {problem}");
    }
}
