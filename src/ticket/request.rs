//! A ticket that is fit to be sent: there is no way to make one but by judging a draft.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use super::draft::{Draft, DraftParticipant, FIELDS, Reach, Terms};
use super::key::{Digest, Key};
use super::problem::{Problem, Rule};
use super::protocol::Protocol;
use super::text::{self, MAX_FIELD_UNITS, MAX_MESSAGE_UNITS};

/// The cultures that the create page lists.
pub const CULTURES: [&str; 4] = ["en-US", "he-IL", "pt-PT", "es-ES"];

/// The culture of a row that names none: the API's own default, sent all the same.
pub const DEFAULT_CULTURE: &str = "en-US";

/// The ticket states that the create page lists.
pub const STATES: [&str; 4] = ["Open", "Closed", "Pending", "Snoozed"];

/// The types a participant may have at creation.
pub const PARTICIPANT_TYPES: [&str; 2] = ["Client", "User"];

/// The mail roles, and the word for none.
pub const SUB_PROTOCOLS: [&str; 4] = ["MailTo", "MailCc", "MailBcc", "Undefined"];

/// Most tags of one ticket. The API states no limit; more than this is a text that was split by mistake.
pub const MAX_TAGS: usize = 50;

/// A judged row: the body of `tickets/create`, under the API's own names. Absent members are left out,
/// never sent as `null` or as text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketRequest {
    #[serde(flatten)]
    fields: Fields,
    culture: &'static str,
    participants: Vec<Participant>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unique_argument: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    close: Option<String>,
    get_available_user: bool,
    add_introduction_message: bool,
    enable_webhook: bool,
    mark_as_read: bool,
    #[serde(skip_serializing_if = "Map::is_empty")]
    details: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    transactions: Vec<Transaction>,
}

/// `field1` … `field10`, those that hold something.
#[derive(Clone, Debug, PartialEq)]
struct Fields([String; FIELDS]);

const FIELD_NAMES: [&str; FIELDS] = [
    "field1", "field2", "field3", "field4", "field5", "field6", "field7", "field8", "field9",
    "field10",
];

impl Serialize for Fields {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let filled = FIELD_NAMES
            .iter()
            .zip(&self.0)
            .filter(|(_, text)| !text.is_empty());
        serializer.collect_map(filled)
    }
}

/// A customer (or agent) on a ticket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Participant {
    r#type: &'static str,
    protocol_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_protocol_type: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    identifier: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    department_identifier: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    from_participant: Author,
    text: String,
    r#type: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Author {
    identifier: String,
    r#type: &'static str,
}

/// A row that may be sent: its key, its digest and its body, made once.
#[derive(Clone, PartialEq, Eq)]
pub struct Ready {
    /// The `uniqueArgument`.
    pub key: Key,
    /// Whether the key came from the sheet or from the content.
    pub key_is_derived: bool,
    /// A hash of everything that the body says.
    pub digest: Digest,
    /// The JSON body of `tickets/create`.
    pub body: Box<str>,
    /// The identifiers of the participants: rows that share one must not be sent at the same time.
    pub contacts: Vec<String>,
    /// The seconds of `open` and `close` where the body sets them: the ticket is listed under those.
    pub mapped_times: Vec<i64>,
}

impl fmt::Debug for Ready {
    /// Shows the key alone: a body is personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Judges a draft and makes the ticket of it.
///
/// # Errors
/// All problems of the row at once, in the order of the ticket's parts, with the key if it has a usable one.
pub fn judge(draft: Draft, terms: Terms) -> Result<Ready, (Option<Key>, Vec<Problem>)> {
    let mut problems = Vec::new();
    let given = match draft.unique_argument.as_deref().map(Key::given) {
        Some(Err(problem)) => {
            problems.push(problem);
            None
        }
        Some(Ok(key)) => Some(key),
        None => None,
    };
    for (name, value) in FIELD_NAMES.iter().zip(&draft.fields) {
        text::judge(value, name, MAX_FIELD_UNITS, &mut problems);
    }
    let culture = one_of(
        &draft.culture,
        &CULTURES,
        Rule::Culture,
        "culture",
        &mut problems,
    )
    .unwrap_or(DEFAULT_CULTURE);
    let state = one_of(&draft.state, &STATES, Rule::State, "state", &mut problems);
    let open = instant(&draft.open, "open", &mut problems);
    let close = instant(&draft.close, "close", &mut problems);
    if state == Some("Closed") && draft.close.is_empty() {
        problems.push(Problem::new(
            Rule::State,
            "close",
            "is missing; a ticket in state Closed needs it",
        ));
    }
    let tags = tags(draft.tags, &mut problems);
    let participants = participants(&draft.participants, terms, &mut problems);
    text::judge(&draft.message, "message", MAX_MESSAGE_UNITS, &mut problems);
    let details = details(draft.details, &mut problems);
    if !problems.is_empty() {
        return Err((given, problems));
    }

    let transactions = message(draft.message, &participants);
    let contacts = participants.iter().map(|p| p.identifier.clone()).collect();
    let second = |time: &String| Some(time.parse::<jiff::Timestamp>().ok()?.as_second());
    let mapped_times = [&open, &close]
        .into_iter()
        .filter_map(|time| time.as_ref().and_then(second))
        .collect();
    let request = TicketRequest {
        fields: Fields(draft.fields),
        culture,
        participants,
        tags,
        unique_argument: given.as_ref().map(|key| key.as_str().to_owned()),
        state,
        open,
        close,
        get_available_user: terms.switches.get_available_user,
        add_introduction_message: terms.switches.add_introduction_message,
        enable_webhook: terms.switches.enable_webhook,
        mark_as_read: terms.switches.mark_as_read,
        details,
        transactions,
    };
    seal(request, given, contacts, mapped_times).map_err(|problem| (None, vec![problem]))
}

/// Gives the request its key, where it has none, and fixes its bytes.
fn seal(
    mut request: TicketRequest,
    given: Option<Key>,
    contacts: Vec<String>,
    mapped_times: Vec<i64>,
) -> Result<Ready, Problem> {
    let to_json = |request: &TicketRequest| {
        serde_json::to_string(request)
            .map_err(|e| Problem::new(Rule::Template, "row", format!("cannot be encoded: {e}")))
    };
    let mut body = to_json(&request)?;
    let digest = Digest::of(body.as_bytes());
    let key_is_derived = given.is_none();
    let key = match given {
        Some(key) => key,
        None => {
            let key = Key::derived(body.as_bytes());
            request.unique_argument = Some(key.as_str().to_owned());
            body = to_json(&request)?;
            key
        }
    };
    Ok(Ready {
        key,
        key_is_derived,
        digest,
        body: body.into_boxed_str(),
        contacts,
        mapped_times,
    })
}

/// The listed value that `text` spells, whatever its letter case; blank is none.
fn one_of(
    text: &str,
    allowed: &'static [&'static str],
    rule: Rule,
    place: &str,
    problems: &mut Vec<Problem>,
) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let found = allowed
        .iter()
        .copied()
        .find(|known| known.eq_ignore_ascii_case(text));
    if found.is_none() {
        problems.push(Problem::new(
            rule,
            place,
            format!("must be one of {}", allowed.join(", ")),
        ));
    }
    found
}

/// An instant in the one form that is sent: ISO-8601, UTC.
fn instant(text: &str, place: &str, problems: &mut Vec<Problem>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let utc = jiff::tz::TimeZone::UTC;
    let read = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        Some(civil.to_zoned(utc.clone()).ok()?.timestamp())
    });
    if read.is_none() {
        problems.push(Problem::new(
            Rule::Date,
            place,
            "is not an ISO-8601 time such as 2026-03-14 or 2026-03-14T09:30:00Z; the date filter reads other forms",
        ));
    }
    read.map(|timestamp| timestamp.to_string())
}

fn tags(tags: Vec<String>, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags {
        text::judge(&tag, "tags", MAX_FIELD_UNITS, problems);
        // A tag twice is one tag; the order of the sheet is kept.
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    if kept.len() > MAX_TAGS {
        problems.push(Problem::new(
            Rule::TooLong,
            "tags",
            format!(
                "are {}, more than {MAX_TAGS}; is the separator right?",
                kept.len()
            ),
        ));
    }
    kept
}

fn participants(
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

/// The message as the customer's own, which is what the guide's example shows.
fn message(text: String, participants: &[Participant]) -> Vec<Transaction> {
    match participants.first() {
        Some(author) if !text.is_empty() => vec![Transaction {
            from_participant: Author {
                identifier: author.identifier.clone(),
                r#type: author.r#type,
            },
            text,
            r#type: "Message",
        }],
        _ => Vec::new(),
    }
}

/// Builds the nested object from its paths; blank texts are left out.
fn details(parts: Vec<(Vec<String>, String)>, problems: &mut Vec<Problem>) -> Map<String, Value> {
    let mut root = Map::new();
    for (path, value) in parts {
        if value.trim().is_empty() {
            continue;
        }
        let place = format!("details.{}", path.join("."));
        text::judge(&value, &place, MAX_MESSAGE_UNITS, problems);
        let value = if path.last().is_some_and(|name| name == "isMobile") {
            match value.trim().to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Value::Bool(true),
                "false" | "0" | "no" => Value::Bool(false),
                _ => {
                    problems.push(Problem::new(Rule::Template, place, "must be true or false"));
                    continue;
                }
            }
        } else {
            Value::String(value)
        };
        insert(&mut root, &path, value);
    }
    root
}

fn insert(object: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [name] => {
            object.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = object
                .entry(name.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}
