//! A ticket as the sandbox keeps it; its serde form is what the state file holds.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::moment::Moment;

/// One ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its id.
    pub id: i64,
    /// The department, that is the apiKey of the token it was created with.
    pub department: Arc<str>,
    /// The caller's own reference; empty if there is none.
    pub unique_argument: Arc<str>,
    /// field1 to field10; empty if not set.
    pub fields: [Box<str>; 10],
    /// `en-US`, `he-IL`, `pt-PT` or `es-ES`.
    pub culture: Culture,
    /// Where it stands.
    pub state: TicketState,
    /// When it was opened, on the sandbox's (possibly skewed) clock or as sent.
    pub open: Moment,
    /// When it was closed.
    pub close: Option<Moment>,
    /// When something last happened to it.
    pub last_activity: Moment,
    /// When it was really created, on the unskewed clock.
    pub created: Moment,
    /// Its tags.
    pub tags: Vec<Arc<str>>,
    /// The user who owns it; none while it waits for an agent.
    pub owner: Option<Arc<str>>,
    /// Who takes part; never empty.
    pub participants: Vec<Participant>,
    /// The details object as sent.
    pub details: Option<Box<Value>>,
    /// Messages and notes.
    pub transactions: Vec<Transaction>,
    /// The four switches as they took effect.
    pub switches: Switches,
}

/// The switches of a create, with the documented defaults where they were not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches {
    /// The participants were greeted.
    pub introduction: bool,
    /// The next available agent was asked for.
    pub available_user: bool,
    /// The new-ticket event was fired.
    pub webhook: bool,
    /// No agent got an unread notification.
    pub read: bool,
}

/// Somebody who takes part in a ticket. Its id in the ticket is its place, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// `Client`, `User` or `System`.
    pub kind: ParticipantKind,
    /// The channel.
    pub protocol: Protocol,
    /// `MailTo`, `MailCc`, `MailBcc` or `Undefined`.
    pub sub_protocol: SubProtocol,
    /// The address in that channel.
    pub identifier: Box<str>,
    /// The shown name.
    pub name: Box<str>,
    /// The name shown to the customer.
    pub display_name: Box<str>,
    /// The department's own address.
    pub department_identifier: Box<str>,
    /// For agents.
    pub user_name: Box<str>,
}

impl Participant {
    /// The contact that this participant is matched to: the same one for the same address in the same department.
    pub(crate) fn contact_id(&self, department: &str) -> String {
        guid(&(department, self.protocol.is_phone(), &*self.identifier))
    }
}

/// A message, note or event in a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Its id, of fifteen digits.
    pub id: i64,
    /// When it was written.
    pub time: Moment,
    /// `Message` or `Note`.
    pub kind: Box<str>,
    /// Plain text.
    pub text: Box<str>,
    /// HTML text.
    pub html: Box<str>,
    /// Place of the writer among the participants, counted from 0.
    pub from: Option<usize>,
}

/// A made-up GUID that is always the same for the same thing.
pub(crate) fn guid(of: &impl Hash) -> String {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, of).hash(&mut hasher);
        hasher.finish()
    };
    let (a, b) = (half(1), half(2));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        b >> 52,
        b & 0xffff_ffff_ffff
    )
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// The word on the wire.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word; letter case does not count.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                $(if word.eq_ignore_ascii_case($word) { return Some(Self::$variant); })+
                None
            }
        }
    };
}

words! {
    /// Where a ticket stands.
    TicketState {
        /// With an agent, or waiting for one.
        Open = "Open",
        /// Over.
        Closed = "Closed",
        /// Waiting for the customer.
        Pending = "Pending",
        /// Put off.
        Snoozed = "Snoozed",
    }
}

words! {
    /// Language of a ticket.
    Culture {
        /// English.
        English = "en-US",
        /// Hebrew.
        Hebrew = "he-IL",
        /// Portuguese.
        Portuguese = "pt-PT",
        /// Spanish.
        Spanish = "es-ES",
    }
}

words! {
    /// What a participant is.
    ParticipantKind {
        /// The customer.
        Client = "Client",
        /// An agent.
        User = "User",
        /// The platform.
        System = "System",
    }
}

words! {
    /// What a mail participant is.
    SubProtocol {
        /// Not a mail participant, or not said.
        Undefined = "Undefined",
        /// To.
        MailTo = "MailTo",
        /// Cc.
        MailCc = "MailCc",
        /// Bcc.
        MailBcc = "MailBcc",
    }
}

words! {
    /// A channel.
    Protocol {
        /// SMS.
        Sms = "SMS",
        /// WhatsApp.
        WhatsApp = "WhatsApp",
        /// E-mail.
        Mail = "Mail",
        /// The chat widget.
        Web = "Web",
        /// Facebook Messenger.
        FacebookMessenger = "FBmessenger",
        /// A chat that begins with an SMS.
        WebViaSms = "WebViaSMS",
        /// Telegram.
        Telegram = "TelegramBot",
        /// Facebook comments.
        FacebookFeed = "FacebookFeed",
        /// Instagram comments.
        InstagramFeed = "InstagramFeed",
        /// Instagram messages.
        InstagramDm = "InstagramDM",
        /// Telephone.
        PhoneCall = "PhoneCall",
        /// Viber.
        Viber = "Viber",
        /// Apple Messages for Business.
        Apple = "AppleBusinessChat",
        /// Google Business Messages.
        GoogleMessages = "GoogleBusinessMessages",
        /// Google reviews.
        GoogleReviews = "GoogleBusinessReviews",
        /// Twitter.
        Twitter = "Twitter",
    }
}

impl Protocol {
    /// Whether the identifier is a telephone number.
    #[must_use]
    pub const fn is_phone(self) -> bool {
        matches!(
            self,
            Self::Sms | Self::WhatsApp | Self::WebViaSms | Self::PhoneCall
        )
    }
}
