//! Running a witness.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use holdpoint_ledger::note::VerifierKey;
use holdpoint_listen::{asked_to_stop, on_network, supervisor};
use holdpoint_ports::Clock;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cosigning::Cosigning;
use crate::counts::Counts;
use crate::routes::{Desk, router};
use crate::{Place, PlaceError};

/// How long open requests may take to end when the witness is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// A witness that answers.
pub struct Witness {
    key: VerifierKey,
    router: Router,
    thread: JoinHandle<()>,
}

/// Why a witness does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// There is none, or not all of it.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// It could not listen there.
    #[error("cannot listen on `{place}`")]
    Listen {
        /// Where.
        place: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The system refused what a server needs.
    #[error("the witness failed")]
    Failed(#[from] io::Error),
}

impl Witness {
    /// Opens the witness of a directory.
    ///
    /// # Errors
    /// When there is none, or its key or register cannot be used.
    pub fn open(place: &Place, clock: Arc<dyn Clock>) -> Result<Self, PlaceError> {
        let cosigner = place.cosigner()?;
        let key = cosigner.verifier_key().clone();
        let (cosigning, thread) = Cosigning::start(place.register()?, cosigner, clock)?;
        let desk = Desk {
            cosigning,
            counts: Arc::new(Counts::default()),
            place: place.clone(),
            key: key.to_string(),
        };
        Ok(Self {
            key,
            router: router(desk),
            thread,
        })
    }

    /// The public key of the witness.
    #[must_use]
    pub fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// The routes, for whoever listens.
    pub fn router(&self) -> Router {
        self.router.clone()
    }
}

/// Answers until a signal (`SIGTERM`, `SIGINT`) asks it to stop. `ready` is called once it listens.
///
/// # Errors
/// When it cannot listen.
pub fn serve(
    witness: Witness,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let Witness { router, thread, .. } = witness;
    let served = runtime.block_on(run(router, listen, ready));
    runtime.shutdown_timeout(Duration::from_secs(1));
    // Nobody holds the other end any more.
    let _ = thread.join();
    served
}

async fn run(
    router: Router,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let listener = TcpListener::bind(listen).await;
    let listener = listener.map_err(|source| ServeError::Listen {
        place: listen,
        source,
    })?;
    let asked = asked_to_stop()?;
    ready(listener.local_addr()?);
    supervisor::tell(supervisor::Told::Ready);
    let (stop, stopped) = watch::channel(false);
    let ended = async {
        asked.await;
        let _ = stop.send(true);
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = on_network(listener, router, stopped) => {}
        () = ended => {}
    }
    Ok(())
}
