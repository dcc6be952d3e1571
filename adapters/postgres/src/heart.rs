//! Moves in the seat, so that nobody takes its holder for gone.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::sleep;
use tokio_postgres::Client;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::address::Address;
use crate::link::{Server, dial};
use crate::seat::{BEAT, Name};

/// How long a beat may take before the connection is given up.
const PATIENCE: Duration = Duration::from_secs(2);

/// Beats until it is dropped, on the thread with the connections.
#[derive(Debug)]
pub(crate) struct Heart {
    _alive: oneshot::Sender<()>,
}

impl Heart {
    pub(crate) fn start(server: &Server, name: &Name) -> Self {
        let (alive, dead) = oneshot::channel();
        let beats = beats(
            Arc::clone(&server.address),
            server.tls.clone(),
            name.holder.clone(),
        );
        server.bridge.handle().spawn(async move {
            tokio::select! {
                _ = dead => {}
                () = beats => {}
            }
        });
        Self { _alive: alive }
    }
}

/// Never ends: a connection that breaks is made again.
async fn beats(address: Arc<Address>, tls: MakeRustlsConnect, holder: String) {
    loop {
        if let Ok(client) = dial(Arc::clone(&address), tls.clone()).await {
            while beat(&client, &holder).await {
                sleep(BEAT).await;
            }
        }
        sleep(BEAT).await;
    }
}

/// One beat; says whether the connection still serves.
async fn beat(client: &Client, holder: &str) -> bool {
    let beat = "UPDATE holdpoint_ledger.head SET beat = beat + 1 WHERE id = 0 AND holder = $1";
    let beat = async { client.execute(beat, &[&holder]).await };
    matches!(tokio::time::timeout(PATIENCE, beat).await, Ok(Ok(_)))
}
