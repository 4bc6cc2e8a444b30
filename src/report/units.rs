//! Numbers with their units, as people write them.

use std::fmt::Display;

/// A number without digits that say nothing.
pub(super) fn plain(number: f64) -> String {
    let text = if number.abs() < 10.0 {
        format!("{number:.1}")
    } else {
        format!("{number:.0}")
    };
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A time since the beginning, in the unit that suits the whole.
pub(super) fn clock(seconds: f64, end: f64) -> String {
    let (unit, name) = match end {
        end if end < 120.0 => (1.0, "s"),
        end if end < 7200.0 => (60.0, "min"),
        _ => (3600.0, "h"),
    };
    with_unit(plain(seconds / unit), name)
}

/// Milliseconds, as seconds from one on.
pub(super) fn millis(millis: f64) -> String {
    if millis < 999.5 {
        with_unit(plain(millis), "ms")
    } else {
        with_unit(plain(millis / 1000.0), "s")
    }
}

fn with_unit(number: impl Display, unit: &str) -> String {
    format!("{number} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!([plain(0.5), plain(3.0), plain(120.4)], ["0.5", "3", "120"]);
        assert_eq!(
            [millis(19.0), millis(1000.0), millis(2500.0)],
            ["19 ms", "1 s", "2.5 s"]
        );
        assert_eq!(
            [clock(90.0, 100.0), clock(90.0, 600.0)],
            ["90 s", "1.5 min"]
        );
    }
}
