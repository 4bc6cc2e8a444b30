//! A look-alike of the service in a process of its own, and what its journal tells.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

use super::{Desk, Process, until};

/// Any port of this machine that is free.
const ANY: &str = "127.0.0.1:0";

/// A running look-alike. It is killed with this value.
pub(crate) struct Service {
    process: Process,
    address: String,
    _desk: Desk,
}

impl Service {
    /// A service that behaves.
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// A service that plays this fault.
    pub(crate) fn faulty(fault: &str) -> Self {
        Self::with(&["--fault", fault])
    }

    /// A service with these options, as a TOML file.
    pub(crate) fn configured(options: &str) -> Self {
        let desk = Desk::new();
        desk.write("sandbox.toml", options);
        Self::launch(desk, ANY, &["--config", "sandbox.toml"])
    }

    /// A service at this address, where one was or will be.
    pub(crate) fn at(address: &str) -> Self {
        Self::launch(Desk::new(), address, &[])
    }

    /// A service with these options at this address, where one was.
    pub(crate) fn configured_at(address: &str, options: &str) -> Self {
        let desk = Desk::new();
        desk.write("sandbox.toml", options);
        Self::launch(desk, address, &["--config", "sandbox.toml"])
    }

    /// Where it is, as host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// A service with these arguments.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        Self::launch(Desk::new(), ANY, arguments)
    }

    fn launch(desk: Desk, listen: &str, arguments: &[&str]) -> Self {
        let process = desk
            .command(&["sandbox", "--listen", listen])
            .args(arguments)
            .start();
        let address = until("the sandbox says where it listens", || {
            let said = process.stdout();
            let url = said.split("http://").nth(1)?;
            let (address, _) = url.split_once("/api/v1.2\n")?;
            Some(address.to_owned())
        });
        Self {
            process,
            address,
            _desk: desk,
        }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/api/v1.2", self.address)
    }

    /// All sums.
    pub(crate) fn totals(&self) -> Value {
        serde_json::from_str(&self.get("/sandbox/journal")).expect("sums in JSON")
    }

    /// One of the sums.
    pub(crate) fn total(&self, name: &str) -> u64 {
        self.totals()[name].as_u64().expect("a sum")
    }

    /// Requests of one call, whatever became of them.
    pub(crate) fn requests(&self, call: &str) -> u64 {
        self.totals()["requests"][call].as_u64().unwrap_or(0)
    }

    /// Waits until so many requests to create have arrived.
    pub(crate) fn until_creates(&self, count: u64) {
        until(&format!("{count} requests to create have arrived"), || {
            (self.requests("create") >= count).then_some(())
        });
    }

    /// Every ticket as the service shows it.
    pub(crate) fn tickets(&self) -> Vec<Value> {
        self.lines("/sandbox/tickets")
    }

    /// The requests one by one, in the order of their arrival.
    pub(crate) fn recorded(&self) -> Vec<Value> {
        self.lines("/sandbox/requests")
    }

    /// Every key with its tickets.
    pub(crate) fn keys(&self) -> BTreeMap<String, Vec<i64>> {
        let lines = self.lines("/sandbox/keys").into_iter();
        lines
            .map(|line| {
                let ids = line["tickets"].as_array().expect("ids").iter();
                let ids = ids.map(|id| id.as_i64().expect("an id")).collect();
                (line["key"].as_str().expect("a key").to_owned(), ids)
            })
            .collect()
    }

    /// The promise: no key has two tickets.
    pub(crate) fn assert_no_key_has_two_tickets(&self) {
        let doubled: Vec<_> = self
            .keys()
            .into_iter()
            .filter(|(_, ids)| ids.len() > 1)
            .collect();
        assert!(doubled.is_empty(), "keys with two tickets: {doubled:?}");
        let totals = self.totals();
        assert_eq!(totals["keys_with_more_than_one"], 0);
        assert_eq!(totals["tickets_without_key"], 0);
    }

    /// The last requests, in the order in which they were answered.
    pub(crate) fn log(&self) -> Vec<Value> {
        self.lines("/sandbox/requests")
    }

    fn lines(&self, path: &str) -> Vec<Value> {
        let text = self.get(path);
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }

    /// Asks the journal. HTTP/1.0, so that the answer ends with the connection.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the sandbox is there");
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n",
            self.address
        )
        .expect("a question");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.contains(" 200 "), "{path}: {head}");
        body.to_owned()
    }
}
