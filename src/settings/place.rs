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
        url.parse().map_err(at("--base-url"))?
    } else if let Some(name) = &args.workspace {
        Endpoint::workspace(name).map_err(at("--workspace"))?
    } else if let Some(name) = value(environment, "GLASSIX_WORKSPACE")? {
        Endpoint::workspace(&name).map_err(at("GLASSIX_WORKSPACE"))?
    } else if let Some(url) = &target.base_url {
        url.parse().map_err(at("target.base_url"))?
    } else if let Some(name) = &target.workspace {
        Endpoint::workspace(name).map_err(at("target.workspace"))?
    } else {
        return Ok(None);
    };
    Ok(Some(Place::Service(endpoint)))
}
