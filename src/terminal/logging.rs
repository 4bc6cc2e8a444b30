//! Log lines on standard error, written above the progress bar when there is one.
//!
//! Where standard error is the journal (systemd), each line begins with its priority, as `sd-daemon(3)` describes it,
//! so that `journalctl -p warning` finds what it should. A line of JSON names the run.

use std::io::{self, Write};
use std::sync::OnceLock;

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::colour::colour;
use super::output::visible_lines;
use super::progress;
use crate::cli::{Format, LogArgs, ProgressWhen, SendingArgs};
use crate::json::harmless;

/// The run that is logged.
static RUN: OnceLock<String> = OnceLock::new();

/// How lines are logged.
static MANNER: OnceLock<Manner> = OnceLock::new();

#[derive(Clone, Copy, Debug, Default)]
struct Manner {
    json: bool,
    /// Lines begin with their priority.
    journal: bool,
}

/// Starts logging. May be called once in a process; a second call changes nothing.
pub fn init(args: &LogArgs) {
    start(args, "warn,glassix_import=info", colour());
}

/// Starts it for a run. Where that is told in sentences, without colours, and without what these say.
pub fn init_for_run(args: &SendingArgs) {
    if args.progress == ProgressWhen::Plain {
        let said = "glassix_import::glassix::client=warn,glassix_import::run::outage=off";
        let usual = &format!("warn,glassix_import=info,{said}");
        start(&args.log, usual, false);
    } else {
        init(&args.log);
    }
}

fn start(args: &LogArgs, usual: &str, in_colour: bool) {
    let level = match (args.quiet, args.verbose) {
        (true, _) => "error",
        (false, 0) => usual,
        (false, 1) => "info,glassix_import=debug",
        (false, _) => "debug,glassix_import=trace",
    };
    let manner = *MANNER.get_or_init(|| Manner {
        json: args.log_format == Format::Json,
        journal: is_journal(),
    });
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_writer(AboveTheBar(manner))
        .with_ansi(in_colour);
    let _ = if manner.json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder
            .without_time()
            .with_target(false)
            .compact()
            .try_init()
    };
}

/// Names the run in every line of JSON from here on.
pub fn log_run(id: &str) {
    let _ = RUN.set(id.to_owned());
}

/// Says why this program does not end well, as an error among the log lines; the last word, whatever level is logged.
pub fn complain(text: &str) {
    // What is wrong is often a name that somebody else gave to a file.
    let text = &visible_lines(text);
    let manner = MANNER.get().copied().unwrap_or_default();
    let line = if manner.json {
        let line = serde_json::json!({
            "timestamp": jiff::Timestamp::now().to_string(), "level": "ERROR", "message": text,
        });
        format!("{line}\n")
    } else {
        format!("error: {text}\n")
    };
    write(&framed(line.into_bytes(), manner, Level::ERROR));
}

/// Whether standard error is the journal: `JOURNAL_STREAM` holds its device and inode (systemd.exec(5)).
#[cfg(target_os = "linux")]
fn is_journal() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(told) = std::env::var("JOURNAL_STREAM") else {
        return false;
    };
    std::fs::metadata("/proc/self/fd/2")
        .is_ok_and(|file| told == format!("{}:{}", file.dev(), file.ino()))
}

#[cfg(not(target_os = "linux"))]
fn is_journal() -> bool {
    false
}

/// The priority of a level, by syslog's numbers.
fn priority(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        _ => 7,
    }
}

/// A line as it is written: with the run in it, and behind its priority.
fn framed(line: Vec<u8>, manner: Manner, level: Level) -> Vec<u8> {
    let mut framed = Vec::with_capacity(line.len() + 64);
    if manner.journal {
        framed.extend_from_slice(format!("<{}>", priority(level)).as_bytes());
    }
    let line = match String::from_utf8(line) {
        Ok(text) if manner.json => harmless(text.into()).into_owned().into_bytes(),
        Ok(text) => text.into_bytes(),
        Err(other) => other.into_bytes(),
    };
    match (manner.json, RUN.get(), line.split_first()) {
        (true, Some(run), Some((b'{', rest))) => {
            framed.extend_from_slice(format!("{{\"run_id\":\"{run}\",").as_bytes());
            framed.extend_from_slice(rest);
        }
        _ => framed.extend_from_slice(&line),
    }
    framed
}

fn write(bytes: &[u8]) {
    progress::above(|| {
        // There is nowhere to report that standard error is gone.
        let _ = io::stderr().lock().write_all(bytes);
    });
}

struct AboveTheBar(Manner);

impl<'a> MakeWriter<'a> for AboveTheBar {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(Vec::new(), self.0, Level::INFO)
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Line {
        Line(Vec::new(), self.0, *metadata.level())
    }
}

/// One log line, written as a whole.
struct Line(Vec<u8>, Manner, Level);

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
        write(&framed(std::mem::take(&mut self.0), self.1, self.2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_to_the_journal_begins_with_its_priority() {
        let manner = |json, journal| Manner { json, journal };
        let text =
            |json, journal, level| framed(b"{\"a\":1}\n".to_vec(), manner(json, journal), level);
        assert_eq!(text(false, false, Level::WARN), b"{\"a\":1}\n");
        assert_eq!(text(false, true, Level::WARN), b"<4>{\"a\":1}\n");
        assert_eq!(text(true, true, Level::TRACE), b"<7>{\"a\":1}\n");
    }
}
