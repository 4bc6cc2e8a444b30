//! What a job has to be told and nobody may read: it stands in files that the job is given the paths of.

/// A value that stands in a file of its own, and nowhere in what is written for a scheduler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The variable; the job is given `VARIABLE_FILE`.
    pub variable: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// What stands in the file.
    pub what: &'static str,
}

/// What a token is got with.
pub const CREDENTIALS: [Secret; 3] = [
    Secret {
        variable: "GLASSIX_API_KEY",
        file: "api-key",
        what: "the department's id",
    },
    Secret {
        variable: "GLASSIX_API_SECRET",
        file: "api-secret",
        what: "its secret",
    },
    Secret {
        variable: "GLASSIX_USER_NAME",
        file: "user-name",
        what: "the user that the tickets belong to",
    },
];

/// Where the summary is sent: such an address often holds a token.
pub const NOTIFY_URL: Secret = Secret {
    variable: "GLASSIX_IMPORT_NOTIFY_URL",
    file: "notify-url",
    what: "the address of --notify-url",
};

/// Where start and end are told: whoever knows the address can tell them too.
pub const PING_URL: Secret = Secret {
    variable: "GLASSIX_IMPORT_PING_URL",
    file: "ping-url",
    what: "the address of --ping-url",
};

/// The variable that names a secret's file.
pub(super) fn variable(secret: &Secret) -> String {
    format!("{}_FILE", secret.variable)
}
