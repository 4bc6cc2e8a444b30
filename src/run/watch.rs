//! Rows that were sent again after a doubt are looked for once more: should their first request have taken
//! effect after all, they have two tickets, and somebody has to hear of it.

use super::settler::Settler;
use crate::glassix::TicketApi;
use crate::ledger::{LedgerError, Watched};
use crate::monitor::Monitor;

impl<A: TicketApi, M: Monitor + ?Sized> Settler<A, M> {
    /// Rows that earlier runs sent again are looked for once more, now that late requests have had time.
    pub(super) async fn look_after_earlier_runs(&mut self) -> Result<(), LedgerError> {
        let watched = self.ledger.watched().await?;
        if watched.is_empty() {
            return Ok(());
        }
        self.watch(&watched).await
    }

    /// Looks whether rows that were sent again have one ticket each, and the one that the ledger has. The
    /// watch ends once that was seen after the settle time.
    pub(super) async fn watch(&mut self, rows: &[Watched]) -> Result<(), LedgerError> {
        let windows = self.windows(rows.iter().map(|row| (&row.doubt, &[][..])));
        let keys = rows.iter().map(|row| row.doubt.key.as_str()).collect();
        let Ok(sightings) = self.look(&windows, &keys).await? else {
            return Ok(());
        };
        let settle = i64::try_from(self.policy.settle.as_secs()).unwrap_or(i64::MAX);
        let now = jiff::Timestamp::now().as_second();
        for row in rows {
            let tickets = sightings.of(&row.doubt.key);
            let is_alone = tickets.iter().all(|ticket| Some(ticket.id) == row.ticket);
            if !is_alone {
                self.tell_doubled(&row.doubt, tickets);
                self.ledger.unwatch(row.doubt.place).await?;
            } else if !tickets.is_empty() && now.saturating_sub(row.resent) > settle {
                self.ledger.unwatch(row.doubt.place).await?;
            }
        }
        Ok(())
    }
}
