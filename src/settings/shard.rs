//! The part of an import that is this machine's, and what follows from it for the pace and the ledger.

use std::path::PathBuf;

use super::{DEFAULT_LEDGER, Environment, Origin, Settings, SettingsError, Sourced, at};
use crate::pacer::Rates;
use crate::shard::Shard;

/// The word that stands for the number that the environment gives.
const AUTO: &str = "auto";

/// The number of a pod in a Kubernetes Indexed Job, from 0.
const INDEX: &str = "JOB_COMPLETION_INDEX";

/// The shard that was typed; of `auto/N` that of the environment.
///
/// # Errors
/// [`SettingsError`] for what is none.
pub(super) fn shard(
    typed: Option<&str>,
    environment: &impl Environment,
) -> Result<Option<Shard>, SettingsError> {
    let Some(text) = typed else { return Ok(None) };
    let count = text
        .split_once('/')
        .filter(|(number, _)| number.trim().eq_ignore_ascii_case(AUTO));
    let Some((_, of)) = count else {
        return text.parse().map(Some).map_err(at("--shard"));
    };
    let index = environment.get(INDEX).ok_or_else(|| {
        at("--shard")(format!(
            "{text} takes its number from {INDEX}, which is not set; a Kubernetes Job sets it with completionMode: Indexed. Elsewhere write for example 1/{}", of.trim()
        ))
    })?;
    let number = index
        .trim()
        .parse()
        .ok()
        .and_then(|n: u32| n.checked_add(1));
    let number = number.ok_or_else(|| at(INDEX)(format!("{index:?} is no number")))?;
    format!("{number}/{of}")
        .parse()
        .map(Some)
        .map_err(|_: String| {
            at("--shard")(format!(
                "{text} with {INDEX} {index} is no shard: N has to be the Job's completions"
            ))
        })
}

/// The share of the pace that is a shard's.
pub(super) fn share(
    whole: &Sourced<Rates>,
    shard: Option<Shard>,
) -> Result<Sourced<Rates>, SettingsError> {
    let Some(shard) = shard else {
        return Ok(whole.clone());
    };
    whole
        .clone()
        .try_map(|rates| rates.share(shard.of()))
        .map_err(at("rate"))
}

/// Of how many equal shares of the pace the ledgers of these shards have one, rounded up; 1 where they are not of
/// one division, or one of them is of all rows.
fn shares(shards: &[Option<Shard>]) -> u32 {
    let Some(Some(first)) = shards.first() else {
        return 1;
    };
    let mut numbers: Vec<u32> = Vec::with_capacity(shards.len());
    for shard in shards {
        match shard {
            Some(shard) if shard.of() == first.of() => numbers.push(shard.number()),
            _ => return 1,
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let there = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    first.of().div_ceil(there.max(1))
}

impl Settings {
    /// Keeps to the share of the pace that belongs to the shards whose ledgers are used, since the others may be at
    /// work. A pace that was typed is meant as it is.
    ///
    /// # Errors
    /// [`SettingsError`] for a pace of which so small a share cannot be kept.
    pub fn keep_to_share(&mut self, shards: &[Option<Shard>]) -> Result<(), SettingsError> {
        let shares = shares(shards);
        if self.whole_pace.origin == Origin::Flag || shares == 1 {
            return Ok(());
        }
        let whole = self.whole_pace.clone();
        self.rates = whole
            .try_map(|rates| rates.share(shares))
            .map_err(at("rate"))?;
        self.shares = shares;
        Ok(())
    }
}

/// The ledger, where no other is named.
pub(super) fn usual_ledger(shard: Option<Shard>) -> PathBuf {
    shard.map_or_else(
        || DEFAULT_LEDGER.into(),
        |shard| shard.ledger(DEFAULT_LEDGER),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::environment::tests::Table;
    use super::*;

    fn of(typed: &str, index: &[(&str, &str)]) -> Result<String, String> {
        let found = shard(Some(typed), &Table::of(index));
        found
            .map(|shard| shard.unwrap().to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_indexed_job_counts_from_nought_and_shards_from_one() {
        assert_eq!(of("auto/4", &[(INDEX, "0")]).unwrap(), "1/4");
        assert_eq!(of("AUTO/4", &[(INDEX, "3")]).unwrap(), "4/4");
        assert_eq!(of("2/4", &[(INDEX, "0")]).unwrap(), "2/4");
        let missing = of("auto/4", &[]).unwrap_err();
        assert!(missing.contains("completionMode: Indexed"), "{missing}");
        let beyond = of("auto/4", &[(INDEX, "4")]).unwrap_err();
        assert!(beyond.contains("the Job's completions"), "{beyond}");
        assert!(of("auto/4", &[(INDEX, "x")]).is_err());
        assert!(of("5/4", &[]).is_err());
    }

    #[test]
    fn ledgers_of_some_shards_have_the_share_of_those_and_never_more() {
        let of = |texts: &[&str]| {
            let shards: Vec<_> = texts.iter().map(|text| text.parse().ok()).collect();
            shares(&shards)
        };
        assert_eq!([of(&["2/4"]), of(&["2/4", "3/4"])], [4, 2]);
        assert_eq!([of(&["1/3", "2/3"]), of(&["1/2", "2/2"])], [2, 1]);
        assert_eq!(of(&["2/4", "2/4"]), 4, "a copy is no other shard");
        assert_eq!([of(&[]), of(&["all"]), of(&["1/2", "all"])], [1; 3]);
        assert_eq!(of(&["1/2", "1/3"]), 1);
    }

    #[test]
    fn a_pace_that_was_typed_is_not_shared_out() {
        let mut args = crate::cli::RunArgs::default();
        args.place.sandbox = true;
        let pace = |args: &crate::cli::RunArgs| {
            let mut settings = Settings::new(args, &Table::of(&[])).unwrap();
            settings.keep_to_share(&["1/4".parse().ok()]).unwrap();
            settings.pace()
        };
        assert_eq!(pace(&args), "25/s, a share of 100/s for 4 shards (default)");
        args.sending.rate = vec!["7/s".into()];
        assert_eq!(pace(&args), "7/s (from the command line)");
    }

    #[test]
    fn a_shard_has_a_ledger_of_its_own() {
        let second = "2/3".parse().ok();
        let name = usual_ledger(second);
        assert_eq!(name, PathBuf::from("glassix-import.2-of-3.sqlite"));
        assert_eq!(usual_ledger(None), PathBuf::from(DEFAULT_LEDGER));
    }
}
