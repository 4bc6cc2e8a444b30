//! How exactly the pace is kept: what arrives at a bare server on loopback of what was asked for, and whether a
//! server that counts requests in windows of a second would have refused any when asked for 98 % of its limit.
//!
//! `PACE=1 cargo test --release --test pace -- --nocapture` measures and prints a table. Without it a short form
//! looks only that every request arrives and none before its time: no test depends on the speed of a machine.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use glassix_import::glassix::{Client, Credentials, TicketApi as _};
use glassix_import::pacer::{Pacer, Rates};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

#[path = "pace/arrivals.rs"]
mod arrivals;
#[path = "pace/server.rs"]
mod server;

use arrivals::Arrivals;
use server::Server;

/// The share of a limit that is asked for.
const ASKED: f64 = 0.98;

/// What is measured: a limit in requests a second, and the server's answer time.
struct Case {
    limit: u32,
    answer: Duration,
    lasts: Duration,
}

impl Case {
    fn asked(&self) -> f64 {
        f64::from(self.limit) * ASKED
    }

    /// Enough at once to fill the pace, with a tenth of a second to spare.
    fn concurrency(&self) -> usize {
        8 + (self.asked() * (self.answer.as_secs_f64() + 0.1)).ceil() as usize
    }

    /// Sends at the pace that is asked for, and gives the instants at which requests arrived.
    fn run(&self) -> Arrivals {
        let server = Server::start(self.answer);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let count = (self.asked() * self.lasts.as_secs_f64()) as usize;
        runtime.block_on(async {
            let rates = Rates::parse(&[format!("{}/s", self.asked())]).unwrap();
            let credentials = Credentials::Token {
                token: "a-token".to_owned().into(),
                api_key: None,
            };
            let client = Client::new(
                server.base_url().parse().unwrap(),
                credentials,
                Arc::new(Pacer::new(rates)),
                self.concurrency(),
                Duration::from_secs(30),
                CancellationToken::new(),
            );
            let client = Arc::new(client.unwrap());
            let left = Arc::new(std::sync::atomic::AtomicUsize::new(count));
            let mut workers = JoinSet::new();
            for _ in 0..self.concurrency() {
                let (client, left) = (Arc::clone(&client), Arc::clone(&left));
                workers.spawn(async move {
                    use std::sync::atomic::Ordering::Relaxed;
                    while left
                        .fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1))
                        .is_ok()
                    {
                        client.get_ticket(1).await;
                    }
                });
            }
            while workers.join_next().await.is_some() {}
        });
        let arrivals = server.end();
        assert_eq!(arrivals.count(), count, "a request was lost");
        arrivals
    }
}

/// Lets this process have as many connections as the system allows.
fn have_many_files() {
    let most = getrlimit(Resource::Nofile).maximum;
    let all = Rlimit {
        current: most,
        maximum: most,
    };
    setrlimit(Resource::Nofile, all).unwrap();
}

#[test]
fn the_pace_that_is_asked_for_is_kept() {
    if std::env::var_os("PACE").is_none() {
        let short = Case {
            limit: 100,
            answer: Duration::from_millis(5),
            lasts: Duration::from_millis(500),
        };
        let started = Instant::now();
        let arrivals = short.run();
        let least = Duration::from_secs_f64((arrivals.count() - 1) as f64 / short.asked());
        assert!(
            started.elapsed() >= least,
            "requests went out before their time"
        );
        return;
    }
    have_many_files();
    println!(
        "| limit | answers take | asked | arrived | share | refused, fixed window | refused, sliding window | closest |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for limit in [10, 50, 500, 5000] {
        for answer in [5, 400] {
            let case = Case {
                limit,
                answer: Duration::from_millis(answer),
                lasts: Duration::from_secs(if limit < 100 { 20 } else { 10 }),
            };
            let arrivals = case.run();
            let arrived = arrivals.per_second();
            println!(
                "| {limit}/s | {answer} ms | {:.1}/s | {arrived:.1}/s | {:.3} | {} | {} | {:.2} ms |",
                case.asked(),
                arrived / case.asked(),
                arrivals.refused_fixed(limit),
                arrivals.refused_sliding(limit),
                arrivals.closest().as_secs_f64() * 1000.0,
            );
        }
    }
}
