//! A server on loopback that answers as its test says, and remembers what it was asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// As in `GET /path?query`.
    pub(crate) what: String,
    /// The lines of its head, in small letters.
    pub(crate) head: Vec<String>,
    pub(crate) body: String,
}

/// An answer: a status, header lines, and a body.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub(crate) fn header(mut self, line: &str) -> Self {
        self.headers.push(line.to_owned());
        self
    }
}

/// The server. It ends with this value.
pub(crate) struct Impostor {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Impostor {
    /// A server that answers every request with what this makes of it.
    pub(crate) fn answering(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let ending = Arc::new(AtomicBool::new(false));
        let (heard, ends, reply) = (Arc::clone(&asked), Arc::clone(&ending), Arc::new(reply));
        let thread = std::thread::spawn(move || {
            let mut conversations = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if ends.load(Ordering::SeqCst) {
                    break;
                }
                let (heard, reply) = (Arc::clone(&heard), Arc::clone(&reply));
                conversations.push(std::thread::spawn(move || {
                    // A client that has gone is no failure of the server.
                    let _ = converse(stream, &heard, &*reply);
                }));
            }
            for conversation in conversations {
                let _ = conversation.join();
            }
        });
        Self {
            address,
            asked,
            ending,
            thread: Some(thread),
        }
    }

    /// As host and port.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/api/v1.2", self.address)
    }

    /// What was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.clone()
    }
}

impl Drop for Impostor {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        // It waits for a connection; one without a word ends it.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Reads one request and answers it.
fn converse(
    stream: TcpStream,
    heard: &Mutex<Vec<Asked>>,
    reply: &dyn Fn(&Asked) -> Reply,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let Some(what) = lines.first().and_then(|line| line.rsplit_once(" HTTP/")) else {
        return Ok(());
    };
    let what = what.0.to_owned();
    let head: Vec<String> = lines[1..].iter().map(|line| line.to_lowercase()).collect();
    let length = head
        .iter()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let asked = Asked {
        what,
        head,
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    heard
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(asked.clone());
    let Reply {
        status,
        headers,
        body,
    } = reply(&asked);
    let mut text = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    for line in headers {
        text.push_str(&line);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    let stream = reader.get_mut();
    stream.write_all(text.as_bytes())?;
    stream.write_all(&body)
}
