//! Compressed files, unpacked while they are read.
//!
//! An archive may hold another: the caller looks at the unpacked bytes as it looked at the packed ones, and
//! bounds how deep it goes.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder;

use super::kind::Kind;

/// How many bytes back a frame of zstd may refer, as a power of two: 128 MiB, what the program itself
/// unpacks without being told to. The decoder keeps so much in memory, and a frame may ask for 3.75 TiB.
const WINDOW: u32 = 27;

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// What a file holds, if it is compressed: all members of a gzip file, all frames of a zstd file. The bytes
/// themselves otherwise. How many come out of it is bounded by nobody but the caller.
///
/// # Errors
/// When the decoder cannot be made. Reading fails with [`io::ErrorKind::UnexpectedEof`] if the archive is cut
/// off, and with another kind if it is damaged or asks for more memory than is given to it.
pub(crate) fn unpacked(
    kind: Kind,
    source: Box<dyn Read + Send>,
) -> io::Result<Box<dyn Read + Send>> {
    let source = BufReader::with_capacity(PIECE, source);
    Ok(match kind {
        Kind::Gzip => Box::new(Gunzip {
            member: Some(GzDecoder::new(source)),
        }),
        Kind::Zstd => {
            let mut decoder = Decoder::with_buffer(source)?;
            decoder.window_log_max(WINDOW)?;
            Box::new(Unzstd(decoder))
        }
        Kind::Text | Kind::Zip | Kind::OldWorkbook => Box::new(source),
    })
}

/// The members of a gzip file one behind the other. Zeros behind the last one are passed, as gzip itself
/// does: tapes and some programs fill up with them.
struct Gunzip<R> {
    /// `None` when the last one is over.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(mut member) = self.member.take() {
            match member.read(buffer) {
                Ok(0) => {
                    let mut source = member.into_inner();
                    if goes_on(&mut source)? {
                        self.member = Some(GzDecoder::new(source));
                    }
                }
                Ok(count) => {
                    self.member = Some(member);
                    return Ok(count);
                }
                Err(error) => {
                    self.member = Some(member);
                    return Err(told(error, "gzip"));
                }
            }
        }
        Ok(0)
    }
}

/// Whether there is anything but zeros up to the end.
fn goes_on(source: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = match source.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let (is_end, is_more) = (bytes.is_empty(), zeros < bytes.len());
        if is_end || is_more {
            source.consume(zeros);
            return Ok(is_more);
        }
        source.consume(zeros);
    }
}

/// Zstd whose errors say what to do.
struct Unzstd<R>(R);

impl<R: Read> Read for Unzstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| told(error, "zstd"))
    }
}

fn told(error: io::Error, kind: &str) -> io::Error {
    match error.kind() {
        io::ErrorKind::Interrupted => error,
        io::ErrorKind::UnexpectedEof => io::Error::new(
            error.kind(),
            format!("the {kind} archive is cut off; fetch it again, whole"),
        ),
        // The system's own errors, as of a disk that fails, say what they are.
        _ if error.raw_os_error().is_some() => error,
        _ if error.to_string().contains("memory") => io::Error::new(
            io::ErrorKind::InvalidData,
            format!(
                "the {kind} archive needs more memory to unpack than is given to it (128 MiB); unpack it first"
            ),
        ),
        _ => io::Error::new(
            io::ErrorKind::InvalidData,
            format!("the {kind} archive is damaged ({error}); fetch it again"),
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use std::io::{Cursor, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::super::kind::recognise;
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        let mut packer = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        packer.include_checksum(true).unwrap();
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn unpack(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let kind =
            recognise(&bytes[..bytes.len().min(4096)]).map_err(|no| io::Error::other(no.found))?;
        let mut all = Vec::new();
        unpacked(kind, Box::new(Cursor::new(bytes.to_vec())))?.read_to_end(&mut all)?;
        Ok(all)
    }

    #[test]
    fn all_members_and_frames_are_unpacked() {
        let (one, two) = ("id,שם\n1,דנה\n".as_bytes(), b"2,Levi\n".as_slice());
        for pack in [gzip, zstd] {
            let bytes = [pack(one), pack(b""), pack(two)].concat();
            assert_eq!(unpack(&bytes).unwrap(), [one, two].concat());
        }
    }

    #[test]
    fn zeros_behind_gzip_and_frames_to_be_skipped_of_zstd_are_passed() {
        let padded = [gzip(b"id\n"), vec![0; 100_000]].concat();
        assert_eq!(unpack(&padded).unwrap(), b"id\n");
        let padded = [gzip(b"id\n"), vec![0; 512], gzip(b"1\n")].concat();
        assert_eq!(unpack(&padded).unwrap(), b"id\n1\n");
        let framed = [b"\x50\x2A\x4D\x18\x02\0\0\0xx".as_slice(), &zstd(b"id\n")].concat();
        assert_eq!(unpack(&framed).unwrap(), b"id\n");
    }

    #[test]
    fn what_is_cut_off_fails_wherever_it_is_cut() {
        let text: Vec<u8> = (0..5000_u32)
            .flat_map(|n| format!("{n},{}\n", n * 7919 % 10007).into_bytes())
            .collect();
        for (kind, bytes) in [(Kind::Gzip, gzip(&text)), (Kind::Zstd, zstd(&text))] {
            for end in (1..bytes.len()).step_by(97).chain([bytes.len() - 1]) {
                let cut = Box::new(Cursor::new(bytes[..end].to_vec()));
                let error = unpacked(kind, cut)
                    .unwrap()
                    .read_to_end(&mut Vec::new())
                    .unwrap_err();
                assert_eq!(
                    error.kind(),
                    io::ErrorKind::UnexpectedEof,
                    "{kind:?} {end}: {error}"
                );
            }
        }
    }

    #[test]
    fn what_is_damaged_or_followed_by_something_else_fails() {
        let text = b"id,name\n".repeat(1000);
        for pack in [gzip, zstd] {
            let mut bytes = pack(&text);
            let end = bytes.len();
            bytes[end - 3] ^= 0x10;
            assert!(unpack(&bytes).unwrap_err().to_string().contains("damaged"));
            let trailed = [pack(&text), b"something".to_vec()].concat();
            assert!(unpack(&trailed).is_err());
        }
    }

    #[test]
    fn a_frame_that_asks_for_too_much_memory_is_refused() {
        // A window of 2 to the power of 31 bytes, then a last block of one byte repeated.
        let frame = b"\x28\xB5\x2F\xFD\x00\xA8\x43\x00\x00a";
        let error = unpack(frame).unwrap_err().to_string();
        assert!(error.contains("more memory"), "{error}");
    }

    #[test]
    fn what_is_packed_twice_is_seen_by_looking_again() {
        let inner = unpack(&gzip(&zstd(b"id\n"))).unwrap();
        assert_eq!(recognise(&inner), Ok(Kind::Zstd));
        assert_eq!(unpack(&inner).unwrap(), b"id\n");
    }

    proptest! {
        #[test]
        fn no_archive_panics(mut bytes in prop::collection::vec(any::<u8>(), 0..200), zipped: bool, at: prop::sample::Index, flip: u8) {
            if zipped {
                bytes = gzip(&bytes);
            } else {
                bytes = zstd(&bytes);
            }
            let place = at.index(bytes.len());
            bytes[place] ^= flip;
            for kind in [Kind::Gzip, Kind::Zstd] {
                let source = Box::new(Cursor::new(bytes.clone()));
                let _ = unpacked(kind, source).unwrap().take(1 << 20).read_to_end(&mut Vec::new());
            }
        }
    }
}
