//! TLS in the command as it is built by itself. Other members of the workspace can switch TLS on, so `.ci/run alone` also tries
//! this with a build of the package alone.

use crate::support::run_at;

#[test]
fn https_fails_at_connect_not_for_lack_of_tls() {
    // Nothing listens on port 1.
    let outcome = run_at("https://127.0.0.1:1", &["call", "getAdmins", "--retries", "0"]);
    if cfg!(any(feature = "rustls", feature = "native-tls")) {
        let line = outcome.error_line(5);
        assert!(line.contains("cannot connect to 127.0.0.1:1"), "{line}");
    } else {
        let line = outcome.error_line(2);
        assert!(line.contains("this build of `intercom` has no TLS") && line.contains("cargo install"), "{line}");
    }
}
