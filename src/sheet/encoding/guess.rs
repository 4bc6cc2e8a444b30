//! Which encoding bytes that are not UTF-8 are in.
//!
//! `chardetng` tells the scripts apart by the frequencies of letters, and is right on long texts. It knows
//! no DOS and no Mac, and in a few names it often takes one Latin alphabet for another. So what each
//! encoding makes of the text is held against how people write, and its guess decides where that is even.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, GB18030, GBK, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_6, ISO_8859_7,
    ISO_8859_15, KOI8_R, KOI8_U, MACINTOSH, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    X_MAC_CYRILLIC,
};

use super::alphabet::Region;
use super::dos::Dos;
use super::label::Encoding;
use super::{double_byte, plausible};

/// Bytes beyond ASCII from which on the frequencies of letters tell the scripts apart without a doubt.
const ENOUGH: usize = 40;

/// Of how many characters beyond ASCII one that fits nowhere is no reason to doubt the detector. Read by the
/// alphabet next to its own, one letter in five of Hungarian fits nowhere, and more of other languages.
const FEW: usize = 12;

/// Final letters of Hebrew at the ends of words that leave no doubt that it is Hebrew.
const ENDINGS: isize = -2;

/// Of how many characters beyond ASCII one that fits nowhere leaves the detector's guess a rival.
const DOUBT: usize = 8;

/// Odd characters that a short text may have without being none.
const A_FEW: usize = 2;

/// Of how many characters one that fits nowhere makes a text none: a third. Text that is decoded right has
/// a few such characters in a hundred.
const TOO_MANY: usize = 3;

/// What bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    /// The likeliest encoding.
    pub(super) encoding: Encoding,
    /// Another that reads as well and gives another text.
    pub(super) rival: Option<Encoding>,
    /// No encoding gives a text.
    pub(super) hopeless: bool,
    /// The letters of Hebrew words stand in the order of the eye.
    pub(super) backwards: bool,
}

/// The encodings that are weighed, the commoner first: of two that read equally well, and that the detector
/// does not choose between, the first is taken.
const CANDIDATES: [Encoding; 25] = [
    Encoding::Other(WINDOWS_1252),
    Encoding::Other(WINDOWS_1255),
    Encoding::Other(WINDOWS_1256),
    Encoding::Other(WINDOWS_1250),
    Encoding::Other(WINDOWS_1251),
    Encoding::Other(WINDOWS_1254),
    Encoding::Other(WINDOWS_1253),
    Encoding::Other(GBK),
    Encoding::Other(SHIFT_JIS),
    Encoding::Other(EUC_KR),
    Encoding::Other(BIG5),
    Encoding::Other(WINDOWS_874),
    Encoding::Other(WINDOWS_1257),
    Encoding::Dos(Dos::Hebrew),
    Encoding::Dos(Dos::Western),
    Encoding::Other(MACINTOSH),
    Encoding::Other(ISO_8859_15),
    Encoding::Other(ISO_8859_2),
    Encoding::Other(ISO_8859_7),
    Encoding::Other(ISO_8859_6),
    Encoding::Other(ISO_8859_5),
    Encoding::Other(KOI8_U),
    Encoding::Other(IBM866),
    Encoding::Other(EUC_JP),
    Encoding::Other(X_MAC_CYRILLIC),
];

/// Weighs what each encoding makes of lines that are not UTF-8.
pub(super) fn guess(lines: &[u8]) -> Guess {
    let detected = detected(lines);
    let high = lines.iter().filter(|byte| !byte.is_ascii()).count();
    let read = ranked(lines, detected, high);
    let Some((best, others)) = read.split_first() else {
        return Guess {
            encoding: detected,
            rival: None,
            hopeless: true,
            backwards: false,
        };
    };
    let is_hebrew = best.faults == 0 && best.endings <= ENDINGS;
    let is_rival = |other: &&Reading| {
        let is_detected = other.is(detected) && other.faults <= best.faults + high.div_ceil(DOUBT);
        let is_even = other.faults <= best.faults && !is_seldom(other.encoding);
        other.text != best.text && (is_detected || high < ENOUGH && is_even)
    };
    let rival = others.iter().find(is_rival).filter(|_| !is_hebrew);
    Guess {
        encoding: best.encoding,
        rival: rival.map(|rival| rival.encoding),
        hopeless: best.faults * TOO_MANY > best.of.max(1) && best.faults > A_FEW,
        backwards: best.endings > 0,
    }
}

/// What the encodings make of the lines, the best first.
fn ranked(lines: &[u8], detected: Encoding, high: usize) -> Vec<Reading> {
    let mut read: Vec<Reading> = CANDIDATES
        .into_iter()
        .chain([detected])
        .map(|encoding| Reading::of(lines, encoding))
        .collect();
    // The sort is stable, so that the order of the candidates decides what nothing else does.
    read.sort_by_key(|reading| (reading.faults, !reading.is(detected)));
    let Some((best, faults)) = read.first().map(|best| (best.encoding, best.faults)) else {
        return read;
    };
    let place = if has_capitals_for_hebrew(best) {
        // Hebrew of DOS reads as Russian in capitals. Russian read as Hebrew has final letters within words.
        let hebrew = Encoding::Dos(Dos::Hebrew);
        read.iter()
            .position(|other| other.encoding == hebrew && other.faults <= faults)
    } else if region(best) != Region::Elsewhere && region(detected) != Region::Elsewhere {
        // Names of another language in a long sheet: the frequencies are right, and a few letters are odd.
        read.iter()
            .position(|other| other.is(detected) && other.faults <= faults + high / FEW)
    } else {
        None
    };
    if let Some(place) = place {
        read.swap(0, place);
    }
    read
}

/// The characters that do not fit in what an encoding makes of the bytes.
pub(super) fn faults(lines: &[u8], encoding: Encoding) -> usize {
    Reading::of(lines, encoding).faults
}

/// What the detector says.
fn detected(lines: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(lines, true);
    Encoding::of_standard(detector.guess(None, Utf8Detection::Deny))
}

/// What an encoding makes of the bytes.
struct Reading {
    encoding: Encoding,
    text: String,
    faults: usize,
    of: usize,
    endings: isize,
}

impl Reading {
    fn of(lines: &[u8], encoding: Encoding) -> Self {
        let text = encoding.read(lines);
        let weighed = plausible::faults(&text, region(encoding));
        let (count, of) = match encoding {
            Encoding::Other(standard) if !standard.is_single_byte() => {
                let wrong = text
                    .chars()
                    .filter(|c| *c == char::REPLACEMENT_CHARACTER)
                    .count();
                let (count, of) = double_byte::faults(lines, standard);
                (count + 3 * wrong, of)
            }
            _ => (weighed.count, weighed.of),
        };
        Self {
            encoding,
            text,
            faults: count,
            of,
            endings: weighed.backwards,
        }
    }

    /// Whether it is what the detector says. An encoding that is seldom met has to be better than the common
    /// ones, and not as good.
    fn is(&self, detected: Encoding) -> bool {
        self.encoding == detected && !is_seldom(detected)
    }
}

/// Encodings that the detector knows and that no program of today writes sheets in.
fn is_seldom(encoding: Encoding) -> bool {
    !CANDIDATES.contains(&encoding) && encoding != Encoding::Other(KOI8_R)
}

/// Encodings whose capitals stand where the Hebrew letters of DOS do.
fn has_capitals_for_hebrew(encoding: Encoding) -> bool {
    [Encoding::Other(IBM866), Encoding::Other(X_MAC_CYRILLIC)].contains(&encoding)
}

/// Whose languages an encoding is for.
pub(super) fn region(encoding: Encoding) -> Region {
    match encoding {
        Encoding::Other(page)
            if [WINDOWS_1252, WINDOWS_1256, ISO_8859_15, MACINTOSH].contains(&page) =>
        {
            Region::West
        }
        Encoding::Other(page) if [WINDOWS_1250, ISO_8859_2].contains(&page) => Region::Centre,
        Encoding::Other(page) if page == WINDOWS_1254 => Region::Turkey,
        Encoding::Other(page) if page == WINDOWS_1257 => Region::Baltic,
        Encoding::Dos(Dos::Western | Dos::American) => Region::West,
        _ => Region::Elsewhere,
    }
}

/// Whether characters are two bytes or more, the second of which may be of ASCII.
pub(super) fn is_multi_byte(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::Other(page) if [GBK, GB18030, BIG5, EUC_JP, EUC_KR, SHIFT_JIS].contains(&page))
}
