//! A service and a timer for systemd, and the unit that tells when the service failed.
//!
//! They need systemd 247 or later, for credentials.

use super::job::parent;
use super::secret::variable;
use super::{
    At, Job, LONGEST_HOURS, Order, Owner, PAUSE_MINUTES, Paper, SPREAD_MINUTES, STARTS, Zone,
};
use crate::exit;

/// Stands for the ledger among the arguments; no text of a job holds it.
const LEDGER: &str = "\0";

/// Widest command that stands on one line.
const WIDTH: usize = 100;

/// What a service may not do, where the system's manager starts it. Measured to leave a run all it needs:
/// sockets, threads, files of its own, `SQLite`'s shared memory.
const SYSTEM_WALLS: &str = "\
CapabilityBoundingSet=
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
";

/// The same for every manager. The list above takes privileges that a user's own manager does not have.
const WALLS: &str = "\
LimitCORE=0
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
ProtectHome=read-only
ProtectSystem=strict
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
UMask=0077
";

/// The three units.
pub(super) fn papers(job: &Job, order: &Order) -> Vec<Paper> {
    vec![
        Paper::new(format!("{}.service", job.name), service(job, order)),
        Paper::new(
            format!("{}.timer", job.name),
            timer(job, &order.at, &order.zone),
        ),
        Paper::new(
            format!("{}-failure.service", job.name),
            failure(job, &order.owner),
        ),
    ]
}

fn service(job: &Job, order: &Order) -> String {
    let name = &job.name;
    let is_system = matches!(order.owner, Owner::System(_));
    let ledger = match &job.ledger {
        Some(path) => quoted(path),
        None => format!("%S/{name}/glassix-import.sqlite"),
    };
    let mut text = format!("# {name}.service: one run; {name}.timer starts it.\n\n[Unit]\n");
    text += &format!(
        "Description=Import into Glassix: {}\n",
        percent(&job.described())
    );
    if is_system {
        text += "Wants=network-online.target\nAfter=network-online.target\n";
    }
    text += &format!("RequiresMountsFor={}\n", quoted_list(&job.reads));
    text += &format!("OnFailure={name}-failure.service\n");
    text += &format!("StartLimitIntervalSec=12h\nStartLimitBurst={STARTS}\n");
    text += "\n[Service]\nType=oneshot\n";
    if let Owner::System(user) = &order.owner {
        text += &format!("User={}\n", percent(user));
    }
    text += &format!("ExecStart={}\n", command(job, &ledger));
    text += &credentials(job, is_system);
    text += &places(job, is_system);
    text += &ends(job);
    text += "\n# What it may not do. The paths above are all that it writes to.\n";
    text += WALLS;
    if is_system {
        text += SYSTEM_WALLS;
    }
    if !touches_temporary(job) {
        text += "PrivateTmp=yes\n";
    }
    text
}

/// The command. The colon keeps `$` as it is; the rest is a matter of quotes and `%`.
fn command(job: &Job, ledger: &str) -> String {
    let mut lines = vec![format!(":{} run", quoted(&job.program))];
    for word in job.arguments(job.mapping_path(), LEDGER).iter().skip(1) {
        let written = match word.as_str() {
            LEDGER => ledger.to_owned(),
            word => quoted(word),
        };
        match lines.last_mut() {
            Some(line) if !word.starts_with("--") => *line += &format!(" {written}"),
            _ => lines.push(written),
        }
    }
    if lines.iter().map(|line| line.len() + 1).sum::<usize>() <= WIDTH {
        lines.join(" ")
    } else {
        lines.join(" \\\n    ")
    }
}

/// How the job comes by its secrets: the manager reads their files and shows it copies that nobody else sees.
fn credentials(job: &Job, is_system: bool) -> String {
    if job.secrets.is_empty() {
        return String::new();
    }
    let folder = format!("{}-credentials", job.name);
    let settings = if is_system { "/etc" } else { "~/.config" };
    let mut text = format!(
        "\n# Each of these files holds one value, and is readable by its owner alone. To make one, without a trace\n\
         # in the shell's history:\n\
         #   install -d -m 700 {settings}/{folder}\n\
         #   install -m 600 /dev/stdin {settings}/{folder}/FILE     then type it, Enter, Ctrl-D\n"
    );
    for secret in &job.secrets {
        let file = secret.file;
        text += &format!("# {file}: {}\n", secret.what);
        text += &format!("LoadCredential={file}:%E/{folder}/{file}\n");
        text += &format!("Environment={}=%d/{file}\n", variable(secret));
    }
    text
}

/// What the job writes to.
fn places(job: &Job, is_system: bool) -> String {
    let name = &job.name;
    let mut writes = job.writes.clone();
    let mut text = match &job.ledger {
        Some(path) => {
            let folder = parent(path);
            if !writes.contains(&folder) {
                writes.push(folder);
            }
            "\n# The ledger knows what was sent. Keep it, and name the same one when you run by hand.\n".to_owned()
        }
        None => format!(
            "\n# The ledger knows what was sent. Keep it, and name it when you run by hand: --ledger\n\
             # {}/{name}/glassix-import.sqlite\n",
            if is_system {
                "/var/lib"
            } else {
                "~/.local/state (before systemd 254: ~/.config)"
            }
        ),
    };
    text += &format!("StateDirectory={name}\nStateDirectoryMode=0700\n");
    if is_system {
        text += &format!("Environment=XDG_STATE_HOME=%S/{name}\n");
    } else {
        // Where runs by hand of this user claim their sheets.
        text += "ReadWritePaths=-%h/.local/state/glassix-import\n";
    }
    if !writes.is_empty() {
        text += &format!("ReadWritePaths={}\n", quoted_list(&writes));
    }
    text
}

/// How it is stopped, and what follows its exit status.
fn ends(job: &Job) -> String {
    let final_statuses: Vec<String> = exit::NOT_AGAIN.iter().map(ToString::to_string).collect();
    format!(
        "\n# A stop lets it finish and write down what is under way.\n\
         KillSignal=SIGTERM\nKillMode=mixed\nTimeoutStopSec={}s\n\
         # What a night does not finish, the next one does.\n\
         TimeoutStartSec={LONGEST_HOURS}h\n\
         # Stopped on purpose. Rows that need attention (3) count as a failure, so that somebody hears of them;\n\
         # write SuccessExitStatus=143 3 if nobody should.\n\
         SuccessExitStatus={}\n\
         # An outage (1), rows in doubt (5) or a ledger in use (6) may pass; all else waits for somebody.\n\
         Restart=on-failure\nRestartSec={PAUSE_MINUTES}min\nRestartPreventExitStatus={}\n",
        job.drain.as_secs(),
        exit::SIGNAL + 15,
        final_statuses.join(" ")
    )
}

fn timer(job: &Job, at: &At, zone: &Zone) -> String {
    let name = &job.name;
    let days = at
        .days()
        .map_or_else(String::new, |days| format!("{} ", days.join(",")));
    let zone_name = zone.name.as_deref();
    let zone_name = zone_name.map_or_else(String::new, |name| format!(" {name}"));
    format!(
        "# {name}.timer: {at} ({zone}), and at once if the machine was off then.\n\n\
         [Unit]\nDescription=Start {name}.service, {at} ({zone})\n\n\
         [Timer]\nOnCalendar={days}*-*-* {:02}:{:02}:00{zone_name}\nPersistent=yes\n\
         RandomizedDelaySec={SPREAD_MINUTES}min\n\n\
         [Install]\nWantedBy=timers.target\n",
        at.hour, at.minute
    )
}

fn failure(job: &Job, owner: &Owner) -> String {
    let name = &job.name;
    let user = if *owner == Owner::User { " --user" } else { "" };
    format!(
        "# {name}-failure.service: started when {name}.service has failed. Tell somebody here, for example by mail:\n\
         #   ExecStart=sh -c 'journalctl{user} -u {name}.service -n 40 | mail -s \"{name} has failed\" you@example.com'\n\n\
         [Unit]\nDescription=Tell that {name}.service has failed\n\n\
         [Service]\nType=oneshot\n\
         ExecStart=systemd-cat -t {name} -p crit echo \"{name} has failed: journalctl{user} -u {name}.service\"\n"
    )
}

/// Whether a path of the job lies where a private `/tmp` would hide it.
fn touches_temporary(job: &Job) -> bool {
    let program = parent(&job.program);
    let mapping = job.mapping_path().map(parent);
    let ledger = job.ledger.as_deref().map(parent);
    let folders = job.reads.iter().chain(&job.writes).chain([&program]);
    let mut folders = folders.chain(&mapping).chain(&ledger);
    folders.any(|folder| {
        let path = std::path::Path::new(folder);
        path.starts_with("/tmp") || path.starts_with("/var/tmp")
    })
}

fn quoted_list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(" ")
}

/// A word of a list or a command: `%` doubled, and in quotes unless it is plain.
fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./:=,+@*?".contains(c));
    if is_plain {
        return word.to_owned();
    }
    let word = word.replace('\\', r"\\").replace('"', "\\\"");
    format!("\"{}\"", percent(&word))
}

/// A text in which nothing but `%` has a meaning.
fn percent(text: &str) -> String {
    text.replace('%', "%%")
}

#[cfg(test)]
#[path = "systemd_tests.rs"]
mod tests;
