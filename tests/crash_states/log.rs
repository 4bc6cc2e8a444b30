//! What strace wrote down, as events of the ledger's files and of the network.

use std::collections::HashMap;
use std::path::Path;

use crate::breaking::ledger_file;

/// Which of the ledger's files: the database, its log, its journal.
pub(crate) type FileNumber = usize;

/// Something that changes what a crash leaves, or what must not be lost in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A file came to be.
    Created(FileNumber),
    /// It is gone.
    Unlinked(FileNumber),
    /// These bytes are being written there.
    Written(FileNumber, usize, Vec<u8>),
    /// It is being cut, or grown, to so many bytes.
    Cut(FileNumber, usize),
    /// All that was written to it is on disk.
    Synced(FileNumber),
    /// The folder's entries are on disk.
    FolderSynced,
    /// A create of this key begins to leave.
    Sent(String),
}

/// A call whose end stands on a later line.
struct Begun {
    name: String,
    arguments: String,
}

/// Reads a log of `strace -f -y -xx`. What changes something counts from the call's begin on, what makes
/// it durable from its end on.
pub(crate) fn read(log: &str, ledger: &Path) -> Vec<Event> {
    let files = ledger_file::files(ledger).map(|path| path.display().to_string());
    let folder = ledger.parent().unwrap().display().to_string();
    let reader = Reader { files, folder };
    let mut begun: HashMap<&str, Begun> = HashMap::new();
    let mut events = Vec::new();
    for line in log.lines() {
        let (thread, rest) = line.split_once(' ').unwrap();
        let rest = rest.trim_start();
        if let Some(resumed) = rest.strip_prefix("<... ") {
            let call = begun.remove(thread).unwrap();
            assert!(resumed.starts_with(&call.name), "{line}");
            events.extend(reader.end(&call.name, &call.arguments, resumed));
        } else if let Some((name, arguments)) = rest.split_once('(') {
            events.extend(reader.begin(name, arguments));
            if rest.ends_with("<unfinished ...>") {
                let (name, arguments) = (name.to_owned(), arguments.to_owned());
                begun.insert(thread, Begun { name, arguments });
            } else {
                events.extend(reader.end(name, arguments, arguments));
            }
        }
    }
    events
}

struct Reader {
    files: [String; 3],
    folder: String,
}

impl Reader {
    fn number(&self, path: &str) -> Option<FileNumber> {
        self.files.iter().position(|file| file == path)
    }

    /// What a call does from its begin on.
    fn begin(&self, name: &str, arguments: &str) -> Option<Event> {
        match name {
            "pwrite64" => {
                let file = self.number(&descriptor(arguments)?)?;
                let [length, offset] = last_numbers(arguments);
                let bytes = strings(arguments);
                assert_eq!(bytes.len(), length, "the log is cut off");
                Some(Event::Written(file, offset, bytes))
            }
            "ftruncate" => {
                let file = self.number(&descriptor(arguments)?)?;
                let [length] = last_numbers(arguments);
                Some(Event::Cut(file, length))
            }
            "write" | "writev" | "sendto" | "sendmsg" => {
                let to = descriptor(arguments)?;
                assert!(self.number(&to).is_none(), "{name} to {to} is not followed");
                let text = String::from_utf8_lossy(&strings(arguments)).into_owned();
                let key = text.split_once("\"uniqueArgument\":\"")?.1;
                let key = key.split_once('"')?.0.to_owned();
                to.starts_with("socket:").then_some(Event::Sent(key))
            }
            "pwritev" | "rename" | "renameat2" | "unlinkat" => {
                let text = String::from_utf8_lossy(&strings(arguments)).into_owned();
                let ours = descriptor(arguments).is_some_and(|path| self.number(&path).is_some());
                // What a run publishes of itself beside the ledger is no part of it.
                let published = name == "rename" && text.ends_with(".state");
                let followed = !text.contains("ledger") || published;
                assert!(!ours && followed, "{name} is not followed");
                None
            }
            _ => None,
        }
    }

    /// What a call has done once it has succeeded.
    fn end(&self, name: &str, arguments: &str, result: &str) -> Option<Event> {
        let (_, result) = result.rsplit_once(" = ")?;
        if result.starts_with('-') {
            return None;
        }
        match name {
            "openat" if arguments.contains("O_CREAT") => {
                self.number(&descriptor(result)?).map(Event::Created)
            }
            "unlink" => {
                let path = String::from_utf8(strings(arguments)).unwrap();
                self.number(&path).map(Event::Unlinked)
            }
            "fsync" | "fdatasync" => {
                let path = descriptor(arguments)?;
                if path == self.folder {
                    return Some(Event::FolderSynced);
                }
                self.number(&path).map(Event::Synced)
            }
            _ => None,
        }
    }
}

/// The path of the first descriptor: `3<path>`.
fn descriptor(text: &str) -> Option<String> {
    let path = text.split_once('<')?.1.split_once('>')?.0;
    let bytes = if path.starts_with("\\x") {
        unhex(path)
    } else {
        path.as_bytes().to_vec()
    };
    String::from_utf8(bytes).ok()
}

/// All bytes of all strings of a call.
fn strings(arguments: &str) -> Vec<u8> {
    let inside = arguments.split('"').skip(1).step_by(2);
    inside.flat_map(unhex).collect()
}

/// Bytes that are written as `\x6c\x65`.
fn unhex(text: &str) -> Vec<u8> {
    let digits = text.split("\\x").skip(1);
    digits
        .map(|digits| u8::from_str_radix(digits, 16).unwrap())
        .collect()
}

/// The numbers at the end of the arguments.
fn last_numbers<const N: usize>(arguments: &str) -> [usize; N] {
    let end = arguments.rfind(" <unfinished").or(arguments.rfind(')'));
    let parts = arguments[..end.unwrap()].rsplit(", ").take(N);
    let mut numbers: Vec<usize> = parts.map(|part| part.parse().unwrap()).collect();
    numbers.reverse();
    numbers.try_into().unwrap()
}
