//! Access tokens: who gets one, and whom one stands for.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::Arc,
};

use super::{
    credentials::Credentials,
    moment::Moment,
    refusal::{Code, Refusal},
    request::TokenBody,
    ticket::guid,
};

/// Tokens that are remembered; the oldest goes first. Clients keep theirs, so this many is never reached by one that
/// behaves.
const MAX_TOKENS: usize = 10_000;
/// Words in a secret that always get it refused, so that a script can see a refusal without any option.
const REFUSED_SECRETS: [&str; 2] = ["wrong", "invalid"];

/// Whom a token stands for.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) department: Arc<str>,
    pub(crate) user: Arc<str>,
    expires: Moment,
}

/// All tokens.
pub(crate) struct Tokens {
    salt: u64,
    issued: u64,
    live: HashMap<Arc<str>, Session>,
    order: VecDeque<Arc<str>>,
}

/// Never shows a token.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("issued", &self.issued)
            .finish_non_exhaustive()
    }
}

impl Tokens {
    /// `salt` makes the tokens of two sandboxes differ.
    pub(crate) fn new(salt: u64) -> Self {
        Self {
            salt,
            issued: 0,
            live: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    pub(crate) fn issued(&self) -> u64 {
        self.issued
    }

    /// Gives a token for good credentials. `allowed` empty: for any but the magic wrong ones.
    pub(crate) fn issue(
        &mut self,
        body: TokenBody,
        allowed: &[Credentials],
        lifetime_seconds: u32,
        now: Moment,
    ) -> Result<Arc<str>, Refusal> {
        let given = (body.api_key, body.api_secret, body.user_name);
        let (Some(key), Some(secret), Some(user)) = given else {
            return Err(Code::Credentials.into());
        };
        if [&key, &secret, &user]
            .iter()
            .any(|part| part.trim().is_empty() || part.contains(char::is_control))
        {
            return Err(Code::Credentials.into());
        }
        let good = if allowed.is_empty() {
            !REFUSED_SECRETS.iter().any(|word| secret.contains(word))
        } else {
            allowed
                .iter()
                .any(|c| c.api_key == key && c.api_secret == secret && c.user_name == user)
        };
        if !good {
            return Err(Code::Credentials.into());
        }
        self.issued += 1;
        let token: Arc<str> = format!("sandbox-{}", guid(&(self.salt, self.issued))).into();
        let expires = now.plus_seconds(i64::from(lifetime_seconds));
        self.live.insert(
            Arc::clone(&token),
            Session {
                department: key.into(),
                user: user.into(),
                expires,
            },
        );
        self.order.push_back(Arc::clone(&token));
        if self.order.len() > MAX_TOKENS
            && let Some(oldest) = self.order.pop_front()
        {
            self.live.remove(&oldest);
        }
        Ok(token)
    }

    /// Whom the `Authorization` header stands for.
    pub(crate) fn session(
        &self,
        authorization: Option<&str>,
        now: Moment,
    ) -> Result<Session, Refusal> {
        let (scheme, token) = authorization
            .and_then(|value| value.split_once(' '))
            .ok_or(Code::Token)?;
        let session = if scheme.eq_ignore_ascii_case("bearer") {
            self.live.get(token.trim())
        } else {
            None
        };
        session
            .filter(|session| now < session.expires)
            .cloned()
            .ok_or_else(|| Code::Token.into())
    }

    /// All tokens die.
    pub(crate) fn revoke_all(&mut self) {
        self.live.clear();
        self.order.clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    const NOW: Moment = Moment::from_ticks(0);

    fn body(key: &str, secret: &str, user: &str) -> TokenBody {
        let some = |text: &str| Some(text.to_owned());
        TokenBody {
            api_key: some(key),
            api_secret: some(secret),
            user_name: some(user),
        }
    }

    #[test]
    fn any_credentials_will_do_but_the_magic_wrong_ones() {
        let mut tokens = Tokens::new(1);
        let mut good = |body| tokens.issue(body, &[], 60, NOW).is_ok();
        assert!(good(body("k", "s", "u")));
        for (key, secret, user) in [
            ("", "s", "u"),
            ("k", "", "u"),
            ("k", "s", " "),
            ("k", "a-wrong-secret", "u"),
            ("k", "invalid", "u"),
        ] {
            assert!(!good(body(key, secret, user)), "{key} {secret} {user}");
        }
        assert!(!good(TokenBody {
            user_name: None,
            ..body("k", "s", "u")
        }));
    }

    #[test]
    fn a_list_of_credentials_allows_just_those() {
        let (api_key, api_secret, user_name) = ("k".into(), "wrong".into(), "u".into());
        let allowed = [Credentials {
            api_key,
            api_secret,
            user_name,
        }];
        let mut tokens = Tokens::new(1);
        assert!(
            tokens
                .issue(body("k", "wrong", "u"), &allowed, 60, NOW)
                .is_ok()
        );
        assert!(
            tokens
                .issue(body("k", "right", "u"), &allowed, 60, NOW)
                .is_err()
        );
    }

    #[test]
    fn a_token_dies_of_age_and_by_revocation() {
        let mut tokens = Tokens::new(1);
        let token = tokens.issue(body("k", "s", "u"), &[], 60, NOW).unwrap();
        let header = format!("Bearer {token}");
        assert_eq!(
            &*tokens
                .session(Some(&header), NOW.plus_millis(59_999))
                .unwrap()
                .department,
            "k"
        );
        assert_eq!(
            tokens
                .session(Some(&header), NOW.plus_seconds(60))
                .unwrap_err()
                .code,
            Code::Token
        );
        for wrong in [
            None,
            Some(""),
            Some(&*token),
            Some("Basic x"),
            Some("Bearer x"),
        ] {
            assert!(tokens.session(wrong, NOW).is_err(), "{wrong:?}");
        }
        tokens.revoke_all();
        assert!(tokens.session(Some(&header), NOW).is_err());
    }

    #[test]
    fn tokens_are_bounded() {
        let mut tokens = Tokens::new(1);
        for _ in 0..MAX_TOKENS + 10 {
            tokens.issue(body("k", "s", "u"), &[], 60, NOW).unwrap();
        }
        assert_eq!(
            (tokens.live.len(), tokens.order.len()),
            (MAX_TOKENS, MAX_TOKENS)
        );
    }
}
