//! A row in which nothing is wrong, and the two things that are made of it: what is sent, and, where nothing is
//! sent, as little as a check has to know of it.

use std::hash::BuildHasher;

use super::change::Change;
use super::key::{Digest, Key};
use super::problem::{Problem, Rule};
use super::request::{Participant, Ready, TicketRequest};

/// A judged row whose bytes are not made yet.
pub struct Sound<'a> {
    pub(super) request: TicketRequest<'a>,
    pub(super) given: Option<Key>,
    pub(super) earlier: Option<Key>,
    pub(super) mapped_times: Vec<i64>,
    pub(super) changes: Vec<Change>,
}

/// What a check has to know of a row that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The `uniqueArgument`.
    pub key: Hashed<Key>,
    /// A hash of everything that the body would say.
    pub said: u64,
    /// As [`Ready::contacts`].
    pub contacts: Vec<Hashed<String>>,
    /// As [`Ready::tags`].
    pub tags: Vec<String>,
    /// As [`Ready::changes`].
    pub changes: Vec<Change>,
}

/// A text with its hash, made where the text is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed<T> {
    /// The hash of its `str`.
    pub hash: u64,
    /// The text.
    pub text: T,
}

impl Sound<'_> {
    /// The key that the sheet gives the row, if it gives one.
    pub(crate) fn into_given(self) -> Option<Key> {
        self.given
    }

    /// Gives the request its key and fixes its bytes: the given one, or the one that it has had
    /// before, or the one of its content.
    ///
    /// # Errors
    /// A [`Problem`] when the row cannot be encoded.
    pub fn seal(self) -> Result<Ready, Problem> {
        let request = self.request;
        let key_is_derived = self.given.is_none();
        let said = encode(&request, self.given.as_ref())?;
        let digest = Digest::of(said.as_bytes());
        let (key, body) = match self.given {
            Some(key) => (key, said),
            None => {
                let derived = || Key::derived(said.as_bytes());
                let key = self.earlier.unwrap_or_else(derived);
                let body = encode(&request, Some(&key))?;
                (key, body)
            }
        };
        Ok(Ready {
            key,
            key_is_derived,
            digest,
            body: body.into_boxed_str(),
            contacts: contacts(request.participants).collect(),
            tags: request.tags,
            mapped_times: self.mapped_times,
            changes: self.changes,
        })
    }

    /// What a check has to know, hashed by `hasher`. Bytes are made only where the key comes from them.
    ///
    /// # Errors
    /// As [`Sound::seal`].
    pub fn outline(self, hasher: &impl BuildHasher) -> Result<Outline, Problem> {
        let request = self.request;
        let said = hasher.hash_one((&request, &self.given));
        let key = match self.given.or(self.earlier) {
            Some(key) => key,
            None => Key::derived(encode(&request, None)?.as_bytes()),
        };
        let hashed = |text: String| Hashed {
            hash: hasher.hash_one(text.as_str()),
            text,
        };
        Ok(Outline {
            key: Hashed {
                hash: hasher.hash_one(key.as_str()),
                text: key,
            },
            said,
            contacts: contacts(request.participants).map(hashed).collect(),
            tags: request.tags,
            changes: self.changes,
        })
    }
}

fn encode(request: &TicketRequest<'_>, key: Option<&Key>) -> Result<String, Problem> {
    request
        .encode(key.map(Key::as_str))
        .map_err(|e| Problem::new(Rule::Template, "row", format!("cannot be encoded: {e}")))
}

fn contacts(participants: Vec<Participant<'_>>) -> impl Iterator<Item = String> {
    let customers = participants.into_iter().filter(Participant::is_customer);
    customers.map(Participant::into_contact)
}
