//! The generator works for any function tables: it must not know any.

use std::fs;
use std::path::Path;

#[test]
fn generator_has_no_names_of_the_product_api() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    // The names are composed here, so that this file does not contain them.
    let names = [["inter", "com"].concat(), ["create", "user"].concat(), ["/", "users"].concat()];
    let mut folders = vec![source];
    let mut files = 0;
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            for (number, line) in fs::read_to_string(&path).unwrap().to_lowercase().lines().enumerate() {
                if names.iter().any(|name| line.contains(name)) {
                    found.push(format!("{}:{}: {line}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(files > 30, "{files} files are not the generator");
    assert!(found.is_empty(), "{}", found.join("\n"));
}
