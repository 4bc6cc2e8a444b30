//! Before the first row: the tags that the sheets use are held against those of the department.

use std::sync::Arc;

use crate::glassix::{Client, LookupFault};
use crate::prepare::{Judged, prepare};
use crate::run::Source;
use crate::settings::{Destination, Settings};
use crate::sheet::{Sheet, SheetError};
use crate::tags::{KnownTags, Spot, TagUsage};
use crate::terminal::{unknown_tags, write_stderr};
use crate::ticket::Terms;

/// Rows of all sheets that are read ahead for their tags: half a second of reading. A tag that is met later is
/// rejected all the same.
const AHEAD: u64 = 100_000;

/// What was read ahead.
#[derive(Default)]
struct Ahead {
    usage: TagUsage,
    rows: u64,
    /// Rows may follow that were not read.
    more: bool,
}

/// The tags of the department, where rows may use any and the service tells. Those that rows use and the department
/// does not have are told before anything is sent.
pub(super) async fn known_tags(
    settings: &Settings,
    sources: &[Source],
    client: &Client,
    (terms, quiet): (Terms, bool),
) -> Option<Arc<KnownTags>> {
    // The look-alike in this process has no department, and takes any tag.
    let asks =
        settings.look && !settings.dry && !matches!(settings.destination, Destination::Sandbox);
    if !asks || !sources.iter().any(|source| source.mapping.gives_tags()) {
        return None;
    }
    let ahead = tokio::task::block_in_place(|| read_ahead(settings, sources, terms));
    if ahead.usage.is_empty() && !ahead.more {
        return None;
    }
    let known = match client.tags().await {
        Ok(names) => KnownTags::new(names.iter().map(String::as_str)),
        Err(LookupFault::Stopping) => return None,
        Err(fault) => {
            let why = match fault {
                LookupFault::Unavailable(why) => why,
                other => other.to_string(),
            };
            tracing::warn!(
                "the department's tags cannot be read ({why}), so nobody knows before they are sent whether it has those of the rows"
            );
            return None;
        }
    };
    let unknown = ahead.usage.unknown(&known);
    if !unknown.is_empty() {
        // The tags themselves may be anything that stood in a cell: they are shown, and not logged.
        tracing::warn!(
            tags = unknown.len(),
            "rows use tags that the department does not have: they are rejected, and sent by the same command once the tags are there"
        );
        if !quiet {
            write_stderr(&unknown_tags(
                &unknown,
                &known,
                ahead.more.then_some(ahead.rows),
            ));
        }
    }
    Some(Arc::new(known))
}

/// Reads the sheets that can be read twice. One that cannot be read is left to the run, which says why.
fn read_ahead(settings: &Settings, sources: &[Source], terms: Terms) -> Ahead {
    let mut ahead = Ahead::default();
    for (index, source) in sources.iter().enumerate() {
        // Rows that come out of the ledger have no file.
        let path = settings.intake.files.get(index);
        let result = match path.filter(|_| source.sheet.is_file()) {
            Some(path) => Sheet::open(path, &settings.intake.hints)
                .and_then(|sheet| read_sheet(sheet, source, terms, &mut ahead)),
            None => {
                ahead.more = true;
                Ok(())
            }
        };
        ahead.more |= result.is_err();
    }
    ahead
}

fn read_sheet(
    mut sheet: Sheet,
    source: &Source,
    terms: Terms,
    ahead: &mut Ahead,
) -> Result<(), SheetError> {
    while ahead.rows < AHEAD {
        let Some(record) = sheet.next_record()? else {
            return Ok(());
        };
        ahead.rows += 1;
        let prepared = prepare(record, &source.mapping, terms);
        if let Judged::Ready(ready) = &prepared.judged {
            ahead.usage.take(&ready.tags, || Spot {
                file: sheet.name().to_owned(),
                record: prepared.row.record,
                line: prepared.row.line,
            });
        }
    }
    ahead.more = true;
    Ok(())
}
