//! The judgement of a create: a body becomes a draft, or a refusal. Knows nothing of other tickets.

use std::sync::Arc;

use super::{
    choices::Transactions,
    moment::Moment,
    refusal::{Code, Refusal},
    request::{CreateBody, ParticipantBody, TransactionBody},
    rules::{Rules, is_address, within},
    ticket::{
        Culture, Participant, ParticipantKind, Protocol, SubProtocol, Switches, Ticket,
        TicketState, Transaction,
    },
};

/// Where ids of transactions begin: fifteen digits.
const FIRST_TRANSACTION: i64 = 100_000_000_000_000;
/// Transactions that one ticket's ids leave room for.
const TRANSACTIONS_PER_TICKET: i64 = 1_000;

/// A ticket that was found good, without what only the sandbox gives: id, department, owner, times.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) unique_argument: Arc<str>,
    fields: [Box<str>; 10],
    culture: Culture,
    pub(crate) state: TicketState,
    open: Option<Moment>,
    close: Option<Moment>,
    tags: Vec<Arc<str>>,
    pub(crate) participants: Vec<Participant>,
    details: Option<Box<serde_json::Value>>,
    transactions: Vec<(TransactionBody, Option<usize>)>,
    switches: Switches,
}

impl Draft {
    /// Judges what was sent.
    pub(crate) fn judge(mut body: CreateBody, rules: &Rules) -> Result<Self, Refusal> {
        let mut fields: [Box<str>; 10] = Default::default();
        for (number, (field, sent)) in (1..).zip(fields.iter_mut().zip(body.take_fields())) {
            *field = rules.field(number, sent.unwrap_or_default())?;
        }
        let participants: Vec<Participant> = body
            .participants
            .unwrap_or_default()
            .into_iter()
            .map(|participant| judge_participant(participant, rules))
            .collect::<Result<_, _>>()?;
        if participants.is_empty() {
            return Err(Refusal::invalid(
                "participants must hold at least one participant",
            ));
        }
        let state = word(
            body.state.as_deref(),
            TicketState::Open,
            TicketState::from_word,
            "state",
        )?;
        let (open, close) = (
            time("open", body.open.as_deref())?,
            time("close", body.close.as_deref())?,
        );
        if state == TicketState::Closed && close.is_none() {
            return Err(Refusal::invalid("close is required when state is Closed"));
        }
        let details = body.details.filter(|details| !details.is_null());
        if details.as_ref().is_some_and(|details| !details.is_object()) {
            return Err(Refusal::invalid("details must be an object"));
        }
        let transactions = match rules.options.transactions {
            Transactions::Ignore => Vec::new(),
            Transactions::Honour => written(body.transactions.unwrap_or_default(), &participants)?,
        };
        Ok(Self {
            unique_argument: rules.unique_argument(body.unique_argument.unwrap_or_default())?,
            fields,
            culture: word(
                body.culture.as_deref(),
                Culture::English,
                Culture::from_word,
                "culture",
            )?,
            state,
            open,
            close,
            tags: rules.tags(body.tags.unwrap_or_default())?,
            participants,
            details,
            transactions,
            switches: Switches {
                introduction: body.add_introduction_message.unwrap_or(true),
                available_user: body.get_available_user.unwrap_or(true),
                webhook: body.enable_webhook.unwrap_or(true),
                read: body.mark_as_read.unwrap_or(false),
            },
        })
    }

    /// The ticket. `said` is the sandbox's clock, `created` the unskewed one.
    pub(crate) fn stamp(
        self,
        id: i64,
        department: Arc<str>,
        user: Arc<str>,
        said: Moment,
        created: Moment,
    ) -> Ticket {
        let open = self.open.unwrap_or(said);
        // An imported ticket was last active in its own time, so that its create shows in no other window.
        let last_activity = match self.close {
            Some(close) if self.state == TicketState::Closed => close.max(open),
            _ => open,
        };
        let transactions = self.transactions.into_iter().zip(0..);
        Ticket {
            id,
            department,
            unique_argument: self.unique_argument,
            fields: self.fields,
            culture: self.culture,
            state: self.state,
            open,
            close: self.close,
            last_activity,
            created,
            tags: self.tags,
            owner: if self.switches.available_user {
                None
            } else {
                Some(user)
            },
            participants: self.participants,
            details: self.details,
            transactions: transactions
                .map(|((sent, from), place)| Transaction {
                    id: transaction_id(id, place),
                    time: open,
                    kind: "Message".into(),
                    text: sent.text.unwrap_or_default(),
                    html: sent.html.unwrap_or_default(),
                    from,
                })
                .collect(),
            switches: self.switches,
        }
    }
}

/// The id of a ticket's transaction at this place.
pub(crate) fn transaction_id(ticket: i64, place: i64) -> i64 {
    FIRST_TRANSACTION
        .saturating_add(ticket.saturating_mul(TRANSACTIONS_PER_TICKET))
        .saturating_add(place)
}

fn judge_participant(sent: ParticipantBody, rules: &Rules) -> Result<Participant, Refusal> {
    let missing = |what: &str| Refusal::invalid(format!("a participant needs {what}"));
    let kind = sent.kind.ok_or_else(|| missing("type"))?;
    let kind = ParticipantKind::from_word(&kind).ok_or_else(|| {
        Refusal::invalid(format!(
            "participant type '{kind}' is not Client, User or System"
        ))
    })?;
    let protocol = sent.protocol_type.ok_or_else(|| missing("protocolType"))?;
    let protocol = Protocol::from_word(&protocol)
        .ok_or_else(|| Refusal::invalid(format!("protocolType '{protocol}' is not known")))?;
    let identifier = sent
        .identifier
        .filter(|i| !i.trim().is_empty())
        .ok_or_else(|| missing("identifier"))?;
    if rules
        .options
        .refused_protocols
        .iter()
        .any(|refused| refused.eq_ignore_ascii_case(protocol.word()))
    {
        return Err(Refusal::new(Code::Channel, protocol.word()));
    }
    if rules.options.strict_identifiers && !is_address(protocol, &identifier) {
        return Err(Refusal::invalid(format!(
            "'{identifier}' is not an identifier for {}",
            protocol.word()
        )));
    }
    let name = sent.name.unwrap_or_default();
    within("name", &name, rules.options.max_name)?;
    Ok(Participant {
        kind,
        protocol,
        sub_protocol: word(
            sent.sub_protocol_type.as_deref(),
            SubProtocol::Undefined,
            SubProtocol::from_word,
            "subProtocolType",
        )?,
        identifier,
        name,
        display_name: sent.display_name.unwrap_or_default(),
        department_identifier: sent.department_identifier.unwrap_or_default(),
        user_name: sent.user_name.unwrap_or_default(),
    })
}

/// Messages with the place of their writer.
fn written(
    sent: Vec<TransactionBody>,
    participants: &[Participant],
) -> Result<Vec<(TransactionBody, Option<usize>)>, Refusal> {
    if sent.len() as i64 >= TRANSACTIONS_PER_TICKET {
        return Err(Refusal::invalid(format!(
            "transactions must be fewer than {TRANSACTIONS_PER_TICKET}"
        )));
    }
    sent.into_iter()
        .map(|transaction| {
            if transaction
                .kind
                .as_deref()
                .is_some_and(|kind| !kind.eq_ignore_ascii_case("Message"))
            {
                return Err(Refusal::invalid("a transaction's type must be Message"));
            }
            let identifier = transaction
                .from_participant
                .as_ref()
                .and_then(|from| from.identifier.as_deref());
            let from = match identifier {
                None => None,
                Some(identifier) => Some(
                    participants
                        .iter()
                        .position(|p| &*p.identifier == identifier)
                        .ok_or_else(|| {
                            Refusal::invalid("fromParticipant is none of the participants")
                        })?,
                ),
            };
            Ok((transaction, from))
        })
        .collect()
}

/// One of a few words, or the default when nothing was sent.
fn word<T>(
    sent: Option<&str>,
    default: T,
    read: fn(&str) -> Option<T>,
    what: &str,
) -> Result<T, Refusal> {
    match sent {
        None | Some("") => Ok(default),
        Some(word) => {
            read(word).ok_or_else(|| Refusal::invalid(format!("{what} '{word}' is not known")))
        }
    }
}

fn time(what: &str, sent: Option<&str>) -> Result<Option<Moment>, Refusal> {
    Moment::parse_iso(sent.unwrap_or_default())
        .ok_or_else(|| Refusal::invalid(format!("{what} is not an ISO-8601 date and time")))
}

#[cfg(test)]
mod tests;
