//! What one value may be: tags, lengths, addresses.

use std::{collections::HashSet, sync::Arc};

use super::{
    choices::{LongFields, UnknownTags},
    options::SandboxOptions,
    refusal::{Code, Refusal},
    ticket::Protocol,
};

/// Digits of a telephone number, shortest and longest.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// What does not change while the sandbox runs, ready for judging.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) options: Arc<SandboxOptions>,
    tags: HashSet<Arc<str>>,
}

impl Rules {
    pub(crate) fn new(options: Arc<SandboxOptions>) -> Self {
        let tags = options
            .tags
            .iter()
            .map(|tag| Arc::from(tag.as_str()))
            .collect();
        Self { options, tags }
    }

    /// The tags that a ticket gets when these are sent.
    pub(crate) fn tags(&self, sent: Vec<Box<str>>) -> Result<Vec<Arc<str>>, Refusal> {
        let mut tags: Vec<Arc<str>> = Vec::with_capacity(sent.len());
        for tag in sent {
            let tag = match (self.tags.get(&*tag), self.options.unknown_tags) {
                (Some(known), _) => Arc::clone(known),
                (None, UnknownTags::Accept) => Arc::from(tag),
                (None, UnknownTags::Drop) => continue,
                (None, UnknownTags::Refuse) => return Err(Refusal::new(Code::UnknownTag, tag)),
            };
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        Ok(tags)
    }

    /// The field as it is kept.
    pub(crate) fn field(&self, number: usize, text: Box<str>) -> Result<Box<str>, Refusal> {
        let most = self.options.max_field;
        // UTF-8 bytes are never fewer than UTF-16 units, so most fields need no count.
        if text.len() <= most || units(&text) <= most {
            return Ok(text);
        }
        match self.options.long_fields {
            LongFields::Off => Ok(text),
            LongFields::Truncate => Ok(cut(&text, most).into()),
            LongFields::Refuse => Err(Refusal::new(
                Code::TooLong,
                format!("field{number} has more than {most} characters"),
            )),
        }
    }

    /// The uniqueArgument as it is kept.
    pub(crate) fn unique_argument(&self, text: Arc<str>) -> Result<Arc<str>, Refusal> {
        within("uniqueArgument", &text, self.options.max_unique_argument)?;
        Ok(text)
    }
}

pub(crate) fn is_address(protocol: Protocol, identifier: &str) -> bool {
    match protocol {
        Protocol::Mail => identifier.contains('@'),
        _ if protocol.is_phone() => {
            PHONE_DIGITS.contains(&identifier.len())
                && identifier.bytes().all(|b| b.is_ascii_digit())
                && !identifier.starts_with('0')
        }
        _ => true,
    }
}

/// Refuses what is longer than the limit, if there is one.
pub(crate) fn within(what: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    if limit == 0 || units(text) <= limit {
        return Ok(());
    }
    Err(Refusal::new(
        Code::TooLong,
        format!("{what} has more than {limit} characters"),
    ))
}

pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The longest beginning that has at most so many UTF-16 units and splits no character.
pub(crate) fn cut(text: &str, limit: usize) -> &str {
    let mut left = limit;
    let end = text.char_indices().find_map(|(at, c)| {
        let fits = left.checked_sub(c.len_utf16());
        left = fits.unwrap_or(left);
        fits.is_none().then_some(at)
    });
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
