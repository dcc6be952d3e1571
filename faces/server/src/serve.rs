//! Listening: on the network, and on a socket of this machine.

use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use holdpoint_listen::{asked_to_stop, supervisor};
use holdpoint_logs::{Level, Log};
use holdpoint_service::Service;
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::watch;

use crate::api::{Api, Settings, router};
use crate::cookies::Cookies;
use crate::fleet::{self, FleetSecret};

/// Where to listen.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// On the network, if at all.
    pub listen: Option<SocketAddr>,
    /// On this machine: a socket for its users.
    pub socket: Option<PathBuf>,
    /// Whether anybody who can reach the address may read entries of the ledger.
    pub open_ledger: bool,
    /// The address by which people reach it, if a proxy with TLS stands before it.
    pub public_url: Option<String>,
    /// Pages, for whatever is no route of the API.
    pub pages: Option<Router>,
    /// What the other servers on the same ledger prove themselves with, if there are others.
    pub fleet: Option<FleetSecret>,
    /// Where it says what it does.
    pub log: Log,
}

/// Why the server ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// It could not listen there.
    #[error("cannot listen on `{place}`")]
    Listen {
        /// Where.
        place: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The system refused what a server needs.
    #[error("the server failed")]
    Failed(#[from] io::Error),
}

/// How many threads may wait for disks at a time: each has a stack, and the disk is one.
const BLOCKING: usize = 64;

/// How long open requests may take to end when the server is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until a signal (`SIGTERM`, `SIGINT`) asks it to stop. `ready` is called once it listens, with the
/// address on the network.
///
/// # Errors
/// When it cannot listen.
pub fn serve(
    service: Arc<Service>,
    options: &Options,
    ready: impl FnOnce(Option<SocketAddr>),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING)
        .build()?;
    let served = runtime.block_on(run(service, options, ready));
    runtime.shutdown_timeout(Duration::from_secs(1));
    if let Some(socket) = &options.socket {
        // Whoever finds none opens the data itself.
        let _ = std::fs::remove_file(socket);
    }
    served
}

async fn run(
    service: Arc<Service>,
    options: &Options,
    ready: impl FnOnce(Option<SocketAddr>),
) -> Result<(), ServeError> {
    let (stop, stopped) = watch::channel(false);
    let network = match options.listen {
        Some(address) => Some(network(address).await?),
        None => None,
    };
    let socket = options.socket.as_deref().map(socket).transpose()?;
    let address = network
        .as_ref()
        .and_then(|listener| listener.local_addr().ok());
    let settings = Settings {
        open_ledger: options.open_ledger,
        cookies: cookies(options, address),
        public_url: options.public_url.clone(),
        log: options.log.clone(),
        ..Settings::default()
    };
    let fleet = options
        .fleet
        .as_ref()
        .map(|secret| fleet::router(&service, secret));
    let open = Api::new(service, settings, stopped.clone());
    // Whoever may use the socket is a user of this machine, who is known by name.
    let local = open.with(Settings {
        log: options.log.clone(),
        ..Settings::default()
    });
    let asked = asked_to_stop()?;
    ready(address);
    supervisor::tell(supervisor::Told::Ready);
    let both = async {
        tokio::join!(
            on_network(
                network,
                router(&open, options.pages.clone()).merge(fleet.unwrap_or_default()),
                stopped.clone()
            ),
            on_socket(socket, router(&local, None), stopped.clone()),
        );
    };
    let ended = async {
        asked.await;
        let message = "asked to stop: open requests may end";
        options
            .log
            .say(Level::Info, "server.stopping", message, &[]);
        // The listeners are told; if they are gone already, nothing is left to be told.
        let _ = stop.send(true);
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = both => {}
        () = ended => {}
    }
    Ok(())
}

async fn network(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Listen {
            place: address.to_string(),
            source,
        })
}

/// A socket that every user of this machine may connect to: who they are, the system says.
fn socket(path: &Path) -> Result<UnixListener, ServeError> {
    let wrong = |source| ServeError::Listen {
        place: path.display().to_string(),
        source,
    };
    // Left behind by a server that was killed: the data directory is locked, so none is running.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(wrong(error)),
        _ => {}
    }
    let listener = UnixListener::bind(path).map_err(wrong)?;
    let all = std::fs::Permissions::from_mode(0o666);
    std::fs::set_permissions(path, all).map_err(wrong)?;
    Ok(listener)
}

async fn on_network(listener: Option<TcpListener>, router: Router, stopped: watch::Receiver<bool>) {
    if let Some(listener) = listener {
        holdpoint_listen::on_network(listener, router, stopped).await;
    }
}

async fn on_socket(listener: Option<UnixListener>, router: Router, stopped: watch::Receiver<bool>) {
    if let Some(listener) = listener {
        holdpoint_listen::on_socket(listener, router, stopped).await;
    }
}

fn cookies(options: &Options, address: Option<SocketAddr>) -> Cookies {
    let loopback = address.is_some_and(|address| address.ip().is_loopback());
    Cookies::of(options.public_url.as_deref(), loopback)
}
