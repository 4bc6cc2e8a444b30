//! A task for the Windows Task Scheduler, in the XML that `schtasks /create /xml` takes.

use super::xml::escaped;
use super::{Job, LONGEST_HOURS, Order, Paper, SPREAD_MINUTES, ScheduleError};

/// A day in the past, so that the first start is the next time that the clock shows.
const SINCE: &str = "2026-01-01";

/// What a task cannot hold, as it is told.
const PLACE: &str = "a task of Windows";

/// The days as tasks name them, Sunday first.
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// The task.
pub(super) fn paper(job: &Job, order: &Order) -> Result<Paper, ScheduleError> {
    if !order.zone.is_local {
        return Err(ScheduleError::LocalTime {
            place: "the Task Scheduler",
        });
    }
    let words = job.arguments(job.mapping_path(), &job.ledger_here());
    for word in words.iter().chain([&job.program, &job.folder]) {
        checked(word)?;
    }
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let name = &job.name;
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n");
    text += &format!(
        "<!-- {name}: {}, by the machine's own time; as soon as it is on, if it was off then. The file has to be\n     \
         UTF-16, as its first line says. A task has no environment of its own: the user's variables name the files\n     \
         that hold the credentials. What a run says is not kept, but its exit status is. -->\n",
        order.at
    );
    text +=
        "<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n";
    text += &format!(
        "  <RegistrationInfo>\n    <Description>Import into Glassix: {}</Description>\n  </RegistrationInfo>\n",
        escaped(&job.described())
    );
    text += &format!(
        "  <Triggers>\n    <CalendarTrigger>\n      \
         <StartBoundary>{SINCE}T{:02}:{:02}:00</StartBoundary>\n      \
         <Enabled>true</Enabled>\n      <RandomDelay>PT{SPREAD_MINUTES}M</RandomDelay>\n{}    \
         </CalendarTrigger>\n  </Triggers>\n",
        order.at.hour,
        order.at.minute,
        calendar(order)
    );
    text += "  <Principals>\n    <Principal id=\"Author\">\n      <LogonType>Password</LogonType>\n      \
             <RunLevel>LeastPrivilege</RunLevel>\n    </Principal>\n  </Principals>\n";
    text += &format!(
        "  <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n    \
         <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n    \
         <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>\n    \
         <StartWhenAvailable>true</StartWhenAvailable>\n    \
         <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>\n    \
         <ExecutionTimeLimit>PT{LONGEST_HOURS}H</ExecutionTimeLimit>\n  </Settings>\n"
    );
    text += &format!(
        "  <Actions Context=\"Author\">\n    <Exec>\n      <Command>{}</Command>\n      \
         <Arguments>{}</Arguments>\n      <WorkingDirectory>{}</WorkingDirectory>\n    </Exec>\n  </Actions>\n</Task>\n",
        escaped(&job.program),
        escaped(&words.join(" ")),
        escaped(&job.folder)
    );
    Ok(Paper {
        name: format!("{name}.xml"),
        text,
        is_utf16: true,
    })
}

fn calendar(order: &Order) -> String {
    let Some(days) = order.at.numbers() else {
        return "      <ScheduleByDay>\n        <DaysInterval>1</DaysInterval>\n      </ScheduleByDay>\n".into();
    };
    let named = days.iter().filter_map(|day| DAYS.get(*day));
    let named: String = named.map(|day| format!("<{day} />")).collect();
    format!(
        "      <ScheduleByWeek>\n        <WeeksInterval>1</WeeksInterval>\n        \
         <DaysOfWeek>{named}</DaysOfWeek>\n      </ScheduleByWeek>\n"
    )
}

/// The scheduler puts variables in, and there is no way to write what would be one.
fn checked(word: &str) -> Result<(), ScheduleError> {
    let why = if word.matches('%').count() > 1 {
        "what stands between two % is taken for a variable"
    } else if word.contains("$(Arg") {
        "$(Arg is taken for an argument of the task"
    } else {
        return Ok(());
    };
    Err(ScheduleError::Unfit {
        text: word.to_owned(),
        place: PLACE,
        why,
    })
}

/// An argument as programs on Windows take their command line apart: backslashes count only before a quote.
pub(super) fn quoted(word: &str) -> String {
    if !word.is_empty() && !word.contains([' ', '"']) {
        return word.to_owned();
    }
    let mut written = String::from("\"");
    let mut backslashes = 0;
    for c in word.chars() {
        match c {
            '\\' => backslashes += 1,
            '"' => {
                written.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        written.push(c);
    }
    written.push_str(&"\\".repeat(backslashes));
    written.push('"');
    written
}

#[cfg(test)]
#[path = "windows_tests.rs"]
mod tests;
