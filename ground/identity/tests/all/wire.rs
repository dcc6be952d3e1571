//! TLS over pipes in memory: both sides are rustls, and the bytes are carried by hand.

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use holdpoint_identity::{Peer, peer};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, Error, ProtocolVersion, ServerConfig, ServerConnection,
};

use crate::world::{SERVER, domain};

/// A connection that was made.
pub struct Made {
    pub version: Option<ProtocolVersion>,
    pub peer: Option<Peer>,
    pub shown: Vec<CertificateDer<'static>>,
    pub client: ClientConnection,
}

/// Why one was not.
#[derive(Debug)]
pub struct Failed {
    /// What the server found wrong.
    pub server: Option<Error>,
    /// What the client found wrong, or was told.
    pub client: Option<Error>,
}

pub fn connect(client: ClientConfig, server: ServerConfig) -> Result<Made, Failed> {
    connect_to(SERVER, Arc::new(client), Arc::new(server))
}

/// A handshake and a word in both directions: in TLS 1.3 a client is done before the server has looked at it.
pub fn connect_to(
    name: &str,
    client: Arc<ClientConfig>,
    server: Arc<ServerConfig>,
) -> Result<Made, Failed> {
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(client, name).unwrap();
    let mut server = ServerConnection::new(server).unwrap();
    client.writer().write_all(b"ping").unwrap();
    let mut failed = Failed {
        server: None,
        client: None,
    };
    for _ in 0..10 {
        failed.server = failed.server.or(carry(&mut client, &mut server));
        failed.client = failed.client.or(carry(&mut server, &mut client));
    }
    if failed.server.is_some() || failed.client.is_some() {
        return Err(failed);
    }
    assert!(!client.is_handshaking() && !server.is_handshaking());
    let mut heard = [0; 4];
    server.reader().read_exact(&mut heard).unwrap();
    assert_eq!(&heard, b"ping");
    server.writer().write_all(b"pong").unwrap();
    assert!(carry(&mut server, &mut client).is_none());
    client.reader().read_exact(&mut heard).unwrap();
    assert_eq!(&heard, b"pong");
    Ok(Made {
        version: server.protocol_version(),
        peer: peer(server.peer_certificates(), &domain()).unwrap(),
        shown: client.peer_certificates().unwrap_or_default().to_vec(),
        client,
    })
}

/// What one has to say, said to the other, and what that one finds wrong.
fn carry<A, B>(
    from: &mut impl std::ops::DerefMut<Target = rustls::ConnectionCommon<A>>,
    to: &mut impl std::ops::DerefMut<Target = rustls::ConnectionCommon<B>>,
) -> Option<Error>
where
    A: rustls::SideData,
    B: rustls::SideData,
{
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).unwrap();
    }
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        to.read_tls(&mut rest).unwrap();
        if let Err(error) = to.process_new_packets() {
            return Some(error);
        }
    }
    None
}
