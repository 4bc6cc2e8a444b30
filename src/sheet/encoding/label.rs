//! The encodings by name, as standards and people call them.

use super::dos::Dos;

/// How characters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, which files that hold ASCII alone are as well.
    Utf8,
    /// UTF-16, low byte first: what Excel calls "Unicode text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// An encoding of one to four bytes a character that the WHATWG standard has.
    Other(&'static encoding_rs::Encoding),
    /// A code page of DOS.
    Dos(Dos),
}

/// What is named when a name is not known.
const USUAL: &str = "utf-8, utf-16le, windows-1255 (Hebrew), windows-1256 (Arabic), windows-1252 (western Europe), \
     windows-1250 (central Europe), windows-1251 (Cyrillic), windows-1253 (Greek), windows-1254 (Turkish), \
     windows-874 (Thai), shift_jis, gb18030, big5, euc-kr, macintosh, cp862 (Hebrew of DOS) and cp850 (DOS)";

impl Encoding {
    /// The encoding that a person means by a name: a label of the WHATWG standard, a code page by its
    /// number, or a language, which stands for what Windows writes in it.
    ///
    /// # Errors
    /// A message that lists the usual names, lower-case and without a name of a file.
    pub(crate) fn named(label: &str) -> Result<Self, String> {
        let label = label.trim().to_ascii_lowercase();
        let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.as_str() {
            "ansi" | "oem" | "dos" | "msdos" | "windows" | "excel" => {
                return Err(format!(
                    "\"{label}\" is a different encoding on every computer; say which it was: {USUAL}"
                ));
            }
            "utf8sig" | "utf8bom" | "utf8withbom" | "utf8mb4" | "65001" | "cp65001" => {
                return Ok(Self::Utf8);
            }
            "utf16" | "1200" | "cp1200" => return Ok(Self::Utf16Le),
            "1201" | "cp1201" => return Ok(Self::Utf16Be),
            _ => {}
        }
        if let Some(page) = number(&plain).and_then(dos) {
            return Ok(Self::Dos(page));
        }
        let standard = language(&plain).unwrap_or(&label);
        encoding_rs::Encoding::for_label_no_replacement(standard.as_bytes())
            .or_else(|| {
                let label = format!("windows-{}", number(&plain)?);
                encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
            })
            .or_else(|| of_number(number(&plain)?))
            .or_else(|| encoding_rs::Encoding::for_label_no_replacement(plain.as_bytes()))
            .filter(|found| *found != encoding_rs::X_USER_DEFINED)
            .map(Self::of_standard)
            .ok_or_else(|| {
                format!("there is no encoding \"{label}\" here; the usual ones are {USUAL}")
            })
    }

    /// The name to be shown, which [`Encoding::named`] knows.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Other(encoding) => encoding.name(),
            Self::Dos(page) => page.name(),
        }
    }

    /// An encoding of the standard, the Unicode ones as what they are here. Hebrew of the web pages whose
    /// letters are to be turned round by the reader is the one whose letters are not: whether they stand in
    /// the order of reading is seen in the text.
    pub(super) fn of_standard(encoding: &'static encoding_rs::Encoding) -> Self {
        if encoding == encoding_rs::UTF_8 {
            Self::Utf8
        } else if encoding == encoding_rs::UTF_16LE {
            Self::Utf16Le
        } else if encoding == encoding_rs::UTF_16BE {
            Self::Utf16Be
        } else if encoding == encoding_rs::ISO_8859_8 {
            Self::Other(encoding_rs::ISO_8859_8_I)
        } else {
            Self::Other(encoding)
        }
    }

    /// What whole lines say in it, for looking at them; what cannot be decoded is U+FFFD.
    pub(super) fn read(self, lines: &[u8]) -> String {
        match self {
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => {
                String::from_utf8_lossy(lines).into_owned()
            }
            Self::Other(encoding) => encoding
                .decode_without_bom_handling(lines)
                .0
                .chars()
                .map(seen)
                .collect(),
            Self::Dos(page) => lines.iter().map(|byte| page.character(*byte)).collect(),
        }
    }

    /// Whether it is one of the two of UTF-16.
    pub(super) fn is_utf16(self) -> bool {
        matches!(self, Self::Utf16Le | Self::Utf16Be)
    }

    /// Whether each character is one byte.
    pub(super) fn is_single_byte(self) -> bool {
        match self {
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => false,
            Self::Other(encoding) => encoding.is_single_byte(),
            Self::Dos(_) => true,
        }
    }
}

/// A control character of the upper half is a byte that the encoding does not have.
pub(super) fn seen(c: char) -> char {
    if matches!(c, '\u{80}'..='\u{9F}') {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// The digits of a code page: `cp1255`, `windows 1255`, `win1255`, `1255`.
fn number(plain: &str) -> Option<u32> {
    let digits = ["windows", "codepage", "win", "ibm", "cp", "ms", ""]
        .iter()
        .find_map(|prefix| plain.strip_prefix(prefix))?;
    digits.parse().ok()
}

fn dos(number: u32) -> Option<Dos> {
    Dos::ALL
        .into_iter()
        .find(|page| page.name().strip_prefix("cp") == Some(number.to_string().as_str()))
}

/// Code pages of Windows that have another name in the standard.
fn of_number(number: u32) -> Option<&'static encoding_rs::Encoding> {
    Some(match number {
        866 => encoding_rs::IBM866,
        932 | 943 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        10000 => encoding_rs::MACINTOSH,
        20866 => encoding_rs::KOI8_R,
        28591 | 819 => encoding_rs::WINDOWS_1252,
        28592 => encoding_rs::ISO_8859_2,
        28598 | 38598 => encoding_rs::ISO_8859_8_I,
        28605 => encoding_rs::ISO_8859_15,
        54936 => encoding_rs::GB18030,
        _ => return None,
    })
}

/// A language stands for what Windows writes in it. Some of these words are labels of the standard, where
/// they mean encodings of old web pages that no spreadsheet program writes.
fn language(plain: &str) -> Option<&'static str> {
    Some(match plain {
        "hebrew" => "windows-1255",
        "arabic" | "persian" | "farsi" => "windows-1256",
        "cyrillic" | "russian" | "ukrainian" | "bulgarian" => "windows-1251",
        "greek" => "windows-1253",
        "turkish" => "windows-1254",
        "baltic" => "windows-1257",
        "vietnamese" => "windows-1258",
        "thai" => "windows-874",
        "german" | "french" | "spanish" | "portuguese" | "italian" | "western" => "windows-1252",
        "polish" | "czech" | "hungarian" | "centraleuropean" => "windows-1250",
        "japanese" | "sjis" => "shift_jis",
        "korean" => "euc-kr",
        "chinese" | "gb" => "gb18030",
        "macroman" | "mac" => "macintosh",
        _ => return None,
    })
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
    fn an_encoding_is_known_by_what_people_type() {
        for (typed, name) in [
            ("utf8", "UTF-8"),
            (" UTF-8 ", "UTF-8"),
            ("utf-8-sig", "UTF-8"),
            ("utf16", "UTF-16LE"),
            ("UTF-16", "UTF-16LE"),
            ("unicode", "UTF-16LE"),
            ("utf-16be", "UTF-16BE"),
            ("cp1255", "windows-1255"),
            ("windows1255", "windows-1255"),
            ("Windows-1255", "windows-1255"),
            ("win 1255", "windows-1255"),
            ("1255", "windows-1255"),
            ("hebrew", "windows-1255"),
            ("Arabic", "windows-1256"),
            ("latin1", "windows-1252"),
            ("latin-1", "windows-1252"),
            ("ISO 8859-1", "windows-1252"),
            ("iso8859-15", "ISO-8859-15"),
            ("iso-8859-8", "ISO-8859-8-I"),
            ("iso-8859-8-i", "ISO-8859-8-I"),
            ("ms932", "Shift_JIS"),
            ("cp936", "GBK"),
            ("sjis", "Shift_JIS"),
            ("cp862", "cp862"),
            ("ibm862", "cp862"),
            ("CP437", "cp437"),
            ("866", "IBM866"),
            ("mac", "macintosh"),
        ] {
            assert_eq!(
                Encoding::named(typed).map(Encoding::name),
                Ok(name),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_name_that_says_nothing_is_answered_with_the_usual_ones() {
        for typed in [
            "ansi",
            "ebcdic",
            "utf-32",
            "",
            "x-user-defined",
            "replacement",
            "עברית",
            "99999999999",
        ] {
            let answer = Encoding::named(typed).expect_err(typed);
            assert!(answer.contains("windows-1255 (Hebrew)"), "{answer}");
        }
    }

    #[test]
    fn the_name_shown_can_be_typed() {
        for typed in [
            "utf-8",
            "utf-16le",
            "utf-16be",
            "1255",
            "iso-8859-8",
            "big5",
            "cp850",
            "mac",
        ] {
            let encoding = Encoding::named(typed).expect(typed);
            assert_eq!(Encoding::named(encoding.name()), Ok(encoding));
        }
    }
}
