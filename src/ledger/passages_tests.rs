#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::super::schema;
use super::*;

const DIGEST: [u8; 8] = [7; 8];

fn passage(rows: u32, start: i64) -> Passage {
    Passage {
        rows,
        bytes: 100,
        lines: rows,
        start,
        hash: [1; 16],
    }
}

fn digests(count: u32) -> [u8; 8] {
    let mut all = Digests::default();
    (0..count).for_each(|_| all.take(DIGEST));
    all.all()
}

/// A ledger with three rows from place 10 on, and passages of them.
fn ledger() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    schema::migrate(&connection).unwrap();
    for place in 10..13 {
        connection
            .execute(
                "INSERT INTO item(n, target, key, digest, state, attempts, run, at, lines) VALUES (?1, 1, ?1, ?2, 1, 1, 1, 1, 1)",
                params![place, DIGEST],
            )
            .unwrap();
    }
    keep(&connection, 1, (Place(10), &passage(2, 5)), digests(2)).unwrap();
    keep(&connection, 1, (Place(12), &passage(1, 6)), digests(1)).unwrap();
    keep(&connection, 2, (Place(90), &passage(1, 5)), digests(1)).unwrap();
    connection
}

fn known(connection: &Connection) -> Vec<i64> {
    let written = written(connection, 1, Place(0)).unwrap();
    let known = written
        .iter()
        .filter(|(passage, digests)| is_known(connection, 1, passage, *digests).unwrap());
    known.map(|(passage, _)| passage.first.0).collect()
}

#[test]
fn a_passage_is_known_while_each_row_is_created_and_says_what_it_said() {
    let connection = ledger();
    assert_eq!(known(&connection), [10, 12]);
    for (change, left) in [
        ("UPDATE item SET state = 3 WHERE n = 11", [12]),
        ("UPDATE item SET state = 2 WHERE n = 10", [12]),
        (
            "UPDATE item SET digest = x'0000000000000000' WHERE n = 12",
            [10],
        ),
        ("DELETE FROM item WHERE n = 12", [10]),
        ("UPDATE item SET target = 2 WHERE n = 11", [12]),
    ] {
        connection.execute_batch("SAVEPOINT here").unwrap();
        assert_eq!(connection.execute(change, []).unwrap(), 1);
        assert_eq!(known(&connection), left, "{change}");
        connection.execute_batch("ROLLBACK TO here").unwrap();
    }
}

#[test]
fn a_passage_is_found_by_its_beginning_in_its_own_target() {
    let connection = ledger();
    assert_eq!(beginning(&connection, 1, 5).unwrap(), Some(Place(10)));
    assert_eq!(beginning(&connection, 2, 5).unwrap(), Some(Place(90)));
    assert_eq!(beginning(&connection, 1, 7).unwrap(), None);
    assert!(has_any(&connection, 2).unwrap() && !has_any(&connection, 3).unwrap());
}
