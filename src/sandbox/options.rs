//! Everything that can be set, with the defaults; also readable from a TOML file.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use serde::Deserialize;

use super::{
    choices::{
        ConflictRule, Duplicates, ErrorBody, LongFields, PagingEnd, Transactions, UnknownTags,
    },
    credentials::Credentials,
    limits::{RateLimit, Throttle},
    plan::FaultPlan,
    rate_headers::RateHeaders,
    refusal::Code,
};

/// Highest count of one rate limit: a sliding window remembers so many times.
const MAX_LIMIT_COUNT: u32 = 1_000_000;

/// How the sandbox behaves. The default is the documented service without limits and without faults.
///
/// Every field may be left out of a TOML file; an unknown one is an error.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SandboxOptions {
    /// Where to listen; port 0 takes a free one. Default `127.0.0.1:8787`.
    pub listen: SocketAddr,
    /// Allows an address that other machines reach. Off: anybody who reaches the sandbox reads all its tickets.
    pub allow_remote: bool,
    /// Where tickets survive the process (mode 0600). None: they die with it.
    pub state_file: Option<PathBuf>,
    /// Faults to play. Default none.
    pub faults: FaultPlan,
    /// Added to every time that the sandbox says: `Date`, open times. May be negative. Default 0.
    pub clock_skew_seconds: i64,

    /// If not empty, just these get a token. Empty: any but a secret that contains `wrong` or `invalid`.
    pub credentials: Vec<Credentials>,
    /// How long a token lives. Default 10,800 (three hours).
    pub token_lifetime_seconds: u32,
    /// Answers 403 to every call, as an IP rule would. Default false.
    pub forbid_everything: bool,

    /// Limits over all calls but token/get and tenants/isonline. Default none.
    pub limits: Vec<RateLimit>,
    /// Limits of token/get. Default none.
    pub token_limits: Vec<RateLimit>,
    /// What an answer 429 looks like.
    pub throttle: Throttle,
    /// Headers that say what is left of the limits. Default none.
    pub rate_headers: RateHeaders,

    /// Status of a successful create: 200 (default) or another 2xx.
    pub success_status: u16,
    /// Shape of error bodies.
    pub error_body: ErrorBody,
    /// Texts of errors by their name (see the module `refusal`), with `{detail}` and `{ticket}` in them; any language.
    pub texts: BTreeMap<Code, String>,
    /// Adds keys to every ticket that no document mentions. Default false.
    pub extra_fields: bool,
    /// Flips the case of the first letter of every key in ticket answers. Default false.
    pub shuffle_case: bool,

    /// A field1 … field10 of more than `max_field`. Default refuse.
    pub long_fields: LongFields,
    /// Longest field1 … field10, in UTF-16 units as .NET counts. Default 120.
    pub max_field: usize,
    /// Tags that are not in `tags`. Default drop.
    pub unknown_tags: UnknownTags,
    /// The department's tags.
    pub tags: Vec<String>,
    /// Messages in a create. Default honour.
    pub transactions: Transactions,
    /// A uniqueArgument that another ticket of the department has. Default allow.
    pub duplicates: Duplicates,
    /// Whether a contact may have one open ticket only. Default off.
    pub open_ticket_conflict: ConflictRule,
    /// Status of that refusal: 400, 409 (default) or 200.
    pub open_ticket_conflict_status: u16,
    /// Longest uniqueArgument in UTF-16 units; 0 (default) for no limit.
    pub max_unique_argument: usize,
    /// Longest participant name in UTF-16 units; 0 (default) for no limit.
    pub max_name: usize,
    /// Channels that are refused, such as `SMS`. Default none.
    pub refused_protocols: Vec<String>,
    /// Refuses phone identifiers other than 8 to 15 digits without leading 0, and mail without `@`. Default false.
    pub strict_identifiers: bool,
    /// Refuses `null` in a create. Default false: like a missing key.
    pub strict_nulls: bool,

    /// tickets/list.
    pub list: ListOptions,

    /// Id of the first ticket. Default 231,000,001.
    pub first_ticket_id: i64,
    /// Tickets beyond this number are refused with 507: each takes some 1.3 KiB of memory. Default 2,000,000.
    pub max_tickets: usize,
    /// Connections served at once; more wait in the kernel's queue. Default 1,024.
    pub max_connections: usize,
    /// Requests that the journal remembers one by one, 0 for none. Default 100,000.
    pub record_requests: usize,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8787)),
            allow_remote: false,
            state_file: None,
            faults: FaultPlan::default(),
            clock_skew_seconds: 0,
            credentials: Vec::new(),
            token_lifetime_seconds: 10_800,
            forbid_everything: false,
            limits: Vec::new(),
            token_limits: Vec::new(),
            throttle: Throttle::default(),
            rate_headers: RateHeaders::default(),
            success_status: 200,
            error_body: ErrorBody::default(),
            texts: BTreeMap::new(),
            extra_fields: false,
            shuffle_case: false,
            long_fields: LongFields::default(),
            max_field: 120,
            unknown_tags: UnknownTags::default(),
            tags: [
                "VIP",
                "New",
                "Returning",
                "Family",
                "Business",
                "Honeymoon",
                "Newsletter",
                "Follow up",
                "משפחות",
                "עסקים",
            ]
            .map(str::to_owned)
            .to_vec(),
            transactions: Transactions::default(),
            duplicates: Duplicates::default(),
            open_ticket_conflict: ConflictRule::default(),
            open_ticket_conflict_status: 409,
            max_unique_argument: 0,
            max_name: 0,
            refused_protocols: Vec::new(),
            strict_identifiers: false,
            strict_nulls: false,
            list: ListOptions::default(),
            first_ticket_id: 231_000_001,
            max_tickets: 2_000_000,
            max_connections: 1_024,
            record_requests: 100_000,
        }
    }
}

impl SandboxOptions {
    /// Says what is wrong with values that no type rules out.
    pub(crate) fn check(&self) -> Result<(), String> {
        let limit = |limit: &RateLimit| {
            limit.count > 0
                && limit.count <= MAX_LIMIT_COUNT
                && limit.per_seconds.is_finite()
                && (0.001..=1e9).contains(&limit.per_seconds)
        };
        if !self.limits.iter().chain(&self.token_limits).all(limit) {
            return Err(format!(
                "a limit needs a count from 1 to {MAX_LIMIT_COUNT} and per_seconds from 0.001 to 1,000,000,000"
            ));
        }
        if !(200..300).contains(&self.success_status) {
            return Err(format!(
                "success_status is {}; use one from 200 to 299",
                self.success_status
            ));
        }
        if !(200..600).contains(&self.open_ticket_conflict_status) {
            return Err(format!(
                "open_ticket_conflict_status is {}; use 200, 400 or 409",
                self.open_ticket_conflict_status
            ));
        }
        if self.list.page_size == 0 || self.max_connections == 0 || self.first_ticket_id < 1 {
            return Err(
                "list.page_size, max_connections and first_ticket_id must be above 0".to_owned(),
            );
        }
        if !self.allow_remote && !self.listen.ip().is_loopback() {
            return Err(format!(
                "{} can be reached from other machines and the sandbox asks nobody who they are; \
                 listen on 127.0.0.1, or set allow_remote",
                self.listen
            ));
        }
        Ok(())
    }
}

/// tickets/list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListOptions {
    /// A ticket shows only so many milliseconds after it was created. Default 0.
    pub lag_ms: u64,
    /// Tickets on a page. Default 100.
    pub page_size: usize,
    /// How the last page says so. Default null.
    pub end: PagingEnd,
    /// How long a page's URL is valid, from the first page. Default 86,400 (a day).
    pub page_lifetime_seconds: u32,
}

impl Default for ListOptions {
    fn default() -> Self {
        Self {
            lag_ms: 0,
            page_size: 100,
            end: PagingEnd::default(),
            page_lifetime_seconds: 86_400,
        }
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
    fn options_are_read_from_toml_and_the_rest_is_default() {
        let options: SandboxOptions = toml::from_str(
            r#"
            listen = "127.0.0.1:0"
            error_body = "Message"
            open_ticket_conflict = "phone"
            limits = [{ count = 5, per_seconds = 1 }, { count = 200, per_seconds = 60, window = "sliding", routes = "create" }]
            throttle = { retry_after = "date", body = "plain", creates_anyway = true }
            texts = { conflict = "כבר קיימת פנייה {ticket}" }
            [faults]
            seed = 7
            rules = ["create:commit_then_500:p=0.05"]
            [list]
            lag_ms = 500
            end = "empty_next"
            [[credentials]]
            api_key = "k"
            api_secret = "s"
            user_name = "u"
            "#,
        )
        .unwrap();
        assert_eq!(options.check(), Ok(()));
        assert_eq!(options.error_body, ErrorBody::CapitalMessage);
        assert_eq!(options.limits.len(), 2);
        assert_eq!(options.faults.rules.len(), 1);
        assert_eq!(options.list.end, PagingEnd::EmptyNext);
        assert_eq!(options.list.page_size, 100);
        assert_eq!(options.success_status, 200);
    }

    #[test]
    fn what_is_not_an_option_is_an_error() {
        for text in [
            "lag = 1",
            "[list]\npages = 1",
            "texts = { nonsense = \"\" }",
            "[faults]\nrules = [\"x\"]",
            "error_body = \"MESSAGE\"",
        ] {
            assert!(toml::from_str::<SandboxOptions>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_that_others_reach_has_to_be_allowed() {
        let mut options = SandboxOptions {
            listen: "0.0.0.0:0".parse().unwrap(),
            ..Default::default()
        };
        assert!(options.check().unwrap_err().contains("allow_remote"));
        options.allow_remote = true;
        assert_eq!(options.check(), Ok(()));
    }
}
