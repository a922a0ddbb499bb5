//! Places in a JSON object: a key, or a JSON pointer.

use super::pointer::JsonPointer;
use crate::diagnostic::code::Code;
use crate::format::grammar::{Grammar, GrammarError, checked_text};

checked_text! {
    /// A place in a JSON object: a key such as `message`, or a JSON pointer such as `/error/message`. A text that begins with a
    /// slash and is no pointer is a key.
    Place, Code::BadHttp, place_error
}

fn place_error(text: &str) -> Option<GrammarError> {
    text.is_empty().then(|| "a place must not be empty: write a key, or a JSON pointer".to_owned().into())
}

impl Place {
    /// The keys from the outermost.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        match JsonPointer::parse(self.as_str()) {
            Ok(pointer) => pointer.keys().to_vec(),
            Err(_) => vec![self.as_str().to_owned()],
        }
    }
}
