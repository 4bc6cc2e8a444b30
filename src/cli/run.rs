//! What `run` takes.

use std::path::PathBuf;

use clap::Args;
use secrecy::SecretString;

use super::{InboxArgs, InputArgs, PlaceArgs, SendingArgs};

/// The options of `run`.
#[derive(Debug, Default, Args)]
pub struct RunArgs {
    /// The sheets: CSV, xlsx, ods, xls, plain or packed by gzip or zstd; - is standard input; in quotes, a pattern such as 'inbox/*.csv'
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Mapping, ledger, and where tickets go
    #[command(flatten)]
    pub place: PlaceArgs,

    /// How the sheets are read
    #[command(flatten)]
    pub input: InputArgs,

    /// Only the rows of part I of N, of an import that N machines share, each with a ledger and its share of the pace; auto/N takes I from JOB_COMPLETION_INDEX, as a Kubernetes Indexed Job sets it
    #[arg(long, value_name = "I/N|auto/N", help_heading = "Several machines")]
    pub shard: Option<String>,
    /// Which files are read, and what becomes of them
    #[command(flatten)]
    pub inbox: InboxArgs,

    /// How rows are sent
    #[command(flatten)]
    pub sending: SendingArgs,

    /// Look at the tickets of so long a time before the first row, and take over those that have the key of a row; off looks at none [default: 1d for a ledger that knows no row yet]
    #[arg(long, value_name = "DURATION|off")]
    pub preflight: Option<String>,

    /// Look at nothing before the first row: neither at the department's tags nor at what --preflight would
    #[arg(long, visible_alias = "offline", conflicts_with = "preflight")]
    pub no_preflight: bool,

    /// Rows that are sent alone, one after the other, before the others follow: they must come back created; 0 for none [default: 1]
    #[arg(long, value_name = "N")]
    pub canary: Option<u32>,

    /// Send rows too that the service refused in an earlier run, or whose contact had an open ticket, though they say the same as then
    #[arg(long)]
    pub again: bool,

    /// Greet the customers of a large sheet without being asked
    #[arg(short, long)]
    pub yes: bool,

    /// Write what became of the run as a page for the browser, at its end, however it ends
    #[arg(long, value_name = "FILE.html", conflicts_with = "dry_run")]
    pub report: Option<PathBuf>,

    /// In that page, show cells, keys and what the service said as they are: personal data
    #[arg(long, requires = "report")]
    pub with_values: bool,

    /// Write what the run counted into this file, FILE.prom, for the Prometheus node exporter
    #[arg(long, value_name = "FILE", help_heading = "Telling")]
    pub metrics_file: Option<PathBuf>,

    /// Send the summary there at the end, by POST as one JSON object without single rows; better given as GLASSIX_IMPORT_NOTIFY_URL
    #[arg(long, value_name = "URL", help_heading = "Telling")]
    pub notify_url: Option<SecretString>,

    /// Call URL/start at the start and, at the end, URL after status 0 and URL/fail after any other; better given as GLASSIX_IMPORT_PING_URL
    #[arg(long, value_name = "URL", help_heading = "Telling")]
    pub ping_url: Option<SecretString>,
}
