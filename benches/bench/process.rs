//! A process from its start to its end: what it took of the processor, and its largest memory.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{WaitId, WaitIdOptions, waitid};

/// What a process took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) wall: Duration,
    /// Of the processor, by itself and by the kernel for it.
    pub(crate) processor: Duration,
    /// Its largest resident set, in KiB, read every few milliseconds.
    pub(crate) peak_kib: u64,
}

/// Runs a command to its end; `until` may end it before.
pub(crate) fn run(command: &mut Command, mut until: impl FnMut() -> bool) -> Taken {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let id = child.id();
    let pid = rustix::process::Pid::from_child(&child);
    let mut peak_kib = 0;
    loop {
        peak_kib = peak_kib.max(peak(id).unwrap_or(0));
        // The process stays there until it is waited for, and with it what it took.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        if waitid(WaitId::Pid(pid), options).unwrap().is_some() {
            break;
        }
        if until() {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let wall = started.elapsed();
    let processor = processor(id);
    child.wait().unwrap();
    Taken {
        wall,
        processor,
        peak_kib,
    }
}

fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Ticks of user and system time (proc_pid_stat(5), fields 14 and 15), a hundredth of a second each.
fn processor(id: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let ticks = fields.split(' ').skip(11).take(2);
    let ticks: u64 = ticks.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}
