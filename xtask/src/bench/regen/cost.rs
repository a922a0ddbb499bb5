//! What a spec of one size costs the generator.

/// The phases of the generator, in order.
pub const PHASES: [&str; 5] = ["load", "check", "lower", "emit", "write"];

/// What a spec of one size costs the generator.
pub struct Cost {
    pub functions: usize,
    /// Microseconds per function, by phase.
    pub phases: [f64; 5],
    /// Peak memory of the process, in KiB.
    pub peak_kib: f64,
    pub spec_bytes: f64,
    pub output_bytes: f64,
}

impl Cost {
    /// Microseconds per function.
    pub fn total(&self) -> f64 {
        self.phases.iter().sum()
    }

    /// The number of functions, for arithmetic.
    pub fn functions_f64(&self) -> f64 {
        f64::from(u32::try_from(self.functions).unwrap_or(u32::MAX))
    }

    /// Peak memory per function, in KiB.
    pub fn kib_per_function(&self) -> f64 {
        self.peak_kib / self.functions_f64()
    }
}
