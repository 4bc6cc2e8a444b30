//! How a run ended, in one line for whoever reads only the end of a log.

use super::{Summary, counted, discreet, grouped};

impl Summary {
    /// Why the run did not end with status 0, in one line that holds nothing of a customer; `None` if it did.
    #[must_use]
    pub fn last_line(&self) -> Option<String> {
        if self.exit_status == 0 {
            return None;
        }
        let why = match &self.stop_reason {
            Some(reason) => discreet(reason),
            None => [self.files_wanting(), self.rows_wanting()]
                .into_iter()
                .flatten()
                .reduce(|files, rows| format!("{files}; {rows}"))
                .unwrap_or_else(|| {
                    "the rows are well, and something beside them is not, as told above".into()
                }),
        };
        let line = format!("ended with status {}: {why}", self.exit_status);
        Some(line.lines().collect::<Vec<_>>().join(" "))
    }

    /// The files that call for somebody.
    fn files_wanting(&self) -> Option<String> {
        let failed = self.counts.files_failed;
        (failed > 0).then(|| {
            let files = counted(self.files.len() as u64, "file");
            format!("of {files}, {} cannot be used", grouped(failed))
        })
    }

    /// The counts that call for somebody.
    fn rows_wanting(&self) -> Option<String> {
        let counts = &self.counts;
        let counts: Vec<String> = [
            (counts.rejected, "rejected"),
            (counts.failed, "failed"),
            (counts.conflicts, "in conflict with an open ticket"),
            (
                counts.duplicates_differing,
                "with the key of an earlier row and other content",
            ),
            (counts.doubled, "with two tickets"),
            (counts.in_doubt, "in doubt"),
        ]
        .into_iter()
        .filter(|(rows, _)| *rows > 0)
        .map(|(rows, what)| format!("{} {what}", grouped(rows)))
        .collect();
        if counts.is_empty() {
            let rows = self.counts.in_doubt_elsewhere;
            return (rows > 0)
                .then(|| format!("{} of other sheets in doubt", counted(rows, "row")));
        }
        let rows = counted(self.counts.rows_read, "row");
        let see = if self.dry_run {
            "nothing was sent"
        } else {
            "to see them: glassix-import results"
        };
        Some(format!("of {rows}, {}; {see}", counts.join(", ")))
    }
}
