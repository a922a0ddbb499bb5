//! Which calls are retried.

use super::rows::{Class, Row, Rows};
use super::text::arrow;
use super::wire;
use crate::model::{Function, RetryRule};
use crate::spec::keywords::RetryClass;

/// Class and conditions.
pub fn compare(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let (before, after) = (retry(old, &old.retry), retry(new, &new.retry));
    if before.shown == after.shown {
        return;
    }
    let row = Row::changed(at, format!("retries {}", arrow(&before.shown, &after.shown))).class(Class::Behaviour);
    // Retried although it was not: another class, or a condition less.
    let looser = after.retries && (!before.retries || !before.conditions.iter().all(|c| after.conditions.contains(c)));
    rows.push(if looser {
        row.major("calls are retried after an error that were sent once")
    } else if before.retries && (!after.retries || before.conditions != after.conditions) {
        row.minor("calls fail at once that were retried after an error")
    } else {
        row.patch("calls are retried as before; only the reason differs")
    });
}

struct Retry {
    retries: bool,
    conditions: Vec<String>,
    shown: String,
}

fn retry(function: &Function, rule: &RetryRule) -> Retry {
    let unless = rule.unless.iter().map(|(field, value)| format!("unless {} = {value}", wire::name(function, *field)));
    let with = rule.with.map(|field| format!("with {}", wire::name(function, field)));
    let conditions: Vec<String> = unless.chain(with).collect();
    let class = rule.class.keyword().to_owned();
    let shown = if conditions.is_empty() { class } else { format!("{class}, {}", conditions.join(", ")) };
    // The class decides; the conditions only restrict it.
    Retry { retries: rule.class != RetryClass::Never, conditions, shown }
}
