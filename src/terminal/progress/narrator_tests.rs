//! What is said, and when.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

const SENDING: View = View {
    ended: 0,
    counts: Counted {
        created: 0,
        already_created: 0,
        duplicates: 0,
        rejected: 0,
        failed: 0,
        conflicts: 0,
        in_doubt: 0,
    },
    state: State::Sending,
    pace: None,
    is_slowed: false,
};

fn at_pace(count: f64, is_slowed: bool) -> View {
    View {
        pace: Rate::per_second(count),
        is_slowed,
        ..SENDING
    }
}

/// Everything that is said where these views last so many seconds each, looked at four times a second.
fn told(size: Size, views: &[(u32, View)]) -> Vec<(u64, String)> {
    let mut narrator = Narrator::new(size);
    let mut now = Duration::ZERO;
    let mut said = Vec::new();
    for (seconds, view) in views {
        for _ in 0..seconds * 4 {
            now += Duration::from_millis(250);
            let sentence = narrator.look(now, view);
            said.extend(sentence.map(|sentence| (now.as_secs(), sentence)));
        }
    }
    said
}

#[test]
fn a_run_is_told_every_half_minute_with_its_speed_and_what_is_left() {
    let mut view = SENDING;
    view.ended = 90;
    view.counts.created = 88;
    view.counts.rejected = 2;
    let said = told(Size::Exactly(1_234), &[(30, view.clone())]);
    let text =
        "90 of 1,234 rows done, 88 created, 2 rejected; 3.0 rows a second, and 6 minutes left.";
    assert_eq!(said, [(30, text.to_owned())]);
    let said = told(Size::Unknown, &[(65, view)]);
    let texts: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "90 rows done, 88 created, 2 rejected; 3.0 rows a second.",
            "90 rows done, 88 created, 2 rejected; 0.0 rows a second.",
        ]
    );
}

#[test]
fn a_pause_is_told_when_it_begins_and_when_it_is_over_with_the_pace_that_follows() {
    let waiting = View {
        state: State::Waiting(Duration::from_secs(12)),
        ..at_pace(5.0, false)
    };
    let views = [
        (1, at_pace(5.0, false)),
        (12, waiting),
        (3, at_pace(2.5, true)),
    ];
    assert_eq!(
        told(Size::Exactly(10), &views),
        [
            (
                1,
                "The service asks us to wait, so that nothing is sent for another 12 seconds."
                    .to_owned()
            ),
            (
                13,
                "The wait is over, and sending goes on, at most 2.5 requests a second.".to_owned()
            ),
        ]
    );
}

#[test]
fn an_outage_is_told_when_it_begins_and_ends_and_stands_in_what_is_told_meanwhile() {
    let down = View {
        state: State::Down("answered 502".into()),
        ..SENDING
    };
    assert_eq!(
        told(Size::Exactly(1), &[(1, SENDING), (35, down), (1, SENDING)]),
        [
            (
                1,
                "The service does not work (answered 502), so that everybody waits until it does."
                    .to_owned()
            ),
            (
                30,
                "0 of 1 row done, 0 created; the service does not work, and everybody waits."
                    .to_owned()
            ),
            (
                36,
                "The service works again, and sending goes on, without a limit.".to_owned()
            ),
        ]
    );
}

#[test]
fn a_pace_is_told_when_it_is_slowed_and_when_it_is_whole_again_and_not_with_each_step() {
    let steps: Vec<(u32, View)> = [2.5, 2.6, 2.8, 3.4, 4.1, 4.9]
        .map(|pace| (3, at_pace(pace, true)))
        .into();
    let mut views = vec![(1, at_pace(5.0, false))];
    views.extend(steps);
    views.push((6, at_pace(5.0, false)));
    assert_eq!(
        told(Size::Exactly(10), &views),
        [
            (
                1,
                "The service has slowed sending down to at most 2.5 requests a second.".to_owned()
            ),
            (
                19,
                "Sending is as fast again as it may be, at most 5 requests a second.".to_owned()
            ),
        ]
    );
}

#[test]
fn changes_that_follow_each_other_quickly_are_not_told_one_by_one() {
    let waiting = View {
        state: State::Waiting(Duration::from_secs(1)),
        ..SENDING
    };
    let views: Vec<(u32, View)> = (0..14)
        .map(|second| {
            (
                1,
                if second % 2 == 0 {
                    waiting.clone()
                } else {
                    SENDING
                },
            )
        })
        .collect();
    let said = told(Size::Unknown, &views);
    assert!(said.len() <= 3, "{said:?}");
    assert!(
        said.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 5),
        "{said:?}"
    );
}
