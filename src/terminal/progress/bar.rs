//! The bar, which is drawn over itself.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use tokio_util::sync::CancellationToken;

use super::{Sources, message};

/// How often the bar is drawn anew: quick to the eye, free for the processor.
const REDRAW: Duration = Duration::from_millis(200);

/// The one bar of the process, so that log lines can be written above it.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Writes something while the bar stands aside.
pub(in crate::terminal) fn above(write: impl FnOnce()) {
    let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

fn hang_up(bar: Option<ProgressBar>) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = bar;
}

/// Draws until `stop`.
pub(super) async fn draw(sources: &Sources, stop: CancellationToken) {
    let rows = sources.size.rows();
    let bar = ProgressBar::with_draw_target(rows, ProgressDrawTarget::stderr());
    let template = if rows.is_some() {
        "{wide_bar} {human_pos}/{human_len} rows, {speed}, {eta} left\n{msg}"
    } else {
        "{spinner} {human_pos} rows, {speed}\n{msg}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.with_key(
            "speed",
            |state: &ProgressState, out: &mut dyn fmt::Write| {
                // A bar without its speed is still a bar.
                let _ = write!(out, "{:.1} rows/s", state.per_sec());
            },
        ));
    }
    hang_up(Some(bar.clone()));
    loop {
        bar.set_position(sources.tally.ended());
        bar.set_message(message(sources));
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(REDRAW) => {}
        }
    }
    hang_up(None);
    bar.finish_and_clear();
}
