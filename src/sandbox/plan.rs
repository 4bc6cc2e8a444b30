//! The fault plan: rules in order, a seed, and the decision for one request.

use std::{fmt, str::FromStr};

use serde::Deserialize;

use super::fault::{FaultError, FaultRule};

/// Faults to play, the same ones for the same seed and the same order of requests.
///
/// Text: rules separated by blanks, and `seed=N` among them. In a TOML file:
///
/// ```toml
/// [faults]
/// seed = 7
/// rules = ["create:commit_then_500:p=0.05", "create:delay:ms=5..50", "any:429:from=2,to=5"]
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FaultPlan {
    /// What the dice start from.
    pub seed: u64,
    /// The first rule that fits a request strikes; delays come on top.
    pub rules: Vec<FaultRule>,
}

impl FaultPlan {
    /// Adds the rules of another plan behind these, and takes its seed if it has one.
    pub fn append(&mut self, other: Self) {
        if other.seed != 0 {
            self.seed = other.seed;
        }
        self.rules.extend(other.rules);
    }
}

impl FromStr for FaultPlan {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut plan = Self::default();
        for word in text.split_whitespace() {
            match word
                .strip_prefix("seed=")
                .and_then(|seed| seed.parse().ok())
            {
                Some(seed) => plan.seed = seed,
                None => plan.rules.push(word.parse()?),
            }
        }
        Ok(plan)
    }
}

impl fmt::Display for FaultPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed={}", self.seed)?;
        self.rules.iter().try_for_each(|rule| write!(f, " {rule}"))
    }
}

#[cfg(test)]
mod tests;
