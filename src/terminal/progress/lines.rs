//! A line now and then, for logs.

use std::io::{self, Write as _};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Sources, message};
use crate::sheet::Size;
use crate::summary::grouped;

/// Writes one every so long, until `stop`.
pub(super) async fn write(sources: &Sources, stop: CancellationToken, every: Duration) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(every) => {}
        }
        let total = match sources.size {
            Size::Exactly(rows) => format!(" of {}", grouped(rows)),
            Size::About(rows) => format!(" of about {}", grouped(rows)),
            Size::Unknown => String::new(),
        };
        let text = format!(
            "{}{total} rows: {}",
            grouped(sources.tally.ended()),
            message(sources)
        );
        // There is nowhere to report that standard error is gone.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}
