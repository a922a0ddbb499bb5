//! `metadata.json` of a marketplace.

use super::Import;

const LIBRARY: &str = r#"{
	"package": "Library",
	"tagline": "Books",
	"description": "Books \ud83d\udcda and loans.",
	"accounts": { "domain": "library.example", "credentials": ["apiKey", "domain"] },
	"blocks": [
		{ "name": "getBook", "description": "Get a book.", "method": "GET",
			"url": "https://{{domain}}.library.example/api/v2/books/{{book_id}}?full=true&lang={{language}}",
			"args": [
				{ "name": "apiKey", "type": "credentials", "info": "The key.", "required": true },
				{ "name": "domain", "type": "credentials", "info": "The domain.", "required": true },
				{ "name": "bookId", "type": "Number", "info": "The book." },
				{ "name": "language", "type": "String", "info": "In which language." },
				{ "name": "order", "type": "Select", "options": ["asc", "desc"], "info": "The order.", "required": false }
			] },
		{ "name": "createBook", "description": "Create a book.", "method": "post",
			"url": "https://{{domain}}.library.example/api/v2/books",
			"args": [
				{ "name": "title", "type": "String", "info": "The title.", "required": true, "wrapName": "book" },
				{ "name": "isbnNumber", "vendorName": "isbn", "type": "String", "info": "The ISBN." },
				{ "name": "authors", "type": "List", "info": "Who wrote it.", "structure": [
					{ "name": "name", "type": "String", "info": "The name.", "required": true },
					{ "name": "role", "type": "Select", "options": ["author", "editor"], "info": "The role." }
				] },
				{ "name": "tags", "type": "List", "info": "Tags.", "structure": { "name": "tag", "type": "String", "info": "A tag." } }
			] },
		{ "name": "upload", "method": "PUT", "url": "https://files.example/books/{name}.pdf",
			"args": [{ "name": "name", "type": "String", "info": "The name." }, { "name": "content-type", "type": "String", "info": "The type." }] },
		{ "name": "getLoan", "description": "Get a loan." }
	]
}"#;

#[test]
fn metadata_becomes_a_spec_with_its_requests() {
    let import = Import::of("metadata.json", LIBRARY);
    let table = import.table.as_ref().unwrap();
    assert_eq!((table.functions, table.fields, table.open), (4, 11, 1));
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots" }, {
        let files = table.files.iter().map(|file| format!("==> {}\n{}", file.path, file.text)).collect::<Vec<_>>();
        insta::assert_snapshot!("metadata", files.join("\n"));
        insta::assert_snapshot!("metadata-notes", import.notes().join("\n"));
    });
}

#[test]
fn known_values_that_are_here_twice_are_left_out_with_a_note() {
    let text = r#"{ "blocks": [{ "name": "getBook", "args": [
        { "name": "sort", "type": "Select", "options": ["asc", "ASC", "", "desc", "asc", "+1", "-1"] }
    ] }] }"#;
    let import = Import::of("metadata.json", text);
    assert!(
        import.file("functions/other.yaml").contains("options: [asc, desc, \"+1\"]"),
        "{}",
        import.file("functions/other.yaml")
    );
    assert_eq!(import.notes(), ["I102 2: known values of `sort` are here twice, or empty: `ASC`, ``, `asc`, `-1`"]);
}

#[test]
fn requests_that_cannot_be_stated_are_left_open() {
    let block =
        |rest: &str| format!(r#"{{ "blocks": [{{ "name": "getBook", {rest}, "args": [{{ "name": "id" }}] }}] }}"#);
    for (rest, problem) in [
        (r#""method": "GET", "url": "/books/{book}""#, "no row fills `{book}` of its URL"),
        (r#""method": "GET""#, "GET is its method, and its URL is missing"),
        (r#""url": "/books""#, "its URL is known, and its method is missing"),
        (r#""method": "GET", "url": "books of the library""#, "`books of the library` is neither a URL nor a path"),
        (r#""method": "GET", "url": "/a b/{id}""#, "the path contains `a b`"),
    ] {
        let import = Import::of("metadata.json", &block(rest));
        assert!(import.file("functions/other.yaml").contains("http: TODO"), "{rest}");
        let expected = format!("I104 1: the request of `getBook` is left open: {problem}");
        assert!(import.notes().contains(&expected), "{rest}: {:?}", import.notes());
    }
    let import = Import::of("metadata.json", &block(r#""method": "PATCH", "url": "/books/:ID/{{id}}.json""#));
    assert!(import.file("functions/other.yaml").contains("http: PATCH /books/{id}/{id}.json"));
}
