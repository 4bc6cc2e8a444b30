//! The sandbox over real loopback HTTP: what a client meets on the good path, and one fault of each family.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

#[path = "sandbox/access.rs"]
mod access;
#[path = "sandbox/calls.rs"]
mod calls;
#[path = "sandbox/client.rs"]
mod client;
#[path = "sandbox/faults.rs"]
mod faults;
#[path = "sandbox/life.rs"]
mod life;
