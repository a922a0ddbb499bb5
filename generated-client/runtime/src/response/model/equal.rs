//! `PartialEq` of all models.

use crate::response::model::object::{Data, Entries, List, Object};

/// Whether two values of one model have equal members. Null and absent are the same.
#[must_use]
pub fn equal(a: &dyn Object, b: &dyn Object) -> bool {
    let members = 0..a.model().keys.len();
    a.extra() == b.extra() && members.into_iter().all(|at| equal_data(&a.member(at).data(), &b.member(at).data()))
}

fn equal_data(a: &Data<'_>, b: &Data<'_>) -> bool {
    match (a, b) {
        (Data::Nothing, Data::Nothing) => true,
        (Data::Boolean(a), Data::Boolean(b)) => a == b,
        (Data::Integer(a), Data::Integer(b)) => a == b,
        (Data::Number(a), Data::Number(b)) => a == b,
        (Data::Text(a), Data::Text(b)) => a == b,
        (Data::Secret(a), Data::Secret(b)) => a == b,
        (Data::Object(a), Data::Object(b)) => equal(*a, *b),
        (Data::List(a), Data::List(b)) => equal_lists(*a, *b),
        (Data::Map(a), Data::Map(b)) => equal_maps(*a, *b),
        (Data::Json(a), Data::Json(b)) => a == b,
        (Data::Members(a), Data::Members(b)) => a == b,
        _ => false,
    }
}

fn equal_lists(a: &dyn List, b: &dyn List) -> bool {
    a.len() == b.len() && (0..a.len()).all(|at| equal_data(&a.item(at), &b.item(at)))
}

fn equal_maps(a: &dyn Entries, b: &dyn Entries) -> bool {
    let mut equal = a.len() == b.len();
    // A key that the other map lacks is `Nothing` there, which no entry is.
    a.each(&mut |key, value| equal = equal && equal_data(&value, &b.get(key)));
    equal
}
