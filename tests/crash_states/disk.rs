//! A disk that keeps what was synced, and of the rest whatever it likes.

use super::log::{Event, FileNumber};

/// What the disk writes in one piece.
const SECTOR: usize = 512;

/// What a crash leaves of the database, its log and its journal; none where there is no entry.
pub(crate) type Files = [Option<Vec<u8>>; 3];

/// What a crash leaves of that which was not synced.
pub(crate) enum Kept<'a> {
    Nothing,
    All,
    /// Each entry, each cut and each sector by chance.
    Some(&'a mut fastrand::Rng),
}

impl Kept<'_> {
    fn keeps(&mut self) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Some(chance) => chance.bool(),
        }
    }
}

#[derive(Clone)]
enum Change {
    Written(usize, Vec<u8>),
    Cut(usize),
}

/// A file, whether or not an entry leads to it.
#[derive(Clone, Default)]
struct Inode {
    durable: Vec<u8>,
    pending: Vec<Change>,
}

/// The disk and the kernel's memory over it.
#[derive(Default)]
pub(crate) struct Disk {
    inodes: Vec<Inode>,
    /// What the entries lead to: on disk, and as the program sees them.
    durable: [Option<usize>; 3],
    live: [Option<usize>; 3],
    /// Changes of entries that are not on disk.
    pending: Vec<(FileNumber, Option<usize>)>,
}

impl Disk {
    pub(crate) fn play(&mut self, event: &Event) {
        match event {
            Event::Created(file) => {
                if self.live[*file].is_none() {
                    self.inodes.push(Inode::default());
                    self.enter(*file, Some(self.inodes.len() - 1));
                }
            }
            Event::Unlinked(file) => self.enter(*file, None),
            Event::Written(file, offset, bytes) => {
                let change = Change::Written(*offset, bytes.clone());
                self.inode(*file).pending.push(change);
            }
            Event::Cut(file, length) => self.inode(*file).pending.push(Change::Cut(*length)),
            Event::Synced(file) => {
                let inode = self.inode(*file);
                inode.durable = inode.left(&mut Kept::All);
                inode.pending.clear();
            }
            Event::FolderSynced => {
                self.durable = self.live;
                self.pending.clear();
            }
            Event::Sent(_) => {}
        }
    }

    fn enter(&mut self, file: FileNumber, inode: Option<usize>) {
        self.live[file] = inode;
        self.pending.push((file, inode));
    }

    fn inode(&mut self, file: FileNumber) -> &mut Inode {
        let inode = self.live[file].expect("a file that is there");
        &mut self.inodes[inode]
    }

    /// The files after a crash at this instant.
    pub(crate) fn left(&self, kept: &mut Kept<'_>) -> Files {
        let mut entries = self.durable;
        for (file, inode) in &self.pending {
            if kept.keeps() {
                entries[*file] = *inode;
            }
        }
        entries.map(|inode| inode.map(|inode| self.inodes[inode].left(kept)))
    }
}

impl Inode {
    fn left(&self, kept: &mut Kept<'_>) -> Vec<u8> {
        let mut content = self.durable.clone();
        for change in &self.pending {
            match change {
                Change::Cut(length) => {
                    if kept.keeps() {
                        content.resize(*length, 0);
                    }
                }
                Change::Written(offset, bytes) => {
                    let mut at = 0;
                    while at < bytes.len() {
                        // A piece ends where the disk's sector does.
                        let room = SECTOR - (offset + at) % SECTOR;
                        let end = bytes.len().min(at + room);
                        if kept.keeps() {
                            let (from, to) = (offset + at, offset + end);
                            content.resize(content.len().max(to), 0);
                            content[from..to].copy_from_slice(&bytes[at..end]);
                        }
                        at = end;
                    }
                }
            }
        }
        content
    }
}
