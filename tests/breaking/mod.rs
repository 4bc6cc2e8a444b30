//! What the tests that break things share: the look-alike in a process of its own, the importer as a user
//! starts it, the sheet it is given, and the audit that holds its ledger against the service's journal.

// Each test binary takes the parts that it needs.
#![allow(dead_code)]

pub(crate) mod audit;
pub(crate) mod importer;
pub(crate) mod ledger_file;
pub(crate) mod service;
pub(crate) mod sheet;
pub(crate) mod strace;

use std::time::Duration;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_glassix-import");

/// A generous bound for what must end by itself; reached only when the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(240);

/// How often something that has no event to wait for is looked at.
pub(crate) const GLANCE: Duration = Duration::from_millis(5);

/// A whole number from the environment, where the long form of a test is asked for.
pub(crate) fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Does all jobs on so many threads, and gives the results in the order of the jobs.
pub(crate) fn in_parallel<J: Sync, R: Send>(
    threads: usize,
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
) -> Vec<R> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let results = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(jobs.len()) {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(job) = jobs.get(i) else { return };
                    let result = work(job);
                    results.lock().unwrap().push((i, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap();
    results.sort_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, result)| result).collect()
}
