//! What a check was told: everything but where tickets go and who sends them, of which it needs nothing.

use super::shard::{shard, share};
use super::shown::shared_pace;
use super::{Environment, Intake, MappingFile, Place, SettingsError, Sourced, place, rates, read};
use crate::cli::CheckArgs;
use crate::pacer::Rates;
use crate::shard::Shard;

/// Everything that a check was told, checked.
#[derive(Debug)]
pub struct Rehearsal {
    /// What is read, and what becomes of its rows.
    pub intake: Intake,
    /// The pace that a run would keep: its share of the whole.
    pub rates: Sourced<Rates>,
    /// The pace of all shards together.
    pub whole_pace: Sourced<Rates>,
    /// Where a run would send, if somebody said so.
    pub place: Option<Place>,
}

impl Rehearsal {
    /// Puts together what was typed, the environment and the mapping file. Neither a destination nor
    /// credentials are asked for.
    ///
    /// # Errors
    /// [`SettingsError`] for the first thing that cannot be used.
    pub fn new(args: &CheckArgs, environment: &impl Environment) -> Result<Self, SettingsError> {
        let (written, path) = read(args.place.config.as_deref())?;
        let MappingFile {
            target,
            limits,
            input,
            ticket,
        } = written;
        let place = place(&args.place, environment, &target)?;
        let shard = shard(args.shard.as_deref(), environment)?;
        let whole_pace = rates(&args.rate, limits.rate.as_ref(), place.as_ref())?;
        Ok(Self {
            intake: Intake::new((&args.files, shard), &args.input, &input, ticket, path)?,
            rates: share(&whole_pace, shard)?,
            whole_pace,
            place,
        })
    }

    /// The pace and who said it; of a shard, also what it is a share of.
    #[must_use]
    pub fn pace(&self) -> String {
        let shares = self.intake.shard.map_or(1, Shard::of);
        shared_pace(&self.rates, &self.whole_pace, shares)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::environment::tests::Table;
    use super::*;

    #[test]
    fn neither_a_destination_nor_credentials_are_asked_for() {
        let nothing = Rehearsal::new(&CheckArgs::default(), &Table::of(&[])).unwrap();
        assert!(nothing.place.is_none());
        assert_eq!(nothing.rates.value.to_string(), "3/s");
        let table = Table::of(&[("GLASSIX_WORKSPACE", "acme")]);
        let known = Rehearsal::new(&CheckArgs::default(), &table).unwrap();
        let place = known.place.unwrap().to_string();
        assert_eq!(place, "https://acme.glassix.com/api/v1.2");
    }

    #[test]
    fn a_destination_that_cannot_be_is_refused_all_the_same() {
        let table = Table::of(&[("GLASSIX_WORKSPACE", "acme.glassix.com")]);
        assert!(Rehearsal::new(&CheckArgs::default(), &table).is_err());
    }
}
