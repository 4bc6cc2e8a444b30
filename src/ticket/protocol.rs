//! Channels, and which identifiers they take.

use super::phone::{self, Region};
use super::problem::{Problem, Rule};
use crate::sheet::is_invisible;

/// A channel, by its wire name. Those that a spreadsheet can hold addresses for are judged; the others
/// are sent with their identifier as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// `WhatsApp`
    WhatsApp,
    /// `SMS`
    Sms,
    /// `WebViaSMS`
    WebViaSms,
    /// `PhoneCall`
    PhoneCall,
    /// `Viber`
    Viber,
    /// `Mail`
    Mail,
    /// `Web`
    Web,
    /// `FBmessenger`
    FbMessenger,
    /// `TelegramBot`
    TelegramBot,
    /// `AppleBusinessChat`
    AppleBusinessChat,
    /// `InstagramDM`
    InstagramDm,
}

const ALL: [(Protocol, &str); 11] = [
    (Protocol::WhatsApp, "WhatsApp"),
    (Protocol::Sms, "SMS"),
    (Protocol::WebViaSms, "WebViaSMS"),
    (Protocol::PhoneCall, "PhoneCall"),
    (Protocol::Viber, "Viber"),
    (Protocol::Mail, "Mail"),
    (Protocol::Web, "Web"),
    (Protocol::FbMessenger, "FBmessenger"),
    (Protocol::TelegramBot, "TelegramBot"),
    (Protocol::AppleBusinessChat, "AppleBusinessChat"),
    (Protocol::InstagramDm, "InstagramDM"),
];

impl Protocol {
    /// The channel of that name, whatever its letter case; `email` and `e-mail` are taken for `Mail`.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("email") || text.eq_ignore_ascii_case("e-mail") {
            return Some(Self::Mail);
        }
        ALL.iter()
            .find(|(_, name)| name.eq_ignore_ascii_case(text))
            .map(|(protocol, _)| *protocol)
    }

    /// The exact spelling that the API documents.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ALL.iter()
            .find(|(protocol, _)| *protocol == self)
            .map_or("Undefined", |(_, name)| name)
    }

    /// All names, for messages.
    #[must_use]
    pub fn names() -> String {
        ALL.map(|(_, name)| name).join(", ")
    }

    /// Whether the channel is reached by a phone number.
    #[must_use]
    pub fn is_phone(self) -> bool {
        matches!(
            self,
            Self::WhatsApp | Self::Sms | Self::WebViaSms | Self::PhoneCall | Self::Viber
        )
    }

    /// The identifier in the form that the channel takes.
    ///
    /// # Errors
    /// A [`Problem`] at `place` when the channel could not take it.
    pub fn identifier(
        self,
        text: &str,
        region: Option<Region>,
        place: &str,
    ) -> Result<String, Problem> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if self.is_phone() {
            phone::international(text, region)
                .map_err(|fault| Problem::new(Rule::Phone, place, fault.to_string()))
        } else if self == Self::Mail {
            email(text).map_err(|message| Problem::new(Rule::Email, place, message))
        } else if text.chars().any(|c| c.is_control() || c == '\u{FFFD}') {
            Err(Problem::new(
                Rule::Identifier,
                place,
                "holds characters that cannot be part of an address",
            ))
        } else {
            Ok(text.to_owned())
        }
    }
}

/// Longest e-mail address and longest part before the `@`: RFC 5321, section 4.5.3.1.
const MAX_EMAIL: usize = 254;
const MAX_EMAIL_LOCAL: usize = 64;

/// An address that a mail server could accept. It is not the whole of RFC 5322: quoted local parts and
/// comments are refused, since in a spreadsheet they are mistakes.
fn email(text: &str) -> Result<String, String> {
    let Some((local, domain)) = text.split_once('@') else {
        return Err("is not an e-mail address: it has no @".into());
    };
    let fault = if domain.contains('@') {
        Some("has more than one @; one cell takes one address")
    } else if text.chars().any(char::is_whitespace) {
        Some("has a blank in it")
    } else if text.contains([',', ';']) {
        Some("has a comma or semicolon; one cell takes one address")
    } else if text
        .chars()
        .any(|c| c.is_control() || is_invisible(c) || c == '\u{FFFD}')
    {
        Some("has an invisible or lost character in it")
    } else if local.is_empty()
        || local.starts_with('.')
        || local.ends_with('.')
        || local.contains("..")
    {
        Some("has nothing, or a misplaced dot, before the @")
    } else if local
        .chars()
        .any(|c| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\\' | ':'))
    {
        Some("has a bracket, quote or colon before the @; give the bare address")
    } else if !domain.contains('.') {
        Some("has no dot after the @")
    } else if domain.split('.').any(|label| {
        label.is_empty()
            || label.starts_with('-')
            || label.ends_with('-')
            || !label.chars().all(|c| c.is_alphanumeric() || c == '-')
    }) {
        Some("has a domain that cannot exist")
    } else if text.len() > MAX_EMAIL || local.len() > MAX_EMAIL_LOCAL {
        Some("is longer than an address may be")
    } else {
        None
    };
    match fault {
        Some(fault) => Err(fault.into()),
        None => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn every_channel_is_found_by_its_wire_name_in_any_case() {
        for (protocol, name) in ALL {
            assert_eq!(Protocol::named(&name.to_lowercase()), Some(protocol));
            assert_eq!(protocol.as_str(), name);
        }
        assert_eq!(Protocol::named("Whatsapp"), Some(Protocol::WhatsApp));
        assert_eq!(Protocol::named("fax"), None);
    }

    #[test]
    fn addresses_that_no_server_takes_are_refused_with_the_reason() {
        for bad in [
            "dana",
            "dana@@example.com",
            "dana@exa mple.com",
            "dana@example",
            "@example.com",
            "a@example.com;b@example.com",
            "a.@example.com",
            "a@-example.com",
            "Dana <dana@example.com>",
            "a@example..com",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
        for good in [
            "dana@example.com",
            "d.levi+x@mail.example.co.il",
            "dvořák@bücher.example",
        ] {
            assert_eq!(email(good).unwrap(), good);
        }
    }
}
