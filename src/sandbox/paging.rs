//! Queries of tickets/list whose tickets were frozen at their first page.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use data_encoding::BASE64;

use super::{
    moment::Moment,
    refusal::{Code, Refusal},
    ticket::guid,
};

/// Queries that are kept; the oldest goes first.
const MAX_QUERIES: usize = 1_000;
/// Ids that all kept queries together hold, eight bytes each; beyond it the oldest query goes.
const MAX_IDS: usize = 20_000_000;
/// Tickets of the page before that a repeating page shows again.
const REPEATED: usize = 5;

/// How one page lies.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Trick {
    /// Not at all.
    None,
    /// It shows some of the page before, and its own first ticket twice.
    Repeat,
    /// It lacks the ticket at this share of its length, `0..1`.
    Drop(f64),
}

/// The frozen queries, oldest first.
#[derive(Debug)]
pub(crate) struct Queries {
    salt: u64,
    page_size: usize,
    lifetime_seconds: i64,
    next: u64,
    kept: BTreeMap<u64, Query>,
    ids: usize,
}

#[derive(Debug)]
struct Query {
    guid: String,
    ids: Arc<[i64]>,
    expires: Moment,
}

/// One page: its tickets, and the token of the page after it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) ids: Vec<i64>,
    pub(crate) next: Option<String>,
}

impl Queries {
    pub(crate) fn new(salt: u64, page_size: usize, lifetime_seconds: u32) -> Self {
        let lifetime_seconds = i64::from(lifetime_seconds);
        Self {
            salt,
            page_size,
            lifetime_seconds,
            next: 0,
            kept: BTreeMap::new(),
            ids: 0,
        }
    }

    /// The first page of these tickets; the rest is kept for the pages to come.
    pub(crate) fn first(&mut self, ids: Vec<i64>, trick: &Trick, now: Moment) -> Page {
        if ids.len() <= self.page_size {
            return Page {
                ids: lie(&ids, 0..ids.len(), trick),
                next: None,
            };
        }
        let number = self.next;
        self.next += 1;
        let guid = guid_of(self.salt, number);
        let query = Query {
            guid,
            ids: ids.into(),
            expires: now.plus_seconds(self.lifetime_seconds),
        };
        let page = self.cut(&query, 1, trick);
        self.ids += query.ids.len();
        self.kept.insert(number, query);
        while self.kept.len() > 1 && (self.kept.len() > MAX_QUERIES || self.ids > MAX_IDS) {
            if let Some((_, oldest)) = self.kept.pop_first() {
                self.ids -= oldest.ids.len();
            }
        }
        page
    }

    /// The page that a token stands for.
    pub(crate) fn page(&self, token: &str, trick: &Trick, now: Moment) -> Result<Page, Refusal> {
        let unknown = || Refusal::new(Code::Page, "it is unknown or has expired");
        let text = BASE64
            .decode(token.as_bytes())
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.ok_or_else(unknown)?;
        let (guid, page) = text.split_once(':').ok_or_else(unknown)?;
        let number = guid
            .rsplit('-')
            .next()
            .and_then(|hex| u64::from_str_radix(hex, 16).ok())
            .ok_or_else(unknown)?;
        let page: usize = page
            .parse()
            .ok()
            .filter(|page| *page > 0)
            .ok_or_else(unknown)?;
        let query = self
            .kept
            .get(&number)
            .filter(|query| query.guid == guid && now < query.expires);
        let query = query.ok_or_else(unknown)?;
        if (page - 1).saturating_mul(self.page_size) >= query.ids.len() {
            return Err(unknown());
        }
        Ok(self.cut(query, page, trick))
    }

    fn cut(&self, query: &Query, page: usize, trick: &Trick) -> Page {
        let start = (page - 1).saturating_mul(self.page_size);
        let end = start.saturating_add(self.page_size).min(query.ids.len());
        let next = (end < query.ids.len())
            .then(|| BASE64.encode(format!("{}:{}", query.guid, page + 1).as_bytes()));
        Page {
            ids: lie(&query.ids, start..end, trick),
            next,
        }
    }
}

/// A GUID that ends in the query's number, so that the token need not hold more than the service's `GUID:page`.
fn guid_of(salt: u64, number: u64) -> String {
    let guid = guid(&(salt, "query", number));
    let head = guid.rsplit_once('-').map_or("", |(head, _)| head);
    format!("{head}-{number:012x}")
}

fn lie(ids: &[i64], range: Range<usize>, trick: &Trick) -> Vec<i64> {
    let repeated = if *trick == Trick::Repeat { REPEATED } else { 0 };
    let start = range.start.saturating_sub(repeated);
    let mut page = ids.get(start..range.end).unwrap_or_default().to_vec();
    match trick {
        Trick::None => {}
        Trick::Repeat => page.extend(ids.get(range.start).copied()),
        Trick::Drop(_) if page.is_empty() => {}
        Trick::Drop(share) => {
            let at = ((page.len() as f64 * share) as usize).min(page.len() - 1);
            page.remove(at);
        }
    }
    page
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
    use proptest::prelude::*;

    const NOW: Moment = Moment::from_ticks(0);

    fn all(queries: &mut Queries, ids: Vec<i64>, trick: &Trick) -> Vec<i64> {
        let mut page = queries.first(ids, trick, NOW);
        let mut all = page.ids;
        while let Some(next) = page.next {
            page = queries.page(&next, trick, NOW).unwrap();
            all.extend(page.ids);
        }
        all
    }

    proptest! {
        #[test]
        fn the_pages_together_hold_each_ticket_once(count in 0..500_i64, page_size in 1..120_usize) {
            let ids: Vec<i64> = (0..count).collect();
            prop_assert_eq!(all(&mut Queries::new(1, page_size, 60), ids.clone(), &Trick::None), ids);
        }
    }

    #[test]
    fn a_repeating_list_shows_all_and_some_again() {
        let ids: Vec<i64> = (0..25).collect();
        let mut shown = all(&mut Queries::new(1, 10, 60), ids.clone(), &Trick::Repeat);
        assert_eq!(shown.len(), 25 + 3 + 2 * REPEATED);
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown, ids);
    }

    #[test]
    fn a_dropping_list_lacks_one_ticket_of_each_page() {
        assert_eq!(
            all(
                &mut Queries::new(1, 10, 60),
                (0..25).collect(),
                &Trick::Drop(0.999)
            )
            .len(),
            22
        );
        assert_eq!(
            all(&mut Queries::new(1, 10, 60), Vec::new(), &Trick::Drop(0.5)),
            [] as [i64; 0]
        );
    }

    #[test]
    fn a_page_is_valid_until_it_expires_and_no_token_can_be_made_up() {
        let mut queries = Queries::new(1, 10, 60);
        let next = queries
            .first((0..25).collect(), &Trick::None, NOW)
            .next
            .unwrap();
        assert!(
            queries
                .page(&next, &Trick::None, NOW.plus_millis(59_999))
                .is_ok()
        );
        assert!(
            queries
                .page(&next, &Trick::None, NOW.plus_seconds(60))
                .is_err()
        );
        let guid = &queries.kept[&0].guid;
        let made = |text: String| BASE64.encode(text.as_bytes());
        for wrong in [
            "".to_owned(),
            "x".to_owned(),
            made(format!("{guid}:0")),
            made(format!("{guid}:4")),
            made(format!("{guid}:18446744073709551615")),
            made("00000000-0000-4000-8000-000000000000:2".to_owned()),
            made("2".to_owned()),
        ] {
            assert_eq!(
                queries.page(&wrong, &Trick::None, NOW).unwrap_err().code,
                Code::Page,
                "{wrong}"
            );
        }
    }

    #[test]
    fn queries_are_bounded() {
        let mut queries = Queries::new(1, 1, 60);
        for _ in 0..MAX_QUERIES + 5 {
            queries.first(vec![1, 2], &Trick::None, NOW);
        }
        assert_eq!(
            (queries.kept.len(), queries.ids),
            (MAX_QUERIES, 2 * MAX_QUERIES)
        );
    }
}
