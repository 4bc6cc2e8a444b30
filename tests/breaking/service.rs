//! The look-alike of the service in a process of its own, which outlives every importer.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use super::{GLANCE, PATIENCE, PROGRAM};

/// The running look-alike. Dropping it ends its process.
pub(crate) struct Service {
    child: Child,
    address: String,
    /// The API's base.
    pub(crate) base_url: String,
}

impl Service {
    /// Starts it with these faults; chance is seeded, so that they repeat.
    pub(crate) fn start(faults: &[&str], seed: u64, state: &Path) -> Self {
        let mut command = Command::new(PROGRAM);
        command
            .args(["sandbox", "--listen", "127.0.0.1:0", "-q", "--seed"])
            .arg(seed.to_string())
            .arg("--state")
            .arg(state)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        for fault in faults {
            command.args(["--fault", fault]);
        }
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base_url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("base URL")?.1.trim().to_owned()))
            .expect("the sandbox says where it listens");
        // It still has a line or two to say, and a closed pipe would end it.
        lines.by_ref().take(2).for_each(drop);
        let address = base_url
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap();
        Self {
            address: address.to_owned(),
            base_url,
            child,
        }
    }

    /// The JSON values of one of the pages below `/sandbox/`.
    fn ask(&self, page: &str) -> Vec<Value> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // HTTP/1.0: no chunks, and the end of the answer is the end of the connection.
        write!(stream, "GET /sandbox/{page} HTTP/1.0\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{head}");
        serde_json::Deserializer::from_str(body)
            .into_iter()
            .map(Result::unwrap)
            .collect()
    }

    /// Every key with the ids of its tickets.
    pub(crate) fn keys(&self) -> BTreeMap<String, Vec<i64>> {
        self.ask("keys")
            .into_iter()
            .map(|line| {
                let ids = line["tickets"].as_array().unwrap();
                let ids = ids.iter().map(|id| id.as_i64().unwrap()).collect();
                (line["key"].as_str().unwrap().to_owned(), ids)
            })
            .collect()
    }

    /// Every ticket.
    pub(crate) fn tickets(&self) -> Vec<Value> {
        self.ask("tickets")
    }

    /// The sums.
    pub(crate) fn journal(&self) -> Value {
        self.ask("journal").remove(0)
    }

    /// Creates that have arrived, whatever became of them.
    pub(crate) fn creates(&self) -> u64 {
        self.journal()["requests"]["create"].as_u64().unwrap_or(0)
    }

    /// The keys of all creates that could be read, in the order of their arrival, with repetitions.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.ask("requests")
            .iter()
            .filter(|line| line["route"] == "create")
            .filter_map(|line| line["unique_argument"].as_str().map(str::to_owned))
            .collect()
    }

    /// Waits until no late commit is under way.
    pub(crate) fn settle(&self) {
        let since = Instant::now();
        while self.journal()["late_waiting"] != 0 {
            assert!(since.elapsed() < PATIENCE, "a late commit never appeared");
            std::thread::sleep(GLANCE);
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
