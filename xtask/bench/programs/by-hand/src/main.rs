//! The program whose instructions are counted.
#![forbid(unsafe_code)]

fn main() -> Result<(), harness::Failed> {
    harness::run::<by_hand::Client>(None)
}
