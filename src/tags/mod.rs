//! The tags of rows, held against those that the department has: the API makes no tag, and what it does with one
//! that it does not know is not documented. Pure.

mod known;
mod usage;

pub use known::KnownTags;
pub use usage::{Spot, TagUsage, UsedTag};
