//! What people see: logs and progress on standard error, the result on standard output.

mod logging;
mod output;
mod plan;
mod progress;

pub use logging::init as init_logging;
pub use output::{command_line, visible, write_stdout};
pub use plan::{Plan, Who};
pub use progress::Progress;
