//! Writing to standard output, and texts that are safe to show.

use std::io::{self, IsTerminal as _, Write as _};

use super::columns::{END_ISOLATE, ISOLATE, beginning, runs_leftwards};
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
/// On a terminal, what runs from right to left and was [set apart](super::set_apart) stays so; what is written elsewhere is
/// searched and copied, and has no such marks.
///
/// # Errors
/// As [`write_stdout`].
pub fn write_people(text: &str) -> io::Result<()> {
    let marks = if io::stdout().is_terminal() {
        ["\u{2068}", "\u{2069}"]
    } else {
        [""; 2]
    };
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| line_for_people(line, marks))
        .collect();
    write_stdout(&lines.join("\n"))
}

/// A line made safe to show. A part that is set apart has the given marks around it; all other marks of direction are
/// shown as their code.
fn line_for_people(line: &str, [isolate, end_isolate]: [&str; 2]) -> String {
    let (mut shown, mut rest) = (String::with_capacity(line.len()), line);
    while let Some((before, behind)) = rest.split_once(ISOLATE) {
        shown.push_str(&visible(before));
        rest = behind;
        match behind.split_once(END_ISOLATE) {
            Some((part, behind)) if is_safe_apart(part) => {
                shown.extend([isolate, &visible(part), end_isolate]);
                rest = behind;
            }
            // Nobody here writes such a mark alone.
            _ => shown.push_str(&visible(&ISOLATE.to_string())),
        }
    }
    shown.push_str(&visible(rest));
    shown
}

/// Whether a part runs from right to left and opens no other.
fn is_safe_apart(part: &str) -> bool {
    part.chars().any(runs_leftwards) && !part.contains(ISOLATE)
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
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        if steers(c) && !joins(before, c, chars.peek().copied()) {
            shown.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
        } else {
            shown.push(c);
        }
        before = Some(c);
    }
    shown
}

/// Whether it is a joiner or what keeps letters from being joined (U+200D, U+200C), where a script or an emoji needs it:
/// it is not seen itself, and what stands around it looks another way without it.
fn joins(before: Option<char>, c: char, after: Option<char>) -> bool {
    let is_seen = |c: Option<char>| {
        c.is_some_and(|c| {
            !c.is_ascii() && !c.is_control() && !c.is_whitespace() && !is_invisible(c)
        })
    };
    matches!(c, '\u{200C}' | '\u{200D}') && is_seen(before) && is_seen(after)
}

/// Whether a character steers a terminal or a reader instead of being seen: a control, a mark of direction, or another
/// that stands in a text unseen.
pub(crate) fn steers(c: char) -> bool {
    c.is_control() || is_invisible(c) || breaks_lines(c)
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
    visible(&beginning(name, MAX_NAME))
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
    fn what_joins_letters_and_emoji_is_kept_between_them_alone() {
        for kept in ["می\u{200C}خواهم", "👩\u{200D}👧", "क्\u{200D}ष"] {
            assert_eq!(visible(kept), kept);
        }
        assert_eq!(visible("a\u{200D}b\u{200C}"), "a\\u{200d}b\\u{200c}");
        assert_eq!(visible("א\u{200C}\u{200C}ב"), "א\\u{200c}\\u{200c}ב");
    }

    #[test]
    fn what_is_set_apart_stays_so_and_no_other_mark_of_direction() {
        let on_terminal = |line| line_for_people(line, ["<", ">"]);
        assert_eq!(
            on_terminal("a \u{2068}אב 1\u{2069}, \u{2068}ג\u{2069}"),
            "a <אב 1>, <ג>"
        );
        assert_eq!(on_terminal("\u{2068}a\u{2069}"), "\\u{2068}a\\u{2069}");
        assert_eq!(on_terminal("\u{2068}א"), "\\u{2068}א");
        assert_eq!(on_terminal("\u{2069}א\u{202e}"), "\\u{2069}א\\u{202e}");
        assert_eq!(
            on_terminal("\u{2068}\u{2068}א\u{2069}\u{2069}"),
            "\\u{2068}<א>\\u{2069}"
        );
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
