//! The functions that set a value, of builders and of inputs.

use super::layout::{Code, Function, Link};
use super::names::plain;

/// A function of a builder or an input that sets a value, and its second form for optional values.
pub struct Setter<'a> {
    /// The lines of its docs, and its attributes.
    pub head: String,
    pub name: &'a str,
    /// The type of the value.
    pub kind: String,
    /// What must be done before.
    pub split: Option<(String, Code)>,
    pub set: Vec<Link>,
    /// What nobody should use any more needs no second form.
    pub has_maybe: bool,
}

impl Setter<'_> {
    pub fn format(self) -> Vec<String> {
        let (name, kind) = (self.name, self.kind);
        let maybe = self.has_maybe.then(|| format!("    rt::maybe!(maybe_{} => {name}: {kind});\n", plain(name)));
        let setter = Function {
            head: self.head,
            name: name.to_owned(),
            params: vec!["self".to_owned(), format!("{name}: {kind}")],
            returns: "Self".to_owned(),
            lets: self.split.into_iter().collect(),
            body: Some(with(self.set)),
        };
        [setter.format()].into_iter().chain(maybe).collect()
    }
}

/// The function that sends null for a value.
pub fn clear(rust_name: &str, name: &str, field: String) -> String {
    Function {
        head: format!("    /// Sends null for `{name}`.\n"),
        name: format!("clear_{}", plain(rust_name)),
        params: vec!["self".to_owned()],
        returns: "Self".to_owned(),
        lets: Vec::new(),
        body: Some(with(vec![Link::Method("set", vec![Code::text(field), Code::text("rt::Arg::null()")])])),
    }
    .format()
}

/// `Self`, and something done to its content.
pub fn with(links: Vec<Link>) -> Code {
    let links = [Link::Field("0")].into_iter().chain(links).collect();
    Code::call("Self", Code::Chain(Box::new(Code::text("self")), links))
}

/// Each of several values, by a function.
pub fn mapped(values: &str, function: String) -> Code {
    let map = vec![Link::Method("into_iter", Vec::new()), Link::Method("map", vec![Code::Text(function)])];
    Code::Chain(Box::new(Code::text(values)), map)
}
