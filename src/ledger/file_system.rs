//! Whether a ledger lies on a file system of another machine, whose locks and syncs cannot be relied upon.
//!
//! The kernel tells on which mount a path is, and of which type that is; the number that `statfs` gives is the same
//! for every file system in user space, be it a disk or another machine. Where nothing tells it, nothing is said.

use std::path::{Path, PathBuf};

use super::opening::folder_of;

/// Where Linux lists the mounts of a process.
const MOUNTS: &str = "/proc/self/mountinfo";

/// Most of that list that is looked at, in bytes: some ten thousand mounts.
const MAX_MOUNTS: u64 = 4 * 1024 * 1024;

/// The file system of another machine that a ledger lies on, by a name that people know; `None` where it lies on a
/// disk of this one, or where that cannot be told.
#[must_use]
pub fn network_file_system(ledger: &Path) -> Option<&'static str> {
    use std::io::Read as _;
    let mut mounts = String::new();
    let list = std::fs::File::open(MOUNTS).ok()?;
    list.take(MAX_MOUNTS).read_to_string(&mut mounts).ok()?;
    // A ledger that is not there yet will be in its folder.
    let place = std::fs::canonicalize(ledger).or_else(|_| std::fs::canonicalize(folder_of(ledger)));
    of_another_machine(kind_at(&mounts, &place.ok()?)?)
}

/// The name of a type of file system whose files are on another machine.
fn of_another_machine(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "nfs" | "nfs4" => "NFS",
        "cifs" | "smb3" | "smbfs" | "fuse.smbnetfs" => "SMB",
        "fuse.sshfs" => "SSHFS",
        "9p" => "9P",
        "afs" | "fuse.openafs" => "AFS",
        "ceph" | "fuse.ceph" | "fuse.ceph-fuse" => "CephFS",
        "glusterfs" | "fuse.glusterfs" => "GlusterFS",
        "lustre" => "Lustre",
        "gpfs" => "GPFS",
        "beegfs" => "BeeGFS",
        "ocfs2" | "gfs2" => "a file system that several machines share",
        "fuse.s3fs" | "fuse.goofys" | "fuse.mountpoint-s3" | "fuse.gcsfuse" | "fuse.blobfuse"
        | "fuse.blobfuse2" | "fuse.rclone" => "a store of objects",
        "davfs" | "fuse.davfs2" => "WebDAV",
        _ => return None,
    })
}

/// The type of the mount that a path is on: of those whose point it lies below the nearest, and of several on one
/// point the last, which hides the others.
fn kind_at<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let points = mounts.lines().filter_map(|line| {
        // id, parent, device, root, point, options, more of them, a hyphen, type
        let (mount, system) = line.split_once(" - ")?;
        let point = unescaped(mount.split(' ').nth(4)?);
        let depth = path
            .starts_with(&point)
            .then(|| point.components().count())?;
        Some((depth, system.split(' ').next()?))
    });
    points.max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}

/// A path as the kernel writes it: blanks and backslashes as `\` and three octal digits.
fn unescaped(text: &str) -> PathBuf {
    let mut parts = text.split('\\');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..3)
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match (code, part.get(3..)) {
            (Some(code), Some(rest)) => {
                path.push(char::from(code));
                path.push_str(rest);
            }
            _ => {
                path.push('\\');
                path.push_str(part);
            }
        }
    }
    path.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
27 1 8:1 / / rw,relatime - ext4 /dev/root rw
40 27 0:40 / /mnt rw - autofs systemd-1 rw
41 27 0:41 / /mnt rw,relatime shared:1 - nfs4 server:/export rw,vers=4.2
42 41 8:2 / /mnt/disk rw - xfs /dev/sdb rw
43 27 0:43 / /media/my\\040share rw - cifs //server/share rw
44 27 0:44 / /home/a/remote rw - fuse.sshfs a@b: rw
45 27 0:45 / /home/a/usb rw - fuseblk /dev/sdc1 rw
";

    #[test]
    fn a_path_is_on_the_mount_that_is_nearest_above_it() {
        let found = |path: &str| kind_at(MOUNTS, Path::new(path)).and_then(of_another_machine);
        assert_eq!(found("/mnt/a.sqlite"), Some("NFS"));
        assert_eq!(found("/mnt/disk/a.sqlite"), None);
        assert_eq!(found("/mntx/a.sqlite"), None);
        assert_eq!(found("/media/my share/a.sqlite"), Some("SMB"));
        assert_eq!(found("/home/a/remote/deep/a.sqlite"), Some("SSHFS"));
        assert_eq!(found("/home/a/usb/a.sqlite"), None);
        assert_eq!(kind_at("", Path::new("/a")), None);
        assert_eq!(kind_at("no list of mounts\n", Path::new("/a")), None);
    }

    #[test]
    fn disks_are_of_this_machine_and_shares_of_another() {
        for kind in [
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "fuse.sshfs",
            "9p",
            "afs",
            "lustre",
            "fuse.glusterfs",
            "ceph",
        ] {
            assert!(of_another_machine(kind).is_some(), "{kind}");
        }
        for kind in [
            "ext4",
            "xfs",
            "btrfs",
            "zfs",
            "tmpfs",
            "overlay",
            "apfs",
            "ntfs3",
            "fuseblk",
            "vfat",
            "virtiofs",
            "fuse.bindfs",
            "",
        ] {
            assert_eq!(of_another_machine(kind), None, "{kind}");
        }
    }
}
