//! A property list for launchd, which starts jobs on a Mac.

use super::secret::variable;
use super::xml::escaped;
use super::{Job, Order, Paper, ScheduleError};

/// The umask of a job, in decimal as property lists write numbers: what it writes is its owner's alone.
const UMASK: u8 = 0o077;

/// The property list.
pub(super) fn paper(job: &Job, order: &Order) -> Result<Paper, ScheduleError> {
    if !order.zone.is_local {
        return Err(ScheduleError::LocalTime { place: "launchd" });
    }
    let name = &job.name;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <!-- {name}: {}, by the Mac's own time; when it wakes up, if it slept then. -->\n",
        order.at
    );
    text += &secrets_remark(job);
    text += "<plist version=\"1.0\">\n<dict>\n";
    text += &format!("  <key>Label</key>\n  <string>{name}</string>\n");
    text += "  <key>ProgramArguments</key>\n  <array>\n";
    let words = job.arguments(job.mapping_path(), &job.ledger_here());
    for word in std::iter::once(&job.program).chain(&words) {
        text += &format!("    <string>{}</string>\n", escaped(word));
    }
    text += "  </array>\n  <key>StartCalendarInterval</key>\n";
    text += &calendar(order);
    if !job.secrets.is_empty() {
        text += "  <key>EnvironmentVariables</key>\n  <dict>\n";
        for secret in &job.secrets {
            text += &format!(
                "    <key>{}</key>\n    <string>{}</string>\n",
                variable(secret),
                escaped(&job.secret_path(secret))
            );
        }
        text += "  </dict>\n";
    }
    let log = escaped(&job.log_here());
    for (key, value) in [
        ("WorkingDirectory", escaped(&job.folder)),
        ("StandardOutPath", log.clone()),
        ("StandardErrorPath", log),
        ("ProcessType", "Background".to_owned()),
    ] {
        text += &format!("  <key>{key}</key>\n  <string>{value}</string>\n");
    }
    for (key, value) in [
        ("ExitTimeOut", job.drain.as_secs()),
        ("Umask", UMASK.into()),
    ] {
        text += &format!("  <key>{key}</key>\n  <integer>{value}</integer>\n");
    }
    text += "</dict>\n</plist>\n";
    Ok(Paper::new(format!("{name}.plist"), text))
}

/// The time, once for each day if not for all of them.
fn calendar(order: &Order) -> String {
    let entry = |day: Option<usize>, indent: &str| {
        let day = day.map_or_else(String::new, |day| {
            format!("{indent}  <key>Weekday</key>\n{indent}  <integer>{day}</integer>\n")
        });
        format!(
            "{indent}<dict>\n{day}\
             {indent}  <key>Hour</key>\n{indent}  <integer>{}</integer>\n\
             {indent}  <key>Minute</key>\n{indent}  <integer>{}</integer>\n{indent}</dict>\n",
            order.at.hour, order.at.minute
        )
    };
    match order.at.numbers() {
        None => entry(None, "  "),
        Some(days) => {
            let entries: String = days.iter().map(|day| entry(Some(*day), "    ")).collect();
            format!("  <array>\n{entries}  </array>\n")
        }
    }
}

/// What the files of the secrets hold, and how they are made.
fn secrets_remark(job: &Job) -> String {
    if job.secrets.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "<!-- Each file that is named under EnvironmentVariables holds one value, and is readable by its owner alone:\n",
    );
    for secret in &job.secrets {
        text += &format!(
            "       {}: {}\n",
            secret.file,
            secret.what.replace("--", "")
        );
    }
    text += "     To make one, without a trace in the shell's history:\n";
    text += "       (umask 077; mkdir -p FOLDER; cat > FOLDER/FILE)     then type it, Enter, Ctrl-D -->\n";
    text
}

#[cfg(test)]
#[path = "launchd_tests.rs"]
mod tests;
