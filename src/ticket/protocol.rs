//! Channels, and which identifiers they take.

use super::email;
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
        self.mended(text, region, place).map(|(text, _)| text)
    }

    /// The same, with what was done where anything was.
    pub(super) fn mended(
        self,
        text: &str,
        region: Option<Region>,
        place: impl Into<String>,
    ) -> Result<(String, Option<&'static str>), Problem> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if self.is_phone() {
            phone::number(text, region)
                .map(|number| (number.digits, number.what))
                .map_err(|fault| Problem::new(Rule::Phone, place, fault.to_string()))
        } else if self == Self::Mail {
            email::address(text)
                .map(|address| (address.text, address.what))
                .map_err(|message| Problem::new(Rule::Email, place, message))
        } else if text.chars().any(|c| c.is_control() || c == '\u{FFFD}') {
            Err(Problem::new(
                Rule::Identifier,
                place,
                "holds characters that cannot be part of an address",
            ))
        } else {
            Ok((text.to_owned(), None))
        }
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
}
