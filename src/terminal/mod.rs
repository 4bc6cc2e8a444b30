//! What people see: logs and progress on standard error, the result on standard output.

mod colour;
mod columns;
mod logging;
mod mapped;
mod output;
mod plan;
mod progress;
mod screen;
mod unknown_tags;

pub(crate) use colour::is_dumb;
pub use columns::{beginning, clusters, cut, isolation_at_the_end, set_apart, width};
pub use logging::{complain, init as init_logging, init_for_run, log_run};
pub use mapped::{Mapped, MappedPart, people};
pub(crate) use output::steers;
pub use output::{
    column_name, command_line, on_one_line, visible, visible_lines, write_people, write_stderr,
    write_stdout,
};
pub use plan::{Plan, Who, rough};
pub use progress::Progress;
pub use screen::Screen;
pub use unknown_tags::unknown_tags;
