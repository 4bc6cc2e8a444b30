//! Log lines on standard error, written above the progress bar when there is one.

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::progress;
use crate::cli::{Format, LogArgs};

/// Starts logging. May be called once in a process; a second call changes nothing.
pub fn init(args: &LogArgs) {
    let level = match (args.quiet, args.verbose) {
        (true, _) => "error",
        (false, 0) => "warn,glassix_import=info",
        (false, 1) => "info,glassix_import=debug",
        (false, _) => "debug,glassix_import=trace",
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_writer(AboveTheBar)
        .with_ansi(colour());
    let _ = match args.log_format {
        Format::Json => builder.json().flatten_event(true).try_init(),
        Format::Human => builder
            .without_time()
            .with_target(false)
            .compact()
            .try_init(),
    };
}

/// Whether colours are wanted: a terminal, and no `NO_COLOR` (no-color.org).
fn colour() -> bool {
    io::IsTerminal::is_terminal(&io::stderr())
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

struct AboveTheBar;

impl<'a> MakeWriter<'a> for AboveTheBar {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(Vec::new())
    }
}

/// One log line, written as a whole.
struct Line(Vec<u8>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.0);
        progress::above(|| {
            // There is nowhere to report that standard error is gone.
            let _ = io::stderr().lock().write_all(&bytes);
        });
    }
}
