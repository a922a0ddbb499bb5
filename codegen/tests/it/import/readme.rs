//! READMEs with function tables.

use super::Import;

const LIBRARY: &str = "\
[![](https://example.com/banner.png)](https://example.com)

# Library Package
Books and
their loans.
* Domain: [library.example](https://library.example)
* Credentials: apiKey

## How to get credentials:
1. Ask.

| Field | Type | Description
|---|---|---
| projectName | credentials | Your project

## Library.getBook
Get *a* book.

| Field   | Type       | Description
|---------|------------|------------
| apiKey  | credentials| Required: the key.
| bookId  | Number     | Required: the `id` \\| the isbn.
| fields  | List       | Optional: which fields. One of: a | b.
wrapped onto a second line

#### Response
```
| Field | Type | Description
|---|---|---
| in | code | block
```

## Library.getBooks
All books.

## /api/library/createLoan
| `Field` | Type | Required | Description
|---|---|---|---
| `book*` | string | | A book.
| due.date | DatePicker | yes | When it ends.
| readers | Array | no | The readers.
| readers[].name | String | | Required. The name.
| readers[].address.city | String | | The city.
";

#[test]
fn readme_becomes_a_spec_with_its_cells() {
    let import = Import::of("docs/README.md", LIBRARY);
    let table = import.table.as_ref().unwrap();
    assert_eq!((table.functions, table.fields, table.open), (3, 6, 3));
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots" }, {
        let files = table.files.iter().map(|file| format!("==> {}\n{}", file.path, file.text)).collect::<Vec<_>>();
        insta::assert_snapshot!("readme", files.join("\n"));
        insta::assert_snapshot!("readme-notes", import.notes().join("\n"));
    });
}

#[test]
fn tables_may_be_separated_by_tabs() {
    let text = "# Library\n\n## getBook\nGet a book.\n\nField\tType\tDescription\nid\tString\tThe id, required.\nsize\tNumber\t\n\nProse\twith\ttabs.\n";
    let import = Import::of("README.md", text);
    let expected = "  - name: getBook
    method: get_book
    doc: Get a book.
    http: TODO
    returns: json
    fields:
      - { name: id, type: String, required: true, doc: \"The id, required.\" }
      - { name: size, type: Number, doc: \"\" }
";
    assert!(import.file("functions/other.yaml").ends_with(expected), "{}", import.file("functions/other.yaml"));
    assert_eq!(import.notes(), [""; 0]);
}

#[test]
fn plain_headings_are_functions_only_where_none_is_qualified() {
    let table = "\n\n| Field | Type |\n|---|---|\n| id | String |\n\n";
    let import = Import::of("README.md", &format!("# A\n## License\nMIT\n## getBook{table}## Errors{table}"));
    assert_eq!(import.table.unwrap().functions, 2);
    let import = Import::of("README.md", &format!("# A\n## A.getBook{table}## Errors{table}"));
    assert_eq!(import.table.as_ref().unwrap().functions, 1);
    assert_eq!(import.notes(), ["I101 10: this table is below no function: it is left out"]);
}
