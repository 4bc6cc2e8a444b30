//! Judging who takes part in a ticket.

use super::change::Change;
use super::draft::{DraftParticipant, Reach, Terms};
use super::judgement::{PARTICIPANT_TYPES, SUB_PROTOCOLS, one_of};
use super::mending;
use super::place::Place;
use super::problem::{Problem, Rule};
use super::protocol::Protocol;
use super::request::Participant;
use super::text::{self, MAX_FIELD_UNITS};

/// The participants of a row, or what is wrong with them.
pub(super) fn participants<'a>(
    drafts: Vec<DraftParticipant<'a>>,
    terms: Terms,
    changes: &mut Vec<Change>,
    problems: &mut Vec<Problem>,
) -> Vec<Participant<'a>> {
    let before = problems.len();
    let is_silent = |draft: &DraftParticipant<'_>| draft.identifier.trim().is_empty();
    let most = match terms.reach {
        Reach::All => usize::MAX,
        Reach::First => 1,
    };
    let reachable = drafts.iter().filter(|draft| !is_silent(draft)).count();
    if reachable == 0 {
        problems.push(Problem::new(
            Rule::NoContact,
            "participants",
            "nobody to reach: the row has no phone number, e-mail address or other identifier",
        ));
        return Vec::new();
    }
    let mut kept = Vec::with_capacity(reachable.min(most));
    // That somebody is not reached by the first of several channels may be due to a word such as N/A.
    let mut silent = Vec::new();
    let mut taken = 0;
    for (index, mut draft) in drafts.into_iter().enumerate() {
        if is_silent(&draft) {
            let words = draft.changes.into_iter();
            silent.extend(words.filter(|change| change.what == mending::NOTHING));
            continue;
        }
        changes.append(&mut draft.changes);
        kept.extend(participant(draft, index + 1, terms, changes, problems));
        taken += 1;
        if taken == most {
            break;
        }
    }
    changes.append(&mut silent);
    debug_assert!(!kept.is_empty() || problems.len() > before);
    kept
}

fn participant<'a>(
    draft: DraftParticipant<'a>,
    number: usize,
    terms: Terms,
    changes: &mut Vec<Change>,
    problems: &mut Vec<Problem>,
) -> Option<Participant<'a>> {
    let at = |part| Place::Participant(number, part);
    text::judge(&draft.name, at("name"), MAX_FIELD_UNITS, problems);
    let r#type = one_of(
        &draft.kind,
        &PARTICIPANT_TYPES,
        Rule::Protocol,
        at("type"),
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
        at("subProtocolType"),
        problems,
    )
    .or((protocol == Protocol::Mail).then_some("MailTo"));
    text::judge(
        &draft.department_identifier,
        at("departmentIdentifier"),
        MAX_FIELD_UNITS,
        problems,
    );
    let place = at("identifier");
    let (identifier, what) = protocol
        .mended(&draft.identifier, terms.region, place)
        .map_err(|problem| problems.push(problem))
        .ok()?;
    if let Some(what) = what {
        Change::note(changes, place.into(), what, &draft.identifier, &identifier);
    }
    Some(Participant {
        r#type,
        protocol_type: protocol.as_str(),
        sub_protocol_type,
        name: draft.name,
        identifier,
        department_identifier: draft.department_identifier,
    })
}
