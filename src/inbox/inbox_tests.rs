//! Which files arguments mean.
#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;

/// A folder with these files.
fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, name).unwrap();
    }
    folder
}

/// The names of what is found, below this folder.
fn found(folder: &Path, arguments: &[&str], apart: &Apart) -> Vec<String> {
    let arguments: Vec<PathBuf> = arguments.iter().map(|name| folder.join(name)).collect();
    let arrivals = Arrivals::find(&arguments, apart).unwrap();
    let name = |found: &Found| match found {
        Found::File(file) => {
            let path = file.path.strip_prefix(folder).unwrap();
            path.display().to_string()
        }
        Found::Fault(path, why) => panic!("{}: {why}", path.display()),
    };
    arrivals.found.iter().map(name).collect()
}

#[test]
fn files_come_in_the_order_of_the_arguments_and_of_their_names_and_each_once() {
    let folder = folder(&[
        "in/b.csv",
        "in/a.csv",
        "in/B.csv",
        "in/a10.csv",
        "in/c.txt",
        "z.csv",
    ]);
    let all = ["z.csv", "in/*.csv", "in/a.csv", "in/../z.csv", "in/[c]*"];
    assert_eq!(
        found(folder.path(), &all, &Apart::default()),
        [
            "z.csv",
            "in/B.csv",
            "in/a.csv",
            "in/a10.csv",
            "in/b.csv",
            "in/c.txt"
        ]
    );
}

#[test]
fn what_is_hidden_unfinished_or_our_own_is_not_what_a_pattern_means() {
    let folder = folder(&[
        "a.csv",
        ".hidden.csv",
        "~$leads.xlsx",
        ".~lock.a.csv#",
        "b.csv.tmp",
        "b.csv.PART",
        "b.csv.crdownload",
        ".b.csv.swp",
        "b.csv~",
        "other.sqlite-wal",
        "our.db",
        "our.db.lock",
        "our.db-wal",
        "mapping.toml",
        "done/a.csv",
        "new/x/c.csv",
        "folder.csv/d.txt",
    ]);
    let at = |name: &str| folder.path().join(name);
    let (ledger, mapping, done) = (at("our.db"), at("mapping.toml"), at("done"));
    let apart = Apart::new(&ledger, [mapping.as_path()], Some(&done));
    assert_eq!(found(folder.path(), &["*"], &apart), ["a.csv"]);
    assert_eq!(
        found(folder.path(), &["**/*.csv"], &apart),
        ["a.csv", "new/x/c.csv"]
    );
    let named = ["b.csv.tmp", "done/a.csv"];
    assert_eq!(found(folder.path(), &named, &apart), named);
}

#[test]
fn a_file_that_is_called_like_a_pattern_is_that_file() {
    let folder = folder(&["leads [1].csv", "leads 1.csv"]);
    let all = ["leads [1].csv"];
    assert_eq!(found(folder.path(), &all, &Apart::default()), all);
}

#[test]
fn a_pattern_without_files_is_told_apart_from_a_folder_that_cannot_be_looked_into() {
    let folder = folder(&["in/a.txt"]);
    let at = |name: &str| vec![folder.path().join(name)];
    let empty = Arrivals::find(&at("in/*.csv"), &Apart::default()).unwrap();
    assert_eq!((empty.found.len(), empty.unmatched), (0, at("in/*.csv")));
    let absent = Arrivals::find(&at("out/*.csv"), &Apart::default()).unwrap();
    assert!(absent.unmatched.is_empty());
    let Some(Found::Fault(_, why)) = absent.found.first() else {
        panic!("{absent:?}")
    };
    assert!(why.contains("cannot look into"), "{why}");
    let broken = Arrivals::find(&at("in/a[.csv"), &Apart::default()).unwrap();
    assert!(
        matches!(broken.found.first(), Some(Found::Fault(_, why)) if why.contains("no pattern"))
    );
    assert!(
        Arrivals::find(&[PathBuf::from("-")], &Apart::default())
            .unwrap()
            .found
            .len()
            == 1
    );
}

#[cfg(unix)]
#[test]
fn a_file_under_two_names_is_one_file() {
    let folder = folder(&["a.csv"]);
    std::os::unix::fs::symlink("a.csv", folder.path().join("b.csv")).unwrap();
    std::fs::hard_link(folder.path().join("a.csv"), folder.path().join("c.csv")).unwrap();
    assert_eq!(
        found(folder.path(), &["*.csv"], &Apart::default()),
        ["a.csv"]
    );
}
