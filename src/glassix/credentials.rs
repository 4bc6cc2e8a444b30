//! What proves who we are. Secrets never show themselves: not in Debug, not in errors, not in the ledger.

use secrecy::{ExposeSecret as _, SecretString};

/// Either what a token is got with, or a token that somebody else got.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// The key, secret and user of a department.
    Department {
        /// `apiKey`: also the department's id.
        api_key: String,
        /// `apiSecret`.
        api_secret: SecretString,
        /// `userName`: every action is logged as this user's.
        user_name: String,
    },
    /// A ready token. It cannot be renewed: when it dies, the run stops.
    Token {
        /// The token.
        token: SecretString,
        /// The department's id, where it is known.
        api_key: Option<String>,
    },
}

impl Credentials {
    /// The department's id, where it is known.
    #[must_use]
    pub fn department(&self) -> &str {
        match self {
            Self::Department { api_key, .. } => api_key,
            Self::Token { api_key, .. } => api_key.as_deref().unwrap_or_default(),
        }
    }

    /// What nobody else may know.
    pub(super) fn secret(&self) -> &str {
        match self {
            Self::Department { api_secret, .. } => api_secret.expose_secret(),
            Self::Token { token, .. } => token.expose_secret(),
        }
    }

    /// Who we are there, as far as it is known.
    #[must_use]
    pub fn user(&self) -> &str {
        match self {
            Self::Department { user_name, .. } => user_name,
            Self::Token { .. } => "the owner of the given token",
        }
    }
}
