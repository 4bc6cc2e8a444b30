//! A server that does nothing but to note when requests arrive, and to answer after a while. It has a thread of its
//! own, so that it is heard while the client is busy.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::arrivals::Arrivals;

/// What it answers, whatever was asked.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

/// A running server.
pub(crate) struct Server {
    address: std::net::SocketAddr,
    times: Arc<Mutex<Vec<Instant>>>,
    stop: CancellationToken,
    thread: JoinHandle<()>,
}

impl Server {
    pub(crate) fn start(answer: Duration) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (times, stop) = (Arc::new(Mutex::new(Vec::new())), CancellationToken::new());
        let (noted, stopped) = (Arc::clone(&times), stop.clone());
        let thread = std::thread::spawn(move || {
            let mut builder = tokio::runtime::Builder::new_current_thread();
            let runtime = builder.enable_all().build().unwrap();
            let serve = async {
                let listener = TcpListener::from_std(listener).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(talk(stream, Arc::clone(&noted), answer));
                }
            };
            runtime.block_on(stopped.run_until_cancelled(serve));
        });
        Self {
            address,
            times,
            stop,
            thread,
        }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/api/v1.2", self.address)
    }

    /// Ends it, and gives what it has noted.
    pub(crate) fn end(self) -> Arrivals {
        self.stop.cancel();
        self.thread.join().unwrap();
        Arrivals::new(self.times.lock().unwrap().clone())
    }
}

/// Answers the requests of one connection, none of which has a body.
async fn talk(stream: TcpStream, times: Arc<Mutex<Vec<Instant>>>, answer: Duration) {
    stream.set_nodelay(true).unwrap();
    let (mut buffer, mut read) = ([0; 4096], 0);
    while stream.readable().await.is_ok() {
        match stream.try_read(&mut buffer[read..]) {
            Ok(0) => return,
            Ok(length) => read += length,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(_) => return,
        }
        if buffer[..read].ends_with(b"\r\n\r\n") {
            read = 0;
            times.lock().unwrap().push(Instant::now());
            tokio::time::sleep(answer).await;
            // So few bytes always fit into an idle connection's buffer.
            if stream.try_write(ANSWER).is_err() {
                return;
            }
        }
    }
}
