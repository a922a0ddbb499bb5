//! Progress on stderr, where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A line that says how far a command is.
pub struct Progress {
    bar: ProgressBar,
    pages: u64,
}

/// How often the line is drawn without news.
const TICK: Duration = Duration::from_millis(200);

impl Progress {
    /// For a list of unknown length.
    pub fn of_list() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(TICK);
        Self { bar, pages: 0 }
    }

    /// For so many rows.
    pub fn of_rows(rows: u64) -> Self {
        let bar = ProgressBar::new(rows);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} rows, {per_sec}, {eta} left {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self { bar, pages: 0 }
    }

    /// For so many bytes, where their number is known.
    pub fn of_bytes(bytes: Option<u64>) -> Self {
        let bar = bytes.map_or_else(ProgressBar::no_length, ProgressBar::new);
        let template = match bytes {
            Some(_) => "{bar:30} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left",
            None => "{spinner} {bytes}, {bytes_per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self { bar, pages: 0 }
    }

    /// So many bytes are there.
    pub fn bytes(&self, received: u64) {
        self.bar.set_position(received);
    }

    /// A page has been read.
    pub fn page(&mut self, items: u64, remaining: Option<u64>) {
        self.pages += 1;
        let left = remaining.map(|left| format!(", rate limit {left} left")).unwrap_or_default();
        self.bar.set_message(format!("{} pages, {items} items{left}", self.pages));
    }

    /// So many rows are done, of which so many have failed.
    pub fn rows(&self, done: u64, failed: u64) {
        self.bar.set_position(done);
        if failed > 0 {
            self.bar.set_message(format!("({failed} failed)"));
        }
    }

    /// Removes the line, so that messages can be printed.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}
