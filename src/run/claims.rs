//! How many rows may be claimed while the ledger was not told how they ended, so that a kill leaves no more than these in
//! doubt.
//!
//! A claim is given back as soon as the end of its row stands in the queue of the ledger, which does one thing after the
//! other: whoever takes that claim next comes to stand behind, and the intent of his row is written in the same commit or
//! in a later one. So the file never holds more open intents than there are claims, and no worker waits for a commit to
//! be given the next row.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};

/// A row's share of the claims that may be open, or of the ends that may be on their way into the ledger.
pub(super) type Claim = OwnedSemaphorePermit;

/// The claims that may be open at once. They may grow, and never shrink.
#[derive(Debug)]
pub(super) struct Claims {
    permits: Arc<Semaphore>,
    /// As many rows again may be held whose ends the ledger is writing.
    ends: Arc<Semaphore>,
    size: AtomicUsize,
    /// Held by whoever waits for all of them: they do not grow meanwhile, or the new ones would be taken for
    /// those that are still out.
    steady: Mutex<()>,
}

impl Claims {
    pub(super) fn new(size: usize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(size)),
            ends: Arc::new(Semaphore::new(size)),
            size: AtomicUsize::new(size),
            steady: Mutex::new(()),
        }
    }

    /// How many there are.
    pub(super) fn size(&self) -> usize {
        self.size.load(Ordering::Relaxed)
    }

    /// Waits for so many.
    pub(super) async fn take(&self, wanted: usize) -> Option<Claim> {
        take(&self.permits, wanted).await
    }

    /// Waits until the end of one more row may be on its way into the ledger: the claim of that row may be given back
    /// once the ledger has its end, and what is taken here when the end is durable.
    pub(super) async fn end(&self) -> Option<Claim> {
        take(&self.ends, 1).await
    }

    /// Waits for `least`, and takes up to `most` where they are there.
    pub(super) async fn take_some(&self, least: usize, most: usize) -> Option<Claim> {
        let mut claim = self.take(least).await?;
        let more = most
            .saturating_sub(least)
            .min(self.permits.available_permits());
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        if let Ok(more) = Arc::clone(&self.permits).try_acquire_many_owned(more) {
            claim.merge(more);
        }
        Some(claim)
    }

    /// Waits until every claimed row is settled, and takes all of them.
    pub(super) async fn take_all(&self) -> Option<Claim> {
        let _steady = self.steady.lock().await;
        let all = self.take(self.size()).await;
        let _ends = take(&self.ends, self.size()).await;
        all
    }

    /// Has at least so many from here on; not while somebody waits for all of them.
    pub(super) fn grow(&self, size: usize) {
        let Ok(_steady) = self.steady.try_lock() else {
            return;
        };
        let more = size.saturating_sub(self.size());
        self.permits.add_permits(more);
        self.ends.add_permits(more);
        self.size.fetch_add(more, Ordering::Relaxed);
    }
}

async fn take(permits: &Arc<Semaphore>, wanted: usize) -> Option<Claim> {
    let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
    // Neither semaphore is ever closed.
    Arc::clone(permits).acquire_many_owned(wanted).await.ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn whoever_waits_for_all_is_not_given_new_ones_in_place_of_those_that_are_out() {
        let claims = Arc::new(Claims::new(2));
        let out = claims.take(2).await.unwrap();
        let waiting = Arc::clone(&claims);
        let waiting = tokio::spawn(async move { waiting.take_all().await.unwrap().num_permits() });
        tokio::task::yield_now().await;
        claims.grow(8);
        assert_eq!(claims.size(), 2, "somebody waits for all of them");
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(out);
        assert_eq!(waiting.await.unwrap(), 2);
        claims.grow(8);
        assert_eq!(claims.take_all().await.unwrap().num_permits(), 8);
        claims.grow(4);
        assert_eq!(claims.size(), 8, "they never shrink");
    }

    #[tokio::test]
    async fn whoever_waits_for_all_waits_for_the_ends_that_are_being_written_too() {
        let claims = Arc::new(Claims::new(2));
        let end = claims.end().await.unwrap();
        let waiting = Arc::clone(&claims);
        let waiting = tokio::spawn(async move { waiting.take_all().await.unwrap().num_permits() });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(end);
        assert_eq!(waiting.await.unwrap(), 2);
    }
}
