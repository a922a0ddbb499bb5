//! Destinations in the body → the tree of its members, in the order of the spec.

use crate::model::{BodyNode, BodyValue, Source};

/// Puts a value at a path of keys. The checks have made sure that no two unconditional values meet.
pub fn insert(nodes: &mut Vec<BodyNode>, keys: &[String], source: Source) {
    let Some((key, rest)) = keys.split_first() else { return };
    if rest.is_empty() {
        nodes.push(BodyNode { key: key.clone(), value: BodyValue::Source(source) });
        return;
    }
    let existing = nodes.iter_mut().find_map(|node| match &mut node.value {
        BodyValue::Object(inner) if node.key == *key => Some(inner),
        _ => None,
    });
    match existing {
        Some(inner) => insert(inner, rest, source),
        None => {
            let mut inner = Vec::new();
            insert(&mut inner, rest, source);
            nodes.push(BodyNode { key: key.clone(), value: BodyValue::Object(inner) });
        }
    }
}
