//! Where tickets go, before anybody asks who sends them.

use std::fmt;

use super::{Environment, SettingsError, TargetSection, at, value};
use crate::cli::PlaceArgs;
use crate::glassix::Endpoint;

/// A place that tickets go to.
#[derive(Clone, Debug)]
pub enum Place {
    /// A look-alike in this process.
    Sandbox,
    /// A service.
    Service(Endpoint),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sandbox => f.write_str("the sandbox inside this process"),
            Self::Service(endpoint) => endpoint.fmt(f),
        }
    }
}

/// The place that was typed, set or written; `None` where nobody said any.
///
/// # Errors
/// [`SettingsError`] for one that cannot be.
pub(super) fn place(
    args: &PlaceArgs,
    environment: &impl Environment,
    target: &TargetSection,
) -> Result<Option<Place>, SettingsError> {
    if args.sandbox {
        return Ok(Some(Place::Sandbox));
    }
    let endpoint = if let Some(url) = &args.base_url {
        at_base(url, args).map_err(at("--base-url"))?
    } else if let Some(name) = &args.workspace {
        Endpoint::workspace(name).map_err(at("--workspace"))?
    } else if let Some(name) = value(environment, "GLASSIX_WORKSPACE")? {
        Endpoint::workspace(&name).map_err(at("GLASSIX_WORKSPACE"))?
    } else if let Some(url) = &target.base_url {
        at_base(url, args).map_err(at("target.base_url"))?
    } else if let Some(name) = &target.workspace {
        Endpoint::workspace(name).map_err(at("target.workspace"))?
    } else {
        return Ok(None);
    };
    let expected = args.expect_workspace.as_deref();
    match expected.or(target.expect_workspace.as_deref()) {
        Some(expected) if !is_expected(&endpoint, expected) => Err(SettingsError::OtherWorkspace {
            expected: expected.trim().to_owned(),
            named: endpoint.name(),
        }),
        _ => Ok(Some(Place::Service(endpoint))),
    }
}

/// Plain http over a network is a matter of each run: no file and no environment asks for it.
fn at_base(url: &str, args: &PlaceArgs) -> Result<Endpoint, String> {
    if args.insecure_http {
        Endpoint::in_the_clear(url)
    } else {
        url.parse()
    }
}

/// Host names are the same in any letter case.
fn is_expected(endpoint: &Endpoint, expected: &str) -> bool {
    endpoint.name().eq_ignore_ascii_case(expected.trim())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::environment::tests::Table;
    use super::*;

    fn named(workspace: &str, typed: Option<&str>, written: Option<&str>) -> Result<(), String> {
        let args = PlaceArgs {
            expect_workspace: typed.map(str::to_owned),
            ..PlaceArgs::default()
        };
        let target = TargetSection {
            expect_workspace: written.map(str::to_owned),
            ..TargetSection::default()
        };
        let table = Table::of(&[("GLASSIX_WORKSPACE", workspace)]);
        place(&args, &table, &target)
            .map(drop)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn another_workspace_than_the_expected_one_is_refused_and_what_was_typed_counts_before_the_file()
     {
        assert_eq!(named("acme", None, None), Ok(()));
        assert_eq!(named("acme", Some("ACME"), Some("other")), Ok(()));
        assert_eq!(
            named("acme-test", None, Some("acme")).unwrap_err(),
            "the tickets would go to the workspace \"acme-test\", and \"acme\" is expected (--expect-workspace, target.expect_workspace); nothing was sent"
        );
    }

    #[test]
    fn plain_http_over_a_network_has_to_be_asked_for_wherever_the_base_stands() {
        let target = TargetSection {
            base_url: Some("http://10.0.0.7/api/v1.2".into()),
            ..TargetSection::default()
        };
        let found = |insecure_http| {
            let args = PlaceArgs {
                insecure_http,
                ..PlaceArgs::default()
            };
            place(&args, &Table::of(&[]), &target)
        };
        let refused = found(false).unwrap_err().to_string();
        assert!(refused.contains("--insecure-http"), "{refused}");
        assert!(matches!(found(true), Ok(Some(Place::Service(_)))));
    }

    #[test]
    fn the_sandbox_is_nobody_elses_whatever_is_expected() {
        let args = PlaceArgs {
            sandbox: true,
            expect_workspace: Some("acme".into()),
            ..PlaceArgs::default()
        };
        let found = place(&args, &Table::of(&[]), &TargetSection::default());
        assert!(matches!(found, Ok(Some(Place::Sandbox))));
    }
}
