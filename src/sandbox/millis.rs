//! How long something takes: always the same, evenly spread, or log-normal as real latencies are.

use std::{fmt, str::FromStr};

/// Longest delay that a rule may ask for: beyond it no client is waiting any more.
pub(crate) const MAX_DELAY_MS: u64 = 600_000;
/// How long something takes, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Millis {
    /// Always the same: `20`.
    Fixed(u64),
    /// Evenly between the two, both included: `5..50`.
    Uniform(u64, u64),
    /// Log-normal with this median and this sigma of the logarithm: `120~0.5`.
    LogNormal(f64, f64),
}

impl Millis {
    /// The value for two rolls in `0..1`.
    pub(crate) fn draw(self, roll: f64, second: f64) -> u64 {
        match self {
            Self::Fixed(ms) => ms,
            Self::Uniform(low, high) => {
                let width = high.saturating_sub(low).saturating_add(1);
                low.saturating_add((roll * width as f64) as u64).min(high)
            }
            Self::LogNormal(median, sigma) => {
                // Box and Muller; 1 − roll keeps zero out of the logarithm.
                let normal =
                    (-2.0 * (1.0 - roll).ln()).sqrt() * (std::f64::consts::TAU * second).cos();
                ((median * (sigma * normal).exp()) as u64).min(MAX_DELAY_MS)
            }
        }
    }
}

impl FromStr for Millis {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let whole = |text: &str| {
            text.parse::<u64>()
                .ok()
                .filter(|ms| *ms <= MAX_DELAY_MS)
                .ok_or(())
        };
        let real = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|x| x.is_finite() && *x >= 0.0)
                .ok_or(())
        };
        if let Some((low, high)) = text.split_once("..") {
            let (low, high) = (whole(low)?, whole(high)?);
            return if low <= high {
                Ok(Self::Uniform(low, high))
            } else {
                Err(())
            };
        }
        if let Some((median, sigma)) = text.split_once('~') {
            return Ok(Self::LogNormal(real(median)?, real(sigma)?));
        }
        Ok(Self::Fixed(whole(text)?))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(ms) => write!(f, "{ms}"),
            Self::Uniform(low, high) => write!(f, "{low}..{high}"),
            Self::LogNormal(median, sigma) => write!(f, "{median}~{sigma}"),
        }
    }
}
