//! An organisation behind the API: a ledger in memory, a real vault and real blobs.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::{Counting, MemoryLedger};
use holdpoint_domain::organisation::PersonId;
use holdpoint_engine::{Engine, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{
    BlobStore, Clock, ManualClock, PersonalStore, Profile, Randomness, Sessions, Vault,
};
use holdpoint_server::{Api, Cookies, Settings, router};
use holdpoint_service::{Parts, Service, rules};
use holdpoint_vault::SqliteVault;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tower::Service as _;

/// An organisation with a unit, a component, and an administrator called `admin`.
pub(crate) struct World {
    pub(crate) service: Arc<Service>,
    pub(crate) clock: ManualClock,
    pub(crate) admin: String,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) runtime: Runtime,
    router: Router,
    pub(crate) room: TempDir,
}

/// What came of a request.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// It must have that status.
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Settings::default(), None)
    }

    pub(crate) fn with(settings: Settings, pages: Option<Router>) -> Self {
        let room = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(1_767_225_600_000);
        let service = Arc::new(service(&room, clock.clone()));
        let profile = Profile {
            handle: "admin".into(),
            name: "Ada Min".into(),
            mail: None,
        };
        let admin = service
            .found("shop".parse().unwrap(), false, &profile, "root")
            .unwrap();
        let admin = token(&service, &admin);
        let (stop, stopped) = watch::channel(false);
        let api = Api::new(Arc::clone(&service), settings, stopped);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        let world = Self {
            service,
            clock,
            admin,
            stop,
            runtime: runtime.unwrap(),
            router: router(&api, pages),
            room,
        };
        let changes = json!([
            { "unit": { "name": "shop" } },
            { "component": { "name": "till", "unit": "shop" } }
        ]);
        let apply = world.command("organisation.apply", json!({ "changes": changes }));
        world.post(&world.admin, "/api/v1/commands", &apply).is(200);
        world
    }

    /// One in which browsers may be signed in.
    pub(crate) fn for_browsers(pages: Option<Router>) -> Self {
        let settings = Settings {
            cookies: Cookies::Plain,
            ..Settings::default()
        };
        Self::with(settings, pages)
    }

    pub(crate) fn command(&self, command: &str, arguments: Value) -> Value {
        json!({ "command": command, "arguments": arguments })
    }

    /// Adds somebody with a role, if any; gives their token.
    pub(crate) fn hire(&self, handle: &str, role: Option<&str>, expires: Option<&str>) -> String {
        let new = json!({ "handle": handle, "name": "Some Body" });
        let add = self.command("person.add", json!({ "person": { "new-person": new } }));
        let receipt = self
            .post(&self.admin, "/api/v1/commands", &add)
            .is(200)
            .json();
        if let Some(role) = role {
            let mut grant =
                json!({ "person": { "handle": handle }, "role": role, "scope": "organisation" });
            if let Some(expires) = expires {
                grant["expires"] = json!(expires);
            }
            let grant = self.command("access.grant", grant);
            self.post(&self.admin, "/api/v1/commands", &grant).is(200);
        }
        let subject = receipt["events"][0]["subject"].as_str().unwrap();
        let id = subject.strip_prefix("person/").unwrap();
        token(&self.service, &id.parse().unwrap())
    }

    /// The head of an answer; its body is still to come.
    pub(crate) fn begin(&self, request: Request<Body>) -> Response {
        let mut router = self.router.clone();
        self.runtime.block_on(router.call(request)).unwrap()
    }

    pub(crate) fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.begin(request);
        let (head, body) = response.into_parts();
        let body = self.runtime.block_on(to_bytes(body, usize::MAX)).unwrap();
        Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.to_vec(),
        }
    }

    pub(crate) fn get(&self, token: &str, path: &str) -> Answer {
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        self.ask(request.body(Body::empty()).unwrap())
    }

    pub(crate) fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        self.ask(request.body(Body::from(body.to_string())).unwrap())
    }

    /// Submits something that writes one entry.
    pub(crate) fn write(&self, name: &str) -> u64 {
        let changes = json!([{ "unit": { "name": name } }]);
        let apply = self.command("organisation.apply", json!({ "changes": changes }));
        let receipt = self
            .post(&self.admin, "/api/v1/commands", &apply)
            .is(200)
            .json();
        receipt["events"][0]["position"].as_u64().unwrap()
    }

    pub(crate) fn size(&self) -> u64 {
        self.service.engine().published().size()
    }
}

pub(crate) fn ok(response: &Response) {
    assert_eq!(response.status(), StatusCode::OK);
}

pub(crate) fn token(service: &Service, person: &PersonId) -> String {
    let vault = service.vault();
    vault.issue_token(person.as_str(), "test", None).unwrap()
}

/// Settings under which nobody waits for long.
pub(crate) fn impatient() -> Settings {
    Settings {
        patience: Duration::from_millis(50),
        ..Settings::default()
    }
}

fn service(room: &TempDir, clock: ManualClock) -> Service {
    let kept = Arc::new(SqliteVault::open(room.path().join("vault")).unwrap());
    let sessions: Arc<dyn Sessions> = kept.clone();
    let personal: Arc<dyn PersonalStore> = kept.clone();
    let vault: Arc<dyn Vault> = kept;
    let blobs: Arc<dyn BlobStore> =
        Arc::new(DirectoryBlobs::open(room.path().join("blobs")).unwrap());
    let clock: Arc<dyn Clock> = Arc::new(clock);
    let randomness: Arc<dyn Randomness> = Arc::new(Counting::default());
    let rules = rules(&blobs);
    let (signer, key) = signing(Ed25519Signer::from_seed("log.example.org", &[7; 32]).unwrap());
    let engine = Engine::open(holdpoint_engine::Parts {
        store: Box::new(MemoryLedger::new()),
        blobs: Arc::clone(&blobs),
        vault: Arc::clone(&vault),
        clock: Arc::clone(&clock),
        randomness: Arc::clone(&randomness),
        signer,
        key,
        origin: "log.example.org".to_owned(),
        rules,
        readers: 2,
    });
    Service::new(Parts {
        engine: engine.unwrap(),
        vault,
        personal,
        sessions,
        blobs,
        clock,
        randomness,
    })
}
