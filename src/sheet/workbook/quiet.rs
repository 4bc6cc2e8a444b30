//! A parser that may panic on what a stranger has made, called so that nothing is seen of it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is expected, and is told as a fault of the file instead.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Calls `parse`; `None` where it panics, of which nothing is printed. Panics elsewhere are told as before.
pub(super) fn quietly<T>(parse: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                before(panic);
            }
        }));
    });
    QUIET.set(true);
    let parsed = catch_unwind(AssertUnwindSafe(parse));
    QUIET.set(false);
    parsed.ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    #[test]
    fn a_parser_that_panics_gives_nothing_and_the_next_one_is_heard_again() {
        assert_eq!(quietly(|| 5), Some(5));
        assert_eq!(quietly(|| -> u8 { panic!("a parser's own fault") }), None);
        assert!(!QUIET.get());
    }
}
