//! Settling doubt by asking the service.
//!
//! The API has no lookup by key and no idempotency key, but it lists tickets by time, each with its
//! `uniqueArgument`. So a row that may have a ticket is looked for in the [`Window`] in which that ticket would
//! have been opened, once every request that was given up on has either taken effect or never will: the
//! *settle time*. One [`sweep`] serves all rows in doubt. [`conclude`] says what follows (pure):
//!
//! - found: created; found twice: created, and said out loud;
//! - absent in two valid sweeps: it may be sent again, under an intent of its own, and is watched;
//! - a sweep is valid only if it shows every ticket that surely exists in its windows (the *canaries*).
//!
//! Windows are made of the service's own `Date`s, so this machine's clock may be wrong. It takes part only where no
//! answer had named the time before an intent, and then with a day of slack to either side.

mod conclusion;
mod preflight;
mod sweep;
mod verification;
mod window;

pub use conclusion::{Conclusion, Finding, Policy, Search, conclude};
pub use preflight::{Preflight, preflight};
pub use sweep::{MAX_CANARIES, MAX_PAGES, Sightings, Void, sweep};
pub use verification::{Double, Lost, Verification, VerificationError, verify};
pub use window::{SLACK, SLACK_WITHOUT_DATE, Window, slices};
