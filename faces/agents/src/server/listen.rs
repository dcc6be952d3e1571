//! Listening for agents: TLS with certificates of the own authority, and HTTP in it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_courier::AgentId;
use holdpoint_engine::Engine;
use holdpoint_identity::{Admission, Listener, Peer, peer};
use holdpoint_logs::{Level, Log};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use rustls::time_provider::DefaultTimeProvider;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::enrolment::{Register, ServerError, failed};
use super::events::Ears;
use super::{Agents, locked, now_ms};
use crate::enrol::{ENROL, EXTENSION, LINK, POLL, PROTOCOL, QUESTION, RENEW};
use crate::http::{Body, LONG, answer, json, read, read_json, read_up_to, refused};

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a request of the courier is held.
const HOLD: Duration = Duration::from_secs(25);
/// How often the server's own certificate is renewed.
const RENEWED: Duration = Duration::from_secs(24 * 3_600);
/// Connections that are not yet known to be agents', at the same time.
const STRANGERS: usize = 256;

/// Where agents come.
#[derive(Debug, Clone)]
pub struct Where {
    /// The address on which it listens.
    pub address: SocketAddr,
    /// Names and addresses by which agents reach it.
    pub names: Vec<String>,
}

/// A server for agents; it ends when this is dropped.
pub struct Listening {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Listening {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

struct Office {
    agents: Arc<Agents>,
    register: Arc<Register>,
    config: Mutex<Arc<ServerConfig>>,
    strangers: Semaphore,
    log: Log,
}

impl Agents {
    /// Lets agents in from now on.
    ///
    /// # Errors
    /// When it cannot listen there, or the authority cannot be opened.
    pub fn listen(
        self: &Arc<Self>,
        at: &Where,
        engine: Engine,
        log: Log,
    ) -> Result<Listening, ServerError> {
        let register = Register::open(&self.place, engine, at.names.clone())?;
        let register = Arc::new(register);
        *locked(&self.pin) = Some(register.pin());
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("agents")
            .enable_all()
            .build()
            .map_err(failed)?;
        let listener = runtime.block_on(TcpListener::bind(at.address));
        let listener = listener.map_err(|error| failed(format!("{}: {error}", at.address)))?;
        let address = listener.local_addr().map_err(failed)?;
        let office = Arc::new(Office {
            config: Mutex::new(config(&register)?),
            agents: Arc::clone(self),
            register: Arc::clone(&register),
            strangers: Semaphore::new(STRANGERS),
            log: log.clone(),
        });
        let clock = Arc::clone(self);
        runtime.spawn(async move { clock.hub.run().await });
        let ears = Ears {
            agents: Arc::clone(self),
            register,
            log,
        };
        let ears = Arc::new(ears);
        let watching = Arc::clone(&ears);
        runtime.spawn(async move { watching.watch().await });
        runtime.spawn(async move { ears.listen().await });
        runtime.spawn(Arc::clone(&office).renew());
        runtime.spawn(office.accept(listener));
        Ok(Listening {
            address,
            runtime: Some(runtime),
        })
    }
}

fn config(register: &Arc<Register>) -> Result<Arc<ServerConfig>, ServerError> {
    let listener = Listener {
        roots: register.roots(),
        admission: Admission::Anybody,
        revoked: register.revoked(),
        clock: Arc::new(DefaultTimeProvider),
    };
    let config = listener.config(&register.identity()?).map_err(failed)?;
    Ok(Arc::new(config))
}

impl Office {
    /// Shows another certificate every day.
    async fn renew(self: Arc<Self>) {
        loop {
            tokio::time::sleep(RENEWED).await;
            match config(&self.register) {
                Ok(config) => *locked(&self.config) = config,
                Err(error) => {
                    let message = error.to_string();
                    self.log
                        .say(Level::Error, "agents.certificate", &message, &[]);
                }
            }
        }
    }

    async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => drop(tokio::spawn(Arc::clone(&self).connection(stream))),
                // There are too many open files, or the like: later there may be fewer.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    async fn connection(self: Arc<Self>, stream: TcpStream) {
        let Ok(permit) = self.strangers.try_acquire() else {
            return;
        };
        let acceptor = TlsAcceptor::from(Arc::clone(&locked(&self.config)));
        // Whoever does not answer is nobody.
        let _ = stream.set_nodelay(true);
        let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await else {
            return;
        };
        let shown = stream.get_ref().1.peer_certificates();
        let Ok(known) = peer(shown, self.register.domain()) else {
            return;
        };
        if known.is_some() {
            drop(permit);
        }
        let known = Arc::new(known);
        let office = Arc::clone(&self);
        let service = service_fn(move |question| {
            let (office, known) = (Arc::clone(&office), Arc::clone(&known));
            async move {
                let answer = office.answer(question, known.as_ref().as_ref()).await;
                Ok::<_, std::convert::Infallible>(answer)
            }
        });
        let connection = http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        // How it ends is nobody's concern here.
        let _ = connection.await;
    }

    async fn answer(
        self: Arc<Self>,
        question: Request<Incoming>,
        known: Option<&Peer>,
    ) -> Response<Body> {
        let path = question.uri().path().to_owned();
        match (question.method(), path.as_str(), known) {
            (&Method::POST, ENROL, _) => self.enrol(question).await,
            (_, LINK | POLL | RENEW | EXTENSION | QUESTION, Some(peer)) => {
                if let Err(why) = self.register.admits(peer) {
                    return refused(StatusCode::FORBIDDEN, why);
                }
                match path.as_str() {
                    LINK => self.link(question, peer),
                    POLL => self.poll(question, peer).await,
                    RENEW => self.renewed(question, peer).await,
                    QUESTION => self.asked(question, peer).await,
                    _ => self.extension(&question),
                }
            }
            (_, LINK | POLL | RENEW | EXTENSION | QUESTION, None) => {
                let why = "only agents with a certificate may ask that";
                refused(StatusCode::UNAUTHORIZED, why)
            }
            _ => refused(StatusCode::NOT_FOUND, "there is nothing here"),
        }
    }

    async fn enrol(&self, question: Request<Incoming>) -> Response<Body> {
        let enrolling = match read_json(question.into_body()).await {
            Ok(enrolling) => enrolling,
            Err(why) => return refused(StatusCode::BAD_REQUEST, why),
        };
        let enrolled = tokio::task::block_in_place(|| self.register.enrol(&enrolling));
        match enrolled {
            Ok(enrolled) => {
                let message = format!("agent `{}` was enrolled", enrolled.agent);
                self.log
                    .say(Level::Notice, "agents.enrolled", &message, &[]);
                json(&enrolled)
            }
            Err(why) => refused(StatusCode::FORBIDDEN, why),
        }
    }

    fn link(self: Arc<Self>, question: Request<Incoming>, peer: &Peer) -> Response<Body> {
        let wanted = question.headers().get("upgrade");
        if wanted.is_none_or(|wanted| wanted.as_bytes() != PROTOCOL.as_bytes()) {
            let why = format!("an upgrade to `{PROTOCOL}` was expected");
            return refused(StatusCode::UPGRADE_REQUIRED, why);
        }
        let agent = AgentId::new(peer.agent().as_str());
        let left = peer.ends().saturating_sub(now_ms() / 1_000);
        let left = Duration::from_secs(u64::try_from(left).unwrap_or_default());
        tokio::spawn(async move {
            let Ok(upgraded) = hyper::upgrade::on(question).await else {
                return;
            };
            // A connection that breaks is made again by the agent.
            let io = TokioIo::new(upgraded);
            let served = self.agents.hub.serve(Some(agent), io);
            // Nor does it outlast the certificate.
            let _ = timeout(left, served).await;
        });
        let mut answer = answer(StatusCode::SWITCHING_PROTOCOLS, Vec::new());
        let headers = answer.headers_mut();
        headers.insert("connection", HeaderValue::from_static("upgrade"));
        headers.insert("upgrade", HeaderValue::from_static(PROTOCOL));
        answer
    }

    async fn poll(&self, question: Request<Incoming>, peer: &Peer) -> Response<Body> {
        let body = match read(question.into_body()).await {
            Ok(body) => body,
            Err(why) => return refused(StatusCode::BAD_REQUEST, why),
        };
        let agent = AgentId::new(peer.agent().as_str());
        match self.agents.hub.poll(Some(&agent), &body, HOLD).await {
            Ok(bytes) => answer(StatusCode::OK, bytes),
            Err(error) => refused(StatusCode::BAD_REQUEST, error.to_string()),
        }
    }

    async fn renewed(&self, question: Request<Incoming>, peer: &Peer) -> Response<Body> {
        let renewing = match read_json(question.into_body()).await {
            Ok(renewing) => renewing,
            Err(why) => return refused(StatusCode::BAD_REQUEST, why),
        };
        match self.register.renew(peer, &renewing) {
            Ok(issued) => json(&issued),
            Err(why) => refused(StatusCode::FORBIDDEN, why),
        }
    }

    /// What a step asks that the agent has.
    async fn asked(&self, question: Request<Incoming>, peer: &Peer) -> Response<Body> {
        let query = question.uri().query().unwrap_or_default();
        let key = query.strip_prefix("key=").and_then(|key| key.parse().ok());
        let Some(key) = key else {
            return refused(StatusCode::BAD_REQUEST, "`?key=POSITION` was expected");
        };
        let agent = peer.agent().as_str();
        let Some(task) = self.agents.asking(key, agent) else {
            let why = format!("`{agent}` does not have step {key}, or not yet");
            return refused(StatusCode::CONFLICT, why);
        };
        match read_up_to(question.into_body(), LONG).await {
            Ok(body) => {
                let blobs = Arc::clone(&self.agents.blobs);
                let answered = tokio::task::spawn_blocking(move || {
                    holdpoint_tester::answered(&task, &*blobs, &body)
                });
                answer(StatusCode::OK, answered.await.unwrap_or_default())
            }
            Err(why) => refused(StatusCode::BAD_REQUEST, why),
        }
    }

    fn extension(&self, question: &Request<Incoming>) -> Response<Body> {
        let query = question.uri().query().unwrap_or_default();
        let size = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let (_, text) = pairs.find(|(key, _)| *key == name)?;
            text.parse().ok()
        };
        let (Some(old), Some(new)) = (size("old"), size("new")) else {
            return refused(StatusCode::BAD_REQUEST, "`?old=SIZE&new=SIZE` was expected");
        };
        let proof = tokio::task::block_in_place(|| self.register.extension(old, new));
        match proof {
            Ok(hashes) => json(&hashes),
            Err(why) => refused(StatusCode::NOT_FOUND, why),
        }
    }
}
