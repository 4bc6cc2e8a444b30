//! A child that has a terminal: what it writes there, with every code that moves a cursor or changes a colour.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::until;

/// What was shown, and how the child ended.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) status: Option<i32>,
    /// Standard output and standard error, as they came.
    pub(crate) text: String,
}

impl Shown {
    /// Runs a command to its end on a terminal of its own.
    pub(crate) fn by(mut command: Command) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&ours).expect("a terminal");
        unlockpt(&ours).expect("a terminal");
        let name = ptsname(&ours, Vec::new()).expect("a terminal has a name");
        let theirs = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(OpenptFlags::NOCTTY.bits().cast_signed())
            .open(name.to_str().expect("a name"))
            .expect("its other end");
        let end = || Stdio::from(theirs.try_clone().expect("a terminal"));
        let child = command.stdin(Stdio::null()).stdout(end()).stderr(end());
        let mut child = child.spawn().expect("the binary starts");
        let reader = std::thread::spawn(move || everything(ours));
        let id = child.id();
        let status = until(&format!("process {id} ends"), || {
            child.try_wait().expect("a child can be waited for")
        });
        // With the last of its other ends the terminal is gone, and its reader comes to an end.
        drop((command, theirs));
        Self {
            status: status.code(),
            text: reader.join().expect("a reader"),
        }
    }

    /// The lines without their ends, of which the terminal makes two characters.
    pub(crate) fn lines(&self) -> Vec<&str> {
        let lines = self.text.split('\n');
        lines
            .map(|line| line.strip_suffix('\r').unwrap_or(line))
            .collect()
    }

    /// The text as it is without colours.
    pub(crate) fn without_colours(&self) -> String {
        let mut parts = self.text.split('\u{1b}');
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_colour = |c: char| c.is_ascii_digit() || c == ';';
            let code = part
                .strip_prefix('[')
                .map(|code| code.trim_start_matches(is_colour));
            match code.and_then(|rest| rest.strip_prefix('m')) {
                Some(rest) => plain.push_str(rest),
                None => plain.push_str(&format!("\u{1b}{part}")),
            }
        }
        plain
    }

    /// Whether a colour was changed.
    pub(crate) fn has_colours(&self) -> bool {
        self.without_colours() != self.text
    }
}

/// What comes, until there is nobody at the other end.
fn everything(terminal: OwnedFd) -> String {
    let (mut terminal, mut bytes) = (File::from(terminal), Vec::new());
    // It ends with an error on Linux and with nothing elsewhere.
    let _ = terminal.read_to_end(&mut bytes);
    String::from_utf8(bytes).expect("text")
}
