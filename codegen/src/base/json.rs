//! JSON values as a spec writes them. They are the snippets' values too.

pub use api_client_snippets::json::Json;
