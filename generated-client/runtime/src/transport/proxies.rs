//! Proxies of the environment: reqwest leaves out one that it cannot read, and calls would then go past it in silence.

use crate::transport::authority::is_valid;
use http::Uri;

/// Says which variable cannot be used for requests of a scheme. Its value may hold a password, so it is not shown.
pub(crate) fn check(scheme: &str) -> Result<(), String> {
    let own = format!("{}_PROXY", scheme.to_uppercase());
    // Below a web server this one is set by whoever sends a request, and reqwest leaves it out.
    let own = if scheme.eq_ignore_ascii_case("http") && std::env::var_os("REQUEST_METHOD").is_some() {
        None
    } else {
        Some(own)
    };
    for name in own.into_iter().chain(["ALL_PROXY".to_owned()]) {
        for name in [name.to_lowercase(), name] {
            if std::env::var_os(&name).is_some_and(|value| !value.to_str().is_some_and(is_proxy)) {
                return Err(format!("the proxy in {name} cannot be used; write it as http://host:port"));
            }
        }
    }
    Ok(())
}

/// Nothing is no proxy, and that is all right.
fn is_proxy(value: &str) -> bool {
    let valid = |uri: Uri| {
        let scheme =
            uri.scheme_str().is_none_or(|scheme| ["http", "https"].contains(&scheme) || scheme.starts_with("socks"));
        scheme && uri.authority().is_some_and(is_valid)
    };
    value.is_empty() || value.parse().is_ok_and(valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_has_a_host_and_a_port_that_is_one() {
        for valid in ["", "proxy", "proxy:3128", "http://proxy", "https://u:p@proxy:1/", "socks5h://[::1]:1080"] {
            assert!(is_proxy(valid), "{valid}");
        }
        for broken in
            ["::::", "a b", "http://", "http://u:p@", "http://proxy:port", "http://proxy:99999", "ftp://proxy", ":1"]
        {
            assert!(!is_proxy(broken), "{broken}");
        }
    }
}
