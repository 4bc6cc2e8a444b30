//! Judging who takes part in a ticket.

use super::change::Change;
use super::draft::{DraftParticipant, Reach, Terms};
use super::judgement::{PARTICIPANT_TYPES, SUB_PROTOCOLS, one_of};
use super::mending;
use super::problem::{Problem, Rule};
use super::protocol::Protocol;
use super::request::Participant;
use super::text::{self, MAX_FIELD_UNITS};

/// The participants of a row, or what is wrong with them.
pub(super) fn participants(
    drafts: &[DraftParticipant],
    terms: Terms,
    changes: &mut Vec<Change>,
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
    let mut last = 0;
    for (index, draft) in reachable.take(most) {
        last = index;
        changes.extend_from_slice(&draft.changes);
        if let Some(participant) = participant(draft, index, terms, changes, problems) {
            kept.push(participant);
        }
    }
    // That somebody is not reached by the first of several channels may be due to a word such as N/A.
    let most = match terms.reach {
        Reach::All => drafts.len(),
        Reach::First => last,
    };
    for draft in drafts.iter().take(most) {
        if draft.identifier.trim().is_empty() {
            let words = draft.changes.iter();
            changes.extend(
                words
                    .filter(|change| change.what == mending::NOTHING)
                    .cloned(),
            );
        }
    }
    debug_assert!(!kept.is_empty() || problems.len() > before);
    kept
}

fn participant(
    draft: &DraftParticipant,
    index: usize,
    terms: Terms,
    changes: &mut Vec<Change>,
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
    text::judge(
        &draft.department_identifier,
        &at("departmentIdentifier"),
        MAX_FIELD_UNITS,
        problems,
    );
    let place = at("identifier");
    let (identifier, what) = protocol
        .mended(&draft.identifier, terms.region, &place)
        .map_err(|problem| problems.push(problem))
        .ok()?;
    if let Some(what) = what {
        Change::note(changes, &place, what, &draft.identifier, &identifier);
    }
    Some(Participant {
        r#type,
        protocol_type: protocol.as_str(),
        sub_protocol_type,
        name: draft.name.clone(),
        identifier,
        department_identifier: draft.department_identifier.clone(),
    })
}
