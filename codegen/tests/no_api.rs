//! The generator serves any table of functions: nothing in it may know one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::Path;

#[test]
fn no_name_of_the_product_s_api_stands_in_the_generator() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    // The words are put together here, so that a search for them finds only what this test is after.
    let words = [["inter", "com"].concat(), ["create", "user"].concat(), ["/", "users"].concat()];
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
                if words.iter().any(|word| line.contains(word)) {
                    found.push(format!("{}:{}: {line}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(files > 30, "{files} files are not the generator");
    assert!(found.is_empty(), "{}", found.join("\n"));
}
