//! What an answer to `tickets/create` means. Pure.
//!
//! Of every answer two questions are asked: will it pass, and can it have taken effect?
//!
//! | | surely without effect | may have taken effect |
//! | --- | --- | --- |
//! | will pass | [`Verdict::NotDelivered`] | [`Verdict::InDoubt`] |
//! | will not pass | [`Verdict::Refused`], [`Verdict::Conflict`], [`Verdict::Fatal`] | [`Verdict::InDoubt`] until it is looked up, [`Verdict::Fatal`] in doubt |
//!
//! The status decides first; the text of a message is a hint only, since nothing fixes it.

use std::time::Duration;

use super::answer::{Answer, Exchange};
use super::token::TokenError;
use super::wire::{self, Echo};
use crate::ticket::{Difference, Ready, Witness, differing};

/// What the answer to a create means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The ticket exists, and it is ours: it has our key.
    Created {
        /// Its id.
        ticket: i64,
        /// Its `open`, in seconds of the service's clock.
        opened: Option<i64>,
        /// What of the row did not come back as it was sent.
        differences: Vec<Difference>,
    },
    /// The service says that the contact has an open ticket.
    Conflict {
        /// Tickets that its text may name, most likely first.
        named: Vec<i64>,
        /// What it said.
        message: String,
        /// The status.
        status: u16,
    },
    /// A definite no to this row.
    Refused {
        /// The status.
        status: u16,
        /// What the service said.
        message: String,
        /// Tickets that its text may name: a conflict can come under this status too.
        named: Vec<i64>,
    },
    /// Surely without effect, and it will pass.
    NotDelivered(Obstacle),
    /// It may have taken effect.
    InDoubt {
        /// What happened.
        what: String,
    },
    /// It would hit every row.
    Fatal {
        /// Why.
        stop: StopCause,
        /// Whether this row may have taken effect.
        in_doubt: bool,
    },
}

/// Why an attempt surely had no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The service asks us to slow down (429). It costs the row no attempt.
    Throttled(Option<Duration>),
    /// No connection was made.
    Unreachable(String),
    /// The run is stopping.
    Stopping,
}

/// Why the whole run must stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopCause {
    /// The credentials are not taken, or no longer.
    Credentials(String),
    /// The workspace is closed to us (403).
    Forbidden(String),
    /// Another address is to be asked, which is never done.
    Redirected(u16),
    /// The service did not give the key back as it was sent, so nothing could be looked up later.
    KeyNotEchoed,
    /// The token service cannot be reached, past all tries.
    TokenUnavailable(String),
    /// The certificate of whoever answers there is not trusted.
    Untrusted(String),
}

/// Most tickets that are looked for in a message.
const MAX_NAMED: usize = 3;

/// Fewest and most digits of a ticket id in a text: ids were eight digits in 2023, and i64 holds 18.
const ID_DIGITS: std::ops::RangeInclusive<usize> = 5..=18;

/// What the answer to the create of a row means. The row's own identifiers are numbers in a message that name
/// no ticket.
#[must_use]
pub fn classify(exchange: &Exchange, row: &Ready) -> Verdict {
    match exchange {
        Exchange::NotSent(why) | Exchange::Untrusted(why) => {
            Verdict::NotDelivered(Obstacle::Unreachable(why.clone()))
        }
        Exchange::Stopped => Verdict::NotDelivered(Obstacle::Stopping),
        Exchange::Lost(what) => Verdict::InDoubt { what: what.clone() },
        Exchange::Answered(answer) => judge(answer, row),
    }
}

/// What it means for a row that there is no token to send it with: nothing has left.
pub(super) fn without_token(error: TokenError) -> Verdict {
    let stop = match error {
        TokenError::Stopping => return Verdict::NotDelivered(Obstacle::Stopping),
        TokenError::Refused(why) => StopCause::Credentials(why),
        TokenError::Forbidden(why) => StopCause::Forbidden(why),
        TokenError::Misplaced(why) | TokenError::Unavailable(why) => {
            StopCause::TokenUnavailable(why)
        }
        TokenError::Untrusted(why) => StopCause::Untrusted(why),
    };
    Verdict::Fatal {
        stop,
        in_doubt: false,
    }
}

fn judge(answer: &Answer, row: &Ready) -> Verdict {
    let contacts = &row.contacts;
    let words = || wire::words(answer);
    match answer.status {
        200..=299 => success(answer, row),
        300..=399 => Verdict::Fatal {
            stop: StopCause::Redirected(answer.status),
            in_doubt: true,
        },
        401 => Verdict::Fatal {
            stop: StopCause::Credentials(words()),
            in_doubt: false,
        },
        403 => Verdict::Fatal {
            stop: StopCause::Forbidden(words()),
            in_doubt: false,
        },
        409 => {
            let message = words();
            Verdict::Conflict {
                named: named(&message, contacts),
                message,
                status: 409,
            }
        }
        429 => Verdict::NotDelivered(Obstacle::Throttled(answer.retry_after)),
        status @ (400 | 402 | 404 | 405 | 406 | 410 | 411 | 413 | 414 | 415 | 422) => {
            let message = words();
            Verdict::Refused {
                status,
                named: named(&message, contacts),
                message,
            }
        }
        // 408 and 425 say that the server gave up, not what it had done; the rest is unknown.
        status => Verdict::InDoubt {
            what: format!("answered {status}"),
        },
    }
}

/// A 2xx proves a ticket only with an integer id and our own key.
fn success(answer: &Answer, row: &Ready) -> Verdict {
    let status = answer.status;
    let unreadable = || Verdict::InDoubt {
        what: format!("answered {status} with a body that cannot be read"),
    };
    let Some(text) = wire::text(answer) else {
        return unreadable();
    };
    if let Some(ticket) = Echo::in_json(text) {
        return if ticket.has(row.key.as_str()) {
            Verdict::Created {
                ticket: ticket.id,
                opened: ticket.opened,
                differences: differing(&row.body, &ticket.parts, Witness::Answer),
            }
        } else {
            Verdict::Fatal {
                stop: StopCause::KeyNotEchoed,
                in_doubt: true,
            }
        };
    }
    match wire::message(text) {
        Some(message) => Verdict::Conflict {
            named: named(&message, &row.contacts),
            message,
            status,
        },
        None if !crate::json::is_json(text) => unreadable(),
        None => Verdict::InDoubt {
            what: format!("answered {status} without a ticket"),
        },
    }
}

/// Numbers in a text that may be ticket ids. The row's own identifiers are none, however they are written: whole,
/// in part, or with the 0 that stands for the country, with which no id begins.
fn named(message: &str, contacts: &[String]) -> Vec<i64> {
    let mut found = Vec::new();
    for digits in message.split(|c: char| !c.is_ascii_digit()) {
        if !ID_DIGITS.contains(&digits.len()) || digits.starts_with('0') {
            continue;
        }
        let is_contact = contacts.iter().any(|contact| {
            contact.contains(digits) || (!contact.is_empty() && digits.ends_with(contact.as_str()))
        });
        if is_contact {
            continue;
        }
        if let Ok(id) = digits.parse()
            && !found.contains(&id)
            && found.len() < MAX_NAMED
        {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ticket::{Digest, Key};

    const KEY: &str = "JX867641";

    fn answered(status: u16, body: &str) -> Verdict {
        let answer = Answer {
            status,
            body: body.to_owned().into(),
            ..Answer::default()
        };
        classify(&Exchange::Answered(answer), &row())
    }

    fn row() -> Ready {
        Ready {
            key: Key::given(KEY).unwrap(),
            key_is_derived: false,
            digest: Digest::of(b"row"),
            body: r#"{"field1":"Crete"}"#.into(),
            contacts: vec!["17818469236".to_owned()],
            tags: Vec::new(),
            mapped_times: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// The cell of the table that a verdict stands in.
    fn cell(verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Created { .. } => "created",
            Verdict::Conflict { .. } => "conflict",
            Verdict::Refused { .. } => "refused",
            Verdict::NotDelivered(_) => "not delivered",
            Verdict::InDoubt { .. } => "in doubt",
            Verdict::Fatal {
                in_doubt: false, ..
            } => "fatal",
            Verdict::Fatal { in_doubt: true, .. } => "fatal, in doubt",
        }
    }

    #[test]
    fn every_status_with_a_message_stands_in_one_cell() {
        let mut runs: Vec<(String, u16, u16)> = Vec::new();
        for status in 200..=599 {
            let cell = cell(&answered(status, r#"{"message":"x"}"#)).to_owned();
            match runs.last_mut() {
                Some((last, _, to)) if *last == cell && *to + 1 == status => *to = status,
                _ => runs.push((cell, status, status)),
            }
        }
        let table: Vec<String> = runs
            .iter()
            .map(|(cell, from, to)| format!("{from}-{to} {cell}"))
            .collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        200-299 conflict
        300-399 fatal, in doubt
        400-400 refused
        401-401 fatal
        402-402 refused
        403-403 fatal
        404-406 refused
        407-408 in doubt
        409-409 conflict
        410-411 refused
        412-412 in doubt
        413-415 refused
        416-421 in doubt
        422-422 refused
        423-428 in doubt
        429-429 not delivered
        430-599 in doubt
        ");
    }

    #[test]
    fn a_2xx_is_a_ticket_only_with_an_integer_id_and_our_key() {
        let created = answered(201, r#"{"id":231004417,"uniqueArgument":"JX867641"}"#);
        assert_eq!(
            created,
            Verdict::Created {
                ticket: 231_004_417,
                opened: None,
                differences: Vec::new(),
            }
        );
        for (body, expected) in [
            (
                r#"{"id":231004417,"uniqueArgument":"other"}"#,
                "fatal, in doubt",
            ),
            (r#"{"id":231004417}"#, "fatal, in doubt"),
            (
                r#"{"id":"231004417","uniqueArgument":"JX867641"}"#,
                "in doubt",
            ),
            (r#"{"id":231004417,"uniqueArg"#, "in doubt"),
            ("<html>login</html>", "in doubt"),
            ("", "in doubt"),
            ("[]", "in doubt"),
        ] {
            assert_eq!(cell(&answered(200, body)), expected, "{body}");
        }
    }

    #[test]
    fn a_conflict_is_seen_under_any_status_and_the_phone_is_no_ticket() {
        let text =
            r#"{"message":"ticket 231004417 is already open for 17818469236 (+1 781 8469236)"}"#;
        for status in [200, 400, 409] {
            let named = match answered(status, text) {
                Verdict::Conflict { named, .. } | Verdict::Refused { named, .. } => named,
                other => vec![i64::from(u8::from(cell(&other).is_empty()))],
            };
            assert_eq!(named, [231_004_417], "{status}");
        }
    }

    #[test]
    fn a_phone_is_no_ticket_however_it_is_written() {
        let contacts = ["972501234567".to_owned()];
        for text in [
            "972501234567 has an open ticket",
            "+972501234567, 0501234567, 00972501234567",
            "501234567 97250-1234567 0972501234567",
            "+972 50-123-4567",
        ] {
            assert_eq!(named(text, &contacts), [0_i64; 0], "{text}");
        }
        let text = "contact 0501234567: ticket #231004417 (231004417)";
        assert_eq!(named(text, &contacts), [231_004_417]);
    }

    #[test]
    fn what_never_left_is_tried_again_and_what_may_have_is_in_doubt() {
        let of = |exchange| cell(&classify(&exchange, &row())).to_owned();
        assert_eq!(of(Exchange::NotSent("refused".into())), "not delivered");
        assert_eq!(of(Exchange::Stopped), "not delivered");
        assert_eq!(of(Exchange::Lost("timed out".into())), "in doubt");
    }
}
