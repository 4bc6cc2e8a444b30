//! Telling of a run: at its start, and at its end whatever that is. None of it can fail the run.

use std::path::Path;
use std::time::Instant;

use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::placement::place;
use crate::notice::{
    Address, DeliveryError, Ending, Messenger, Patience, body, last_success, metrics,
};
use crate::settings::Notices;
use crate::summary::Summary;
use crate::terminal::visible;

/// Behind the path of the address that hears of the start.
const START: &str = "start";

/// Behind the path of the address that hears of a failure.
const FAIL: &str = "fail";

/// Who tells of a run.
pub(super) struct Herald {
    notices: Notices,
    started: Instant,
    starting: Option<JoinHandle<()>>,
}

impl Herald {
    /// A dry run is told to nobody: it would be taken for a night that went well.
    pub(super) fn new(notices: Notices, is_dry: bool) -> Self {
        Self {
            notices: if is_dry { Notices::default() } else { notices },
            started: Instant::now(),
            starting: None,
        }
    }

    /// Tells that the run starts, while it goes on.
    pub(super) fn start(&mut self, runtime: &Runtime) {
        self.starting = self.notices.ping.clone().map(|address| {
            runtime.spawn(async move {
                said(&address, ping(&address, Some(START), Patience::Once).await);
            })
        });
    }

    /// Tells how it ended: by its summary, by the error that ended it, or both.
    pub(super) async fn end(mut self, summary: Option<&Summary>, error: Option<&anyhow::Error>) {
        if let Some(starting) = self.starting.take() {
            // The end is not told before the start. It cannot fail.
            let _ = starting.await;
        }
        let status = error.map(super::status);
        let ending = Ending {
            status: status
                .or_else(|| summary.map(|summary| summary.exit_status))
                .unwrap_or_default(),
            error: error.map(headline),
            summary,
            elapsed: self.started.elapsed(),
            ended: jiff::Timestamp::now().as_second(),
        };
        if let Some(path) = &self.notices.metrics {
            write(path, &ending);
        }
        let patience = if ending.is_hurried() {
            Patience::Once
        } else {
            Patience::Some
        };
        let notify = async {
            if let Some(address) = &self.notices.notify {
                let told = match Messenger::new(address.clone()) {
                    Ok(messenger) => messenger.post(body(&ending), patience).await,
                    Err(error) => Err(error),
                };
                said(address, told);
            }
        };
        let ping = async {
            if let Some(address) = &self.notices.ping {
                let word = (!ending.is_success()).then_some(FAIL);
                said(address, ping(address, word, patience).await);
            }
        };
        tokio::join!(notify, ping);
    }
}

async fn ping(
    address: &Address,
    word: Option<&str>,
    patience: Patience,
) -> Result<(), DeliveryError> {
    Messenger::new(address.clone())?.ping(word, patience).await
}

/// The first line of an error. Those below it may show cells.
fn headline(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    visible(text.lines().next().unwrap_or_default())
}

fn said(address: &Address, result: Result<(), DeliveryError>) {
    match result {
        Ok(()) => tracing::debug!(%address, "told"),
        Err(error) => tracing::warn!("nobody was told at {address}: {error}; the run is as it is"),
    }
}

/// Writes the metrics, with the last success that the file there tells of.
fn write(path: &Path, ending: &Ending<'_>) {
    let earlier = std::fs::read_to_string(path).unwrap_or_default();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let text = metrics(ending, &name, last_success(&earlier));
    if let Err(error) = place(path, text.as_bytes()) {
        tracing::warn!(
            "cannot write the metrics file {}: {error}; the run is as it is",
            visible(&path.display().to_string())
        );
    }
}
