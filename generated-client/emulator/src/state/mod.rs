//! What the emulator knows: one workspace, and the means to write it down and take it up again.

pub(crate) mod clock;
pub(crate) mod companies;
pub(crate) mod conversations;
pub(crate) mod digest;
mod format;
pub(crate) mod ids;
pub(crate) mod notifications;
pub(crate) mod people;
pub(crate) mod queue;
pub(crate) mod records;
pub(crate) mod segments;
pub(crate) mod table;
mod whole;
mod world;

pub use clock::Clock;
pub(crate) use clock::Time;
pub(crate) use world::World;
