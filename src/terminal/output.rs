//! Writing to standard output, and texts that are safe to show.

use std::io::{self, Write as _};

use crate::sheet::is_invisible;

/// Writes the result as it is, for programs. A reader that has gone (`… | head`) is no failure of the run.
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

/// Writes a result for people, with each line made safe to show: it tells of cells, of files and of what a service said.
///
/// # Errors
/// As [`write_stdout`].
pub fn write_people(text: &str) -> io::Result<()> {
    write_stdout(&visible_lines(text))
}

/// Says something beside the result, with each line made safe to show. There is nowhere to report that standard error
/// is gone.
pub fn write_stderr(text: &str) {
    let _ = io::stderr()
        .lock()
        .write_all(visible_lines(text).as_bytes());
}

/// A text of several lines with each line made safe to show.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    lines.join("\n")
}

/// A text from a sheet or a file name without what would steer a terminal: controls and direction marks
/// are shown as their code.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) || breaks_lines(c) {
            shown.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Signs that end a line or hide a text where they are understood, and are seen nowhere: U+2028 and U+2029, and tags.
fn breaks_lines(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Characters of a column's name that are shown: names that tell columns apart are shorter.
const MAX_NAME: usize = 120;

/// The name of a column, safe to show and not longer than tells it apart.
#[must_use]
pub fn column_name(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => format!("{}…", visible(name.get(..end).unwrap_or_default())),
        None => visible(name),
    }
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
    fn a_column_whose_name_is_a_book_is_shown_by_its_beginning() {
        assert_eq!(column_name("phone\u{1b}"), "phone\\u{1b}");
        let shown = column_name(&"ש".repeat(100_000));
        assert_eq!(shown.chars().count(), MAX_NAME + 1);
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
