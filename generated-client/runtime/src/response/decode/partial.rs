//! Lists with items that do not decode: the others are worth more than an error.

use crate::response::decode::from_json::{Undecodable, read};
use crate::response::decode::lenient::Lenient;
use crate::response::decode::object::Object;
use crate::response::decode::reader::{Reader, parse};
use serde_json::Value;

/// More undecodable items in one response are another format, not single values.
const MAX_UNDECODABLE_ITEMS: usize = 100;

/// The text of a list's items, and the text of the object before and after them.
struct Parts<'a> {
    before: &'a [u8],
    items: Vec<&'a [u8]>,
    after: &'a [u8],
}

/// Decodes a list without the items that do not decode; they are kept as JSON in `extra`, under the key of the list.
///
/// # Errors
///
/// What does not decode lies outside of an item, or no item decodes.
pub fn without_undecodable<T: Object + Lenient>(
    json: &[u8],
    key: &'static str,
    undecodable: Undecodable,
) -> Result<T, Undecodable> {
    let Some(mut parts) = split(json, key) else { return Err(undecodable) };
    let (mut left_out, mut path) = (Vec::new(), undecodable.path.clone());
    while left_out.len() < MAX_UNDECODABLE_ITEMS {
        let Some(at) = position(&path, key).filter(|at| *at < parts.items.len()) else { break };
        left_out.push(parts.items.remove(at));
        if parts.items.is_empty() {
            break;
        }
        match read::<T>(&parts.join()) {
            Ok(Some(mut list)) => {
                log(key, left_out.len(), &undecodable);
                let left_out = left_out.iter().filter_map(|item| parse(item).ok());
                list.extra().insert(key.to_owned(), Value::Array(left_out.collect()));
                return Ok(list);
            }
            Ok(None) => break,
            Err(next) => path = next.path,
        }
    }
    Err(undecodable)
}

/// Finds the list under a key of an object.
fn split<'a>(json: &'a [u8], key: &str) -> Option<Parts<'a>> {
    let mut list = None;
    let mut reader = Reader::new(json);
    let json = reader.rest();
    if reader.peek() != Some(b'{') {
        return None;
    }
    let read = reader.object(&mut |found, reader| {
        let value = reader.skip()?;
        if found == key {
            list = Some((reader.position() - value.len(), value));
        }
        Ok(())
    });
    let (start, list) = list.filter(|_| read.is_ok())?;
    let mut items = Vec::new();
    let mut reader = Reader::new(list);
    if reader.peek() != Some(b'[') {
        return None;
    }
    let read = reader.list(&mut |reader| {
        items.push(reader.skip()?);
        Ok(())
    });
    read.ok()?;
    Some(Parts { before: &json[..start], items, after: &json[start + list.len()..] })
}

impl Parts<'_> {
    fn join(&self) -> Vec<u8> {
        let items = self.items.join(&b","[..]);
        [self.before, b"[", &items, b"]", self.after].concat()
    }
}

/// The position of an item in a path such as `users[3].id`.
fn position(path: &str, key: &str) -> Option<usize> {
    path.strip_prefix(key)?.strip_prefix('[')?.split(']').next()?.parse().ok()
}

#[cfg(feature = "tracing")]
fn log(list: &str, items: usize, first: &Undecodable) {
    let Undecodable { path, problem } = first;
    tracing::warn!(list, items, path, problem, "items of a list do not decode; they are kept in `extra`");
}

#[cfg(not(feature = "tracing"))]
fn log(_: &str, _: usize, _: &Undecodable) {}
