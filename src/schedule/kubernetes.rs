//! A `CronJob` for Kubernetes, with the claim that its ledger lives on.
//!
//! It needs Kubernetes 1.31 or later, for policies on exit statuses.

use super::secret::variable;
use super::{Job, LONGEST_HOURS, Order, Paper, STARTS, ScheduleError};
use crate::exit;

/// Largest mapping file, in bytes: `kubectl apply` keeps the whole object once more in an annotation, and both
/// together have to stay below 256 KiB.
pub(super) const MAX_MAPPING: usize = 96 * 1024;

/// Where the mapping is in the container.
const MAPPING: &str = "/etc/glassix-import/glassix-import.toml";

/// Where the ledger is in the container.
const LEDGER_FOLDER: &str = "/var/lib/glassix-import";

/// Where the credentials are in the container.
const SECRETS: &str = "/run/secrets/glassix-import";

/// The user and the group in the container: nobody's in particular, and not root.
const USER: u32 = 65_532;

/// Hours after its time in which a start that was missed is made up for.
const LATE_HOURS: u32 = 10;

/// A folder of sheets, or one that is written to.
struct Folder<'a> {
    path: &'a str,
    volume: String,
    is_read_only: bool,
}

/// The manifest.
pub(super) fn paper(job: &Job, order: &Order) -> Result<Paper, ScheduleError> {
    let folders = folders(job)?;
    let name = &job.name;
    let mut text = head(job, order, &folders);
    if let Some((_, mapping)) = &job.mapping {
        if mapping.len() > MAX_MAPPING {
            return Err(ScheduleError::Mapping);
        }
        text += &format!(
            "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  glassix-import.toml: {}",
            block(mapping, 4)
        );
    }
    text += &format!(
        "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: {name}-ledger\nspec:\n  \
         # One pod at a time, and a disk of its own: a ledger is not for network file systems.\n  \
         accessModes: [ReadWriteOncePod]\n  resources:\n    requests:\n      storage: 1Gi\n"
    );
    text += &cron_job(job, order);
    text += &pod(job, order, &folders);
    Ok(Paper::new(format!("{name}.yaml"), text))
}

fn head(job: &Job, order: &Order, folders: &[Folder<'_>]) -> String {
    let name = &job.name;
    let mut text = format!(
        "# {name}: {} ({}). Kubernetes 1.31 or later.\n",
        order.at, order.zone
    );
    text += "#\n# What has to be there beside it:\n";
    text += &format!("# - the image {}\n", order.image);
    for folder in folders {
        text += &format!(
            "# - a PersistentVolumeClaim {name}-{}, which is {} to the job\n",
            folder.volume, folder.path
        );
    }
    if !job.secrets.is_empty() {
        text += &format!("# - a Secret {name}, made of files that hold one value each:\n");
        text += &format!("#     kubectl create secret generic {name}");
        for secret in &job.secrets {
            text += &format!(" --from-file={0}={0}", secret.file);
        }
        text.push('\n');
        for secret in &job.secrets {
            text += &format!("#   {}: {}\n", secret.file, secret.what);
        }
    }
    if let Some(ledger) = &job.ledger {
        text += &format!(
            "# - in the claim {name}-ledger, a copy of the ledger {ledger}, if it knows rows of this workspace\n"
        );
    }
    text
}

fn cron_job(job: &Job, order: &Order) -> String {
    let name = &job.name;
    let zone = order.zone.name.as_deref().unwrap_or("Etc/UTC");
    let statuses: Vec<String> = exit::NOT_AGAIN.iter().map(ToString::to_string).collect();
    format!(
        "---\napiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: {name}\nspec:\n  schedule: {}\n  timeZone: {}\n  \
         concurrencyPolicy: Forbid\n  startingDeadlineSeconds: {}\n  successfulJobsHistoryLimit: 3\n  \
         failedJobsHistoryLimit: 7\n  jobTemplate:\n    spec:\n      backoffLimit: {}\n      \
         activeDeadlineSeconds: {}\n      podReplacementPolicy: Failed\n      podFailurePolicy:\n        rules:\n          \
         # A node that is drained is no failure of the job.\n          \
         - action: Ignore\n            onPodConditions:\n              - type: DisruptionTarget\n                \
         status: \"True\"\n          \
         # Usage, rows that need attention, a limit, credentials: somebody has to look.\n          \
         - action: FailJob\n            onExitCodes:\n              containerName: import\n              \
         operator: In\n              values: [{}]\n          \
         # After all others (1, 5, 6, 130, 143) the same command goes on, in a new pod.\n",
        quoted(&order.at.cron()),
        quoted(zone),
        LATE_HOURS * 3600,
        STARTS - 1,
        LONGEST_HOURS * 3600,
        statuses.join(", ")
    )
}

fn pod(job: &Job, order: &Order, folders: &[Folder<'_>]) -> String {
    let name = &job.name;
    let mut text = format!(
        "      template:\n        spec:\n          restartPolicy: Never\n          \
         # Longer than it takes to finish and write down what is under way.\n          \
         terminationGracePeriodSeconds: {}\n          automountServiceAccountToken: false\n          \
         enableServiceLinks: false\n          securityContext:\n            runAsNonRoot: true\n            \
         runAsUser: {USER}\n            runAsGroup: {USER}\n            fsGroup: {USER}\n            \
         fsGroupChangePolicy: OnRootMismatch\n            seccompProfile:\n              type: RuntimeDefault\n          \
         containers:\n            - name: import\n              image: {}\n              \
         command: [\"glassix-import\"]\n              args:\n",
        job.drain.as_secs(),
        quoted(&order.image)
    );
    let mapping = job.mapping.as_ref().map(|_| MAPPING);
    for word in job.arguments(mapping, &format!("{LEDGER_FOLDER}/glassix-import.sqlite")) {
        text += &format!("                - {}\n", quoted(&argument(&word)));
    }
    if !job.secrets.is_empty() {
        text += "              env:\n";
        for secret in &job.secrets {
            text += &format!(
                "                - name: {}\n                  value: {SECRETS}/{}\n",
                variable(secret),
                secret.file
            );
        }
    }
    text += "              securityContext:\n                allowPrivilegeEscalation: false\n                \
             readOnlyRootFilesystem: true\n                capabilities:\n                  drop: [ALL]\n              \
             resources:\n                requests:\n                  cpu: 100m\n                  memory: 128Mi\n                \
             limits:\n                  memory: 1Gi\n";
    text += "              volumeMounts:\n";
    let mut volumes = String::from("          volumes:\n");
    let mut add = |volume: &str, path: &str, options: &str, source: &str| {
        text += &format!(
            "                - name: {volume}\n                  mountPath: {}\n{options}",
            quoted(path)
        );
        volumes += &format!("            - name: {volume}\n              {source}\n");
    };
    let read_only = "                  readOnly: true\n";
    let claim =
        |claim: &str| format!("persistentVolumeClaim:\n                claimName: {name}-{claim}");
    add("ledger", LEDGER_FOLDER, "", &claim("ledger"));
    for folder in folders {
        let options = if folder.is_read_only { read_only } else { "" };
        add(&folder.volume, folder.path, options, &claim(&folder.volume));
    }
    if mapping.is_some() {
        let source = format!("configMap:\n                name: {name}");
        add("mapping", "/etc/glassix-import", read_only, &source);
    }
    if !job.secrets.is_empty() {
        let source = format!(
            "secret:\n                secretName: {name}\n                defaultMode: 0440"
        );
        add("credentials", SECRETS, read_only, &source);
    }
    add(
        "temporary",
        "/tmp",
        "",
        "emptyDir:\n                sizeLimit: 1Gi",
    );
    text + &volumes
}

/// The folders that are mounted, at the paths that they have where the command was typed, so that the arguments and
/// the ledger name the same files.
fn folders(job: &Job) -> Result<Vec<Folder<'_>>, ScheduleError> {
    let reads = job.reads.iter().filter(|path| !job.writes.contains(path));
    let paths = reads
        .map(|path| (path, true))
        .chain(job.writes.iter().map(|path| (path, false)));
    let mut folders = Vec::new();
    for (number, (path, is_read_only)) in paths.enumerate() {
        if path == "/" || path.contains(':') {
            return Err(ScheduleError::Unfit {
                text: path.clone(),
                place: "a volume of Kubernetes",
                why: "nothing can be mounted there",
            });
        }
        folders.push(Folder {
            path,
            volume: format!("folder-{}", number + 1),
            is_read_only,
        });
    }
    Ok(folders)
}

/// An argument of a container, where `$(NAME)` would be a variable.
fn argument(word: &str) -> String {
    word.replace('$', "$$")
}

/// A text in double quotes.
fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            c if is_special(c) => written.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// A text of several lines as it stands, or in quotes where it holds what such a block cannot.
fn block(text: &str, indent: usize) -> String {
    let is_plain = text
        .chars()
        .all(|c| c == '\n' || c == '\t' || !is_special(c));
    if !is_plain || text.trim_matches('\n').is_empty() {
        return format!("{}\n", quoted(text));
    }
    let ends = text.len() - text.trim_end_matches('\n').len();
    let chomping = match ends {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let mut written = format!("|2{chomping}\n");
    for line in text
        .split('\n')
        .take(text.split('\n').count() - usize::from(ends > 0))
    {
        if !line.is_empty() {
            written.push_str(&" ".repeat(indent));
            written.push_str(line);
        }
        written.push('\n');
    }
    written
}

/// Characters that a reader of YAML takes for something else than text: controls, line ends, marks.
fn is_special(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

#[cfg(test)]
#[path = "kubernetes_tests.rs"]
mod tests;
