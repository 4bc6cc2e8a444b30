//! Somebody on loopback who is told things, and remembers them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// As in `GET /path?query`.
    pub(crate) what: String,
    pub(crate) body: String,
}

/// A listener that answers each call with the next of its statuses, and with 200 once they are used up. It ends with
/// this value.
pub(crate) struct Listener {
    address: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    pub(crate) fn answering(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let calls = Arc::new(Mutex::new(Vec::new()));
        let ending = Arc::new(AtomicBool::new(false));
        let (heard, ends) = (Arc::clone(&calls), Arc::clone(&ending));
        let mut statuses: Vec<u16> = statuses.iter().rev().copied().collect();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ends.load(Ordering::SeqCst) {
                    break;
                }
                if let Some(call) = take(stream, statuses.pop().unwrap_or(200)) {
                    heard
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(call);
                }
            }
        });
        Self {
            address,
            calls,
            ending,
            thread: Some(thread),
        }
    }

    /// An address here with a token in its path.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/T0K3N", self.address)
    }

    /// What was called so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.clone()
    }

    /// The same without bodies.
    pub(crate) fn whats(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.what).collect()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        // It waits for a call; one without a word ends it.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Reads one request, and answers before the next is looked at.
fn take(stream: TcpStream, status: u16) -> Option<Call> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let what = line.rsplit_once(" HTTP/")?.0.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim().to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if header.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let answer = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\nLocation: /elsewhere\r\n\r\n"
    );
    reader.get_mut().write_all(answer.as_bytes()).ok()?;
    Some(Call {
        what,
        body: String::from_utf8(body).ok()?,
    })
}
