//! `cargo xtask explain`: the page of a diagnostic code.

use crate::exit_error::ExitError;
use crate::output;
use codegen::diagnostic::{Code, nearest, rule_page};

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let [arg] = args else {
        return Err(usage("name one code"));
    };
    match Code::find(arg) {
        Some(code) => {
            output::print(&rule_page(code));
            Ok(())
        }
        None => {
            let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
            Err(usage(&match nearest(arg, &ids) {
                Some(near) => format!("unknown code `{arg}`; did you mean `{near}`?"),
                None => format!("unknown code `{arg}`"),
            }))
        }
    }
}

/// Prints the problem and all codes, instead of the usage of all commands.
fn usage(problem: &str) -> ExitError {
    eprintln!("error: {problem}\n\nusage: cargo xtask explain <code>\n");
    for code in Code::ALL {
        eprintln!("  {code}  {}", code.title());
    }
    ExitError::reported(2)
}
