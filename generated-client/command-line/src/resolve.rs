//! Finds functions by name.

use crate::exit_error::ExitError;
use crate::program::Program;
use crate::terminal::short;
use api_client_runtime::nearest;
use api_client_runtime::schema::Function;

/// The function with this name: the one of the function tables, or resource and method as in Rust.
pub fn function(program: &Program, name: &str) -> Result<&'static Function, ExitError> {
    find(program, name).ok_or_else(|| unknown(program, "function", name, &[]))
}

/// The function with this name, or all functions of the resource with this name.
pub fn functions(program: &Program, name: &str) -> Result<Vec<&'static Function>, ExitError> {
    if let Some(function) = find(program, name) {
        return Ok(vec![function]);
    }
    let of_resource: Vec<_> =
        program.functions().iter().copied().filter(|function| function.resource == name).collect();
    if of_resource.is_empty() {
        let resources: Vec<&str> = program.functions().iter().map(|function| function.resource).collect();
        return Err(unknown(program, "function or resource", name, &resources));
    }
    Ok(of_resource)
}

/// The name of a function as in Rust.
pub fn rust_name(function: &Function) -> String {
    format!("{}.{}", function.resource, function.method)
}

fn find(program: &Program, name: &str) -> Option<&'static Function> {
    program.functions().iter().copied().find(|function| function.name == name || rust_name(function) == name)
}

fn unknown(program: &Program, what: &str, name: &str, others: &[&str]) -> ExitError {
    let rust_names: Vec<String> = program.functions().iter().map(|function| rust_name(function)).collect();
    let known = program
        .functions()
        .iter()
        .map(|function| function.name)
        .chain(rust_names.iter().map(String::as_str))
        .chain(others.iter().copied());
    let shown = short(name);
    ExitError::usage(match nearest(name, known) {
        Some(near) => format!("unknown {what} `{shown}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{shown}`; see `{} functions`", program.name),
    })
}
