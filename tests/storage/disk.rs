//! Disks that are full or may not be written, and a limit on the size of files.

use std::process::Command;

use super::bench::{Bench, assert_right};
use super::mount::Mount;
use crate::breaking::{PROGRAM, asked, in_parallel};

/// Bytes of a block of `ulimit -f` in a POSIX shell.
const BLOCK: u32 = 512;

#[test]
fn a_full_disk_ends_the_run_and_with_space_it_goes_on() {
    // From a disk on which no ledger can be made to one that is nearly large enough.
    let mut sizes = vec![16, 64, 104, 128, 160, 200];
    if asked("STORAGE").is_some() {
        sizes = (8..400).step_by(8).collect();
    }
    let results = in_parallel(4, &sizes, |size| {
        let mount = Mount::of_kib(*size)?;
        let mut bench = Bench::new("D", 2);
        bench.importer.ledger = mount.join("ledger.sqlite");
        let ended = bench.run();
        let mut wrong: Vec<String> = bench.fault_of_end(&ended, 0).into_iter().collect();
        wrong.extend(bench.audit().wrong);
        mount.remount("size=16m");
        wrong.extend(bench.recover());
        let wrong = wrong.into_iter().map(|what| format!("{size} KiB: {what}"));
        Some((ended.code(), wrong.collect::<Vec<_>>()))
    });
    let results: Vec<_> = results.into_iter().flatten().collect();
    let codes: Vec<_> = results.iter().map(|(code, _)| code.unwrap_or(-1)).collect();
    println!("full disk: {} sizes, statuses {codes:?}", codes.len());
    let wrong: Vec<String> = results.into_iter().flat_map(|(_, wrong)| wrong).collect();
    assert_right(&wrong);
}

#[test]
fn a_full_disk_is_named_as_the_cause_and_every_row_is_accounted_for() {
    let Some(mount) = Mount::of_kib(208) else {
        return;
    };
    let mut bench = Bench::new("M", 2);
    bench.importer.ledger = mount.join("ledger.sqlite");
    let ended = bench.run();
    assert_eq!(ended.code(), Some(1), "{}", ended.stderr);
    let says = "disk of the ledger is full";
    assert!(ended.stderr.contains(says), "{}", ended.stderr);
    let fault = ended.fault_of_summary(bench.importer.rows.len());
    assert_eq!(fault, None);
}

#[test]
fn a_disk_that_may_not_be_written_gives_1_before_anything_is_sent() {
    let Some(mount) = Mount::of_kib(4096) else {
        return;
    };
    let mut bench = Bench::new("R", 2);
    bench.importer.ledger = mount.join("ledger.sqlite");
    let mut wrong = Vec::new();
    for existing in [false, true] {
        mount.remount("ro");
        let before = bench.service.creates();
        let ended = bench.run();
        let clear = ended.stderr.contains("ledger") && ended.stderr.contains("error: ");
        if ended.code() != Some(1) || bench.service.creates() != before || !clear {
            let (status, said) = (ended.status, ended.stderr);
            wrong.push(format!("existing {existing}: {status}: {said}"));
        }
        mount.remount("rw");
        wrong.extend(bench.recover());
    }
    assert_right(&wrong);
}

#[test]
fn a_limit_on_the_size_of_files_is_as_a_full_disk() {
    let mut kib: Vec<u32> = vec![20, 60, 100, 140];
    if asked("STORAGE").is_some() {
        kib = (4..300).step_by(4).collect();
    }
    let results = in_parallel(4, &kib, |kib| {
        let bench = Bench::new("U", 2);
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(format!(
                "ulimit -f {}; exec \"$0\" \"$@\"",
                kib * 1024 / BLOCK
            ))
            .arg(PROGRAM)
            .args(bench.importer.arguments(&bench.service));
        let child = bench.importer.prepared(shell).spawn().unwrap();
        let ended = bench.importer.wait(child);
        let mut wrong: Vec<String> = bench.fault_of_end(&ended, 0).into_iter().collect();
        wrong.extend(bench.audit().wrong);
        wrong.extend(bench.recover());
        let wrong = wrong.into_iter().map(|what| format!("{kib} KiB: {what}"));
        wrong.collect::<Vec<_>>()
    });
    assert_right(&results.concat());
}
