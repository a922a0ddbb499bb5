//! What one call costs.

/// What one call costs the client.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cost {
    pub instructions: u64,
    /// Calls of the allocator that ask for memory: allocations and reallocations.
    pub allocations: u64,
    /// The bytes that they ask for; of a reallocation, those that it adds.
    pub bytes: u64,
}
