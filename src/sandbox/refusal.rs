//! Why a call is refused: one name, status and text each; the texts can be set.

use serde::Deserialize;

/// The reasons. Their names in a TOML file (`texts`) are these in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// token/get with credentials that get no token.
    Credentials,
    /// No token, or one that is unknown or has expired.
    Token,
    /// The address or the user may not do this.
    Forbidden,
    /// Over a rate limit.
    Throttled,
    /// A body that is no JSON or has wrong types.
    Json,
    /// A part that is missing, or a value that is not allowed.
    Invalid,
    /// A field beyond 120 UTF-16 units, or a name or uniqueArgument beyond the set length.
    TooLong,
    /// A tag that the department does not have.
    UnknownTag,
    /// A channel that is switched off.
    Channel,
    /// The uniqueArgument is taken.
    Duplicate,
    /// The contact has an open ticket.
    Conflict,
    /// Wrong dates, or a window that is too long.
    Window,
    /// `page` beside other parameters, or one that is unknown or has expired.
    Page,
    /// No such ticket.
    NoTicket,
    /// No such call.
    NoCall,
    /// A call with a method it does not have.
    Method,
    /// A body over the limit.
    TooLarge,
    /// The sandbox has as many tickets as it may.
    Full,
    /// The state file cannot be written.
    Storage,
    /// A fault of the plan.
    Fault,
}

impl Code {
    /// Status and default text.
    const fn defaults(self) -> (u16, &'static str) {
        match self {
            Self::Credentials => (401, "The apiKey, apiSecret or userName is not valid."),
            Self::Token => (
                401,
                "The access token is missing, not valid or has expired.",
            ),
            Self::Forbidden => (403, "Access to this workspace is not allowed from here."),
            Self::Throttled => (429, "The API rate limit was exceeded. Try again later."),
            Self::Json => (400, "The request body could not be read: {detail}"),
            Self::Invalid => (400, "The request is not valid: {detail}"),
            Self::TooLong => (400, "Too long: {detail}"),
            Self::UnknownTag => (400, "The tag '{detail}' does not exist in this department."),
            Self::Channel => (
                400,
                "The channel {detail} is not active in this department.",
            ),
            Self::Duplicate => (
                409,
                "A ticket with this uniqueArgument already exists: {ticket}.",
            ),
            Self::Conflict => (409, "ticket {ticket} is already open for this participant"),
            Self::Window => (400, "The dates are not valid: {detail}"),
            Self::Page => (400, "The page is not valid: {detail}"),
            Self::NoTicket => (404, "The ticket was not found."),
            Self::NoCall => (404, "This API has no such call: {detail}"),
            Self::Method => (405, "The method is not allowed here; use {detail}."),
            Self::TooLarge => (413, "The request body is too large."),
            Self::Full => (
                507,
                "The sandbox holds as many tickets as it may (max_tickets).",
            ),
            Self::Storage => (
                500,
                "The sandbox could not write its state file; nothing was created.",
            ),
            Self::Fault => (500, "An error has occurred."),
        }
    }
}

/// A refusal of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: Code,
    /// What exactly, in English.
    pub(crate) detail: String,
    /// The ticket that stands in the way.
    pub(crate) ticket: Option<i64>,
    /// Another status than the usual one.
    pub(crate) status: Option<u16>,
}

impl Refusal {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            ticket: None,
            status: None,
        }
    }

    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(Code::Invalid, detail)
    }

    pub(crate) fn status(&self) -> u16 {
        self.status.unwrap_or(self.code.defaults().0)
    }

    /// The text for people, from the options or the default.
    pub(crate) fn text(&self, texts: &std::collections::BTreeMap<Code, String>) -> String {
        let template = texts
            .get(&self.code)
            .map_or(self.code.defaults().1, String::as_str);
        let ticket = self.ticket.map(|id| id.to_string()).unwrap_or_default();
        template
            .replace("{ticket}", &ticket)
            .replace("{detail}", &self.detail)
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self::new(code, "")
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    #[test]
    fn a_text_can_be_set_in_any_language_and_names_the_ticket() {
        let refusal = Refusal {
            ticket: Some(231_000_001),
            ..Code::Conflict.into()
        };
        assert_eq!(
            refusal.text(&[].into()),
            "ticket 231000001 is already open for this participant"
        );
        let texts = [(Code::Conflict, "כבר קיימת פנייה פתוחה {ticket}".to_owned())].into();
        assert_eq!(refusal.text(&texts), "כבר קיימת פנייה פתוחה 231000001");
    }
}
