//! A budget for repetitions, shared by the clones of a client: in an outage, repeating everything makes things worse.

use std::sync::{Mutex, PoisonError};

/// Repetitions that may be made before any call has been.
const START: f64 = 10.0;

/// What each call adds: over time at most one call in five is repeated.
const PER_CALL: f64 = 0.2;

/// Savings of quiet times.
const MOST: f64 = 100.0;

/// The repetitions that a client may still make.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    left: Mutex<f64>,
}

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self { left: Mutex::new(START) }
    }

    /// A call is made.
    pub(crate) fn deposit(&self) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = (*left + PER_CALL).min(MOST);
    }

    /// A repetition is to be made; `false` when there is nothing left to pay for it.
    pub(crate) fn withdraw(&self) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = *left >= 1.0;
        if enough {
            *left -= 1.0;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_stay_below_a_fifth_of_the_calls_and_a_start() {
        let budget = RetryBudget::new();
        let mut repeated = 0;
        for _ in 0..1000 {
            budget.deposit();
            repeated += u32::from(budget.withdraw()) + u32::from(budget.withdraw());
        }
        assert!((205..=211).contains(&repeated), "{repeated}");
    }

    #[test]
    fn quiet_times_save_a_hundred_repetitions_and_no_more() {
        let budget = RetryBudget::new();
        (0..10_000).for_each(|_| budget.deposit());
        assert_eq!((0..1_000).filter(|_| budget.withdraw()).count(), 100);
    }
}
