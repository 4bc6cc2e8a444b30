//! When a job starts: a time of day, on all days or some, in a time zone.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;

use super::ScheduleError;

/// The days as people and schedulers abbreviate them; the index is cron's number.
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// A time of day on some days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Sunday first.
    days: [bool; 7],
    /// 0 to 23.
    pub(super) hour: u8,
    /// 0 to 59.
    pub(super) minute: u8,
}

impl At {
    /// The abbreviations of the days, `None` for every day.
    pub(super) fn days(&self) -> Option<Vec<&'static str>> {
        let numbers = self.numbers()?;
        let named = numbers.iter().filter_map(|number| DAYS.get(*number));
        Some(named.copied().collect())
    }

    /// The numbers of the days, Sunday 0, `None` for every day.
    pub(super) fn numbers(&self) -> Option<Vec<usize>> {
        if self.days.iter().all(|day| *day) {
            return None;
        }
        let chosen = self.days.iter().enumerate().filter(|(_, day)| **day);
        Some(chosen.map(|(number, _)| number).collect())
    }

    /// The five fields of a crontab.
    pub(super) fn cron(&self) -> String {
        let days = self.numbers().map_or_else(
            || "*".to_owned(),
            |numbers| {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                numbers.join(",")
            },
        );
        format!("{} {} * * {days}", self.minute, self.hour)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.days() {
            Some(days) => write!(f, "{}", days.join(", "))?,
            None => f.write_str("every day")?,
        }
        write!(f, " at {:02}:{:02}", self.hour, self.minute)
    }
}

impl FromStr for At {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let read = || {
            let (days, time) = match text.trim().rsplit_once(' ') {
                Some((days, time)) => (days_of(days)?, time),
                None => ([true; 7], text.trim()),
            };
            let (hour, minute) = time.split_once(':')?;
            let number = |digits: &str, least: usize, below: u8| {
                let is_number = (least..=2).contains(&digits.len())
                    && digits.bytes().all(|byte| byte.is_ascii_digit());
                let number: u8 = is_number.then(|| digits.parse().ok()).flatten()?;
                (number < below).then_some(number)
            };
            Some(Self {
                days,
                hour: number(hour, 1, 24)?,
                minute: number(minute, 2, 60)?,
            })
        };
        read().ok_or_else(|| ScheduleError::Time(text.to_owned()))
    }
}

/// `Sun-Thu`, `Mon,Wed,Fri` or both; a range may pass the end of the week.
fn days_of(text: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    let number = |name: &str| {
        DAYS.iter()
            .position(|day| day.eq_ignore_ascii_case(name.trim()))
    };
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (number(first)?, number(last)?);
        for step in 0..=(last + 7 - first) % 7 {
            *days.get_mut((first + step) % 7)? = true;
        }
    }
    Some(days)
}

/// A time zone, by its name in the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its name; `None` where the machine does not tell its own.
    pub(super) name: Option<String>,
    /// Whether it is the machine's own.
    pub(super) is_local: bool,
}

impl Zone {
    /// The zone that was typed, or else that of this machine.
    ///
    /// # Errors
    /// [`ScheduleError::Zone`] for a name that is none.
    pub fn find(typed: Option<&str>) -> Result<Self, ScheduleError> {
        let local = TimeZone::try_system().ok();
        let local = local.as_ref().and_then(TimeZone::iana_name);
        Self::choose(typed, local)
    }

    /// The same as a function of both names.
    fn choose(typed: Option<&str>, local: Option<&str>) -> Result<Self, ScheduleError> {
        let Some(typed) = typed else {
            return Ok(Self {
                name: local.map(str::to_owned),
                is_local: true,
            });
        };
        let unknown = || ScheduleError::Zone(typed.to_owned());
        let zone = TimeZone::get(typed.trim()).map_err(|_| unknown())?;
        let name = zone.iana_name().ok_or_else(unknown)?;
        Ok(Self {
            name: Some(name.to_owned()),
            is_local: local == Some(name),
        })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or("the machine's own time"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_time_may_name_days_and_says_them_again() {
        for (text, said, cron) in [
            ("02:00", "every day at 02:00", "0 2 * * *"),
            ("2:05", "every day at 02:05", "5 2 * * *"),
            (
                "Sun-Thu 23:59",
                "Sun, Mon, Tue, Wed, Thu at 23:59",
                "59 23 * * 0,1,2,3,4",
            ),
            (
                "fri-mon 0:00",
                "Sun, Mon, Fri, Sat at 00:00",
                "0 0 * * 0,1,5,6",
            ),
            (
                "Mon,Wed, Fri 7:30",
                "Mon, Wed, Fri at 07:30",
                "30 7 * * 1,3,5",
            ),
            ("Sun-Sat 7:30", "every day at 07:30", "30 7 * * *"),
        ] {
            let at: At = text.parse().unwrap();
            assert_eq!((at.to_string().as_str(), at.cron().as_str()), (said, cron));
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2",
            "24:00",
            "02:60",
            "2:5",
            "+2:00",
            "02:00:00",
            "Day 02:00",
            "Sun- 02:00",
            "02:00 Sun",
            "-02:00",
            "٠٢:٠٠",
        ] {
            assert!(text.parse::<At>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_zone_is_called_by_its_right_name() {
        let zone = Zone::choose(Some("asia/jerusalem"), Some("Asia/Jerusalem")).unwrap();
        assert_eq!(zone.to_string(), "Asia/Jerusalem");
        assert!(zone.is_local);
        let zone = Zone::choose(Some("UTC"), Some("Asia/Jerusalem")).unwrap();
        assert!(!zone.is_local);
        assert_eq!(Zone::choose(None, None).unwrap().name, None);
        for bad in ["", "Middle/Earth", "+03:00", "../etc/passwd"] {
            assert!(Zone::choose(Some(bad), None).is_err(), "{bad}");
        }
    }
}
