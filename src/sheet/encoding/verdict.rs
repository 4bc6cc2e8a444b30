//! What the encoding is, from what was seen of the whole file.

use super::alphabet::{Region, Script};
use super::guess::{Guess, faults, guess, region};
use super::sample::shown;
use super::survey::Survey;
use super::units::Units;
use super::{Encoding, EncodingError, Evidence, Found, doubled};

/// What is known before the bytes are judged.
pub(super) struct Seen {
    /// What the user says.
    pub(super) told: Option<Encoding>,
    /// What the first bytes show.
    pub(super) evidence: Evidence,
    /// Bytes of the byte order mark.
    pub(super) mark: usize,
}

impl Seen {
    fn found(&self, encoding: Encoding, evidence: Evidence, text: &str) -> Found {
        Found {
            encoding,
            evidence: self.told.map_or(evidence, |_| Evidence::Told),
            mark: self.mark,
            samples: shown(text),
            damaged: 0,
            rival: None,
            doubled: None,
        }
    }
}

/// Judges what was seen of a file in UTF-16.
///
/// # Errors
/// [`EncodingError::Joined`] if it is not that to its end.
pub(super) fn of_units(
    units: &Units,
    encoding: Encoding,
    seen: &Seen,
) -> Result<Found, EncodingError> {
    if let Some(place) = units.eight_bit {
        return Err(EncodingError::Joined {
            encoding: encoding.name(),
            place: place + seen.mark as u64,
        });
    }
    let lines = units.sample.joined();
    let text = String::from_utf8_lossy(&lines);
    Ok(Found {
        damaged: units.damaged,
        doubled: doubled::word(&text).map(str::to_owned),
        ..seen.found(encoding, seen.evidence, &text)
    })
}

/// Judges what was seen of a file in anything else.
///
/// # Errors
/// [`EncodingError`] if what was said is ruled out, or if nothing makes words of it.
pub(super) fn of_bytes(survey: &Survey, seen: &Seen) -> Result<Found, EncodingError> {
    let is_utf8 = is_utf8(survey);
    match seen.told {
        Some(told) if told.is_utf16() => {
            let found = if is_utf8 {
                Encoding::Utf8
            } else {
                guess(&survey.bytes.joined()).encoding
            };
            Err(contradicted(
                told,
                "it is text of one byte a character",
                found,
            ))
        }
        Some(told @ (Encoding::Other(_) | Encoding::Dos(_))) => {
            if is_utf8 && seen.mark > 0 && !survey.is_ascii() {
                return Err(contradicted(
                    told,
                    "it begins with the byte order mark of UTF-8",
                    Encoding::Utf8,
                ));
            }
            if is_utf8 && survey.other == 0 && !survey.is_ascii() {
                let evidence = match survey.torn {
                    0 => "all of it is valid UTF-8",
                    _ => "it is UTF-8 with a few damaged lines",
                };
                return Err(contradicted(told, evidence, Encoding::Utf8));
            }
            of_told(survey, told, seen)
        }
        None if survey.is_ascii() && survey.escapes => {
            let encoding = Encoding::Other(encoding_rs::ISO_2022_JP);
            Ok(seen.found(encoding, Evidence::Detected, ""))
        }
        None if !is_utf8 => of_guess(survey, seen),
        _ => Ok(of_utf8(survey, seen)),
    }
}

/// Text in UTF-8, with or without lines that are not.
fn of_utf8(survey: &Survey, seen: &Seen) -> Found {
    let damaged = survey.torn + survey.other;
    let evidence = match seen.evidence {
        Evidence::Mark => Evidence::Mark,
        _ if survey.is_ascii() => Evidence::Ascii,
        _ if damaged == 0 => Evidence::Valid,
        _ => Evidence::Detected,
    };
    let lines = survey.utf8.joined();
    let text = String::from_utf8_lossy(&lines);
    Found {
        damaged,
        doubled: doubled::word(&text).map(str::to_owned),
        ..seen.found(Encoding::Utf8, evidence, &text)
    }
}

/// An encoding that the user names.
fn of_told(survey: &Survey, told: Encoding, seen: &Seen) -> Result<Found, EncodingError> {
    let lines = survey.bytes.joined();
    let text = told.read(&lines);
    let best = guess(&lines);
    // Only a reading that is plainly better is worth a word to somebody who has said what it is.
    let (told_faults, best_faults) = (faults(&lines, told), faults(&lines, best.encoding));
    let is_worse = told_faults > best_faults
        && (told_faults - best_faults) * 8 > lines.iter().filter(|byte| !byte.is_ascii()).count();
    if best.backwards && told.read(&lines) == best.encoding.read(&lines) {
        return Err(EncodingError::Backwards {
            encoding: told.name(),
        });
    }
    Ok(Found {
        damaged: survey.valid + survey.torn,
        rival: is_worse.then_some(best.encoding),
        ..seen.found(told, Evidence::Told, &text)
    })
}

/// The encoding that makes most sense.
fn of_guess(survey: &Survey, seen: &Seen) -> Result<Found, EncodingError> {
    let by_accident = survey.other == 0;
    let lines = if by_accident {
        survey.utf8.joined()
    } else {
        survey.bytes.joined()
    };
    let Guess {
        encoding,
        rival,
        hopeless,
        backwards,
    } = guess(&lines);
    if by_accident && (hopeless || !is_written(&lines, encoding)) {
        // Valid to the last byte, and nothing else reads better: odd text, but UTF-8.
        return Ok(of_utf8(survey, seen));
    }
    if hopeless {
        return Err(EncodingError::Unknown {
            likeliest: encoding.name(),
        });
    }
    if backwards {
        return Err(EncodingError::Backwards {
            encoding: encoding.name(),
        });
    }
    let is_marked = seen.mark > 0 || by_accident;
    Ok(Found {
        damaged: if by_accident {
            0
        } else {
            survey.valid + survey.torn
        },
        rival: if is_marked {
            Some(Encoding::Utf8)
        } else {
            rival
        },
        ..seen.found(encoding, Evidence::Detected, &encoding.read(&lines))
    })
}

/// Whether an encoding makes nothing but letters of the bytes beyond ASCII, in words without a fault: what it
/// takes to believe that bytes are valid UTF-8 by accident, as a few capitals of Polish are.
fn is_written(lines: &[u8], encoding: Encoding) -> bool {
    is_of_windows(encoding)
        && region(encoding) != Region::Elsewhere
        && faults(lines, encoding) == 0
        && encoding
            .read(lines)
            .chars()
            .all(|c| c.is_ascii() || Script::of(c) == Some(Script::Latin))
}

/// On DOS and on old Macs letters stand where the seconds of UTF-8 do, so that they explain everything.
fn is_of_windows(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::Other(page) if page != encoding_rs::MACINTOSH)
}

/// Whether the lines that are UTF-8, or nearly, are at least as many as those that are something else. Where
/// they are even it is taken for UTF-8, in which the other half fails in every line.
fn is_utf8(survey: &Survey) -> bool {
    let readable = survey.readable();
    readable >= survey.other && (readable > 0 || survey.is_ascii())
}

/// The bytes are not what was said.
pub(super) fn contradicted(
    told: Encoding,
    evidence: &'static str,
    found: Encoding,
) -> EncodingError {
    EncodingError::Contradicted {
        told: told.name(),
        evidence,
        found: found.name(),
    }
}
