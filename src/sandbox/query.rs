//! The query parameters of tickets/list and tickets/setstate.

use super::{
    moment::Moment,
    refusal::{Code, Refusal},
    ticket::TicketState,
};

/// What tickets/list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListQuery {
    /// The page that this token stands for.
    Page(String),
    /// The first page of a window.
    Window {
        since: Moment,
        until: Moment,
        /// Empty for all.
        states: Vec<TicketState>,
        newest_first: bool,
    },
}

impl ListQuery {
    /// Reads a query string. Unknown parameters are ignored; `page` must stand alone.
    pub(crate) fn parse(query: &str) -> Result<Self, Refusal> {
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        let find = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| &**value)
        };
        if let Some(page) = find("page") {
            return match pairs.len() {
                1 => Ok(Self::Page(page.to_owned())),
                _ => Err(Refusal::new(
                    Code::Page,
                    "page must not be combined with other parameters",
                )),
            };
        }
        let date = |name: &str| {
            let text = find(name)
                .ok_or_else(|| Refusal::new(Code::Window, format!("{name} is required")))?;
            Moment::parse_list_date(text).ok_or_else(|| {
                Refusal::new(
                    Code::Window,
                    format!("{name} must look like dd/MM/yyyy HH:mm:ss:ff"),
                )
            })
        };
        let (since, until) = (date("since")?, date("until")?);
        if until < since {
            return Err(Refusal::new(Code::Window, "until lies before since"));
        }
        if until > since.next_month() {
            return Err(Refusal::new(
                Code::Window,
                "since and until are more than a month apart",
            ));
        }
        let states = find("ticketState")
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let states = states
            .map(|word| {
                TicketState::from_word(word)
                    .ok_or_else(|| Refusal::invalid(format!("ticketState '{word}' is not known")))
            })
            .collect::<Result<_, _>>()?;
        // The words are as the documentation has them: ASC, the default, shows the newest first.
        let newest_first =
            !find("sortOrder").is_some_and(|order| order.eq_ignore_ascii_case("DESC"));
        Ok(Self::Window {
            since,
            until,
            states,
            newest_first,
        })
    }
}

/// What tickets/setstate is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StateQuery {
    pub(crate) state: TicketState,
    /// Whether the answer is the whole ticket.
    pub(crate) get_ticket: bool,
    /// Whether the customer is told.
    pub(crate) message: bool,
    pub(crate) webhook: bool,
}

impl StateQuery {
    pub(crate) fn parse(query: &str) -> Result<Self, Refusal> {
        let find = |name: &str| {
            url::form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        let switch = |name: &str, default: bool| {
            find(name).map_or(default, |word| word.eq_ignore_ascii_case("true"))
        };
        let state = find("nextState").ok_or_else(|| Refusal::invalid("nextState is required"))?;
        let state = TicketState::from_word(&state)
            .ok_or_else(|| Refusal::invalid(format!("nextState '{state}' is not known")))?;
        Ok(Self {
            state,
            get_ticket: switch("getTicket", false),
            message: switch("sendTicketStateChangedMessage", true),
            webhook: switch("enableWebhook", true),
        })
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

    #[test]
    fn a_window_is_two_dates_and_perhaps_states() {
        let query = "since=01%2F07%2F2026%2000%3A00%3A00%3A00&until=01/08/2026+00:00:00&ticketState=Open,closed&state=x&foo";
        let ListQuery::Window {
            since,
            until,
            states,
            newest_first,
        } = ListQuery::parse(query).unwrap()
        else {
            panic!()
        };
        assert_eq!(since.iso(), "2026-07-01T00:00:00.0000000Z");
        assert_eq!(until.iso(), "2026-08-01T00:00:00.0000000Z");
        assert_eq!(states, [TicketState::Open, TicketState::Closed]);
        assert!(newest_first);
        let oldest = ListQuery::parse(&format!("{query}&sortOrder=DESC")).unwrap();
        assert!(matches!(
            oldest,
            ListQuery::Window {
                newest_first: false,
                ..
            }
        ));
    }

    #[test]
    fn a_wrong_list_query_is_refused() {
        for (query, code) in [
            ("", Code::Window),
            ("since=01/07/2026 00:00:00:00", Code::Window),
            ("since=2026-07-01&until=2026-07-02", Code::Window),
            (
                "since=01/07/2026 00:00:00:00&until=01/08/2026 00:00:00:01",
                Code::Window,
            ),
            (
                "since=02/07/2026 00:00:00:00&until=01/07/2026 00:00:00:00",
                Code::Window,
            ),
            (
                "since=01/07/2026 00:00:00:00&until=02/07/2026 00:00:00:00&ticketState=Ajar",
                Code::Invalid,
            ),
            ("page=x&since=01/07/2026 00:00:00:00", Code::Page),
            ("page=x&page=y", Code::Page),
        ] {
            let refusal = ListQuery::parse(query).unwrap_err();
            assert_eq!((refusal.code, refusal.status()), (code, 400), "{query}");
        }
        assert_eq!(
            ListQuery::parse("page=b3A%3D").unwrap(),
            ListQuery::Page("b3A=".into())
        );
        assert_eq!(
            ListQuery::parse("page=b3A=").unwrap(),
            ListQuery::Page("b3A=".into())
        );
    }

    #[test]
    fn a_change_of_state_tells_the_customer_unless_it_is_told_not_to() {
        let query =
            StateQuery::parse("nextState=closed&getTicket=True&enableWebhook=false").unwrap();
        assert_eq!(
            query,
            StateQuery {
                state: TicketState::Closed,
                get_ticket: true,
                message: true,
                webhook: false
            }
        );
        assert!(StateQuery::parse("").is_err() && StateQuery::parse("nextState=x").is_err());
    }
}
