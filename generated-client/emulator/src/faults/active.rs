//! The fault rules in force.

use super::effect::FaultEffect;
use super::fault::Fault;
use super::rule::FaultRule;
use crate::protocol::api_error::ApiError;
use crate::protocol::recorded_request::RecordedRequest;
use http::HeaderName;
use http::request::Parts;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The header that injects a fault into one request.
pub const FAULT_HEADER: &str = "x-emulator-fault";

/// The fault rules in force.
pub struct ActiveFaults {
    seed: u32,
    rules: Mutex<Rules>,
}

struct Rules {
    rules: Vec<CountedRule>,
    random: fastrand::Rng,
}

/// A rule and how many requests it matched.
struct CountedRule {
    rule: FaultRule,
    calls: u64,
}

impl ActiveFaults {
    /// No rules yet. Random choices follow from the seed.
    pub fn new(seed: u32) -> Self {
        let rules = Rules { rules: Vec::new(), random: fastrand::Rng::with_seed(seed.into()) };
        Self { seed, rules: Mutex::new(rules) }
    }

    pub fn add(&self, rule: FaultRule) {
        self.lock().rules.push(CountedRule { rule, calls: 0 });
    }

    pub fn clear(&self) {
        self.lock().rules.clear();
    }

    pub fn all(&self) -> Vec<FaultRule> {
        self.lock().rules.iter().map(|counted| counted.rule.clone()).collect()
    }

    /// Restarts the counts and the random choices.
    pub fn restart(&self) {
        let mut rules = self.lock();
        rules.random = fastrand::Rng::with_seed(self.seed.into());
        for counted in &mut rules.rules {
            counted.calls = 0;
        }
    }

    /// The effect on a request: of the fault in its header, otherwise of the first rule that applies.
    pub fn plan(&self, head: &Parts, request: &RecordedRequest) -> Result<FaultEffect, ApiError> {
        static NAME: HeaderName = HeaderName::from_static(FAULT_HEADER);
        if let Some(value) = head.headers.get(&NAME) {
            return match value.to_str().ok().map(Fault::parse) {
                Some(Ok(fault)) => Ok(FaultEffect::new(&fault)),
                Some(Err(problem)) => Err(ApiError::bad_request(format!("{FAULT_HEADER}: {problem}"))),
                None => Err(ApiError::bad_request(format!("{FAULT_HEADER} is not text"))),
            };
        }
        let mut rules = self.lock();
        let Rules { rules, random } = &mut *rules;
        let mut effect = None;
        // Every rule counts all its requests, so that one rule does not shift the counts of another.
        for counted in rules.iter_mut().filter(|counted| counted.rule.matches(request)) {
            counted.calls = counted.calls.saturating_add(1);
            if counted.rule.applies_to_call(counted.calls, random) && effect.is_none() {
                effect = Some(FaultEffect::new(counted.rule.fault()));
            }
        }
        Ok(effect.unwrap_or_default())
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
