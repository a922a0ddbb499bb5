//! Random numbers.

/// A random number between 0 and 1.
pub fn random() -> f64 {
    // Without a source of its own, each browser would draw the same numbers.
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    return js_sys::Math::random();
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fastrand::f64()
}
