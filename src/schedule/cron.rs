//! Lines for a crontab.

use super::secret::variable;
use super::{Job, Order, Paper, ScheduleError};

/// Longest command that every cron takes whole, in bytes: Vixie cron, which Debian has, reads into 1,000 bytes.
pub(super) const MAX_LINE: usize = 998;

/// Lines of the log that are mailed after a failure.
const MAILED: u32 = 40;

/// The lines.
pub(super) fn paper(job: &Job, order: &Order) -> Result<Paper, ScheduleError> {
    let name = &job.name;
    let mut words = vec![quoted(&job.program)?];
    for word in job.arguments(job.mapping_path(), &job.ledger_here()) {
        words.push(quoted(&word)?);
    }
    let log = quoted(&job.log_here())?;
    let command = format!(
        "umask 077; {} >>{log} 2>&1 || tail -n {MAILED} {log}",
        words.join(" ")
    );
    if command.len() > MAX_LINE {
        return Err(ScheduleError::Long(command.len()));
    }
    let mut text = format!("# {name}: {} ({}).\n", order.at, order.zone);
    text += "# No second run starts while one is under way: the ledger is locked, and the second ends with status 6.\n";
    text += "# cron does not make up for a night in which the machine was off; the next night sends those rows too.\n";
    match &order.zone.name {
        Some(zone) if !order.zone.is_local => {
            text += "# cronie starts by the zone below. Debian's cron knows none but the machine's own, and starts by that.\n";
            text += &format!("CRON_TZ={zone}\n");
        }
        _ => text += "# The time is the machine's own.\n",
    }
    text += "# After a failure cron mails the end of the log to:\n#MAILTO=you@example.com\n";
    if !job.secrets.is_empty() {
        text += "# Each of these files holds one value, and is readable by its owner alone. To make one, without a trace\n";
        text += "# in the shell's history: (umask 077; mkdir -p FOLDER; cat > FOLDER/FILE)     then type it, Enter, Ctrl-D\n";
        for secret in &job.secrets {
            text += &format!("# {}: {}\n", secret.file, secret.what);
            text += &format!("{}={}\n", variable(secret), job.secret_path(secret));
        }
    }
    text += &format!("{} {command}\n", order.at.cron());
    Ok(Paper::new(format!("{name}.cron"), text))
}

/// A word for the shell that cron starts. A `%` would be a line end to cron; a backslash keeps it from being one, and
/// cron takes that backslash away. What other backslashes become differs between crons.
pub(super) fn quoted(word: &str) -> Result<String, ScheduleError> {
    if word.contains('\\') {
        return Err(ScheduleError::Unfit {
            text: word.to_owned(),
            place: "a crontab",
            why: "crons read a backslash in different ways",
        });
    }
    let is_plain = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./:=,+@".contains(c));
    if is_plain {
        return Ok(word.to_owned());
    }
    let word = word.replace('\'', r#"'"'"'"#).replace('%', r"\%");
    Ok(format!("'{word}'"))
}

#[cfg(test)]
#[path = "cron_tests.rs"]
mod tests;
