//! Who gets a token where not everybody does.

use std::fmt;

use serde::Deserialize;

/// Who may have a token.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The department's key.
    pub api_key: String,
    /// Its secret. Made up: the sandbox keeps no secret.
    pub api_secret: String,
    /// The user that the token stands for.
    pub user_name: String,
}

/// Never shows the secret, made up or not.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credentials");
        shown
            .field("api_key", &self.api_key)
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}
