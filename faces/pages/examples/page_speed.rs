//! How long a page takes on the server, with 100,000 entries in the ledger: p50 and p99 of each page, signed in,
//! compressed as for a browser. Each is asked for once as things stand, and once with a new entry before every request,
//! which makes everything that was kept for the present stale. Times are of the wall; beside them stands the processor's
//! p99 of the whole process, which other programs on the machine change little.
//!
//! `cargo run --release -p holdpoint-pages --example page_speed -- [ENTRIES [OPEN [HANDLE]]]`
//!
//! The sample organisation comes first, with its people, gates and evidence; then releases like in any shop, most of
//! them finished, until there are that many entries; then OPEN further ones, which are submitted and
//! wait at their gates. HANDLE looks. The ledger is SQLite, as a server has it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "an example"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::Counting;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::{
    CancelRelease, CreateRelease, ReleaseName, SetScope, SubmitRelease,
};
use holdpoint_domain::{Actor, Command};
use holdpoint_engine::{Engine, Request as Wanted, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_pages::{Site, router};
use holdpoint_ports::{
    BlobStore, Clock, ManualClock, PersonalStore, Profile, Randomness, Sessions, Vault,
};
use holdpoint_service::{Parts, Service, Session, rules};
use holdpoint_sqlite::{Options, SqliteLedger, Synchronous};
use holdpoint_vault::SqliteVault;
use http_body_util::BodyExt as _;
use rustix::time::{ClockId, clock_gettime};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// How often each page is asked for.
const ROUNDS: usize = 300;

/// Entries of a release: created, scope set five times, cancelled.
const EACH: u64 = 7;

/// A house with that many entries, and its pages.
struct House {
    service: Arc<Service>,
    router: Router,
    session: Session,
    maker: Actor,
    clock: ManualClock,
    made: u64,
    _room: TempDir,
}

fn main() {
    let number = |index| std::env::args().nth(index)?.parse().ok();
    let since = Instant::now();
    let mut house = House::new(number(1).unwrap_or(100_000));
    house.crowd(number(2).unwrap_or(0));
    if let Some(handle) = std::env::args().nth(3) {
        house.session = session(&house.service, &handle);
    }
    let size = house.service.engine().published().size();
    println!(
        "{size} entries, made in {:.0} s",
        since.elapsed().as_secs_f64()
    );
    println!(
        "| page | p50 | p99 | processor p99 | after an entry: p50 | p99 | processor p99 | size |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (page, path) in [
        ("home", "/"),
        ("inbox", "/inbox"),
        ("releases", "/releases"),
        (
            "releases, filtered",
            "/releases?q=shop&component=payments-api&sort=release",
        ),
        ("a release", "/releases/payments-train-27"),
        ("a finished release", "/releases/payments-train-20"),
        ("environments", "/environments"),
        ("an environment", "/environments/production"),
        ("catalogue", "/catalogue"),
        ("a component", "/catalogue/payments-api"),
        ("ledger", "/ledger"),
        ("an entry", "/entries/50000"),
        ("search", "/search?q=payments"),
        ("settings", "/settings"),
    ] {
        let (still, bytes) = house.measure(path, false);
        let (moving, _) = house.measure(path, true);
        println!(
            "| {page} | {} | {} | {} | {} | {} | {} | {} KiB |",
            at(&still.wall, 50),
            at(&still.wall, 99),
            at(&still.processor, 99),
            at(&moving.wall, 50),
            at(&moving.wall, 99),
            at(&moving.processor, 99),
            bytes.div_ceil(1_024)
        );
    }
}

/// How long each request took, in order.
#[derive(Default)]
struct Times {
    wall: Vec<Duration>,
    processor: Vec<Duration>,
}

/// The processor time of this process so far.
fn processor() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// A percentile, in milliseconds.
fn at(times: &[Duration], percent: usize) -> String {
    let index = (times.len() * percent / 100).min(times.len() - 1);
    format!("{:.1} ms", times[index].as_secs_f64() * 1e3)
}

impl House {
    fn new(entries: u64) -> Self {
        let room = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(1_767_225_600_000);
        let (parts, administrator) = parts(&room, &clock);
        holdpoint_sample::fill(&parts.engine, &clock, administrator, &mut |_| {}).unwrap();
        let service = Arc::new(Service::new(parts));
        let session = session(&service, "miriam");
        let mut house = Self {
            router: router(Site::new(Arc::clone(&service))),
            service,
            maker: Actor::Person(session.person.clone()),
            session,
            clock,
            made: 0,
            _room: room,
        };
        while house.service.engine().published().size() + EACH < entries {
            let room = entries - house.service.engine().published().size();
            let releases = (room / EACH).clamp(1, 64);
            let lives: Vec<_> = (0..releases).flat_map(|_| house.life()).collect();
            house.all_done(lives);
            house.clock.advance(1_000);
        }
        house
    }

    /// As many releases that wait at their gates.
    fn crowd(&self, many: u64) {
        let numbers: Vec<_> = (0..many).collect();
        for some in numbers.chunks(64) {
            let commands = some.iter().flat_map(|number| {
                let release = format!("patch-{number}");
                let from = serde_json::json!({ "release": "payments-train-27" });
                let create = serde_json::json!({ "release": release, "from": from });
                let create: CreateRelease = serde_json::from_value(create).unwrap();
                let submit = serde_json::json!({ "release": release });
                let submit: SubmitRelease = serde_json::from_value(submit).unwrap();
                [create.into(), submit.into()]
            });
            self.all_done(commands.collect());
            self.clock.advance(1_000);
        }
    }

    /// A release: put together, and most of the time called off.
    fn life(&mut self) -> Vec<Command> {
        self.made += 1;
        let number = self.made;
        let release: ReleaseName = format!("shop-{number}").parse().unwrap();
        let create = CreateRelease {
            release: release.clone(),
            title: None,
            from: None,
            components: vec!["payments-api".parse().unwrap()],
            scope: Vec::new(),
        };
        let mut commands: Vec<Command> = vec![create.into()];
        for part in 0..5 {
            let id = format!("SHOP-{}", number * 10 + part);
            let scope = serde_json::json!([{ "kind": "feature", "id": id }]);
            let scope = SetScope {
                release: release.clone(),
                scope: serde_json::from_value(scope).unwrap(),
            };
            commands.push(scope.into());
        }
        if number % 100 != 7 {
            let reason = None;
            commands.push(CancelRelease { release, reason }.into());
        }
        commands
    }

    fn all_done(&self, commands: Vec<Command>) {
        let wanted = commands
            .into_iter()
            .map(|command| Wanted::new(self.maker.clone(), command));
        for answer in self.service.engine().submit_all(wanted.collect()) {
            answer.unwrap().done().unwrap();
        }
    }

    /// Times of a page, and its size as it is sent.
    fn measure(&mut self, path: &str, moving: bool) -> (Times, usize) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let mut times = Times::default();
        let mut bytes = 0;
        for round in 0..ROUNDS + 20 {
            if moving {
                let life = self.life();
                self.all_done(life);
            }
            self.clock.advance(20);
            let mut request = Request::get(path)
                .header("accept-encoding", "gzip")
                .body(Body::empty())
                .unwrap();
            request.extensions_mut().insert(self.session.clone());
            let (since, worked) = (Instant::now(), processor());
            let (status, size) = runtime.block_on(async {
                let response = self.router.clone().oneshot(request).await.unwrap();
                let status = response.status();
                let body = response.into_body().collect().await.unwrap();
                (status, body.to_bytes().len())
            });
            // The first are for what is read once.
            if round >= 20 {
                times.wall.push(since.elapsed());
                times.processor.push(processor().saturating_sub(worked));
            }
            assert_eq!(status, StatusCode::OK, "{path}");
            bytes = size;
        }
        times.wall.sort_unstable();
        times.processor.sort_unstable();
        (times, bytes)
    }
}

fn session(service: &Service, handle: &str) -> Session {
    let person = service.names().find(handle).unwrap().unwrap();
    let link = service.login_link(&person).unwrap();
    service.redeem(&link).unwrap().session
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
    let blobs: Arc<dyn BlobStore> =
        Arc::new(DirectoryBlobs::open(room.path().join("blobs")).unwrap());
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    let randomness: Arc<dyn Randomness> = Arc::new(Counting::default());
    let rules = rules(&blobs);
    let (signer, key) = signing(Ed25519Signer::from_seed("sample.example", &[7; 32]).unwrap());
    // Nobody waits for the disk while it is made, and reading is the same.
    let options = Options {
        synchronous: Synchronous::Off,
        ..Options::default()
    };
    let engine = Engine::open(holdpoint_engine::Parts {
        store: Box::new(SqliteLedger::open_with(room.path(), options).unwrap()),
        blobs: Arc::clone(&blobs),
        vault: Arc::clone(&vault),
        clock: Arc::clone(&clock),
        randomness: Arc::clone(&randomness),
        signer,
        key,
        origin: "sample.example".to_owned(),
        rules,
        readers: holdpoint_engine::Parts::READERS,
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
