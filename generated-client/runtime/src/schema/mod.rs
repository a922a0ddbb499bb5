//! The static description of an API: its functions, their fields, and where each value goes on the wire.
//!
//! Generated code fills these in, one line a field. The encoder, the dynamic call, a command line, an emulator or a form read
//! them: everything that they know of a function stands here.

mod advice;
mod auth;
mod constant;
mod field;
mod function;
mod layout;
mod package;
mod paging;

pub use advice::{Advice, ExistingId, ExistingState};
pub use auth::{Auth, BasicPart, Credential, Scheme};
pub use constant::Constant;
pub use field::{Case, Encode, Field, FieldRef, Kind, Place};
pub use function::{BodyAs, Function, Method, Nesting, Retry, Returns};
pub use layout::{Layout, Member, Part, QueryItem, Route, Source};
pub use package::{ErrorShape, Package, RateLimitHeaders, Server, Version};
pub use paging::{Goes, Next, Paging};
