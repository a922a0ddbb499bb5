//! Finds functions by name.

use crate::exit_error::ExitError;
use crate::terminal::one_line;
use api_client_runtime::nearest;
use intercom_client::FUNCTIONS;
use intercom_client::schema::Function;

/// The function with this name: the one of the function tables, or resource and method as in Rust.
pub fn function(name: &str) -> Result<&'static Function, ExitError> {
    find(name).ok_or_else(|| unknown("function", name, &[]))
}

/// The function with this name, or all functions of the resource with this name.
pub fn functions(name: &str) -> Result<Vec<&'static Function>, ExitError> {
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

fn unknown(what: &str, name: &str, others: &[&str]) -> ExitError {
    let rust_names: Vec<String> = FUNCTIONS.iter().map(|function| rust_name(function)).collect();
    let known = FUNCTIONS
        .iter()
        .map(|function| function.name)
        .chain(rust_names.iter().map(String::as_str))
        .chain(others.iter().copied());
    let shown: String = one_line(name).chars().take(60).collect();
    ExitError::usage(match nearest(name, known) {
        Some(near) => format!("unknown {what} `{shown}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{shown}`; see `intercom functions`"),
    })
}
