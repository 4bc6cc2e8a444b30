//! Who is reached, how, and by which name.

use super::guess::{Scene, mentioned};
use super::questions::{Choice, Inquiry, Topic};
use super::survey::Facts;
use crate::mapping::{ParticipantSection, TicketSection};
use crate::summary::grouped;

/// Columns that are offered: a list of more is not read.
const MAX_OFFERED: usize = 6;

/// A participant, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Template of the name.
    pub name: Option<String>,
    /// The channel; `None` where the identifier tells.
    pub protocol: Option<String>,
    /// Template of the address.
    pub identifier: String,
    /// Why, in words.
    pub reason: String,
}

/// The contacts that columns are named after; where there is none, columns of numbers and addresses.
pub(super) fn people(
    scene: Scene<'_>,
    section: &TicketSection,
    inquiry: &mut Inquiry<'_>,
    notices: &mut Vec<String>,
) -> Vec<Person> {
    let mut people: Vec<Person> = section
        .participants
        .iter()
        .filter_map(|participant| by_name(scene, participant))
        .collect();
    let named: Vec<usize> = people
        .iter()
        .flat_map(|person| mentioned(&person.identifier, scene.columns))
        .collect();
    // A channel that is a column's, or the identifier's own affair, may be any.
    let has = |wanted: &str| {
        let mut channels = people.iter().map(|person| person.protocol.as_deref());
        channels.any(|channel| channel.is_none_or(|it| it == wanted || it.contains("{{")))
    };
    let (phone_is_named, email_is_named) = (has("WhatsApp"), has("Mail"));
    let phones = holding(scene, |facts| facts.phones, &named);
    let emails = holding(scene, |facts| facts.emails, &named);
    let first_phone = named
        .iter()
        .map(|&column| scene.facts(column).phones)
        .max()
        .unwrap_or(0);
    let better = phones
        .first()
        .is_some_and(|&column| scene.facts(column).phones > first_phone);
    if people.is_empty() || (better && !email_only(&people)) {
        let text = match phone_is_named {
            true => {
                "Another column holds more phone numbers than those that are named so. Which is tried first?"
            }
            false => {
                "No column is named as the phone number. Which of them holds the customers' numbers?"
            }
        };
        let best = named
            .iter()
            .copied()
            .max_by_key(|&column| scene.facts(column).phones);
        let best = best.filter(|_| phone_is_named);
        if let Some(column) = choose(scene, Topic::Phone, text, best, &phones, inquiry)
            && !named.contains(&column)
        {
            people.splice(0..0, by_content(scene, column, "WhatsApp", "phone numbers"));
        }
    } else {
        passed(scene, &phones, "phone numbers", notices);
    }
    if named.is_empty() {
        let text = "No column is named as the e-mail address. Which of them holds the customers' addresses?";
        if let Some(column) = choose(scene, Topic::Email, text, None, &emails, inquiry) {
            people.extend(by_content(scene, column, "Mail", "e-mail addresses"));
        }
    } else if !email_is_named {
        passed(scene, &emails, "e-mail addresses", notices);
    }
    if !people.is_empty() && people.iter().all(|person| person.name.is_none()) {
        let name = section
            .participants
            .iter()
            .find_map(|participant| participant.name.clone());
        let name = name
            .or_else(|| by_names(scene))
            .or_else(|| name_by_content(scene, inquiry));
        people
            .iter_mut()
            .for_each(|person| person.name.clone_from(&name));
    } else if let Some(name) = people.iter().find_map(|person| person.name.clone()) {
        people
            .iter_mut()
            .for_each(|person| person.name = Some(name.clone()));
    }
    people
}

fn email_only(people: &[Person]) -> bool {
    people
        .iter()
        .all(|person| person.protocol.as_deref() == Some("Mail"))
}

fn by_name(scene: Scene<'_>, participant: &ParticipantSection) -> Option<Person> {
    let identifier = participant.identifier.clone()?;
    let column = mentioned(&identifier, scene.columns).first().copied();
    let reason = column.map_or_else(String::new, |column| {
        let facts = scene.facts(column);
        let (count, what) = match participant.protocol_type.as_deref() {
            Some("Mail") => (facts.emails, "e-mail addresses"),
            _ => (facts.phones, "phone numbers"),
        };
        format!(
            "by its name; {}, {} of them {what}",
            scene.filled(column),
            grouped(count)
        )
    });
    Some(Person {
        name: participant.name.clone(),
        protocol: participant.protocol_type.clone(),
        identifier,
        reason,
    })
}

fn by_content(scene: Scene<'_>, column: usize, protocol: &str, what: &str) -> Option<Person> {
    Some(Person {
        name: None,
        protocol: Some(protocol.to_owned()),
        identifier: scene.written(column)?,
        reason: format!("by what it holds, {what}; {}", scene.filled(column)),
    })
}

/// Columns that mostly hold what is counted, each with values of its own, those with the most first. Addresses that
/// repeat are those of the people who own the leads.
fn holding(scene: Scene<'_>, count: impl Fn(&Facts) -> u64, named: &[usize]) -> Vec<usize> {
    let mut found: Vec<usize> = (0..scene.survey.columns.len())
        .filter(|column| !named.contains(column) && scene.written(*column).is_some())
        .filter(|&column| {
            let facts = scene.facts(column);
            facts.mostly(count(facts)) && facts.is_varied()
        })
        .collect();
    found.sort_by_key(|&column| std::cmp::Reverse(count(scene.facts(column))));
    found.truncate(MAX_OFFERED);
    found
}

/// One of these columns: the only one, or as it is answered, or the first.
fn choose(
    scene: Scene<'_>,
    topic: Topic,
    text: &str,
    first: Option<usize>,
    found: &[usize],
    inquiry: &mut Inquiry<'_>,
) -> Option<usize> {
    let columns = first.into_iter().chain(found.iter().copied());
    let options = columns.map(|column| {
        let words = format!("{}: {}", scene.told(column), scene.filled(column));
        (Choice::Column(column), words)
    });
    match inquiry.settle(topic, text, options.collect()) {
        Choice::Column(column) => Some(column),
        Choice::Region(_) | Choice::Nothing => None,
    }
}

/// Says which columns hold contacts and are not used as such.
fn passed(scene: Scene<'_>, columns: &[usize], what: &str, notices: &mut Vec<String>) {
    for &column in columns {
        notices.push(format!(
            "{} holds {what} and is not used to reach anybody, since its name does not say that they are the customers'",
            scene.told(column)
        ));
    }
}

/// The name by the names of columns, where no contact is named.
fn by_names(scene: Scene<'_>) -> Option<String> {
    crate::mapping::name(scene.columns)
}

fn name_by_content(scene: Scene<'_>, inquiry: &mut Inquiry<'_>) -> Option<String> {
    let mut found: Vec<usize> = (0..scene.survey.columns.len())
        .filter(|&column| {
            let facts = scene.facts(column);
            facts.mostly(facts.full_names) && facts.is_varied() && !facts.holds_long_text()
        })
        .filter(|&column| scene.written(column).is_some())
        .take(MAX_OFFERED)
        .collect();
    found.sort_by_key(|&column| std::cmp::Reverse(scene.facts(column).full_names));
    let mut options: Vec<(Choice, String)> = found
        .iter()
        .map(|&column| {
            (
                Choice::Column(column),
                format!("{}: {}", scene.told(column), scene.filled(column)),
            )
        })
        .collect();
    if !options.is_empty() {
        options.push((
            Choice::Nothing,
            "none of them: tickets carry no name".to_owned(),
        ));
    }
    let text = "No column is named as the customer's name. Which of them holds it?";
    match inquiry.settle(Topic::Name, text, options) {
        Choice::Column(column) => scene.written(column),
        Choice::Region(_) | Choice::Nothing => None,
    }
}
