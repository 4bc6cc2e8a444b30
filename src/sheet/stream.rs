//! The beginning of a stream, from which its sheet is judged, without waiting for what comes much later.

use std::io::{self, Read};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

/// Bytes from which a stream is judged, at most: a few thousand rows.
pub(super) const HEAD: usize = 256 * 1024;

/// How long a stream that has begun may pause before it is judged by what has come. A program that writes
/// a sheet pauses for less; one that writes a row now and then is not to be waited for.
const PAUSE: Duration = Duration::from_millis(500);

/// How long the beginning may take in all, for a stream that never pauses and never gets far.
const PATIENCE: Duration = Duration::from_secs(3);

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;

/// Pieces that are read ahead.
const PIECES: usize = 4;

/// A stream that is read by a thread, so that it can be waited for with patience.
struct Stream {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    at: usize,
}

/// What comes behind the beginning of a stream, if it has not ended.
type Rest = Option<Box<dyn Read + Send>>;

/// What has come of a stream when it ends, pauses or is long enough, and what comes behind that.
pub(super) fn head(source: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Rest)> {
    let (sender, pieces) = mpsc::sync_channel(PIECES);
    std::thread::Builder::new()
        .name("stream".into())
        .spawn(move || carry(source, &sender))?;
    let mut head = Vec::new();
    // There is nothing to judge before the first piece.
    let mut until = None;
    while head.len() < HEAD {
        let piece = match until {
            None => pieces.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => {
                let left = Instant::saturating_duration_since(&until, Instant::now());
                pieces.recv_timeout(PAUSE.min(left))
            }
        };
        match piece {
            Ok(piece) => head.extend(piece?),
            Err(RecvTimeoutError::Disconnected) => return Ok((head, None)),
            Err(RecvTimeoutError::Timeout) => break,
        }
        until = until.or_else(|| Instant::now().checked_add(PATIENCE));
    }
    let rest = Stream {
        pieces,
        piece: Vec::new(),
        at: 0,
    };
    Ok((head, Some(Box::new(rest))))
}

fn carry(mut source: Box<dyn Read + Send>, pieces: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let result = match source.read(&mut piece) {
            Ok(0) => return,
            Ok(count) => {
                piece.truncate(count);
                Ok(piece)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = result.is_err();
        if pieces.send(result).is_err() || failed {
            return;
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() {
            match self.pieces.recv() {
                Ok(piece) => (self.piece, self.at) = (piece?, 0),
                Err(_) => return Ok(0),
            }
        }
        let mut rest = self.piece.get(self.at..).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Gives a first piece, and the rest only once it is told to.
    struct Slow(Vec<u8>, Receiver<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                self.0 = self.1.recv().unwrap_or_default();
            }
            let count = self.0.as_slice().read(buffer)?;
            self.0.drain(..count);
            Ok(count)
        }
    }

    #[test]
    fn a_stream_that_ends_is_seen_whole() {
        let text = "id,name\n".repeat(1000);
        let (head, rest) = head(Box::new(io::Cursor::new(text.clone().into_bytes()))).unwrap();
        assert_eq!(head, text.as_bytes());
        assert!(rest.is_none());
    }

    #[test]
    fn a_stream_that_pauses_is_judged_by_what_has_come_and_read_to_its_end() {
        let (sender, later) = mpsc::channel();
        let (head, rest) = head(Box::new(Slow(b"id\n1\n".to_vec(), later))).unwrap();
        assert_eq!(head, b"id\n1\n");
        sender.send(b"2\n".to_vec()).unwrap();
        drop(sender);
        let mut text = String::new();
        rest.unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "2\n");
    }

    #[test]
    fn a_long_stream_is_judged_by_its_beginning() {
        let (head, rest) = head(Box::new(io::repeat(b'x').take(1_000_000))).unwrap();
        assert!(head.len() >= HEAD && head.len() < 2 * HEAD);
        let mut text = String::new();
        rest.unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(head.len() + text.len(), 1_000_000);
    }
}
