//! Rows in doubt that no sheet of this run holds. They are in none of its counts, and are settled all the
//! same, since their sheet may never come again.

use tokio::time::Instant;

use super::settler::{Settler, finding, reconciled};
use crate::glassix::TicketApi;
use crate::ledger::{Doubt, LedgerError, Outcome};
use crate::monitor::{Fate, Monitor, RowEnd};
use crate::settle::{Conclusion, Search, conclude};

impl<A: TicketApi, M: Monitor + ?Sized> Settler<A, M> {
    /// Rows in doubt that no sheet of this run holds: found, or shown to be absent, or named.
    pub(super) async fn settle_rows_of_other_sheets(&mut self) -> Result<(), LedgerError> {
        let doubts = self.ledger.doubts().await?.into_iter();
        let mut rows: Vec<(Doubt, Search)> = doubts
            .filter(|doubt| !self.shelf.knows(doubt.place))
            .map(|doubt| (doubt, Search::default()))
            .collect();
        let mut look_at = self.started + self.policy.settle;
        while !rows.is_empty() && self.sleep_until(look_at).await {
            let windows = self.windows(rows.iter().map(|(doubt, _)| (doubt, &[][..])));
            let sightings = {
                let keys = rows.iter().map(|(doubt, _)| doubt.key.as_str()).collect();
                self.look(&windows, &keys).await?
            };
            let mut left = Vec::new();
            for (doubt, mut search) in rows {
                let (finding, tickets) = finding(&sightings, &doubt.key);
                search.age = self.started.elapsed();
                match conclude(&mut search, finding, self.policy()) {
                    Conclusion::Created | Conclusion::Doubled => {
                        if tickets.len() > 1 {
                            self.tell_doubled(&doubt, tickets);
                        }
                        if let Some(found) = reconciled(tickets, None) {
                            self.ledger.record(doubt.place, found, None).await?;
                        }
                    }
                    // Its sheet is not at hand; when it is, the row is sent as one that never was.
                    Conclusion::Resend | Conclusion::RanOut => {
                        self.ledger
                            .record(doubt.place, Outcome::Absent, None)
                            .await?;
                    }
                    Conclusion::Look(after) => {
                        look_at = look_at.max(Instant::now() + after);
                        left.push((doubt, search));
                    }
                    Conclusion::Leave(why) => self.tell_elsewhere(&doubt, why),
                }
            }
            rows = left;
        }
        for (doubt, _) in rows {
            self.tell_elsewhere(&doubt, "the run ended before it was looked up");
        }
        Ok(())
    }

    fn tell_elsewhere(&self, doubt: &Doubt, why: &str) {
        self.tally.in_doubt_elsewhere.up();
        self.monitor.row(RowEnd {
            file: "an earlier sheet".into(),
            record: doubt.place.record(),
            line: doubt.place.record(),
            key: doubt.key.as_str().to_owned(),
            changes: Vec::new(),
            fate: Fate::Outcome(Outcome::InDoubt { what: why.into() }),
        });
    }
}
