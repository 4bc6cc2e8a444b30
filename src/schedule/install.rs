//! Where a scheduler's files go, and what to type once they are there.

use std::path::{Path, PathBuf};

use super::{Job, Kind, Order, Owner, ScheduleError};

/// Where units of the system stand that no package brought.
const SYSTEM_UNITS: &str = "/etc/systemd/system";

/// The usual folder for files of this kind; those that a command reads once go into the folder where one is.
///
/// # Errors
/// [`ScheduleError::NoFolder`] where it lies below an unknown home.
pub fn folder(order: &Order, home: Option<&Path>, here: &Path) -> Result<PathBuf, ScheduleError> {
    let below_home = |path: &str| {
        let home = home.ok_or(ScheduleError::NoFolder)?;
        Ok(home.join(path))
    };
    match (order.kind, &order.owner) {
        (Kind::Systemd, Owner::System(_)) => Ok(SYSTEM_UNITS.into()),
        (Kind::Systemd, Owner::User) => below_home(".config/systemd/user"),
        (Kind::Launchd, _) => below_home("Library/LaunchAgents"),
        (Kind::Cron | Kind::Kubernetes | Kind::Windows, _) => Ok(here.to_owned()),
    }
}

/// What to type once the files are in this folder, `None` while they are not written.
#[must_use]
pub fn next(job: &Job, order: &Order, folder: Option<&Path>) -> Vec<String> {
    let name = &job.name;
    let file = |extension: &str| {
        let file = format!("{name}.{extension}");
        folder.map_or_else(
            || file.clone(),
            |folder| folder.join(&file).display().to_string(),
        )
    };
    let mut lines = Vec::new();
    if order.kind == Kind::Windows && !job.secrets.is_empty() {
        for secret in &job.secrets {
            lines.push(format!(
                "setx {} \"{}\"",
                super::secret::variable(secret),
                job.secret_path(secret)
            ));
        }
    }
    match (order.kind, &order.owner) {
        (Kind::Systemd, Owner::System(_)) => lines.extend([
            format!("systemd-analyze verify {}", file("timer")),
            "sudo systemctl daemon-reload".to_owned(),
            format!("sudo systemctl enable --now {name}.timer"),
            format!("sudo systemctl start {name}.service     (to try it now)"),
        ]),
        (Kind::Systemd, Owner::User) => lines.extend([
            "systemctl --user daemon-reload".to_owned(),
            format!("systemctl --user enable --now {name}.timer"),
            "loginctl enable-linger     (so that it starts while you are not logged in)".to_owned(),
            format!("systemctl --user start {name}.service     (to try it now)"),
        ]),
        (Kind::Cron, _) => lines.push(format!(
            "(crontab -l; cat {}) | crontab -     (once; to change it: crontab -e)",
            shell(&file("cron"))
        )),
        (Kind::Kubernetes, _) => lines.extend([
            format!("kubectl apply -f {}", shell(&file("yaml"))),
            format!("kubectl create job --from=cronjob/{name} {name}-now     (to try it now)"),
        ]),
        (Kind::Launchd, _) => lines.extend([
            format!("launchctl bootstrap gui/$(id -u) {}", shell(&file("plist"))),
            format!("launchctl kickstart gui/$(id -u)/{name}     (to try it now)"),
        ]),
        (Kind::Windows, _) => lines.push(format!(
            "schtasks /create /tn {name} /xml \"{}\" /ru \"%USERDOMAIN%\\%USERNAME%\" /rp *",
            file("xml")
        )),
    }
    lines
}

fn shell(word: &str) -> String {
    let is_plain = word
        .chars()
        .all(|c| c.is_alphanumeric() || "-_./:=,%+@".contains(c));
    if is_plain {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
