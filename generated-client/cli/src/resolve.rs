//! The function of a name.

use crate::Stop;
use crate::output::one_line;
use intercom_client::FUNCTIONS;
use intercom_client::runtime::{Function, nearest};

/// The function of a name: the table's, or resource and method as in Rust.
pub fn function(name: &str) -> Result<&'static Function, Stop> {
    find(name).ok_or_else(|| unknown("function", name, &[]))
}

/// The functions of a name, which may be a resource's.
pub fn functions(name: &str) -> Result<Vec<&'static Function>, Stop> {
    if let Some(function) = find(name) {
        return Ok(vec![function]);
    }
    let of_resource: Vec<_> = FUNCTIONS.iter().copied().filter(|function| function.resource == name).collect();
    if of_resource.is_empty() {
        let resources: Vec<&str> = FUNCTIONS.iter().map(|function| function.resource).collect();
        return Err(unknown("function or resource", name, &resources));
    }
    Ok(of_resource)
}

/// The name of a function as in Rust.
pub fn rust_name(function: &Function) -> String {
    format!("{}.{}", function.resource, function.method)
}

fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().copied().find(|function| function.name == name || rust_name(function) == name)
}

fn unknown(what: &str, name: &str, others: &[&str]) -> Stop {
    let rust_names: Vec<String> = FUNCTIONS.iter().map(|function| rust_name(function)).collect();
    let known = FUNCTIONS
        .iter()
        .map(|function| function.name)
        .chain(rust_names.iter().map(String::as_str))
        .chain(others.iter().copied());
    let shown: String = one_line(name).chars().take(60).collect();
    Stop::usage(match nearest(name, known) {
        Some(near) => format!("there is no {what} `{shown}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{shown}`; see `intercom functions`"),
    })
}
