//! The `http` line of a function.

use super::path_template::{PathTemplate, TemplatePart};
use crate::base::http::HttpMethod;
use crate::diagnostic::code::Code;
use crate::format::grammar::{Grammar, GrammarError};

/// A method and a path, such as `POST /books/{bookId}`.
#[derive(Clone, Debug)]
pub struct HttpLine {
    /// The method.
    pub method: HttpMethod,
    /// The path.
    pub path: PathTemplate,
    /// Whether the line is [`HttpLine::DRAFT`]: method and path stand in for those that are still to be stated.
    pub is_draft: bool,
}

impl HttpLine {
    /// What stands for a method and a path that are still to be stated.
    pub const DRAFT: &str = "TODO";
}

impl Grammar for HttpLine {
    const RULE: Code = Code::BadHttp;

    fn parse(text: &str) -> Result<Self, GrammarError> {
        if text == Self::DRAFT {
            let path = PathTemplate { text: text.to_owned(), parts: vec![TemplatePart::Text("/".to_owned())] };
            return Ok(Self { method: HttpMethod::Post, path, is_draft: true });
        }
        let Some((method, path)) = text.split_once(' ') else {
            return Err(format!("`{text}` is not a method and a path, such as `GET /books`").into());
        };
        let method = HttpMethod::ALL.into_iter().find(|known| known.as_str() == method).ok_or_else(|| {
            let known = HttpMethod::ALL.map(HttpMethod::as_str).join(", ");
            format!("`{method}` is not an HTTP method; known are {known}")
        })?;
        Ok(Self { method, path: PathTemplate::parse(path)?, is_draft: false })
    }
}
