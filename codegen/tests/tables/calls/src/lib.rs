//! The clients of real tables, whose calls the tests of this package send.

pub use {freshdesk_client as freshdesk, stripe_client as stripe, telegram_client as telegram};
