//! `cargo xtask explain`: the page of a code.

use crate::{Stop, output};
use codegen::diagnostic::{Code, nearest, rule_page};

pub fn run(words: &[String]) -> Result<(), Stop> {
    let [word] = words else {
        return Err(unknown("name one code"));
    };
    match Code::find(word) {
        Some(code) => {
            output::print(&rule_page(code));
            Ok(())
        }
        None => {
            let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
            Err(unknown(&match nearest(word, &ids) {
                Some(near) => format!("there is no code `{word}`; did you mean `{near}`?"),
                None => format!("there is no code `{word}`"),
            }))
        }
    }
}

/// Tells what is wrong and which codes there are, in place of the usage of all commands.
fn unknown(problem: &str) -> Stop {
    eprintln!("error: {problem}\n\nusage: cargo xtask explain <code>\n");
    for code in Code::ALL {
        eprintln!("  {code}  {}", code.title());
    }
    Stop { code: 2, message: String::new() }
}
