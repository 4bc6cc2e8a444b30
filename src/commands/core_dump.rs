//! The memory of a process that dies holds credentials and customers: none of it is left in a file.

/// Has the system write no core file of this process. What a privileged user traces is beyond this.
pub(super) fn refuse_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Whoever may not lower a limit has none that is higher.
        let _ = setrlimit(Resource::Core, none);
    }
}
