//! The page as it is served: it says where its calls go, and has the session's nonce.

/// Where calls go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// Nowhere: the page shows the spec's examples.
    Examples,
    /// To an emulator on this machine.
    Emulator,
    /// To the real API.
    Live,
}

/// The generated page with its mode and the session's nonce.
pub fn prepare(text: &str, mode: Mode, session: &str) -> String {
    let mode = match mode {
        Mode::Examples => "examples",
        Mode::Emulator => "emulator",
        Mode::Live => "live",
    };
    text.replacen(
        "<meta name=\"docs-mode\" content=\"examples\">",
        &format!("<meta name=\"docs-mode\" content=\"{mode}\">"),
        1,
    )
    .replacen(
        "<meta name=\"docs-session\" content=\"\">",
        &format!("<meta name=\"docs-session\" content=\"{session}\">"),
        1,
    )
}
