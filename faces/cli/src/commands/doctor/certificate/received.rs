//! What a server sends as its certificates.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The certificates that are sent; nothing is asked after them.
pub(super) fn received(url: &Url) -> Result<Vec<CertificateDer<'static>>, String> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(443);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|why| why.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anybody(provider)))
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|why| why.to_string())?;
    let client = ClientConnection::new(Arc::new(config), name);
    let mut client = client.map_err(|why| why.to_string())?;
    let mut found = (host, port)
        .to_socket_addrs()
        .map_err(|why| why.to_string())?;
    let address = found.next().ok_or("the name is not known")?;
    let stream = TcpStream::connect_timeout(&address, PATIENCE).map_err(|why| why.to_string())?;
    shaken(&mut client, stream).map_err(|why| why.to_string())?;
    let sent = client.peer_certificates().unwrap_or_default();
    Ok(sent.iter().map(|one| one.clone().into_owned()).collect())
}

fn shaken(client: &mut ClientConnection, mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    while client.is_handshaking() {
        client.complete_io(&mut stream)?;
    }
    client.send_close_notify();
    client.complete_io(&mut stream).map(drop)
}

/// Takes whatever certificate comes: what is wrong with it is said afterwards, and nothing is sent.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
