//! Any JSON.

use super::cursor::{Reader, Scalar};
use super::fail::Fail;
use super::text::utf8;
use serde_json::{Map, Number, Value};

impl Reader<'_> {
    /// Reads any value.
    pub fn value(&mut self) -> Result<Value, Fail> {
        match self.peek() {
            Some(b'{') => {
                let mut members = Map::new();
                self.object(&mut |key, reader| {
                    members.insert(key.to_owned(), reader.value()?);
                    Ok(())
                })?;
                Ok(Value::Object(members))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.list(&mut |reader| {
                    items.push(reader.value()?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            _ => Ok(match self.scalar("a value")? {
                Scalar::Null => Value::Null,
                Scalar::Boolean(value) => Value::Bool(value),
                Scalar::Text(text) => Value::String(text.into_owned()),
                Scalar::Number(digits) => match digits.parse::<Number>() {
                    Ok(number) => Value::Number(number),
                    Err(_) => return Err(self.fail("number out of range")),
                },
            }),
        }
    }
}

/// Reads a text as JSON, to its end.
pub(crate) fn parse(json: &[u8]) -> Result<Value, (String, String)> {
    let json = utf8(json);
    let mut reader = Reader::new(&json);
    match reader.value().and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(fail) => Err(reader.explain(&fail)),
    }
}
