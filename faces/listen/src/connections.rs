//! Connections: taken as long as there is room, and ended when they are told to.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::Service as _;

use crate::Peer;

/// How many connections may be open on a listener.
const CONNECTIONS: usize = 2_048;

/// How long a connection may take to send the head of a request, the waiting for it included.
const HEAD: Duration = Duration::from_secs(75);

/// How long to rest when the system has no more room for connections.
const REST: Duration = Duration::from_millis(100);

/// Answers on the network until it is told to stop; returns when the last connection has ended.
pub async fn on_network(listener: TcpListener, router: Router, stopped: watch::Receiver<bool>) {
    let accept = async || {
        let (stream, address) = listener.accept().await?;
        // Answers are small, and whoever asked waits for them.
        stream.set_nodelay(true)?;
        Ok((stream, Peer::Network(address)))
    };
    accepted(accept, router, stopped).await;
}

/// The same for users of this machine.
pub async fn on_socket(listener: UnixListener, router: Router, stopped: watch::Receiver<bool>) {
    let accept = async || {
        let (stream, _) = listener.accept().await?;
        let peer = match stream.peer_cred() {
            Ok(credentials) => Peer::Local(credentials.uid()),
            Err(_) => Peer::Unknown,
        };
        Ok((stream, peer))
    };
    accepted(accept, router, stopped).await;
}

async fn accepted<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    accept: impl AsyncFn() -> io::Result<(S, Peer)>,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut open = JoinSet::new();
    loop {
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, accept().await)
        };
        tokio::select! {
            () = told(&mut stopped) => break,
            Some(_) = open.join_next(), if !open.is_empty() => {}
            (permit, accepted) = next => match accepted {
                Ok((stream, peer)) => {
                    let answered = answered(stream, peer, router.clone(), stopped.clone());
                    open.spawn(async move {
                        answered.await;
                        drop(permit);
                    });
                }
                // Whoever it was has gone, or the system has no more files: others are to be heard later.
                Err(_) => tokio::time::sleep(REST).await,
            },
        }
    }
    while open.join_next().await.is_some() {}
}

async fn answered<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    peer: Peer,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        // How a connection ended concerns nobody but its peer.
        _ = connection.as_mut() => return,
        () = told(&mut stopped) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Returns when it is time to stop.
pub async fn told(stopped: &mut watch::Receiver<bool>) {
    // An error means that whoever would tell is gone: then it is time, too.
    let _ = stopped.wait_for(|stop| *stop).await;
}
