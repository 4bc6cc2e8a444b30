//! Where something is told. Such an address often holds a token, so it is never shown whole.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;
use url::{Host, Url};

/// A URL that may be called: by https, or on this machine.
#[derive(Clone)]
pub struct Address(Url);

/// Why a text is no such address. None of these shows the text.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AddressError {
    /// It is no URL.
    #[error("is not a URL; write for example https://hooks.example.com/…")]
    Url,
    /// It would leave this machine unprotected.
    #[error("would tell it in the clear; only https leaves this machine")]
    Clear,
    /// It is another scheme.
    #[error("is neither https nor http on this machine")]
    Scheme,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn parse(text: &SecretString) -> Result<Self, AddressError> {
        let url = Url::parse(text.expose_secret().trim()).map_err(|_| AddressError::Url)?;
        let address = Self(url);
        match address.0.scheme() {
            "https" => Ok(address),
            "http" if address.is_loopback() => Ok(address),
            "http" => Err(AddressError::Clear),
            _ => Err(AddressError::Scheme),
        }
    }

    /// Whether it is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        }
    }

    /// The same address, with a word behind its path.
    #[must_use]
    pub fn below(&self, word: &str) -> Self {
        let mut url = self.0.clone();
        // What has a host has a path.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(word);
        }
        Self(url)
    }

    pub(super) fn url(&self) -> Url {
        self.0.clone()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.origin().ascii_serialization())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(text: &str) -> Result<Address, AddressError> {
        Address::parse(&text.into())
    }

    #[test]
    fn nothing_of_an_address_is_shown_but_where_it_is() {
        let address =
            parse("https://user:pass@hooks.example.com:8443/T0K3N/x?key=s3cret#f").unwrap();
        assert_eq!(address.to_string(), "https://hooks.example.com:8443");
        assert_eq!(
            format!("{address:?}"),
            "Address(https://hooks.example.com:8443)"
        );
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in [
            "https://a.example/x",
            "http://127.0.0.1:9/x",
            "http://[::1]/",
            "http://a.localhost/",
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        assert_eq!(
            parse("http://a.example/x").unwrap_err(),
            AddressError::Clear
        );
        assert_eq!(
            parse("http://127.0.0.1.a.example/").unwrap_err(),
            AddressError::Clear
        );
        assert_eq!(parse("ftp://127.0.0.1/").unwrap_err(), AddressError::Scheme);
        assert_eq!(
            parse("mailto:me@a.example").unwrap_err(),
            AddressError::Scheme
        );
        assert_eq!(parse("hooks").unwrap_err(), AddressError::Url);
    }

    #[test]
    fn a_word_goes_behind_the_path_and_before_the_query() {
        for (text, expected) in [
            ("https://a.example/t0k", "https://a.example/t0k/start"),
            ("https://a.example/t0k/", "https://a.example/t0k/start"),
            (
                "https://a.example/t0k?a=b",
                "https://a.example/t0k/start?a=b",
            ),
            ("https://a.example", "https://a.example/start"),
        ] {
            assert_eq!(parse(text).unwrap().below("start").0.as_str(), expected);
        }
    }
}
