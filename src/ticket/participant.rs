//! Judging who takes part in a ticket.

use super::draft::{DraftParticipant, Reach, Terms};
use super::judgement::{PARTICIPANT_TYPES, SUB_PROTOCOLS, one_of};
use super::problem::{Problem, Rule};
use super::protocol::Protocol;
use super::request::Participant;
use super::text::{self, MAX_FIELD_UNITS};

/// The participants of a row, or what is wrong with them.
pub(super) fn participants(
    drafts: &[DraftParticipant],
    terms: Terms,
    problems: &mut Vec<Problem>,
) -> Vec<Participant> {
    let mut kept = Vec::with_capacity(drafts.len());
    let before = problems.len();
    let mut reachable = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| !draft.identifier.trim().is_empty())
        .peekable();
    if reachable.peek().is_none() {
        problems.push(Problem::new(
            Rule::NoContact,
            "participants",
            "nobody to reach: the row has no phone number, e-mail address or other identifier",
        ));
        return kept;
    }
    let most = match terms.reach {
        Reach::All => usize::MAX,
        Reach::First => 1,
    };
    for (index, draft) in reachable.take(most) {
        if let Some(participant) = participant(draft, index, terms, problems) {
            kept.push(participant);
        }
    }
    debug_assert!(!kept.is_empty() || problems.len() > before);
    kept
}

fn participant(
    draft: &DraftParticipant,
    index: usize,
    terms: Terms,
    problems: &mut Vec<Problem>,
) -> Option<Participant> {
    let at = |part: &str| format!("participant {} {part}", index + 1);
    text::judge(&draft.name, &at("name"), MAX_FIELD_UNITS, problems);
    let r#type = one_of(
        &draft.kind,
        &PARTICIPANT_TYPES,
        Rule::Protocol,
        &at("type"),
        problems,
    )
    .unwrap_or("Client");
    let Some(protocol) = Protocol::named(&draft.protocol) else {
        problems.push(Problem::new(
            Rule::Protocol,
            at("protocolType"),
            format!("must be one of {}", Protocol::names()),
        ));
        return None;
    };
    let sub_protocol_type = one_of(
        &draft.sub_protocol,
        &SUB_PROTOCOLS,
        Rule::Protocol,
        &at("subProtocolType"),
        problems,
    )
    .or((protocol == Protocol::Mail).then_some("MailTo"));
    let identifier = protocol
        .identifier(&draft.identifier, terms.region, &at("identifier"))
        .map_err(|problem| problems.push(problem))
        .ok()?;
    Some(Participant {
        r#type,
        protocol_type: protocol.as_str(),
        sub_protocol_type,
        name: draft.name.clone(),
        identifier,
        department_identifier: draft.department_identifier.clone(),
    })
}
