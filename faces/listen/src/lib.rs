//! Connections of the faces that listen: taken as long as there is room, and ended when the program is told to.

mod connections;
pub mod supervisor;

use std::io;
use std::net::SocketAddr;

use tokio::signal::unix::{SignalKind, signal};

pub use connections::{on_network, on_socket, told};

/// Who is at the other end of a connection, as far as the operating system knows. A router finds it as
/// `ConnectInfo<Peer>` in the extensions of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// Somebody on the network.
    Network(SocketAddr),
    /// A user of this machine, by number (`SO_PEERCRED`).
    Local(u32),
    /// A user of this machine whom the system did not name.
    Unknown,
}

/// Ends when a signal (`SIGTERM`, `SIGINT`) asks the program to stop; its supervisor is told. From the call on no signal ends
/// the program by itself: so it is called before anybody hears that the program is ready.
///
/// # Errors
/// When signals cannot be listened for.
pub fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        supervisor::tell(supervisor::Told::Stopping);
    })
}
