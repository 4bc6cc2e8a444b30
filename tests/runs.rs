//! Whole runs of the real binary against a look-alike in a process of its own: what was sent, what was said, and what is left behind.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

#[path = "runs/answers.rs"]
mod answers;
#[path = "runs/bounds.rs"]
mod bounds;
#[path = "runs/canary.rs"]
mod canary;
#[path = "runs/check.rs"]
mod check;
#[path = "runs/contacts.rs"]
mod contacts;
#[path = "runs/doubt.rs"]
mod doubt;
#[path = "runs/files.rs"]
mod files;
#[path = "runs/finished.rs"]
mod finished;
#[path = "runs/first_process.rs"]
mod first_process;
#[path = "runs/greeting.rs"]
mod greeting;
#[path = "runs/hostile.rs"]
mod hostile;
#[path = "runs/hostile_json.rs"]
mod hostile_json;
#[path = "runs/inbox.rs"]
mod inbox;
#[path = "runs/init.rs"]
mod init;
#[path = "runs/input.rs"]
mod input;
#[path = "runs/known_passages.rs"]
mod known_passages;
#[path = "runs/ledger.rs"]
mod ledger;
#[path = "runs/ledger_files.rs"]
mod ledger_files;
#[path = "runs/mending.rs"]
mod mending;
#[path = "runs/messy.rs"]
mod messy;
#[path = "runs/network.rs"]
mod network;
#[path = "runs/nights.rs"]
mod nights;
#[path = "runs/notices.rs"]
mod notices;
#[path = "runs/open_files.rs"]
mod open_files;
#[path = "runs/other_hosts.rs"]
mod other_hosts;
#[path = "runs/outages.rs"]
mod outages;
#[path = "runs/oversized.rs"]
mod oversized;
#[path = "runs/pace.rs"]
mod pace;
#[path = "runs/packages.rs"]
mod packages;
#[path = "runs/page.rs"]
mod page;
#[path = "runs/records.rs"]
mod records;
#[path = "runs/refusals.rs"]
mod refusals;
#[path = "runs/report.rs"]
mod report;
#[path = "runs/results.rs"]
mod results;
#[path = "runs/retry.rs"]
mod retry;
#[path = "runs/sample.rs"]
mod sample;
#[path = "runs/schedule.rs"]
mod schedule;
#[path = "runs/secrets.rs"]
mod secrets;
#[path = "runs/shards.rs"]
mod shards;
#[path = "runs/status.rs"]
mod status;
#[path = "runs/stopping.rs"]
mod stopping;
#[path = "runs/tags.rs"]
mod tags;
#[path = "runs/terminals.rs"]
mod terminals;
#[path = "runs/together.rs"]
mod together;
#[path = "runs/told.rs"]
mod told;
#[path = "runs/words.rs"]
mod words;
