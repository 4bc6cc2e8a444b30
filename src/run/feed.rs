//! The sheets of a run, one after the other: each is read, and its rows are brought to admission.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::glassix::TicketApi;
use crate::ledger::{Ledger, LedgerError, Manner, Reading};
use crate::monitor::{Monitor, SheetNews};
use crate::settle::{Void, preflight};
use crate::tags::KnownTags;
use crate::ticket::{Digest, Region};

use super::admission::{END_OF_SHEET, Gatekeeper};
use super::mine::Mine;
use super::recall::Memory;
use super::returns::Returns;
use super::source::{self, Batch, Rest, Source};
use super::stop::{Stop, StopReason};
use super::tally::Tally;
use super::{Look, Terms, error_sentence};

/// What brings rows to the workers.
pub(super) struct Feed<A, M: ?Sized> {
    pub(super) gatekeeper: Gatekeeper<A, M>,
    pub(super) ledger: Ledger,
    pub(super) tally: Arc<Tally>,
    pub(super) monitor: Arc<M>,
    pub(super) stop: Stop,
    pub(super) terms: Terms,
    pub(super) tags: Option<Arc<KnownTags>>,
    /// Where rows come back from.
    pub(super) returns: Arc<Returns>,
}

/// How the reading of a sheet ended.
#[derive(Default)]
struct End {
    is_whole: bool,
    fault: Option<String>,
}

impl<A: TicketApi, M: Monitor + ?Sized> Feed<A, M> {
    /// Brings the rows of every sheet. The job queue closes when this returns.
    pub(super) async fn all(mut self, sources: Vec<Source>) -> Result<(), LedgerError> {
        if !self.terms.dry && !sources.is_empty() {
            self.look().await?;
        }
        for source in sources {
            let name: Arc<str> = source.sheet.name().into();
            let before = self.tally.rows_read.get();
            // After a stop its rows are only counted.
            if !self.stop.takes_no_more() {
                self.monitor.sheet(&name, SheetNews::Begun);
            }
            let end = match self.sheet(source, &name).await {
                Ok(end) => end,
                Err(error) => {
                    // Workers must hear of it too, or they would wait for a ledger that is gone.
                    self.stop.because(StopReason::Fatal(error_sentence(&error)));
                    return Err(error);
                }
            };
            let news = SheetNews::Ended {
                rows_read: self.tally.rows_read.get() - before,
                is_whole: end.is_whole,
                fault: end.fault,
            };
            self.monitor.sheet(&name, news);
            // A row of the next file may have the key of one that is still under way.
            self.gatekeeper.drain().await;
        }
        Ok(())
    }

    /// Brings the rows of one sheet.
    async fn sheet(&mut self, source: Source, name: &Arc<str>) -> Result<End, LedgerError> {
        self.ledger.read(self.reading(&source, name)).await?;
        let is_file = source.sheet.is_file();
        let memory = self.memory().await?;
        let Some((batches, rest)) = self.start(source, memory) else {
            return Ok(End::default());
        };
        self.gatekeeper.sheet += 1;
        self.gatekeeper.admit_all(name, batches).await?;
        let rest = if self.stop.takes_no_more() {
            // A pipe that stays open is left alone: nobody knows what would have come.
            match tokio::time::timeout(END_OF_SHEET, rest).await {
                Ok(rest) => rest,
                Err(_) => return Ok(End::default()),
            }
        } else {
            rest.await
        };
        let mut end = End::default();
        match rest {
            Ok(Ok(left)) => {
                self.tally.rows_read.add(left);
                self.tally.not_attempted.add(left);
                // Of a pipe nothing is counted after a stop.
                end.is_whole = left == 0 && (is_file || !self.stop.takes_no_more());
            }
            // Rows before the fault are as good as any.
            Ok(Err(error)) => {
                self.tally.files_failed.up();
                let error = error.to_string();
                if self.terms.passes_broken_sheets {
                    tracing::error!(
                        "{error}; its rows before that count, and the other files go on"
                    );
                } else {
                    let reason = StopReason::Fatal(error.clone());
                    self.stop.after_what_is_claimed(reason);
                }
                end.fault = Some(error);
            }
            Err(_) => self.stop.because(StopReason::Fatal(format!(
                "the reading of {name} broke off"
            ))),
        }
        Ok(end)
    }

    /// What the ledger is told of a sheet.
    fn reading(&self, source: &Source, name: &str) -> Reading {
        let region = self.terms.judging.region;
        Reading {
            name: name.to_owned(),
            header: source.sheet.header().names().to_vec(),
            manner: manner(source.sheet.reading()),
            kept: source.sheet.kept_number(),
            mapping: with_region(source.mapping.fingerprint(), region),
            key_derived: source.mapping.derives_key(),
        }
    }

    /// What the ledger knows of files, where it knows any and nobody wants each row by itself.
    async fn memory(&self) -> Result<Option<Memory>, LedgerError> {
        let reads_all = self.monitor.wants_each_row() || self.terms.shard.is_some();
        if reads_all || !self.ledger.has_passages().await? {
            return Ok(None);
        }
        let runtime = tokio::runtime::Handle::current();
        Ok(Some(Memory::new(self.ledger.clone(), runtime)))
    }

    /// Starts the thread that reads a sheet. `None` when there is none to be had; `stop` then says so.
    fn start(
        &self,
        source: Source,
        memory: Option<Memory>,
    ) -> Option<(mpsc::Receiver<Batch>, oneshot::Receiver<Rest>)> {
        let (tags, stop) = (self.tags.clone(), self.stop.clone());
        let returns = Arc::clone(&self.returns);
        let mine = Mine {
            shard: self.terms.shard,
            tally: Arc::clone(&self.tally),
        };
        match source::read(
            source,
            self.terms.judging,
            tags,
            (mine, memory, returns),
            stop,
        ) {
            Ok(started) => Some(started),
            Err(error) => {
                let why = format!("no thread to read with: {error}");
                self.stop.because(StopReason::Fatal(why));
                None
            }
        }
    }

    /// Tells the ledger which tickets the service already has.
    async fn look(&self) -> Result<(), LedgerError> {
        let (terms, must) = match self.terms.preflight {
            Look::Never => return Ok(()),
            Look::IfNew(terms) if self.ledger.is_new().await? => (terms, false),
            Look::IfNew(_) => return Ok(()),
            Look::Always(terms) => (terms, true),
        };
        let api = &*self.gatekeeper.api;
        let looked = match api.server_now() {
            Some(now) => preflight(api, now, terms).await,
            None => Err(Void::NoClock),
        };
        match looked {
            Ok(tickets) => self.ledger.preflight(tickets).await,
            Err(void) if must => {
                self.stop.because(StopReason::Fatal(format!(
                    "the look at what the service already has (--preflight) failed: {void}; nothing was sent"
                )));
                Ok(())
            }
            Err(void) => {
                tracing::warn!("what the service already has could not be looked at: {void}");
                Ok(())
            }
        }
    }
}

/// How a sheet is written, as the ledger keeps it.
fn manner(reading: &crate::sheet::Reading) -> Manner {
    Manner {
        kind: reading.kind.to_owned(),
        encoding: reading.encoding.map(str::to_owned),
        delimiter: reading.delimiter,
        worksheet: reading.worksheet.clone(),
    }
}

/// A mapping's fingerprint together with the country that completes phone numbers: both decide what a row
/// says, and so which key is derived from it.
fn with_region(fingerprint: [u8; 8], region: Option<Region>) -> [u8; 8] {
    match region {
        None => fingerprint,
        Some(region) => {
            let text = format!("{region:?}");
            Digest::of(&[&fingerprint, text.as_bytes()].concat()).0
        }
    }
}
