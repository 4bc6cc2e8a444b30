//! Where the service is: one origin and one path below it. Nothing is ever sent anywhere else.
//!
//! By https, or on this machine: plain http shows the credentials and every customer to whoever carries the packets.
//! Whoever wants that all the same [says so](Endpoint::in_the_clear) for each run.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// The path that every workspace serves the API under.
const API_PATH: &str = "/api/v1.2";

/// What follows the name of a workspace in its host.
const DOMAIN: &str = ".glassix.com";

/// The base of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base: Url,
}

impl Endpoint {
    /// The endpoint of a workspace: `https://NAME.glassix.com/api/v1.2`.
    ///
    /// # Errors
    /// A sentence when the name cannot be one.
    pub fn workspace(name: &str) -> Result<Self, String> {
        let name = name.trim();
        let is_label = !name.is_empty()
            && name.len() <= 63
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !name.starts_with('-')
            && !name.ends_with('-');
        if !is_label {
            return Err(format!(
                "{name:?} is not a workspace; it is the word before .glassix.com in your address bar"
            ));
        }
        format!("https://{name}{DOMAIN}{API_PATH}").parse()
    }

    /// The endpoint at this URL, be it by plain http over a network.
    ///
    /// # Errors
    /// A sentence when it cannot be one for another reason.
    pub fn in_the_clear(text: &str) -> Result<Self, String> {
        let endpoint = Self::of(text)?;
        match endpoint.base.scheme() {
            "https" | "http" => Ok(endpoint),
            other => Err(unknown(other)),
        }
    }

    /// Whether credentials and rows would cross a network unprotected.
    #[must_use]
    pub fn is_in_the_clear(&self) -> bool {
        self.base.scheme() != "https" && !self.is_loopback()
    }

    /// The base at this URL, by whatever scheme. What is refused is not shown where it may hold a secret.
    fn of(text: &str) -> Result<Self, String> {
        let base = Url::parse(text.trim()).map_err(|error| {
            format!(
                "it is not a URL ({error}); write for example https://acme.glassix.com/api/v1.2"
            )
        })?;
        if !base.username().is_empty() || base.password().is_some() {
            return Err("the base URL holds a user name or password; credentials come from the environment or a file".into());
        }
        if base.query().is_some() || base.fragment().is_some() || base.cannot_be_a_base() {
            return Err("it is not the base of an API: it goes on behind the path".into());
        }
        Ok(Self { base })
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.base.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        }
    }

    /// The host as ledger entries name it: with the port where it is not the usual one, and with the
    /// path where it is not the usual one.
    #[must_use]
    pub fn host(&self) -> String {
        let mut host = self.authority();
        let path = self.base.path().trim_end_matches('/');
        if path != API_PATH {
            host.push_str(path);
        }
        host
    }

    /// The host, with the port where it is not the usual one of its scheme.
    pub(super) fn authority(&self) -> String {
        let host = self.bare_host();
        match self.base.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The host alone.
    pub(super) fn bare_host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// The name that people know it by: the workspace of the usual address, else the host as ledger entries name it.
    #[must_use]
    pub fn name(&self) -> String {
        let host = self.host();
        match host.strip_suffix(DOMAIN) {
            Some(name) => name.to_owned(),
            None => host,
        }
    }

    /// The address of a call.
    #[must_use]
    pub fn call(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!(
            "{}/{path}",
            self.base.path().trim_end_matches('/')
        ));
        url
    }

    /// A URL that the service gave, if it is below this endpoint: it would carry our token.
    #[must_use]
    pub fn own(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let base_path = format!("{}/", self.base.path().trim_end_matches('/'));
        let same = url.origin() == self.base.origin()
            && url.path().starts_with(&base_path)
            && url.username().is_empty()
            && url.password().is_none();
        same.then_some(url)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.base.as_str().trim_end_matches('/'))
    }
}

impl FromStr for Endpoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let endpoint = Self::of(text)?;
        match endpoint.base.scheme() {
            "https" => Ok(endpoint),
            "http" if endpoint.is_loopback() => Ok(endpoint),
            "http" => Err(format!(
                "{endpoint} would be sent the credentials and every row in the clear; take https, or add --insecure-http if nobody else can listen on the way"
            )),
            other => Err(unknown(other)),
        }
    }
}

fn unknown(scheme: &str) -> String {
    format!("{scheme:?} is not a scheme the API is served under; use https")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_workspace_is_a_subdomain() {
        let endpoint = Endpoint::workspace("acme").unwrap();
        assert_eq!(endpoint.to_string(), "https://acme.glassix.com/api/v1.2");
        assert_eq!(endpoint.host(), "acme.glassix.com");
        assert_eq!(endpoint.name(), "acme");
        assert_eq!(
            endpoint.call("tickets/create").as_str(),
            "https://acme.glassix.com/api/v1.2/tickets/create"
        );
        for bad in ["", "acme.glassix.com", "a/b", "-a", "https://acme"] {
            assert!(Endpoint::workspace(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in [
            "http://127.0.0.1:8787/api/v1.2",
            "http://acme.localhost:8787/api/v1.2/",
            "http://[::1]:1/api/v1.2",
        ] {
            assert!(good.parse::<Endpoint>().is_ok(), "{good}");
        }
        for bad in [
            "http://example.com/api/v1.2",
            "http://127.0.0.1.example.com/",
            "ftp://127.0.0.1/",
            "https://u:p@acme.glassix.com/api/v1.2",
            "acme",
        ] {
            assert!(bad.parse::<Endpoint>().is_err(), "{bad}");
        }
    }

    #[test]
    fn whoever_asks_for_it_gets_plain_http_and_no_other_scheme() {
        let clear = Endpoint::in_the_clear("http://10.0.0.7/api/v1.2").unwrap();
        assert!(clear.is_in_the_clear());
        let loopback = Endpoint::in_the_clear("http://127.0.0.1:1/api/v1.2").unwrap();
        let safe = Endpoint::in_the_clear("https://acme.glassix.com/api/v1.2").unwrap();
        assert!(!loopback.is_in_the_clear() && !safe.is_in_the_clear());
        assert!(Endpoint::in_the_clear("ftp://10.0.0.7/").is_err());
    }

    #[test]
    fn a_url_that_is_refused_shows_no_secret_that_stands_in_it() {
        for bad in [
            "https://importer:S3CRET@acme.glassix.com/api/v1.2",
            "https://acme.glassix.com/api/v1.2?token=S3CRET",
            "https://acme.glassix.com:S3CRET/api/v1.2",
            "S3CRET",
        ] {
            let error = bad.parse::<Endpoint>().unwrap_err();
            assert!(!error.contains("S3CRET"), "{error}");
        }
    }

    #[test]
    fn a_link_to_anywhere_else_is_not_ours() {
        let endpoint: Endpoint = "https://acme.glassix.com/api/v1.2".parse().unwrap();
        assert!(
            endpoint
                .own("https://acme.glassix.com/api/v1.2/tickets/list?page=x")
                .is_some()
        );
        for other in [
            "https://evil.example/api/v1.2/tickets/list?page=x",
            "http://acme.glassix.com/api/v1.2/tickets/list",
            "https://acme.glassix.com:444/api/v1.2/tickets/list",
            "https://acme.glassix.com/other",
            "https://u@acme.glassix.com/api/v1.2/tickets/list",
            "/api/v1.2/tickets/list",
        ] {
            assert!(endpoint.own(other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_ledger_tells_servers_apart_by_port() {
        let endpoint: Endpoint = "http://127.0.0.1:8787/api/v1.2".parse().unwrap();
        assert_eq!(endpoint.host(), "127.0.0.1:8787");
        assert_eq!(endpoint.name(), "127.0.0.1:8787");
    }
}
