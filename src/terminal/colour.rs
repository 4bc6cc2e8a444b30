//! Whether colours are wanted. None of them says anything that words beside it do not say.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _};

/// Whether standard error is to be coloured.
pub(super) fn colour() -> bool {
    is_wanted(|name| std::env::var_os(name), io::stderr().is_terminal())
}

/// Whether the terminal understands nothing but text, one line after the other.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|kind| kind == "dumb")
}

/// Whether colours are wanted: `NO_COLOR` (no-color.org) says no to all else, `CLICOLOR_FORCE` yes also where there is no
/// terminal, `CLICOLOR=0` and a terminal of the kind `dumb` no.
fn is_wanted(variable: impl Fn(&str) -> Option<OsString>, is_terminal: bool) -> bool {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let is = |name: &str, value: &str| variable(name).as_deref() == Some(OsStr::new(value));
    if is_set("NO_COLOR") {
        return false;
    }
    if is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") {
        return true;
    }
    is_terminal && !is("CLICOLOR", "0") && !is("TERM", "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_that_have_them_and_people_who_want_them() {
        let wanted = |variables: &[(&str, &str)], is_terminal| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| OsString::from(value))
            };
            is_wanted(variable, is_terminal)
        };
        for (variables, on_terminal, elsewhere) in [
            (&[][..], true, false),
            (&[("NO_COLOR", "1")], false, false),
            (&[("NO_COLOR", "")], true, false),
            (&[("CLICOLOR", "0")], false, false),
            (&[("CLICOLOR", "1")], true, false),
            (&[("TERM", "dumb")], false, false),
            (&[("TERM", "xterm")], true, false),
            (&[("CLICOLOR_FORCE", "1")], true, true),
            (&[("CLICOLOR_FORCE", "0")], true, false),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false, false),
        ] {
            assert_eq!(wanted(variables, true), on_terminal, "{variables:?}");
            assert_eq!(wanted(variables, false), elsewhere, "{variables:?}");
        }
    }
}
