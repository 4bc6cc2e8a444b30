//! Workers in an outage, in virtual time.
#![allow(clippy::unwrap_used)]
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

const PATIENCE: Duration = Duration::from_secs(15 * 60);
const WORKERS: u32 = 8;
const ROWS_EACH: u32 = 20;

/// Attempts in and after an outage that ends after so long, and rows that got through.
async fn outage(lasts: Duration, stop: &Stop) -> (u32, u32) {
    let tally = Arc::new(Tally::default());
    let outage = Arc::new(Outage::new(PATIENCE, stop.clone(), tally.clone()));
    let (attempts, through) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let mut workers = tokio::task::JoinSet::new();
    let started = Instant::now();
    for _ in 0..WORKERS {
        let (outage, attempts, through) = (outage.clone(), attempts.clone(), through.clone());
        workers.spawn(async move {
            let mut left = ROWS_EACH;
            while left > 0 {
                let Some(pass) = outage.pass().await else {
                    return;
                };
                attempts.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(20)).await;
                let verdict = if started.elapsed() < lasts {
                    Verdict::NotDelivered(Obstacle::Unreachable("refused".into()))
                } else {
                    left -= 1;
                    through.fetch_add(1, Ordering::Relaxed);
                    Verdict::Created {
                        differences: Vec::new(),
                        ticket: 1,
                        opened: None,
                    }
                };
                outage.hear(pass, &verdict);
            }
        });
    }
    while workers.join_next().await.is_some() {}
    assert!(outage.is_on() == stop.is_stopping());
    assert_eq!(
        tally.outage().is_some(),
        outage.is_on(),
        "whoever watches hears of it"
    );
    (
        attempts.load(Ordering::Relaxed),
        through.load(Ordering::Relaxed),
    )
}

#[tokio::test(start_paused = true)]
async fn five_minutes_of_outage_cost_a_probe_now_and_then_and_no_row() {
    let stop = Stop::default();
    let (attempts, through) = outage(Duration::from_secs(300), &stop).await;
    let rows = WORKERS * ROWS_EACH;
    assert_eq!((through, stop.reason()), (rows, None));
    let in_vain = attempts - rows;
    // Those under way when it began, and probes after some 1, 2, 4 … 60, 60 seconds.
    assert!((WORKERS..WORKERS + 16).contains(&in_vain), "{in_vain}");
}

#[tokio::test(start_paused = true)]
async fn an_outage_past_all_patience_ends_the_run_when_patience_is_at_its_end() {
    let (stop, started) = (Stop::default(), Instant::now());
    let (_, through) = outage(PATIENCE * 2, &stop).await;
    assert_eq!(through, 0);
    assert!(matches!(stop.reason(), Some(StopReason::Outage { .. })));
    let waited = started.elapsed();
    assert!(
        waited >= PATIENCE && waited < PATIENCE + Duration::from_secs(2),
        "{waited:?}"
    );
}
