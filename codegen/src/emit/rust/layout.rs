//! The layout of what generated files mostly consist of: functions whose body is a call.
//!
//! The result is that of prettyplease, byte by byte, which a test compares. Own code because parsing the tokens of each function
//! was most of what `regen` took. A function with a line that prettyplease would break in another way is formatted by it.

use super::format::{MARGIN, format_text};

/// The depth of a block: that of prettyplease.
const INDENT: usize = 4;

/// An expression.
#[derive(Clone, Debug)]
pub enum Code {
    /// Stays on its line.
    Text(String),
    /// A function and its arguments.
    Call(String, Vec<Self>),
    /// A value and what follows it, link by link.
    Chain(Box<Self>, Vec<Link>),
}

/// What follows a value.
#[derive(Clone, Debug)]
pub enum Link {
    Field(&'static str),
    Method(&'static str, Vec<Code>),
}

/// A public function in an `impl` block.
#[derive(Clone, Debug, Default)]
pub struct Function {
    /// The lines of its docs, and its attributes.
    pub head: String,
    pub name: String,
    pub params: Vec<String>,
    pub returns: String,
    /// Variables by name.
    pub lets: Vec<(String, Code)>,
    pub body: Option<Code>,
}

impl Code {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A call with one argument.
    pub fn call(function: impl Into<String>, argument: Self) -> Self {
        Self::Call(function.into(), vec![argument])
    }

    /// The width on one line.
    fn width(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Call(function, args) => function.len() + 2 + args_width(args),
            Self::Chain(value, links) => {
                let link = |link: &Link| match link {
                    Link::Field(name) => 1 + name.len(),
                    Link::Method(name, args) => 3 + name.len() + args_width(args),
                };
                value.width() + links.iter().map(link).sum::<usize>()
            }
        }
    }
}

fn args_width(args: &[Code]) -> usize {
    args.iter().map(Code::width).sum::<usize>() + 2 * args.len().saturating_sub(1)
}

impl Function {
    /// The function, indented as a member.
    pub fn format(&self) -> String {
        let mut out = Layout { indent: INDENT, text: self.head.clone(), ..Layout::default() };
        out.pad();
        out.signature(self);
        out.indent += INDENT;
        for (name, value) in &self.lets {
            out.line();
            out.push(&format!("let {name} = "));
            out.code(value, 1);
            out.push(";");
        }
        if let Some(body) = &self.body {
            out.line();
            out.code(body, 0);
        }
        out.indent -= INDENT;
        out.line();
        out.push("}\n");
        if out.overflows { format_member(&out.text) } else { out.text }
    }
}

/// A member of an `impl` block, formatted by prettyplease.
fn format_member(text: &str) -> String {
    let block = format_text(&format!("impl X {{\n{text}}}\n"));
    let members = block.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    members.map_or_else(|| text.to_owned(), str::to_owned)
}

/// Text in progress.
#[derive(Default)]
struct Layout {
    text: String,
    column: usize,
    indent: usize,
    /// Whether something stands beyond the margin.
    overflows: bool,
}

impl Layout {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.len();
    }

    fn pad(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.pad();
    }

    fn fits(&self, width: usize) -> bool {
        self.column + width <= MARGIN
    }

    fn signature(&mut self, function: &Function) {
        self.push("pub fn ");
        self.push(&function.name);
        let end = format!(") -> {} {{", function.returns);
        let params: Vec<Code> = function.params.iter().map(Code::text).collect();
        self.push("(");
        self.args(&params, end.len());
        self.push(&end);
        self.overflows |= !self.fits(0);
    }

    /// `after` is the width of what follows on the line in any case.
    fn code(&mut self, code: &Code, after: usize) {
        match code {
            Code::Text(text) => {
                self.overflows |= !self.fits(text.len() + after);
                self.push(text);
            }
            Code::Call(function, args) => self.call(function, args, after),
            Code::Chain(value, links) => {
                let is_broken = !self.fits(code.width() + after);
                self.code(value, if is_broken { 0 } else { code.width() - value.width() + after });
                self.indent += INDENT;
                for (at, link) in links.iter().enumerate() {
                    if is_broken {
                        self.line();
                    }
                    let after = if at + 1 == links.len() { after } else { 0 };
                    self.push(".");
                    match link {
                        Link::Field(name) => self.push(name),
                        Link::Method(name, args) => self.call(name, args, after),
                    }
                }
                self.indent -= INDENT;
            }
        }
    }

    fn call(&mut self, function: &str, args: &[Code], after: usize) {
        // prettyplease would rather break generic arguments than those of the call.
        let together = if function.contains('<') { args_width(args) + 1 + after } else { 0 };
        self.overflows |= !self.fits(function.len() + 1 + together);
        self.push(function);
        self.push("(");
        self.args(args, 1 + after);
        self.push(")");
    }

    /// All on this line, or each on its own.
    fn args(&mut self, args: &[Code], after: usize) {
        let is_broken = !self.fits(args_width(args) + after) && !args.is_empty();
        self.indent += INDENT;
        for (at, arg) in args.iter().enumerate() {
            let is_last = at + 1 == args.len();
            if is_broken {
                self.line();
            }
            // The comma behind the last one may stand beyond the margin.
            self.code(arg, usize::from(!is_last));
            match (is_broken, is_last) {
                (true, _) => self.push(","),
                (false, false) => self.push(", "),
                (false, true) => {}
            }
        }
        self.indent -= INDENT;
        if is_broken {
            self.line();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::rust::setter::{mapped, with};

    /// A function as the emitter makes them, with names of a length.
    fn function(kind: usize, length: usize) -> Function {
        let name = "n".repeat(length);
        let path = format!("super::types::T{}", "y".repeat(length / 2));
        let field = |builder: &str| Code::text(format!("rt::field!({builder}, {name:?})"));
        let set =
            |builder: &str, value: Code| Link::Method("set", vec![field(builder), Code::call("rt::Arg::text", value)]);
        let value = Code::text(&name);
        let new = |links| {
            Code::Chain(
                Box::new(Code::Call("rt::Call::new".to_owned(), vec![Code::text("self.0"), Code::text("&T")])),
                links,
            )
        };
        let body = match kind {
            0 => with(vec![set("Self", value)]),
            1 => with(vec![set("Self", Code::call(format!("Into::<{path}>::into"), value))]),
            2 => with(vec![set("Self", mapped(&name, format!("Into::<{path}>::into")))]),
            3 => with(vec![set("Self", value.clone()), set("Self", value)]),
            4 => Code::call("Builder", new(vec![set("Builder", value.clone()), set("Builder", Code::text("b"))])),
            5 => Code::call(&path, Code::Call("rt::Call::new".to_owned(), vec![Code::text("self.0"), value])),
            _ => with(vec![Link::Method("set", vec![Code::text(format!("{name:?}")), Code::text("rt::Arg::null()")])]),
        };
        Function {
            head: "    /// Docs.\n    #[doc(alias = \"a\")]\n".to_owned(),
            name: format!("f{name}"),
            params: vec!["&self".to_owned(), format!("{name}: impl IntoIterator<Item = impl Into<{path}>>")],
            returns: if kind.is_multiple_of(2) { "Self".to_owned() } else { format!("B{name}") },
            lets: if kind == 3 {
                vec![(name.clone(), Code::call(format!("{path}::into_parts"), Code::text(&name)))]
            } else {
                Vec::new()
            },
            body: Some(body),
        }
    }

    #[test]
    fn layout_is_that_of_prettyplease_for_names_of_any_length() {
        for kind in 0..7 {
            for length in 1..60 {
                let text = function(kind, length).format();
                assert_eq!(text, format_member(&text), "kind {kind}, names of {length}");
            }
        }
    }
}
