//! The service (or its look-alike) that a command talks to, and who we are there.

use std::sync::Arc;

use super::Failure;
use crate::exit;
use crate::glassix::{Client, Credentials, StopCause, TokenError, proxy};
use crate::ledger::{LedgerError, RunNote, Target};
use crate::pacer::Pacer;
use crate::run::{Stop, StopReason};
use crate::sandbox::{Sandbox, SandboxOptions, UnknownTags};
use crate::settings::{Destination, Settings};
use crate::terminal::{Who, visible};

/// The user of the look-alike inside the process. It takes any.
const SANDBOX_USER: &str = "importer@sandbox.example";

/// The department of the look-alike, so that its tickets look like those of a service.
const SANDBOX_DEPARTMENT: &str = "5a4db0c5-0000-4000-8000-000000000001";

/// Whom the ledger's entries belong to.
pub(super) fn target(destination: &Destination) -> Target {
    match destination {
        Destination::Service(endpoint, credentials) => Target {
            host: endpoint.host(),
            // A GUID is the same in any letter case.
            department: credentials.department().trim().to_lowercase(),
        },
        Destination::Sandbox => Target {
            host: "sandbox".into(),
            department: String::new(),
        },
    }
}

/// A client of the destination, with the look-alike that it may be talking to.
pub(super) struct Connection {
    pub(super) who: Who,
    pub(super) client: Arc<Client>,
    sandbox: Option<Sandbox>,
}

impl Connection {
    /// Prepares a client; nothing is sent yet.
    pub(super) async fn prepare(
        settings: &Settings,
        pacer: &Arc<Pacer>,
        stop: &Stop,
    ) -> anyhow::Result<Self> {
        let (endpoint, credentials, sandbox) = match &settings.destination {
            Destination::Service(endpoint, credentials) => {
                if endpoint.is_in_the_clear() {
                    tracing::warn!(
                        "{endpoint} is plain http (--insecure-http): whoever can listen on the way reads the credentials and every row"
                    );
                }
                (endpoint.clone(), credentials.clone(), None)
            }
            Destination::Sandbox => {
                let sandbox = start_sandbox(settings).await?;
                let endpoint = sandbox.base_url().parse().map_err(anyhow::Error::msg)?;
                let credentials = Credentials::Department {
                    api_key: SANDBOX_DEPARTMENT.into(),
                    api_secret: "sandbox".into(),
                    user_name: SANDBOX_USER.into(),
                };
                (endpoint, credentials, Some(sandbox))
            }
        };
        let proxy = proxy(&endpoint).map_err(Failure::usage)?;
        if let Some(proxy) = &proxy {
            tracing::debug!(%proxy, "requests go through a proxy");
        }
        let who = Who {
            proxy,
            place: match &sandbox {
                None => endpoint.to_string(),
                Some(_) => "the sandbox inside this process: nothing leaves this machine".into(),
            },
            department: credentials.department().to_owned(),
            user: credentials.user().to_owned(),
        };
        let client = Client::new(
            endpoint,
            credentials,
            Arc::clone(pacer),
            settings.concurrency.value.at_most(),
            settings.timeout.value,
            stop.token().clone(),
        )?
        .with_patience(settings.patience);
        Ok(Self {
            who,
            client: Arc::new(client),
            sandbox,
        })
    }

    /// Gets a token before anything else; one that was given is tried on a call that changes nothing, if that
    /// `may_look`. False when there is none; `stop` then says why.
    pub(super) async fn sign_in(&self, stop: &Stop, may_look: bool) -> bool {
        match self.client.sign_in(may_look).await {
            Ok(()) => true,
            Err(error) => {
                let cause = match error {
                    TokenError::Refused(why) => StopCause::Credentials(why),
                    TokenError::Forbidden(why) => StopCause::Forbidden(why),
                    TokenError::Misplaced(why) | TokenError::Unavailable(why) => {
                        StopCause::TokenUnavailable(why)
                    }
                    TokenError::Untrusted(why) => StopCause::Untrusted(why),
                    TokenError::Stopping => return false,
                };
                stop.because(StopReason::Service(cause));
                false
            }
        }
    }

    /// Lets go of the look-alike, if there is one.
    pub(super) async fn close(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.shutdown().await;
        }
    }
}

/// The look-alike keeps its tickets in a file beside the ledger, so that a run that was killed finds them
/// again, as it would with a service.
async fn start_sandbox(settings: &Settings) -> anyhow::Result<Sandbox> {
    let mut state = settings.ledger.clone().into_os_string();
    state.push(".sandbox");
    let options = SandboxOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        // It stands for a department that nobody has described: no tag of a sheet is wrong there.
        unknown_tags: UnknownTags::Accept,
        state_file: (!settings.dry).then(|| state.into()),
        ..SandboxOptions::default()
    };
    Ok(Sandbox::start(options).await.map_err(Failure::usage)?)
}

/// What a ledger's failure means for the exit status.
pub(super) fn ledger_failure(error: &LedgerError) -> Failure {
    let status = match error {
        LedgerError::Held(_) | LedgerError::SheetHeld { .. } => exit::HELD,
        LedgerError::Absent { .. }
        | LedgerError::OtherMapping { .. }
        | LedgerError::OtherShard { .. }
        | LedgerError::Required { .. }
        | LedgerError::UnclearDepartment { .. } => exit::USAGE,
        _ => exit::FATAL,
    };
    Failure {
        status,
        message: error.to_string(),
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        ledger_failure(&error)
    }
}

/// Who uses the ledger, for its run table and for whoever finds it locked.
pub(super) fn run_note(settings: &Settings) -> RunNote {
    let now = jiff::Timestamp::now();
    let second = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    RunNote {
        id: run_id(now),
        host: host_name(),
        pid: std::process::id(),
        since: second.to_string(),
        files: settings
            .intake
            .files
            .iter()
            .map(|file| visible(&file.display().to_string()))
            .collect(),
    }
}

/// The name of a run: when it began, and enough chance for runs that begin in the same second on one ledger.
fn run_id(now: jiff::Timestamp) -> String {
    let second = now.strftime("%Y%m%dT%H%M%SZ");
    format!("{second}-{:08x}", fastrand::u32(..))
}

/// The machine's name, for messages only.
fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok())
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .map_or_else(|| "this machine".into(), |name| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn runs_that_begin_in_the_same_second_have_names_of_their_own() {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let names: HashSet<String> = (0..500).map(|_| run_id(now)).collect();
        assert_eq!(names.len(), 500);
        assert!(
            names
                .iter()
                .all(|name| name.starts_with("19700101T000000Z-"))
        );
    }
}
