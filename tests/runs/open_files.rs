//! A night of more files than a process may have open.

use std::process::Command;

use super::inbox::{desk, sheet};
use crate::support::{Process, Service, binary};

/// Files of that night, standard input among them.
const FILES: u32 = 199;

#[test]
fn a_run_of_many_files_holds_where_a_process_may_have_few_open() {
    let (service, desk) = (Service::start(), desk());
    for number in 1..FILES {
        let rows = [2 * number - 1, 2 * number];
        desk.write(&format!("in/{number:03}.csv"), sheet(rows));
    }
    // A quarter of what the least of systems allows, and a pipe that has to stay open until its turn comes.
    let limited = "ulimit -n 64 && exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", limited])
        .arg(binary().get_program())
        .args(["run", "in/*.csv", "-", "--format", "json", "--rate", "none"])
        .args(["--base-url", &service.base_url(), "--settle", "1s"])
        .current_dir(desk.folder())
        .env_clear()
        .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
        .env("GLASSIX_API_SECRET", "not-a-real-secret")
        .env("GLASSIX_USER_NAME", "importer@example.com");
    let piped = sheet([2 * FILES - 1, 2 * FILES]);
    let end = Process::start(&mut command, Some(piped.into_bytes())).end();
    let summary = end.summary_of(0);
    let counts = summary.numbers(["rows_read", "created", "files_failed"]);
    assert_eq!(counts, [u64::from(2 * FILES), u64::from(2 * FILES), 0]);
    let files = summary.get("files").as_array().unwrap();
    assert_eq!(files.len(), FILES as usize);
    assert!(files.iter().all(|file| file["status"] == "imported"));
    service.assert_no_key_has_two_tickets();
}
