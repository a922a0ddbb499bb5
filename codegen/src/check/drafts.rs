//! Functions whose request is still to be stated.

use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::http_line::HttpLine;

/// Reports each function with `http: TODO`.
pub fn reject(spec: &Spec, diagnostics: &mut Diagnostics) {
    for function in spec.functions() {
        if function.http.get().is_some_and(|http| http.is_draft) {
            let name = &function.name.value;
            let message = format!("`{name}` has no method and no path yet: `{}` stands for them", HttpLine::DRAFT);
            diagnostics.push(Diagnostic::new(Code::OpenHttp, function.http.span, message).help(
                "write them, such as `GET /books/{id}`, and where its fields go; or compile it as it is: `regen --draft`",
            ));
        }
    }
}
