//! Lists with items that do not decode: the others are worth more than an error.

use crate::response::decode::from_json::{Undecodable, read};
use crate::response::decode::lenient::Lenient;
use crate::response::decode::object::Object;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// More undecodable items in one response are another format, not single values.
const MAX_UNDECODABLE_ITEMS: usize = 100;

type Members = BTreeMap<String, Box<RawValue>>;

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
    let Some((mut members, mut items)) = split(json, key) else { return Err(undecodable) };
    let (mut left_out, mut path) = (Vec::new(), undecodable.path.clone());
    while left_out.len() < MAX_UNDECODABLE_ITEMS {
        let Some(at) = position(&path, key).filter(|at| *at < items.len()) else { break };
        left_out.push(items.remove(at));
        let Some(json) = join(&mut members, key, &items).filter(|_| !items.is_empty()) else { break };
        match read::<T>(&json) {
            Ok(Some(mut list)) => {
                log(key, left_out.len(), &undecodable);
                let left_out = left_out.iter().filter_map(|item| serde_json::from_str(item.get()).ok());
                list.extra().insert(key.to_owned(), Value::Array(left_out.collect()));
                return Ok(list);
            }
            Ok(None) => break,
            Err(next) => path = next.path,
        }
    }
    Err(undecodable)
}

/// The members of an object, and the items of the list among them.
fn split(json: &[u8], key: &str) -> Option<(Members, Vec<Box<RawValue>>)> {
    let mut members: Members = serde_json::from_slice(json).ok()?;
    let list = members.remove(key)?;
    Some((members, serde_json::from_str(list.get()).ok()?))
}

fn join(members: &mut Members, key: &str, items: &[Box<RawValue>]) -> Option<Vec<u8>> {
    members.insert(key.to_owned(), serde_json::value::to_raw_value(items).ok()?);
    serde_json::to_vec(members).ok()
}

/// The position of an item in a path such as `users[3].id`.
fn position(path: &str, key: &str) -> Option<usize> {
    path.strip_prefix(key)?.strip_prefix('[')?.split(']').next()?.parse().ok()
}

#[cfg(feature = "tracing")]
fn log(list: &str, items: usize, first: &Undecodable) {
    let (path, problem) = (&first.path, &first.problem);
    tracing::warn!(list, items, path, %problem, "items of a list do not decode; they are kept in `extra`");
}

#[cfg(not(feature = "tracing"))]
fn log(_: &str, _: usize, _: &Undecodable) {}
