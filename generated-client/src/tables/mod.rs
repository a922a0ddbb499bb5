//! The 82 functions of the tables on API 2.x, with the features `v1` and `v2`.
//!
//! ```no_run
//! use intercom_client::json;
//! use intercom_client::v2::Client;
//!
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let done = client.tables().create_user_by_email("ines@kiln.example").name("Ines Prado").await?;
//! println!("{} after {:?}", done.response, done.calls);
//! // The same by name, with JSON.
//! let args = json!({ "email": "ines@kiln.example", "name": "Ines Prado" });
//! client.tables().call("createUserByEmail", args).await?;
//! # Ok(())
//! # }
//! ```
//!
//! The plans stand in `spec/v2/tables.yaml`. 61 functions run, each as one or more calls with their own retries and limits; the
//! response is the model of 2.x. 21 are gone: they return [`TablesErrorKind::Withdrawn`] with what replaces them, before
//! anything is sent. An argument without a counterpart is an error with its reason, unless [`Tables::drop_unsupported`] is set:
//! then [`Done::dropped`] lists it. The page [From 1.x to 2.x](https://docs.rs/intercom-client) has a row for each function.

pub(crate) mod call;
mod done;
mod error;
mod handle;
mod plan;
mod run;
mod template;

pub use crate::generated::tables as builders;
pub use call::TableFuture;
pub use done::Done;
pub use error::{TablesError, TablesErrorKind};
pub use handle::Tables;
