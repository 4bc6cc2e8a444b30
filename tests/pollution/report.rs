//! Runs the program on every case, and counts by kind.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::judge::{Judgement, Verdict, judge};
use crate::outcome::Outcome;
use crate::truth::Case;

/// Programs at a time.
const WORKERS: usize = 4;

/// The judgements of a set of cases, in their order.
pub(crate) struct Report<'a> {
    judged: Vec<(&'a Case, Judgement)>,
}

impl<'a> Report<'a> {
    /// Reads every case with the program.
    pub(crate) fn of(cases: &'a [Case]) -> Self {
        let names: HashSet<_> = cases.iter().map(|case| (case.kind, &case.name)).collect();
        assert_eq!(names.len(), cases.len(), "two cases have one name");
        let kept = std::env::var_os("POLLUTION_KEEP").map(PathBuf::from);
        let passing = tempfile::tempdir().expect("a folder for the cases");
        let folder = kept.as_deref().unwrap_or(passing.path());
        let next = AtomicUsize::new(0);
        let work = || {
            let mut judged = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(case) = cases.get(at) else {
                    return judged;
                };
                let file = folder.join(file_name(case));
                std::fs::write(&file, &case.bytes).expect("the case is written");
                judged.push((at, judge(&case.truth, &Outcome::of(&file))));
            }
        };
        let mut judged: Vec<(usize, Judgement)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
            let results = workers
                .into_iter()
                .map(|worker| worker.join().expect("a worker"));
            results.flatten().collect()
        });
        judged.sort_by_key(|(at, _)| *at);
        let judged = judged
            .into_iter()
            .map(|(at, judgement)| (&cases[at], judgement));
        Self {
            judged: judged.collect(),
        }
    }

    /// How many of all cases came out so.
    pub(crate) fn share(&self, verdict: Verdict) -> f64 {
        let such = self
            .judged
            .iter()
            .filter(|(_, judgement)| judgement.verdict == verdict);
        such.count() as f64 / self.judged.len() as f64
    }

    /// The mean score of 10.
    pub(crate) fn score(&self) -> f64 {
        mean(
            &self
                .judged
                .iter()
                .map(|(_, judgement)| judgement)
                .collect::<Vec<_>>(),
        )
    }

    /// A table by kind, and a line for each silent case.
    pub(crate) fn print(&self, title: &str) {
        let columns = ["cases", "exact", "reported", "costly", "silent", "score"];
        print!("\n{title:<26}");
        println!("{}", columns.map(|column| format!("{column:>9}")).concat());
        let mut kinds: Vec<&str> = Vec::new();
        for (case, _) in &self.judged {
            if !kinds.contains(&case.kind) {
                kinds.push(case.kind);
            }
        }
        for kind in kinds {
            let of_kind = self.judged.iter().filter(|(case, _)| case.kind == kind);
            println!(
                "{kind:<26}{}",
                counts(&of_kind.map(|(_, judgement)| judgement).collect::<Vec<_>>())
            );
        }
        let all: Vec<_> = self.judged.iter().map(|(_, judgement)| judgement).collect();
        println!("{:<26}{}\n", "all", counts(&all));
        for (case, judgement) in &self.judged {
            let line = |what: &str| {
                println!(
                    "{what}: {}: {}: {}",
                    case.kind,
                    case.name,
                    judgement.reasons()
                )
            };
            match judgement.verdict {
                Verdict::Silent => line("silent"),
                Verdict::Reported if judgement.costly => line("costly"),
                Verdict::Reported | Verdict::Exact => {}
            }
        }
    }
}

/// The kind and the name as far as every file system takes them, and a number that tells those apart that are
/// the same then.
fn file_name(case: &Case) -> String {
    let mut hasher = DefaultHasher::new();
    case.name.hash(&mut hasher);
    let plain = |char: char| {
        if char.is_ascii_alphanumeric() {
            char
        } else {
            '-'
        }
    };
    let name: String = format!("{} {}", case.kind, case.name)
        .chars()
        .map(plain)
        .collect();
    format!("{name}-{:04x}.csv", hasher.finish() & 0xFFFF)
}

fn mean(judgements: &[&Judgement]) -> f64 {
    let sum: f64 = judgements.iter().map(|judgement| judgement.score).sum();
    sum / judgements.len() as f64
}

/// One row of the table.
fn counts(judgements: &[&Judgement]) -> String {
    let count =
        |wanted: &dyn Fn(&Judgement) -> bool| judgements.iter().filter(|one| wanted(one)).count();
    let numbers = [
        judgements.len(),
        count(&|one| one.verdict == Verdict::Exact),
        count(&|one| one.verdict == Verdict::Reported),
        count(&|one| one.costly),
        count(&|one| one.verdict == Verdict::Silent),
    ];
    let cells = numbers.map(|number| format!("{number:>9}")).concat();
    format!("{cells}{:>9.3}", mean(judgements))
}
