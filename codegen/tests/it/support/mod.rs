//! What several tests share.

pub mod change;
pub mod reference;
pub mod tiny;
pub mod validator;
