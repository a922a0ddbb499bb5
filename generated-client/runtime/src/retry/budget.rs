//! A budget for retries, shared by the clones of a client: in an outage, retrying everything makes things worse.

use std::sync::{Mutex, PoisonError};

/// Retries that may be made before any call has been.
const INITIAL_RETRIES: f64 = 10.0;

/// What each call adds: over time at most one call in five is retried.
const RETRIES_PER_CALL: f64 = 0.2;

/// Savings of quiet times.
const MAX_RETRIES: f64 = 100.0;

/// The retries that a client may still make.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    left: Mutex<f64>,
}

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self { left: Mutex::new(INITIAL_RETRIES) }
    }

    /// A call is made.
    pub(crate) fn deposit(&self) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = (*left + RETRIES_PER_CALL).min(MAX_RETRIES);
    }

    /// Takes one retry from the budget; `false` when none is left.
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
    fn retries_stay_below_a_fifth_of_the_calls() {
        let budget = RetryBudget::new();
        let mut repeated = 0;
        for _ in 0..1000 {
            budget.deposit();
            repeated += u32::from(budget.withdraw()) + u32::from(budget.withdraw());
        }
        assert!((205..=211).contains(&repeated), "{repeated}");
    }

    #[test]
    fn quiet_times_save_at_most_a_hundred_retries() {
        let budget = RetryBudget::new();
        (0..10_000).for_each(|_| budget.deposit());
        assert_eq!((0..1_000).filter(|_| budget.withdraw()).count(), 100);
    }
}
