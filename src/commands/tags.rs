//! Before the first row: the tags that the sheets use are held against those of the department.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::cli::UnknownTags;
use crate::glassix::{Client, LookupFault};
use crate::ledger::{Ledger, LedgerError};
use crate::prepare::{Judged, prepare};
use crate::run::{Memory, Source, Stop, StopReason};
use crate::settings::{Destination, Settings};
use crate::sheet::{Record, Sheet};
use crate::summary::{counted, grouped};
use crate::tags::{KnownTags, Spot, TagUsage};
use crate::terminal::{unknown_tags, write_stderr};
use crate::ticket::{Key, Ready, Terms};

/// Rows of all sheets that are read ahead for their tags: half a second of reading. A tag that is met later is
/// rejected all the same.
const AHEAD: u64 = 100_000;

/// Texts of tags that are remembered while rows are read ahead; a sheet with more has something else in that column.
const MAX_SEEN: usize = 1000;

/// Keys that are looked up in the ledger at once, of rows with unknown tags.
const AT_ONCE: usize = 500;

/// How far sheets were read ahead.
#[derive(Default)]
struct Ahead {
    rows: u64,
    /// Rows may follow that were not read.
    more: bool,
}

/// The tags of the department, where rows may use any and the service tells. Those that rows without a ticket use and
/// the department does not have are told before anything is sent, and end the run through `stop` unless the settings
/// have their rows rejected.
///
/// # Errors
/// The ledger's.
pub(super) async fn known_tags(
    settings: &Settings,
    sources: &[Source],
    client: &Client,
    (ledger, stop): (&Ledger, &Stop),
    (terms, quiet): (Terms, bool),
) -> Result<Option<Arc<KnownTags>>, LedgerError> {
    // The look-alike in this process has no department, and takes any tag.
    let asks =
        settings.look && !settings.dry && !matches!(settings.destination, Destination::Sandbox);
    if !asks || !sources.iter().any(|source| source.mapping.gives_tags()) {
        return Ok(None);
    }
    let mut usage = TagUsage::default();
    let ahead = tokio::task::block_in_place(|| {
        // Which tags there are is enough to know whether any is unknown.
        let seen = Some(HashSet::new());
        read_ahead(settings, sources, (terms, ledger), seen, |ready, spot| {
            usage.take(&ready.tags, spot);
            Ok(())
        })
    })?;
    if usage.is_empty() && !ahead.more {
        return Ok(None);
    }
    let known = match client.tags().await {
        Ok(names) => KnownTags::new(names.iter().map(String::as_str)),
        Err(LookupFault::Stopping) => return Ok(None),
        Err(fault) => {
            let why = match fault {
                LookupFault::Unavailable(why) => why,
                other => other.to_string(),
            };
            tracing::warn!(
                "the department's tags cannot be read ({why}), so nobody knows before they are sent whether it has those of the rows"
            );
            return Ok(None);
        }
    };
    if !usage.unknown(&known).is_empty() {
        let usage = tokio::task::block_in_place(|| {
            usage_without_ticket(settings, sources, terms, (&known, ledger))
        })?;
        tell(&usage, &known, &ahead, (settings.unknown_tags, stop), quiet);
    }
    Ok(Some(Arc::new(known)))
}

/// Says which tags of rows that are to be sent the department does not have, and ends the run if it is to end.
fn tell(
    usage: &TagUsage,
    known: &KnownTags,
    ahead: &Ahead,
    (policy, stop): (UnknownTags, &Stop),
    quiet: bool,
) {
    let unknown = usage.unknown(known);
    let Some(most) = unknown.first() else {
        return;
    };
    // The tags themselves may be anything that stood in a cell: they are shown, and not logged.
    tracing::warn!(
        tags = unknown.len(),
        "rows use tags that the department does not have"
    );
    if !quiet {
        let seen = ahead.more.then_some(ahead.rows);
        write_stderr(&unknown_tags(&unknown, known, seen, policy));
    }
    if policy == UnknownTags::Stop {
        let (rows, spot) = (counted(most.rows, "row"), most.first);
        let others = match unknown.len() {
            1 => String::new(),
            count => format!(", and {} more such tags", grouped(count as u64 - 1)),
        };
        stop.because(StopReason::UnknownTags(format!(
            "the department does not have a tag of {rows} (first record {}, line {} of {}){others}; nothing was sent",
            spot.record, spot.line, spot.file
        )));
    }
}

/// The unknown tags of rows that have no ticket: one that has its ticket is not sent, whatever became of its tag.
fn usage_without_ticket(
    settings: &Settings,
    sources: &[Source],
    terms: Terms,
    (known, ledger): (&KnownTags, &Ledger),
) -> Result<TagUsage, LedgerError> {
    let mut usage = TagUsage::default();
    let mut waiting: Vec<(Key, Vec<String>, Spot)> = Vec::with_capacity(AT_ONCE);
    let mut look_up = |waiting: &mut Vec<(Key, Vec<String>, Spot)>| {
        let keys = waiting.iter().map(|(key, ..)| key.clone()).collect();
        let without = Handle::current().block_on(ledger.without_ticket(keys))?;
        for ((_, tags, spot), is_without) in waiting.drain(..).zip(without) {
            if is_without {
                usage.take(&tags, || spot.clone());
            }
        }
        Ok(())
    };
    read_ahead(settings, sources, (terms, ledger), None, |ready, spot| {
        let unknown = ready.tags.iter().filter(|tag| !known.has(tag));
        let unknown: Vec<String> = unknown.cloned().collect();
        if unknown.is_empty() {
            return Ok(());
        }
        waiting.push((ready.key.clone(), unknown, spot()));
        if waiting.len() < AT_ONCE {
            return Ok(());
        }
        look_up(&mut waiting)
    })?;
    look_up(&mut waiting)?;
    Ok(usage)
}

/// Reads the sheets that can be read twice and shows `see` their rows, or only those with a tag that was not `seen` in a
/// row before. One that cannot be read is left to the run, which says why.
fn read_ahead(
    settings: &Settings,
    sources: &[Source],
    (terms, ledger): (Terms, &Ledger),
    mut seen: Option<HashSet<String>>,
    mut see: impl FnMut(&Ready, &dyn Fn() -> Spot) -> Result<(), LedgerError>,
) -> Result<Ahead, LedgerError> {
    let mut ahead = Ahead::default();
    let runtime = Handle::current();
    let knows_any = runtime.block_on(ledger.has_passages())?;
    for (index, source) in sources.iter().enumerate() {
        // Rows that come out of the ledger have no file.
        let path = settings.intake.files.get(index);
        let Some(path) = path.filter(|_| source.sheet.is_file()) else {
            ahead.more = true;
            continue;
        };
        let again = source.sheet.again(path);
        let Ok(mut sheet) = again.map_or_else(|| Sheet::open(path, &settings.intake.hints), Ok)
        else {
            ahead.more = true;
            continue;
        };
        let recalls = knows_any && sheet.tell_passages(&source.meaning(terms)).is_ok();
        let mut memory = recalls.then(|| Memory::new(ledger.clone(), runtime.clone()));
        read_sheet(
            sheet,
            source,
            (terms, memory.as_mut(), seen.as_mut()),
            &mut ahead,
            &mut see,
        )?;
    }
    Ok(ahead)
}

fn read_sheet(
    mut sheet: Sheet,
    source: &Source,
    (terms, mut memory, mut seen): (Terms, Option<&mut Memory>, Option<&mut HashSet<String>>),
    ahead: &mut Ahead,
    see: &mut impl FnMut(&Ready, &dyn Fn() -> Spot) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    while ahead.rows < AHEAD {
        // A row that has its ticket is not sent, whatever its tags.
        if let Some(memory) = memory.as_deref_mut()
            && let Ok(Some(known)) = memory.pass(&mut sheet)
        {
            ahead.rows += known.rows();
            continue;
        }
        let record = match sheet.next_record() {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(()),
            Err(_) => break,
        };
        ahead.rows += 1;
        let mut news = Vec::new();
        if let (Some(seen), Record::Row(row)) = (seen.as_deref(), &record) {
            let tags = source.mapping.tags(row);
            let is_news = |tag: &Cow<'_, str>| !seen.contains(tag.as_ref());
            news.extend(tags.into_iter().filter(is_news).map(Cow::into_owned));
            if news.is_empty() {
                continue;
            }
        }
        let prepared = prepare(record, &source.mapping, terms);
        if let Judged::Ready(ready) = &prepared.judged {
            // A row that is wrong says nothing of its tags: it is not sent.
            if let Some(seen) = seen.as_deref_mut().filter(|seen| seen.len() < MAX_SEEN) {
                seen.extend(news);
            }
            see(ready, &|| Spot {
                file: sheet.name().to_owned(),
                record: prepared.row.record,
                line: prepared.row.line,
            })?;
        }
    }
    ahead.more = true;
    Ok(())
}
