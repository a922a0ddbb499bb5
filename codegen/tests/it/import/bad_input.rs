//! Sources with errors: notes with lines, or one clear error; never half a spec.

use super::Import;

#[test]
fn sources_without_functions_are_one_error() {
    for (text, error) in [
        ("", "E231 1: this file is empty"),
        (" \n\u{a0}\n", "E231 1: this file is empty"),
        ("# Library\nNothing here.\n", "E231 1: this file has no function table"),
        ("{}", "E231 1: this JSON has no list `blocks`, so it is no `metadata.json`"),
        ("[{}, 2]", "E231 1: this JSON has no list `blocks`, so it is no `metadata.json`"),
        ("[info]: https://example.com\n", "E231 1: this file has no function table"),
        (r#"{ "blocks": {} }"#, "E231 1: this JSON has no list `blocks`, so it is no `metadata.json`"),
        (r#"{ "blocks": [] }"#, "E231 1: this file has no function"),
        ("{\n  \"blocks\": [\n    { \"name\": }\n  ]\n}", "E232 3: this is not valid JSON: expected a value"),
        ("{ \"blocks\": [", "E232 1: this is not valid JSON: this document ends too early: it may be cut off"),
    ] {
        let import = Import::of("source", text);
        assert!(import.table.is_none(), "{text}");
        assert_eq!(import.notes(), [error], "{text}");
    }
}

#[test]
fn metadata_with_half_of_its_facts_is_imported_with_notes() {
    let text = r#"{
"package": 7,
"accounts": [],
"blocks": [
{ "name": "getBook" },
{ "description": "no name" },
"text",
{ "name": "getBook", "args": "none" },
{ "name": "a b", "args": [{ "type": "String" }, null, { "name": "x", "type": 5, "required": "true" }] }
] }"#;
    let import = Import::of("metadata.json", text);
    assert_eq!(import.table.as_ref().unwrap().functions, 2);
    assert_eq!(
        import.notes(),
        [
            "I101 6: a function without a name: it is left out",
            "I101 7: expected a function, found a string: it is left out",
            "I102 8: `getBook` is here twice: its rows are those of the first one",
            "I101 8: expected rows, found a string: it is left out",
            "I105 9: `a b` cannot be the name of a function: it is `a_b` here",
            "I101 9: a row without a name: it is left out",
            "I101 9: expected a row, found null: it is left out",
            "I107 9: `5`, the type of `x`, is not a type of function tables: it is String here",
        ]
    );
}

#[test]
fn broken_rows_and_duplicates_are_noted_with_their_lines() {
    let text = "\
# Library
## Library.getBook
| Field | Type | Description
|---|---|---
| id\u{200b} | String | The <b>id</b>.
| id | Number | Another id.
| | String | Nameless.
| userId | | A reader.
| user_id | strng | A reader.
| sort | String | asc | desc
## Library.getBook
| Field | Type | Description
|---|---|---
| id | String | Again.
| new | String | New.
";
    let import = Import::of("README.md", text);
    assert_eq!(
        import.notes(),
        [
            "I103 5: `id` contains the character U+200B (zero width space): it is left out",
            "I108 5: the description of `id` contains the tag `<b>`: docs show it as text",
            "I102 6: `id` is here twice in `getBook`: the first one counts",
            "I101 7: a row without a name: it is left out",
            "I107 8: `userId` has no type: it is String here",
            "I105 9: `user_id` cannot be a Rust name, or is another one's: it is `user_id_2` in Rust",
            "I107 9: `strng`, the type of `user_id`, is not a type of function tables: it is String here",
            "I101 10: this row has 4 cells, the header 3: the last ones are one",
            "I102 11: `getBook` is here twice: its new row is added to the first one",
        ]
    );
    assert!(import.file("functions/other.yaml").contains("doc: asc | desc"));
}

#[test]
fn huge_and_random_sources_do_not_panic() {
    let row = "| id | String | A cell.\n";
    let huge = format!("# A\n## A.b\n| Field | Type | Description\n|---|---|---\n{}", row.repeat(50_000));
    let import = Import::of("README.md", &huge);
    assert_eq!(import.notes().len(), 50);
    assert!(import.notes()[49].ends_with("; 49949 more like this"), "{}", import.notes()[49]);
    assert_eq!(import.table.unwrap().fields, 1);
    let rows: String = (0..30_000).map(|row| format!("| id{row} | String | A cell.\n")).collect();
    let import = Import::of("README.md", &format!("# A\n## A.b\n| Field | Type | Description\n|---|---|---\n{rows}"));
    assert_eq!((import.table.as_ref().unwrap().fields, import.notes().len()), (30_000, 0));
    let long =
        format!("# A\n## A.b\n| Field | Type | Description\n|---|---|---\n| id | String | {}\n", "x".repeat(5 << 20));
    let import = Import::of("README.md", &long);
    assert!(import.table.is_none());
    assert!(import.notes()[0].starts_with("E233 1: `functions/other.yaml` would be larger than 4 MiB"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_imported_or_rejected(
        text in "(# A\n)?(## (A\\.)?[a-z\u{e9}]{0,3}\n(\\| ?Field ?\\| ?Type ?(\\| Description)?\n)?([|`*\\\\\t<>{}a-z.\\[\\]\u{200b}\u{a0}\u{1f600} -]{0,30}\n){0,5}){0,4}"
    ) {
        let import = Import::of("README.md", &text);
        if import.table.is_some() {
            let folder = tempfile::tempdir().unwrap();
            import.write(folder.path());
            let folder = codegen::SpecFolder { path: folder.path().to_owned(), label: "imported".to_owned() };
            let (mut sources, mut diagnostics) = (codegen::Sources::new(), codegen::Diagnostics::default());
            codegen::load(&folder, &mut sources, &mut diagnostics);
            let known = ["E003", "E004", "E006", "E008", "E050"];
            let other: Vec<_> = diagnostics.iter().filter(|found| !known.contains(&found.code.id())).collect();
            proptest::prop_assert!(other.iter().all(|found| found.severity() == codegen::Severity::Warning), "{other:?}\n{text}");
        }
    }
}
