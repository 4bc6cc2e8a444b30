//! A wave of equal refusals: something that is wrong with all rows, or with none. Pure.

use crate::ledger::Outcome;

/// Refusals with the same reason, one row after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct EqualErrors {
    /// The reason, as it is compared.
    reason: String,
    rows: u32,
}

impl EqualErrors {
    /// Takes how a row ended. Gives the refusal's words once `most` rows in a row were refused with them.
    pub(super) fn take(&mut self, outcome: &Outcome, most: u32) -> Option<String> {
        match outcome {
            Outcome::Failed {
                ran_out: false,
                message,
                ..
            } => {
                let reason = comparable(message);
                if self.reason != reason {
                    *self = Self { reason, rows: 0 };
                }
                self.rows = self.rows.saturating_add(1);
                (self.rows >= most).then(|| message.clone())
            }
            Outcome::Created { .. } | Outcome::Conflict { .. } => {
                *self = Self::default();
                None
            }
            // The service has not judged these.
            Outcome::Failed { .. }
            | Outcome::InDoubt { .. }
            | Outcome::Released
            | Outcome::Unsent
            | Outcome::Absent => None,
        }
    }
}

/// A message without its numbers: one that names the row's own phone, or a request's number, is the same
/// for every row all the same.
fn comparable(message: &str) -> String {
    message.chars().filter(|c| !c.is_numeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::How;

    fn failed(message: &str) -> Outcome {
        Outcome::Failed {
            status: Some(400),
            ran_out: false,
            message: message.into(),
        }
    }

    /// After how many of these the wave is full, if it is.
    fn full(outcomes: impl IntoIterator<Item = Outcome>) -> Option<usize> {
        let mut errors = EqualErrors::default();
        let mut outcomes = outcomes.into_iter();
        outcomes.position(|outcome| errors.take(&outcome, 20).is_some())
    }

    #[test]
    fn twenty_equal_refusals_in_a_row_are_a_wave_whatever_numbers_they_name() {
        let wave = (0..40).map(|row| failed(&format!("no channel for 1202555{row:04}")));
        assert_eq!(full(wave), Some(19));
    }

    #[test]
    fn a_good_row_or_another_reason_starts_the_count_anew() {
        let good = Outcome::Created {
            differences: Vec::new(),
            ticket: 1,
            opened: None,
            how: How::Answer,
        };
        let with = |other: Outcome| {
            (0..100).map(move |row| {
                if row % 19 == 0 {
                    other.clone()
                } else {
                    failed("no")
                }
            })
        };
        assert_eq!(full(with(good)), None);
        assert_eq!(full(with(failed("too long"))), None);
    }

    #[test]
    fn rows_that_the_service_has_not_judged_neither_count_nor_start_it_anew() {
        let mixed = (0..100).map(|row| {
            if row % 2 == 0 {
                Outcome::Released
            } else {
                failed("no")
            }
        });
        assert_eq!(full(mixed), Some(39));
    }
}
