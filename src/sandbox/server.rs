//! The accept loop: a task per connection, a bounded number of them, an end in bounded time.

use std::{sync::Arc, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
};

use super::{call, shared::Shared};

/// How long a connection may take for the head of its next request, being idle included.
const HEAD_PATIENCE: Duration = Duration::from_secs(75);
/// Pause after a failed accept, such as too many open files: trying again at once would only spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How long connections may take to finish once the sandbox ends.
const GRACE: Duration = Duration::from_secs(2);

/// Serves until `shared.stop` is cancelled, then lets answers under way finish for a short while.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let permits = Arc::new(Semaphore::new(shared.rules.options.max_connections));
    let mut connections = JoinSet::new();
    loop {
        // The permit comes first: beyond the bound, clients wait in the kernel's queue.
        let permit = tokio::select! {
            () = shared.stop.cancelled() => break,
            permit = Arc::clone(&permits).acquire_owned() => permit,
        };
        let Ok(permit) = permit else { break };
        let accepted = tokio::select! {
            () = shared.stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, Arc::clone(&shared), permit));
            }
            Err(error) => {
                tracing::debug!(%error, "the sandbox could not accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, finished).await.is_err() {
        connections.shutdown().await;
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>, _permit: OwnedSemaphorePermit) {
    // Answers are one write each; waiting for more of them would cost a round trip. A failure costs speed only.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| call::answer(Arc::clone(&shared), request));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = std::pin::pin!(served);
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = shared.stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection to the sandbox broke off");
    }
}
