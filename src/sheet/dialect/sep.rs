//! The line by which a file tells Excel its delimiter.

/// The delimiter that the first line names, as in `sep=;`, and the bytes of that line. Some programs put
/// quotes around it, or write other cells behind it.
pub(super) fn separator_line(sample: &[u8]) -> Option<(u8, usize)> {
    let end = memchr::memchr2(b'\n', b'\r', sample)?;
    let line = sample.get(..end)?;
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (key, value) = line.split_at_checked(4)?;
    if !key.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    let (delimiter, rest) = value.split_first()?;
    let named = delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() && *delimiter != b'"';
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let blank = rest.iter().all(|byte| byte == delimiter || *byte == b' ');
    let paired = sample.get(end..end + 2) == Some(b"\r\n");
    (named && blank).then_some((*delimiter, end + 1 + usize::from(paired)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_names_the_delimiter_is_found_with_and_without_quotes() {
        for (text, found) in [
            ("sep=;\r\na;b", Some((b';', 7))),
            ("SEP=,\na,b", Some((b',', 6))),
            ("\"sep=\t\"\na\tb", Some((b'\t', 8))),
            ("sep=;;;\ra;b;c", Some((b';', 8))),
            ("sep=x\na", None),
            ("sep\n", None),
            ("separator=;\n", None),
            ("sep=;", None),
        ] {
            assert_eq!(separator_line(text.as_bytes()), found, "{text:?}");
        }
    }
}
