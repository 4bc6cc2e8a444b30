//! What to type next. Pure.

use std::ffi::OsString;
use std::path::Path;

use crate::ledger::Totals;
use crate::settings::DEFAULT_LEDGER;
use crate::summary::counted;
use crate::terminal::command_line;

/// A command of this program on these ledgers.
fn on(words: &[&str], ledgers: &[&Path]) -> String {
    let mut typed: Vec<OsString> = vec!["glassix-import".into()];
    typed.extend(words.iter().map(OsString::from));
    if ledgers != [Path::new(DEFAULT_LEDGER)] {
        typed.push("--ledger".into());
        typed.extend(ledgers.iter().map(OsString::from));
    }
    command_line(typed.into_iter())
}

/// The command that takes out the rows without a ticket: all, or those that a run touched last.
#[must_use]
pub fn results(run: Option<&str>, ledgers: &[&Path]) -> String {
    let mut words = vec!["results"];
    if let Some(run) = run {
        words.extend(["--run", run]);
    }
    words.extend(["--output", "mend.csv"]);
    on(&words, ledgers)
}

/// While a process has the ledger.
pub(super) fn of_running(is_run: bool, ledger: &Path) -> String {
    if is_run {
        format!("to see it go on: {}", on(&["status", "--watch"], &[ledger]))
    } else {
        "wait until it has ended, and ask again".into()
    }
}

/// Between runs: `command` is that of the last run, `killed` whether it did not end in order.
pub(super) fn of_ledger(
    totals: &[Totals],
    command: Option<&str>,
    killed: bool,
    ledger: &Path,
) -> String {
    let again = command.unwrap_or("the same run again");
    let in_doubt: u64 = totals.iter().map(|of| of.in_doubt).sum();
    let attention: u64 = totals.iter().map(Totals::need_attention).sum();
    let waiting: u64 = totals.iter().map(|of| of.not_attempted).sum();
    if killed {
        return format!("the last run was killed; to go on where it stopped: {again}");
    }
    if in_doubt > 0 {
        return format!(
            "{} may or may not have a ticket; to look them up: {again}",
            counted(in_doubt, "row")
        );
    }
    if attention > 0 {
        return format!(
            "mend these rows in the sheet, then: {again}; to take out just these rows: {}",
            results(None, &[ledger])
        );
    }
    if waiting > 0 {
        return format!("to send the rest: {again}");
    }
    if totals.is_empty() {
        return "import a sheet: glassix-import run FILE --workspace NAME".into();
    }
    "every row of this ledger has its ticket".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(change: impl FnOnce(&mut Totals), killed: bool) -> String {
        let mut totals = Totals {
            created: 1,
            ..Totals::default()
        };
        change(&mut totals);
        of_ledger(
            &[totals],
            Some("glassix-import run a.csv"),
            killed,
            Path::new("l"),
        )
    }

    #[test]
    fn what_comes_first_is_a_run_that_was_killed_then_doubt_then_what_is_wrong() {
        let all = |of: &mut Totals| (of.in_doubt, of.failed, of.not_attempted) = (1, 1, 1);
        assert!(next(all, true).starts_with("the last run was killed"));
        assert!(next(all, false).starts_with("1 row may or may not"));
        assert!(next(|of| of.rejected = 1, false).starts_with("mend these rows"));
        assert!(next(|of| of.not_attempted = 1, false).ends_with("glassix-import run a.csv"));
        assert!(next(|_| {}, false).starts_with("every row"));
    }

    #[test]
    fn another_ledger_is_named() {
        let default = of_running(true, Path::new(DEFAULT_LEDGER));
        assert_eq!(default, "to see it go on: glassix-import status --watch");
        let other = of_running(true, Path::new("my ledger"));
        assert!(
            other.ends_with("status --watch --ledger 'my ledger'"),
            "{other}"
        );
    }
}
