//! Writing to standard output, and texts that are safe to show.

use std::io::{self, Write as _};

use crate::sheet::is_invisible;

/// Writes the result. A reader that has gone (`… | head`) is no failure of the run.
///
/// # Errors
/// Any other failure of standard output.
pub fn write_stdout(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Says something beside the result. There is nowhere to report that standard error is gone.
pub fn write_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A text from a sheet or a file name without what would steer a terminal: controls and direction marks
/// are shown as their code.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) {
            shown.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// A value on one line: line breaks and tabs as signs, whatever else cannot be seen as its code.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        let text = text.replace("\r\n", "⏎").replace(['\n', '\r'], "⏎");
        visible(&text.replace('\t', "⇥"))
    } else {
        visible(text)
    }
}

/// Options whose values often hold a token: what was typed is shown in logs and summaries.
const SECRET: [&str; 2] = ["--notify-url", "--ping-url"];

/// Stands for such a value.
const NOT_SHOWN: &str = "URL";

/// The command that was typed, quoted for a shell, so that it can be typed again, but for secrets.
#[must_use]
pub fn command_line(arguments: impl Iterator<Item = std::ffi::OsString>) -> String {
    let mut words = vec!["glassix-import".to_owned()];
    let mut value_follows = false;
    for argument in arguments.skip(1) {
        let text = argument.to_string_lossy();
        if std::mem::replace(&mut value_follows, SECRET.contains(&&*text)) {
            words.push(NOT_SHOWN.to_owned());
            continue;
        }
        if let Some((flag, _)) = text.split_once('=')
            && SECRET.contains(&flag)
        {
            words.push(format!("{flag}={NOT_SHOWN}"));
            continue;
        }
        let is_plain = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || "-_./:=,%+@".contains(c));
        if is_plain {
            words.push(text.into_owned());
        } else {
            words.push(format!("'{}'", text.replace('\'', r"'\''")));
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_steer_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202E}c"), "a\\u{1b}[31mb\\u{202e}c");
        assert_eq!(visible("שלום"), "שלום");
    }

    #[test]
    fn a_value_stays_on_its_line_and_steers_nothing() {
        assert_eq!(
            on_one_line("a\r\nb\tc\u{1b}[2J\u{202e}d"),
            "a⏎b⇥c\\u{1b}[2J\\u{202e}d"
        );
    }

    #[test]
    fn the_command_can_be_typed_again() {
        let typed = [
            "/bin/glassix-import",
            "run",
            "my leads.csv",
            "--rate",
            "5/s",
            "it's",
        ];
        assert_eq!(
            command_line(typed.into_iter().map(Into::into)),
            r"glassix-import run 'my leads.csv' --rate 5/s 'it'\''s'"
        );
    }

    #[test]
    fn an_address_with_a_token_is_not_shown() {
        let typed = [
            "glassix-import",
            "run",
            "--ping-url",
            "https://a.example/T0K3N",
            "--notify-url=https://b.example/T0K3N",
            "a.csv",
        ];
        assert_eq!(
            command_line(typed.into_iter().map(Into::into)),
            "glassix-import run --ping-url URL --notify-url=URL a.csv"
        );
    }
}
