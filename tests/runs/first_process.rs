//! The first process of a container (its number is 1), to which the system sends no signal that it does not ask for.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};

use super::schedule::checker;
use crate::support::{Desk, Process, Service, until};

/// A command that is the first process of a namespace of its own; `None` where this machine makes none.
fn first(desk: &Desk, arguments: &[&str]) -> Option<Command> {
    let apart = [
        "--user",
        "--map-root-user",
        "--pid",
        "--fork",
        "--kill-child",
    ];
    let can = checker("unshare", &[&apart[..], &["true"]].concat())?;
    if !can.status.success() {
        // It may not, or not here: nothing to be tried.
        return None;
    }
    let mut command = Command::new("unshare");
    let program = env!("CARGO_BIN_EXE_glassix-import");
    command
        .args(apart)
        .arg(program)
        .args(arguments)
        .current_dir(desk.folder());
    Some(command)
}

/// The number that the first process of the namespace has outside of it.
fn outside(unshare: &Process) -> Pid {
    let id = unshare.id();
    let children = format!("/proc/{id}/task/{id}/children");
    let child = until("the first process is there", || {
        let children = fs::read_to_string(&children).ok()?;
        let child = children.split_whitespace().next()?.parse().ok()?;
        // It is unshare itself until it has become the program.
        let name = fs::read_to_string(format!("/proc/{child}/comm")).ok()?;
        name.starts_with("glassix").then_some(child)
    });
    Pid::from_raw(child).expect("a process has a number")
}

#[test]
fn a_run_that_is_the_first_process_stops_in_order() {
    let (service, desk) = (Service::faulty("create:delay:ms=20..40"), Desk::new());
    let base = service.base_url();
    let run = [
        "run",
        "samples/leads.csv",
        "--config",
        "samples/leads.toml",
        "--rate",
        "none",
        "--format",
        "json",
        "--base-url",
        &base,
    ];
    let Some(mut run) = first(&desk, &run) else {
        return;
    };
    run.env("GLASSIX_API_KEY", "k")
        .env("GLASSIX_API_SECRET", "not-a-real-secret")
        .env("GLASSIX_USER_NAME", "u");
    let run = Process::start(&mut run, None);
    let number = outside(&run);
    service.until_creates(100);
    kill_process(number, Signal::TERM).expect("it is there");
    let stopped = run.end().summary_of(143);
    assert_eq!(stopped.text("stopped_by"), "signal");
    assert_eq!(stopped.number("in_doubt"), 0);
    assert!(stopped.number("not_attempted") > 0);
}

#[test]
fn a_first_process_that_has_nothing_to_finish_ends_at_once() {
    let desk = Desk::new();
    // It waits for a sheet that never comes.
    let Some(mut check) = first(&desk, &["check", "-"]) else {
        return;
    };
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let mut check = check.stdin(reader).spawn().expect("the binary starts");
    let id = check.id();
    let children = format!("/proc/{id}/task/{id}/children");
    let status = until("the signal is heard", || {
        // It is sent until somebody hears it: the first may come before the program has begun.
        let child = fs::read_to_string(&children).unwrap_or_default();
        let child = child
            .split_whitespace()
            .next()
            .and_then(|child| child.parse().ok());
        if let Some(child) = child.and_then(Pid::from_raw) {
            let _ = kill_process(child, Signal::TERM);
        }
        check.try_wait().expect("a child can be waited for")
    });
    assert_eq!(status.code(), Some(143));
    drop(writer);
}
