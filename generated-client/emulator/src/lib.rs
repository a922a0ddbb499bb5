//! An Intercom on loopback, for tests, demos and trying things out: no account, no network.
//!
//! It knows nothing but the client's own description of the API: [`intercom_client::FUNCTIONS`] tell it the routes, the
//! constants and the required fields, [`intercom_client::examples::EXAMPLES`] what to answer. What it refuses, it refuses
//! in the API's own error shape.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = intercom_emulator::Emulator::start().await?;
//! let client = intercom_client::Client::builder().base_url(emulator.url()).access_token("any").build()?;
//! client.users().create_by_email("ines@kiln.example").await?;
//! assert_eq!(emulator.requests()[0].function_name(), Some("createUserByEmail"));
//! # Ok(())
//! # }
//! ```

mod answer;
mod catalogue;
pub mod demo;
mod emulator;
mod error_list;
mod fit;
mod guard;
mod json;
mod log;
mod matching;
mod pattern;
mod read;
mod received;
mod refusal;
mod server;
mod service;
mod settings;
mod slots;

pub use emulator::Emulator;
pub use received::Received;
pub use settings::Settings;
