//! A ledger that is damaged, replaced, from the future, or gone.

use std::time::Instant;

use super::bench::{Bench, ROWS, assert_right};
use crate::breaking::importer::Ended;
use crate::breaking::{GLANCE, PATIENCE, in_parallel, ledger_file};

/// Size of a page of the ledger.
const PAGE: usize = 4096;
/// Rows that an earlier run has sent.
const SENT: u32 = 10;

/// Runs over a ledger that must be refused: status 1 or 2, a message that says this, nothing sent.
fn refused(bench: &Bench, says: &str) -> Result<Ended, String> {
    let before = bench.service.creates();
    let ended = bench.run();
    let sent = bench.service.creates() - before;
    let refused = matches!(ended.code(), Some(1 | 2)) && sent == 0 && ended.stderr.contains(says);
    if refused {
        Ok(ended)
    } else {
        let (status, said) = (ended.status, ended.stderr);
        Err(format!("{status} after {sent} sends: {said}"))
    }
}

#[test]
fn a_page_that_was_overwritten_is_noticed_before_anything_is_sent() {
    let pages = Bench::begun("P", 1, SENT).ledger_bytes().len() / PAGE;
    let pages: Vec<usize> = (0..pages).collect();
    let results = in_parallel(4, &pages, |page| {
        // What was sent over a damaged ledger is not in the copy that is put back, so each has its own.
        let bench = Bench::begun("P", 1, SENT);
        let whole = bench.ledger_bytes();
        let mut bytes = whole.clone();
        bytes[page * PAGE..(page + 1) * PAGE].fill(0);
        std::fs::write(&bench.importer.ledger, &bytes).unwrap();
        let mut wrong: Vec<String> = refused(&bench, "ledger").err().into_iter().collect();
        std::fs::write(&bench.importer.ledger, &whole).unwrap();
        wrong.extend(bench.recover());
        let wrong = wrong.into_iter().map(|what| format!("page {page}: {what}"));
        wrong.collect::<Vec<_>>()
    });
    assert_right(&results.concat());
}

#[test]
fn a_ledger_that_was_cut_off_is_noticed_before_anything_is_sent() {
    let bench = Bench::begun("C", 1, SENT);
    let whole = bench.ledger_bytes();
    let mut wrong = Vec::new();
    for length in [60, 100, PAGE - 1, PAGE, whole.len() / 2, whole.len() - PAGE] {
        std::fs::write(&bench.importer.ledger, &whole[..length]).unwrap();
        let refused = refused(&bench, "ledger");
        wrong.extend(refused.err().map(|what| format!("{length} bytes: {what}")));
    }
    std::fs::write(&bench.importer.ledger, &whole).unwrap();
    wrong.extend(bench.recover());
    assert_right(&wrong);
}

#[test]
fn other_files_and_ledgers_from_the_future_are_refused_and_left_alone() {
    let bench = Bench::begun("O", 1, SENT);
    let whole = bench.ledger_bytes();
    let mut wrong = Vec::new();
    let text = "id;phone\n1;972501234567\n".repeat(300);
    // `user_version` stands at byte 60, `application_id` at byte 68 of a database.
    let mut newer = whole.clone();
    newer[63] += 1;
    let mut foreign = whole.clone();
    foreign[68] ^= 1;
    let cases = [
        (text.as_bytes(), "is not a ledger"),
        (&newer, "newer"),
        (&foreign, "is not a ledger"),
    ];
    for (bytes, says) in cases {
        std::fs::write(&bench.importer.ledger, bytes).unwrap();
        let refused = refused(&bench, says);
        wrong.extend(refused.err().map(|what| format!("{says}: {what}")));
        if bench.ledger_bytes() != bytes {
            wrong.push(format!("{says}: the file was changed"));
        }
    }
    std::fs::write(&bench.importer.ledger, &whole).unwrap();
    wrong.extend(bench.recover());
    assert_right(&wrong);
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    let bench = Bench::new("F", 1);
    let other = rusqlite::Connection::open(&bench.importer.ledger).unwrap();
    other.execute_batch("CREATE TABLE a(b)").unwrap();
    drop(other);
    let before = bench.ledger_bytes();
    assert_eq!(refused(&bench, "is not a ledger").err(), None);
    assert!(bench.ledger_bytes() == before, "the file was changed");
}

/// What may happen to the ledger's files while the importer has them open.
#[derive(Clone, Copy, Debug)]
enum Loss {
    Deleted,
    Replaced,
}

#[test]
fn a_ledger_that_goes_in_the_middle_of_a_run_ends_it() {
    let results = in_parallel(2, &[Loss::Deleted, Loss::Replaced], |loss| {
        let bench = Bench::new("G", 60);
        let child = bench.importer.command(&bench.service).spawn().unwrap();
        let since = Instant::now();
        while bench.service.creates() < 4 {
            assert!(since.elapsed() < PATIENCE, "nothing is sent");
            std::thread::sleep(GLANCE);
        }
        let aside = bench.importer.folder().join("aside");
        for (file, aside) in ledger_file::files(&bench.importer.ledger)
            .iter()
            .zip(ledger_file::files(&aside))
        {
            if file.exists() {
                std::fs::rename(file, aside).unwrap();
                if matches!(loss, Loss::Replaced) {
                    std::fs::write(file, b"").unwrap();
                }
            }
        }
        let at_loss = bench.service.creates();
        let ended = bench.importer.wait(child);
        let sent = bench.service.creates() - at_loss;
        let noticed = ended.code() == Some(1) && ended.stderr.contains("error: ");
        let all = u64::from(ROWS) - at_loss;
        let said = ended.stderr;
        (!noticed || sent >= all).then(|| {
            format!(
                "{loss:?}: {} after {sent} of {all} sends: {said}",
                ended.status
            )
        })
    });
    let wrong: Vec<String> = results.into_iter().flatten().collect();
    assert_right(&wrong);
}
