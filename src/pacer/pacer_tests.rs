//! The gate in virtual time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;

fn pacer(rate: &str) -> Pacer {
    Pacer::new(Rates::parse(&[rate]).unwrap())
}

/// A request that is refused as soon as it is out; gives the wait.
async fn refusal(pacer: &Pacer, retry_after: Option<u64>) -> Duration {
    let sent = pacer.ready(&CancellationToken::new()).await.unwrap();
    tokio::time::advance(Duration::from_millis(5)).await;
    let retry_after = retry_after.map(Duration::from_secs);
    pacer.refused(sent, retry_after, Call::Other)
}

/// The instants, in milliseconds since the first, at which so many requests go out, all of which go through.
async fn times(pacer: &Pacer, count: usize) -> Vec<u128> {
    let (stop, mut times) = (CancellationToken::new(), Vec::new());
    let mut first = None;
    for _ in 0..count {
        let sent = pacer.ready(&stop).await.unwrap();
        pacer.went_through(sent);
        let first = *first.get_or_insert_with(Instant::now);
        times.push(first.elapsed().as_millis());
    }
    times
}

#[tokio::test(start_paused = true)]
async fn requests_go_out_one_period_apart() {
    assert_eq!(times(&pacer("10/s"), 11).await.last(), Some(&1000));
}

#[tokio::test(start_paused = true)]
async fn one_refusal_holds_everybody_also_those_who_wait_already() {
    let (pacer, stop) = (pacer("10/s"), CancellationToken::new());
    let sent = pacer.ready(&stop).await.unwrap();
    let started = Instant::now();
    let waiting = async { tokio::join!(pacer.ready(&stop), pacer.ready(&stop)) };
    let refusal = async { pacer.refused(sent, Some(Duration::from_secs(7)), Call::Other) };
    let ((first, second), held) = tokio::join!(waiting, refusal);
    assert_eq!(held, Duration::from_secs(7));
    assert!(started.elapsed() >= Duration::from_secs(7));
    let apart = second.unwrap().0 - first.unwrap().0;
    assert_eq!(apart.as_millis(), 200, "and then at half the pace");
}

#[tokio::test(start_paused = true)]
async fn requests_under_way_together_halve_the_pace_once() {
    let (pacer, stop) = (pacer("100/s"), CancellationToken::new());
    let mut under_way = Vec::new();
    for _ in 0..8 {
        under_way.push(pacer.ready(&stop).await.unwrap());
    }
    let second = Some(Duration::from_secs(1));
    for sent in under_way {
        // Each answer comes after the pause of the one before.
        pacer.refused(sent, second, Call::Other);
        tokio::time::advance(Duration::from_secs(2)).await;
    }
    assert_eq!(pacer.slowed(), Rate::per_second(50.0));
    let times = times(&pacer, 3).await;
    assert_eq!(times, [0, 20, 40]);
}

#[tokio::test(start_paused = true)]
async fn holds_grow_until_an_answer_comes() {
    let pacer = pacer("none");
    let mut waits = Vec::new();
    for _ in 0..3 {
        waits.push(refusal(&pacer, None).await.as_secs());
    }
    assert!((30..=38).contains(&waits[0]), "{waits:?}");
    assert!((120..=150).contains(&waits[2]), "{waits:?}");
    assert_eq!(times(&pacer, 1).await.len(), 1);
    assert!(refusal(&pacer, None).await < Duration::from_secs(38));
}

#[tokio::test(start_paused = true)]
async fn a_service_that_says_at_once_and_refuses_again_is_asked_more_slowly() {
    let pacer = pacer("none");
    let mut waits = Vec::new();
    for _ in 0..3 {
        waits.push(refusal(&pacer, Some(0)).await.as_millis());
    }
    assert!((100..=125).contains(&waits[0]), "{waits:?}");
    assert!((400..=500).contains(&waits[2]), "{waits:?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_half_of_what_was_reached_is_kept_and_the_pace_that_held_is_told() {
    let pacer = pacer("none");
    for _ in 0..300 {
        let _ = times(&pacer, 1).await;
        tokio::time::advance(Duration::from_millis(10)).await;
    }
    assert_eq!((pacer.slowed(), pacer.held()), (None, None));
    refusal(&pacer, Some(1)).await;
    assert_eq!(pacer.slowed(), Rate::per_second(50.0));
    assert_eq!(pacer.held(), Rate::per_second(50.0));
    assert_eq!(times(&pacer, 3).await, [0, 20, 40]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_holds_everybody_and_slows_nobody() {
    let (pacer, stop) = (pacer("10/s"), CancellationToken::new());
    let sent = pacer.ready(&stop).await.unwrap();
    pacer.refused(sent, Some(Duration::from_secs(3)), Call::Token);
    let started = Instant::now();
    assert_eq!(times(&pacer, 2).await, [0, 100]);
    assert_eq!(started.elapsed(), Duration::from_millis(3100));
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_a_limit_is_spread_until_its_reset_and_never_makes_it_faster() {
    let pacer = pacer("10/s");
    let told = |remaining, seconds| Allowance {
        remaining,
        reset: Duration::from_secs(seconds),
    };
    pacer.is_told(&[told(1_000_000, 60), told(20, 10)]);
    assert_eq!(times(&pacer, 3).await, [0, 500, 1000]);
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(times(&pacer, 3).await, [0, 100, 200], "the reset is over");
    pacer.is_told(&[told(0, 30)]);
    assert_eq!(pacer.held_for(), Some(Duration::from_secs(30)));
    assert_eq!(pacer.held(), None, "nothing was refused");
}

/// What a slot of the first of several requests at this rate is worth so many milliseconds later: whether it is
/// let go, and when the next two go out.
fn used_late(rate: &str, late: u64) -> (bool, [u128; 2]) {
    let mut schedule = Schedule::new(Rates::parse(&[rate]).unwrap().0);
    let ms = Duration::from_millis;
    let (first, second) = (schedule.reserve(ms(0)), schedule.reserve(ms(0)));
    let is_missed = schedule.is_missed(first, ms(late));
    if !is_missed {
        schedule.depart(first, ms(late));
    }
    let next = if schedule.is_void(second) {
        schedule.reserve(ms(late))
    } else {
        second
    };
    let behind = schedule.reserve(ms(late));
    (is_missed, [next.at.as_millis(), behind.at.as_millis()])
}

#[test]
fn a_late_use_of_a_slot_brings_no_other_too_close() {
    assert_eq!(
        used_late("10/s", 15),
        (false, [100, 200]),
        "a timer's lateness"
    );
    assert_eq!(
        used_late("10/s", 30),
        (false, [130, 230]),
        "moved by as much"
    );
    assert_eq!(used_late("10/s", 100), (true, [100, 200]), "let go");
    assert_eq!(used_late("100/s", 30), (true, [10, 30]), "let go");
    let (is_missed, _) = used_late("none", 500);
    assert!(!is_missed, "nothing can come too close");
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_wait_at_once() {
    let (pacer, stop) = (pacer("1/h"), CancellationToken::new());
    pacer.ready(&stop).await.unwrap();
    stop.cancel();
    let started = Instant::now();
    assert_eq!(pacer.ready(&stop).await, Err(Stopped));
    assert_eq!(started.elapsed(), Duration::ZERO);
}
