#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::ledger::schema;

/// Two targets, two runs of which the second was killed, and a row in each state.
fn ledger() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    schema::migrate(&connection).unwrap();
    connection
        .execute_batch(
            "INSERT INTO target(host, department) VALUES ('one', ''), ('two', 'd'), ('none', '');
             INSERT INTO run(name, target, started, ended, host, pid, version, exit, counts)
               VALUES ('first', 1, 0, 60, 'h', 1, '0.1.0', 3, '{\"created\":1}');
             INSERT INTO run(name, target, started, host, pid, version) VALUES ('second', 2, 90, 'h', 2, '0.1.0');
             INSERT INTO source(run, target, name, header, mapping, key_derived) VALUES (1, 1, 'a.csv', '[]', x'00', 0);",
        )
        .unwrap();
    for (record, state) in State::ALL.into_iter().enumerate() {
        connection
            .execute(
                "INSERT INTO item(n, target, key, digest, state, attempts, run, at, lines)
                 VALUES ((1 << 36) + ?1, 1 + (?2 = 7), 'k' || ?1, x'0000000000000000', ?2, 1, 1 + (?2 = 7), 5, 1)",
                params![i64::try_from(record).unwrap() + 1, state as i64],
            )
            .unwrap();
    }
    connection
}

#[test]
fn totals_add_up_for_each_target_that_has_rows() {
    let totals = totals(&ledger(), None).unwrap();
    assert_eq!(totals.len(), 2);
    for of in &totals {
        let sum = of.created + of.in_doubt + of.failed + of.conflicts + of.rejected;
        assert_eq!(of.rows, sum + of.not_attempted);
    }
    assert_eq!((totals[0].rows, totals[0].in_doubt), (6, 2));
    assert_eq!(totals[1].target, "two department d");
    assert_eq!(super::totals(&ledger(), Some(2)).unwrap()[0].rejected, 1);
}

#[test]
fn runs_are_told_the_newest_first_and_one_that_was_killed_has_no_end() {
    let overview = Overview::of_small(&ledger()).unwrap();
    assert_eq!(overview.all_runs, 2);
    let [second, first] = overview.runs.as_slice() else {
        unreachable!("{overview:?}")
    };
    assert_eq!((second.run_id.as_str(), &second.ended), ("second", &None));
    assert_eq!(
        (first.exit_status, first.files[0].as_str()),
        (Some(3), "a.csv")
    );
    assert_eq!(first.counts.as_ref().unwrap()["created"], 1);
}
