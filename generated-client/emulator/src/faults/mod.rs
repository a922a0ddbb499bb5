//! Faults as data: which requests fail, and how.
//!
//! ```yaml
//! # The third page fails once, and a tenth of all writes is reset after they were worked on.
//! - when: { function: getUsers, call: 3 }
//!   fault: { status: 503 }
//! - when: { method: POST, probability: 0.1 }
//!   fault: { reset: after }
//! ```
//!
//! The same by a header of one request: `X-Emulator-Fault: status=503`, or the fault as JSON.

mod alter;
mod planned;
mod rule;

pub(crate) use planned::{Planned, Wire};
pub use rule::{Fault, FaultRule, FaultRulesError, Reset, When};

use crate::Received;
use crate::engine::Refusal;
use http::request::Parts;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The header that asks for a fault of one request.
pub const FAULT_HEADER: &str = "x-emulator-fault";

/// The rules that are in force.
pub(crate) struct Faults {
    seed: u32,
    rules: Mutex<Rules>,
}

struct Rules {
    rules: Vec<Counted>,
    random: fastrand::Rng,
}

/// A rule and how many requests it was held against and fitted.
struct Counted {
    rule: FaultRule,
    calls: u64,
}

impl Faults {
    /// No rules yet; chance follows from the seed.
    pub fn new(seed: u32) -> Self {
        let rules = Rules { rules: Vec::new(), random: fastrand::Rng::with_seed(seed.into()) };
        Self { seed, rules: Mutex::new(rules) }
    }

    pub fn add(&self, rule: FaultRule) {
        self.lock().rules.push(Counted { rule, calls: 0 });
    }

    pub fn clear(&self) {
        self.lock().rules.clear();
    }

    pub fn all(&self) -> Vec<FaultRule> {
        self.lock().rules.iter().map(|counted| counted.rule.clone()).collect()
    }

    /// Counts from the beginning, with the same chances.
    pub fn restart(&self) {
        let mut rules = self.lock();
        rules.random = fastrand::Rng::with_seed(self.seed.into());
        for counted in &mut rules.rules {
            counted.calls = 0;
        }
    }

    /// What is to befall a request: what its header asks for, else the first rule that fits.
    pub fn plan(&self, head: &Parts, request: &Received) -> Result<Planned, Refusal> {
        if let Some(asked) = head.headers.get(FAULT_HEADER) {
            let fault = asked.to_str().ok().map(Fault::parse);
            return match fault {
                Some(Ok(fault)) => Ok(Planned::new(&fault)),
                Some(Err(problem)) => Err(Refusal::bad_request(format!("{FAULT_HEADER}: {problem}"))),
                None => Err(Refusal::bad_request(format!("{FAULT_HEADER} is not text"))),
            };
        }
        let mut rules = self.lock();
        let Rules { rules, random } = &mut *rules;
        let mut chosen = None;
        // Every rule counts every request that fits, so that one rule does not shift the counts of another.
        for counted in rules.iter_mut().filter(|counted| counted.rule.when.names(request)) {
            counted.calls += 1;
            if counted.rule.when.falls_on(counted.calls, random) && chosen.is_none() {
                chosen = Some(Planned::new(&counted.rule.fault));
            }
        }
        Ok(chosen.unwrap_or_default())
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
