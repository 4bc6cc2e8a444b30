//! Which call a request is, by method and path.

use std::{fmt, str::FromStr};

/// Where the API lives on every host.
pub(crate) const API_PREFIX: &str = "/api/v1.2";

/// One call of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// `POST token/get`
    Token,
    /// `POST tickets/create`
    Create,
    /// `GET tickets/list`
    List,
    /// `GET tickets/get/{id}`
    Get,
    /// `GET tenants/gettags`
    Tags,
    /// `GET users/allusers`
    Users,
    /// `GET tenants/isonline`
    Online,
    /// `PUT tickets/setfields/{id}`
    SetFields,
    /// `PUT tickets/setstate/{id}`
    SetState,
    /// `POST tickets/addnote/{id}`
    AddNote,
    /// `POST tickets/addtags/{id}`
    AddTags,
}

impl Route {
    /// Every route, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Token,
        Self::Create,
        Self::List,
        Self::Get,
        Self::Tags,
        Self::Users,
        Self::Online,
        Self::SetFields,
        Self::SetState,
        Self::AddNote,
        Self::AddTags,
    ];

    /// The short name in fault rules, limits and the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Create => "create",
            Self::List => "list",
            Self::Get => "get",
            Self::Tags => "tags",
            Self::Users => "users",
            Self::Online => "online",
            Self::SetFields => "setfields",
            Self::SetState => "setstate",
            Self::AddNote => "addnote",
            Self::AddTags => "addtags",
        }
    }

    /// Method, path below the prefix, and whether a ticket's id follows.
    const fn address(self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Token => ("POST", "token/get", false),
            Self::Create => ("POST", "tickets/create", false),
            Self::List => ("GET", "tickets/list", false),
            Self::Get => ("GET", "tickets/get", true),
            Self::Tags => ("GET", "tenants/gettags", false),
            Self::Users => ("GET", "users/allusers", false),
            Self::Online => ("GET", "tenants/isonline", false),
            Self::SetFields => ("PUT", "tickets/setfields", true),
            Self::SetState => ("PUT", "tickets/setstate", true),
            Self::AddNote => ("POST", "tickets/addnote", true),
            Self::AddTags => ("POST", "tickets/addtags", true),
        }
    }

    /// The method that the call wants.
    pub(crate) const fn method(self) -> &'static str {
        self.address().0
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// What a method and a path lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A call, with the ticket's id where its path has one (`None` if that is not a number).
    Call(Route, Option<i64>),
    /// The path of a call, with a method it does not have.
    WrongMethod(Route),
    /// Below the API's prefix, but no call.
    NoCall,
    /// Not the API.
    Elsewhere,
}

/// Finds the call. Letter case in the path does not count, as with the service's own web server.
pub(crate) fn find(method: &str, path: &str) -> Target {
    let Some(rest) = strip_prefix_ignoring_case(path, API_PREFIX) else {
        return Target::Elsewhere;
    };
    let rest = rest.trim_matches('/');
    for route in Route::ALL {
        let (wanted, address, has_id) = route.address();
        let Some(tail) = strip_prefix_ignoring_case(rest, address) else {
            continue;
        };
        let id = match (has_id, tail.strip_prefix('/')) {
            (false, None) if tail.is_empty() => None,
            (true, Some(id)) if !id.contains('/') => id.parse().ok(),
            _ => continue,
        };
        return if method == wanted {
            Target::Call(route, id)
        } else {
            Target::WrongMethod(route)
        };
    }
    Target::NoCall
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    if head.eq_ignore_ascii_case(prefix) {
        text.get(prefix.len()..)
    } else {
        None
    }
}

/// A set of calls: `any`, or names joined by `+` such as `create+list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteSet(u16);

impl RouteSet {
    /// Every call.
    pub const ANY: Self = Self((1 << Route::ALL.len()) - 1);

    /// Just this call.
    #[must_use]
    pub const fn only(route: Route) -> Self {
        Self(route.bit())
    }

    /// This set and that call.
    #[must_use]
    pub const fn with(self, route: Route) -> Self {
        Self(self.0 | route.bit())
    }

    /// Whether the call is one of them.
    #[must_use]
    pub const fn contains(self, route: Route) -> bool {
        self.0 & route.bit() != 0
    }
}

impl FromStr for RouteSet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "any" {
            return Ok(Self::ANY);
        }
        text.split('+').try_fold(Self(0), |set, name| {
            Route::ALL
                .into_iter()
                .find(|route| route.name() == name)
                .map(|route| set.with(route))
                .ok_or_else(|| {
                    let known: Vec<_> = Route::ALL.iter().map(|route| route.name()).collect();
                    format!(
                        "\"{name}\" is not a call; use any, or some of {} joined by +",
                        known.join(", ")
                    )
                })
        })
    }
}

impl fmt::Display for RouteSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ANY {
            return f.write_str("any");
        }
        let names: Vec<_> = Route::ALL
            .into_iter()
            .filter(|route| self.contains(*route))
            .map(Route::name)
            .collect();
        f.write_str(&names.join("+"))
    }
}

impl<'de> serde::Deserialize<'de> for RouteSet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
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
    fn every_call_is_found_by_its_method_and_path() {
        for (method, path, target) in [
            (
                "POST",
                "/api/v1.2/token/get",
                Target::Call(Route::Token, None),
            ),
            (
                "POST",
                "/api/v1.2/tickets/create/",
                Target::Call(Route::Create, None),
            ),
            (
                "GET",
                "/API/v1.2/Tickets/List",
                Target::Call(Route::List, None),
            ),
            (
                "GET",
                "/api/v1.2/tickets/get/231004417",
                Target::Call(Route::Get, Some(231_004_417)),
            ),
            (
                "GET",
                "/api/v1.2/tickets/get/abc",
                Target::Call(Route::Get, None),
            ),
            (
                "PUT",
                "/api/v1.2/tickets/setstate/7",
                Target::Call(Route::SetState, Some(7)),
            ),
            (
                "GET",
                "/api/v1.2/tickets/create",
                Target::WrongMethod(Route::Create),
            ),
            ("GET", "/api/v1.2/tickets/get", Target::NoCall),
            ("GET", "/api/v1.2/tickets/search", Target::NoCall),
            ("GET", "/api/v1.2/tickets/listing", Target::NoCall),
            ("GET", "/", Target::Elsewhere),
        ] {
            assert_eq!(find(method, path), target, "{method} {path}");
        }
    }

    #[test]
    fn a_set_of_calls_reads_and_writes_its_names() {
        assert_eq!("any".parse::<RouteSet>().unwrap(), RouteSet::ANY);
        let set: RouteSet = "create+list".parse().unwrap();
        assert!(
            set.contains(Route::Create) && set.contains(Route::List) && !set.contains(Route::Token)
        );
        assert_eq!(set.to_string(), "create+list");
        assert!(
            "create+send"
                .parse::<RouteSet>()
                .unwrap_err()
                .contains("send")
        );
    }
}
