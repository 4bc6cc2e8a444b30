//! The proxy that requests go through: the one that the environment (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`) or the system's
//! settings name. It is told without its user and password.

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use super::endpoint::Endpoint;

/// Host and port of the proxy of an endpoint, where it has one. This machine's own loopback never has: a proxy cannot
/// reach it.
///
/// # Errors
/// A sentence where the proxy is of a kind that is not spoken.
pub fn proxy(endpoint: &Endpoint) -> Result<Option<String>, String> {
    // The client asks the same matcher.
    proxy_by(&Matcher::from_system(), endpoint)
}

fn proxy_by(matcher: &Matcher, endpoint: &Endpoint) -> Result<Option<String>, String> {
    if endpoint.is_loopback() {
        return Ok(None);
    }
    let url: Option<Uri> = endpoint.call("").as_str().parse().ok();
    let Some(proxy) = url.and_then(|url| matcher.intercept(&url)) else {
        return Ok(None);
    };
    let host = proxy.uri().host().unwrap_or_default();
    let shown = match proxy.uri().port_u16() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    match proxy.uri().scheme_str() {
        None | Some("http" | "https") => Ok(Some(shown)),
        Some(other) => Err(format!(
            "the proxy {shown} is of the kind {other}, which is not spoken here; set HTTPS_PROXY to one by http, or name {} in NO_PROXY if it can be reached without",
            endpoint.bare_host()
        )),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn told(all: &str, no: &str, endpoint: &str) -> Result<Option<String>, String> {
        let matcher = Matcher::builder().all(all).no(no).build();
        proxy_by(&matcher, &endpoint.parse().unwrap())
    }

    #[test]
    fn a_proxy_is_told_without_its_user_and_password() {
        let service = "https://acme.glassix.com/api/v1.2";
        let proxy = "http://ann:s3cr3t@proxy.example:3128";
        assert_eq!(
            told(proxy, "", service),
            Ok(Some("proxy.example:3128".into()))
        );
        assert_eq!(
            told("proxy.example:3128", "", service),
            Ok(Some("proxy.example:3128".into()))
        );
        assert_eq!(told("", "", service), Ok(None));
    }

    #[test]
    fn no_proxy_and_loopback_are_passed_by() {
        let proxy = "http://proxy.example:3128";
        for no in ["acme.glassix.com", ".glassix.com", "glassix.com", "*"] {
            assert_eq!(
                told(proxy, no, "https://acme.glassix.com/api/v1.2"),
                Ok(None),
                "{no}"
            );
        }
        for loopback in [
            "http://127.0.0.1:1/api",
            "https://localhost/api",
            "http://[::1]:1/api",
        ] {
            assert_eq!(told(proxy, "", loopback), Ok(None), "{loopback}");
        }
    }

    #[test]
    fn a_proxy_that_is_not_spoken_is_refused_without_its_password() {
        let refused = told(
            "socks5h://ann:s3cr3t@proxy.example:1080",
            "",
            "https://acme.glassix.com/api",
        );
        let why = refused.unwrap_err();
        assert!(
            why.contains("proxy.example:1080 is of the kind socks5h"),
            "{why}"
        );
        assert!(why.contains("name acme.glassix.com in NO_PROXY"), "{why}");
        assert!(!why.contains("s3cr3t"), "{why}");
    }
}
