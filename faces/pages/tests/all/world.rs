//! The sample organisation in memory, and a browser for each of its people.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::provider::{MemoryProvider, SECRET};
use holdpoint_conformance::{Counting, MemoryLedger};
use holdpoint_domain::access::policy::Authorisation;
use holdpoint_domain::bulletin::Secret;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, Digest};
use holdpoint_engine::{Engine, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_pages::{Setup, Site, router};
use holdpoint_ports::{
    BlobStore, Clock, ManualClock, PersonalStore, Profile, ProviderClient, Randomness, Sessions,
    Vault,
};
use holdpoint_service::{
    At, LoginSecrets, NewSession, Overheard, Parts, Remember, Remembered, Service, Session,
    SignedOut, Submission, Untaken, rules,
};
use holdpoint_vault::SqliteVault;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// 2026-09-21, a Monday.
const NOW: i64 = 1_790_000_000_000;

/// Where people log in, and where they are sent back to.
pub(crate) const PROVIDER: &str = "https://login.acme.example";
pub(crate) const HERE: &str = "https://holdpoint.example.org";

/// The one secret that there is.
struct Known;

impl LoginSecrets for Known {
    fn read(&self, _: &Secret) -> Result<String, String> {
        Ok(SECRET.to_owned())
    }
}

/// The sample, served.
pub(crate) struct World {
    service: Arc<Service>,
    router: Router,
    room: TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) text: String,
    /// The session that the server in front is to make a cookie of.
    pub(crate) begun: Option<NewSession>,
    /// Whether it is to take the cookie away.
    pub(crate) ended: bool,
    /// What of a log-in elsewhere it is to make cookies of.
    pub(crate) remember: Option<Remember>,
}

/// One sample for all tests that only look.
pub(crate) fn shared() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::sample)
}

impl World {
    /// The sample organisation.
    pub(crate) fn sample() -> Self {
        Self::new(true)
    }

    /// From now on these are the organisation's policies.
    pub(crate) fn ruled_by(&self, text: &str) {
        let (digest, _) = self.service.blobs().put(&mut text.as_bytes()).unwrap();
        let published = self.service.engine().published();
        let organisation = published.state.organisation.as_ref().unwrap();
        let mut settings = organisation.settings.clone();
        settings.authorisation = Some(Authorisation::new(Digest(digest.0)));
        let changes = json!({"changes": [{"settings": settings}]});
        let apply = json!({"command": "organisation.apply", "arguments": changes});
        self.submit("root", apply);
    }

    /// An organisation in which nothing has happened.
    pub(crate) fn empty() -> Self {
        Self::new(false)
    }

    fn new(sample: bool) -> Self {
        let room = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(NOW);
        let (parts, administrator) = parts(&room, &clock);
        if sample {
            let filled = holdpoint_sample::fill(&parts.engine, &clock, administrator, &mut |_| {});
            filled.unwrap();
        }
        let service = Arc::new(Service::new(parts));
        // As when a data directory is opened: the ledger says who is erased.
        service.tidy_vault().unwrap();
        if !sample {
            let profile = Profile {
                handle: "administrator".into(),
                name: "Ada Min".into(),
                mail: None,
            };
            let name = "new-house".parse().unwrap();
            service.found(name, false, &profile, "root").unwrap();
        }
        Self {
            router: router(Site::new(Arc::clone(&service))),
            service,
            room,
        }
    }

    /// An organisation whose people log in at a provider, where newcomers are added.
    pub(crate) fn with_provider() -> (Self, Arc<MemoryProvider>) {
        let room = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(NOW);
        let (parts, _) = parts(&room, &clock);
        let provider = Arc::new(MemoryProvider::new(PROVIDER, clock));
        let client: Arc<dyn ProviderClient> = Arc::clone(&provider) as _;
        let service = Arc::new(Service::new(parts).reaching(client));
        service.let_log_in(HERE, Arc::new(Known));
        let profile = Profile {
            handle: "administrator".into(),
            name: "Ada Min".into(),
            mail: None,
        };
        let name = "new-house".parse().unwrap();
        service.found(name, false, &profile, "root").unwrap();
        let world = Self {
            router: router(Site::new(Arc::clone(&service)).reached_at(HERE)),
            service,
            room,
        };
        let acme = json!({"name": "acme", "title": "Acme", "issuer": PROVIDER, "client": "holdpoint",
            "secret": {"env": "HOLDPOINT_LOGIN_SECRET"}, "subject": "sub", "groups": "groups", "first_login": "add"});
        let groups = json!([{"group": "ops", "role": "sre", "scope": "organisation"}]);
        let directory = json!({"providers": [acme], "groups": groups});
        let changes = json!({"changes": [{"settings": {"directory": directory}}]});
        let apply = json!({"command": "organisation.apply", "arguments": changes});
        world.submit("administrator", apply);
        (world, provider)
    }

    /// The same, where nobody says by which name browsers reach it.
    pub(crate) fn reached_by_any_name(mut self) -> Self {
        self.router = router(Site::new(Arc::clone(&self.service)));
        self
    }

    /// Asks for a page as a browser that remembers that; it may be signed in.
    pub(crate) fn browser(&self, who: Option<&Session>, path: &str, has: Remembered) -> Answer {
        let request = Request::get(path).extension(has);
        self.ask(who.cloned(), request, "")
    }

    /// Somebody signed in.
    pub(crate) fn signed_in(&self, who: &str) -> Session {
        self.session(who)
    }

    /// Logs out of a browser that remembers that.
    pub(crate) fn log_out(&self, who: &Session, has: Remembered) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post("/logout").header("content-type", kind);
        let form = format!("csrf={}", who.csrf);
        self.ask(Some(who.clone()), request.extension(has), &form)
    }

    /// The same, where browsers reach it at that address.
    pub(crate) fn reached_at(mut self, url: &str) -> Self {
        let site = Site::new(Arc::clone(&self.service));
        self.router = router(site.reached_at(url));
        self
    }

    /// Nothing at all, with that code to found something.
    pub(crate) fn unfounded(code: &str) -> Self {
        let room = tempfile::tempdir().unwrap();
        let (parts, _) = parts(&room, &ManualClock::at(NOW));
        let service = Arc::new(Service::new(parts));
        let closed = room.path().join("closed");
        let close = move || std::fs::write(&closed, "").unwrap();
        let setup = Setup::new(code.to_owned(), "root".to_owned(), close);
        Self {
            router: router(Site::new(Arc::clone(&service)).with_setup(setup)),
            service,
            room,
        }
    }

    /// Whether the code for founding was closed.
    pub(crate) fn closed(&self) -> bool {
        self.room.path().join("closed").exists()
    }

    fn session(&self, handle: &str) -> Session {
        let person = self.service.names().find(handle).unwrap().unwrap();
        let link = self.service.login_link(&person).unwrap();
        self.service.redeem(&link).unwrap().session
    }

    /// Asks for a page as somebody.
    pub(crate) fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(Some(self.session(who)), Request::get(path), "")
    }

    /// Asks for a page as somebody, and for where it leads.
    pub(crate) fn follow(&self, who: &str, path: &str) -> Answer {
        let answer = self.get(who, path);
        match answer.headers.get("location") {
            Some(to) => self.get(who, to.split('#').next().unwrap()),
            None => answer,
        }
    }

    /// Does what a command says, as the API would.
    pub(crate) fn submit(&self, who: &str, request: Value) -> Value {
        let submission = Submission {
            key: None,
            request,
            dry_run: false,
        };
        let receipt = self.service.submit(&self.actor(who), submission).unwrap();
        serde_json::to_value(receipt).unwrap()
    }

    /// Asks a question, as the API would.
    pub(crate) fn query(&self, who: &str, name: &str, arguments: Value) -> Value {
        let actor = self.actor(who);
        self.service
            .query(&actor, name, arguments, At::Now)
            .unwrap()
    }

    fn actor(&self, who: &str) -> Actor {
        Actor::Person(self.service.names().find(who).unwrap().unwrap())
    }

    /// A link that signs somebody in.
    pub(crate) fn link(&self, who: &str) -> String {
        let person = self.service.names().find(who).unwrap().unwrap();
        self.service.login_link(&person).unwrap()
    }

    /// Sends a form as a stranger; over a connection that others read, if so.
    pub(crate) fn stranger_posts(&self, path: &str, form: &str, overheard: bool) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let mut request = Request::post(path).header("content-type", kind);
        if overheard {
            request = request.extension(Overheard);
        }
        self.ask(None, request, form)
    }

    /// Asks for a page in German.
    pub(crate) fn get_german(&self, who: &str, path: &str) -> Answer {
        let request = Request::get(path).header("accept-language", "de");
        self.ask(Some(self.session(who)), request, "")
    }

    /// Asks for a page as a stranger.
    pub(crate) fn stranger(&self, path: &str) -> Answer {
        self.ask(None, Request::get(path), "")
    }

    /// Sends a form of a page of one's own.
    pub(crate) fn post(&self, who: &str, path: &str, form: &str) -> Answer {
        let session = self.session(who);
        let form = format!("csrf={}&{form}", session.csrf);
        self.send(session, path, &form)
    }

    /// Sends a form with files, as name and content.
    pub(crate) fn post_files(
        &self,
        who: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str)],
    ) -> Answer {
        let session = self.session(who);
        let csrf = ("csrf", session.csrf.as_str());
        let mut body = String::new();
        for (name, value) in std::iter::once(&csrf).chain(fields) {
            body += &format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        for (name, content) in files {
            body += &format!(
                "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 Content-Type: text/plain\r\n\r\n{content}\r\n"
            );
        }
        body += "--x--\r\n";
        let request = Request::post(path).header("content-type", "multipart/form-data; boundary=x");
        self.ask(Some(session), request, &body)
    }

    /// Sends a form that the server in front does not take: of somebody whose page is of an older session, or of
    /// nobody any more.
    pub(crate) fn post_untaken(
        &self,
        who: Option<&str>,
        path: &str,
        (kind, body): (&str, &str),
        whole: bool,
    ) -> Answer {
        let session = who.map(|who| self.session(who));
        let request = Request::post(path).header("content-type", kind);
        self.ask(None, request.extension(Untaken { session, whole }), body)
    }

    /// Sends a form with what another page bears.
    pub(crate) fn post_as(&self, session: &Session, path: &str, form: &str) -> Answer {
        let form = format!("csrf={}&{form}", session.csrf);
        self.send(session.clone(), path, &form)
    }

    /// Chooses a password for somebody.
    pub(crate) fn choose_password(&self, who: &str, password: &str) {
        let person = self.service.names().find(who).unwrap().unwrap();
        let chosen = self.service.choose_password(&person, None, password);
        chosen.unwrap();
    }

    /// Sends a form that another site made.
    pub(crate) fn post_forged(&self, who: &str, path: &str, form: &str) -> Answer {
        self.send(self.session(who), path, form)
    }

    fn send(&self, session: Session, path: &str, form: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header("content-type", kind);
        self.ask(Some(session), request, form)
    }

    fn ask(
        &self,
        session: Option<Session>,
        request: axum::http::request::Builder,
        body: &str,
    ) -> Answer {
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        if let Some(session) = session {
            // The server in front has looked it up.
            request.extensions_mut().insert(session);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .unwrap();
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (mut head, body) = response.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
                (name.to_string(), value.to_str().unwrap().to_owned())
            };
            Answer {
                status: head.status,
                begun: head.extensions.remove::<NewSession>(),
                remember: head.extensions.remove::<Remember>(),
                ended: head.extensions.remove::<SignedOut>().is_some(),
                headers: head.headers.iter().map(header).collect(),
                text: String::from_utf8_lossy(&bytes).into_owned(),
            }
        })
    }
}

fn parts(room: &TempDir, clock: &ManualClock) -> (Parts, PersonId) {
    let kept = Arc::new(SqliteVault::open(room.path().join("vault")).unwrap());
    let sessions: Arc<dyn Sessions> = kept.clone();
    let personal: Arc<dyn PersonalStore> = kept.clone();
    let vault: Arc<dyn Vault> = kept;
    let administrator = PersonId::from_bits(7);
    let profile = Profile {
        handle: "root".into(),
        name: "Administrator".into(),
        mail: None,
    };
    vault.add_person(administrator.as_str(), &profile).unwrap();
    let blobs = DirectoryBlobs::open(room.path().join("blobs")).unwrap();
    let blobs: Arc<dyn BlobStore> = Arc::new(blobs);
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    let randomness: Arc<dyn Randomness> = Arc::new(Counting::default());
    let rules = rules(&blobs);
    let (signer, key) = signing(Ed25519Signer::from_seed("sample.example", &[7; 32]).unwrap());
    let engine = Engine::open(holdpoint_engine::Parts {
        store: Box::new(MemoryLedger::new()),
        blobs: Arc::clone(&blobs),
        vault: Arc::clone(&vault),
        clock: Arc::clone(&clock),
        randomness: Arc::clone(&randomness),
        signer,
        key,
        origin: "sample.example".to_owned(),
        rules,
        readers: 2,
    });
    let parts = Parts {
        engine: engine.unwrap(),
        vault,
        personal,
        sessions,
        blobs,
        clock,
        randomness,
    };
    (parts, administrator)
}
