//! How long it takes to erase somebody who had a say in many releases, on real files:
//! `cargo run --release -p holdpoint-service --example erase -- 500`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measurement"
)]

use std::sync::Arc;
use std::time::Instant;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_conformance::Counting;
use holdpoint_domain::Actor;
use holdpoint_engine::{Engine, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{BlobStore, Clock, Profile, Randomness, SystemClock};
use holdpoint_service::{Parts, Receipt, Service, Submission, rules};
use holdpoint_sqlite::SqliteLedger;
use holdpoint_vault::SqliteVault;
use serde_json::{Value, json};

fn service(place: &std::path::Path) -> Service {
    let vault = Arc::new(SqliteVault::open(place.join("vault")).unwrap());
    let blobs: Arc<dyn BlobStore> = Arc::new(DirectoryBlobs::open(place.join("blobs")).unwrap());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let randomness: Arc<dyn Randomness> = Arc::new(Counting::default());
    let signer = Ed25519Signer::from_seed("log.example.org", &[7; 32]).unwrap();
    let (signer, key) = signing(signer);
    let engine = Engine::open(holdpoint_engine::Parts {
        store: Box::new(SqliteLedger::open(place).unwrap()),
        blobs: Arc::clone(&blobs),
        vault: vault.clone(),
        clock: Arc::clone(&clock),
        randomness: Arc::clone(&randomness),
        signer,
        key,
        origin: "log.example.org".to_owned(),
        rules: rules(&blobs),
        readers: 2,
    });
    Service::new(Parts {
        engine: engine.unwrap(),
        vault: vault.clone(),
        personal: vault.clone(),
        sessions: vault,
        blobs,
        clock,
        randomness,
    })
}

fn ask(service: &Service, actor: &Actor, command: &str, arguments: Value) -> Receipt {
    let request = json!({ "command": command, "arguments": arguments });
    let submission = Submission {
        key: None,
        request,
        dry_run: false,
    };
    service.submit(actor, submission).unwrap()
}

fn hire(service: &Service, admin: &Actor, handle: &str, role: &str) -> Actor {
    let new = json!({ "person": { "new-person": { "handle": handle, "name": handle } } });
    let receipt = ask(service, admin, "person.add", new);
    let grant = json!({ "person": { "handle": handle }, "role": role, "scope": "organisation" });
    ask(service, admin, "access.grant", grant);
    Actor::Person(receipt.named("person").unwrap().parse().unwrap())
}

fn main() {
    let releases = std::env::args()
        .nth(1)
        .map_or(500, |text| text.parse().unwrap());
    let room = tempfile::tempdir().unwrap();
    let service = service(room.path());
    let profile = Profile {
        handle: "admin".into(),
        name: "Ada Min".into(),
        mail: None,
    };
    let admin = service.found("shop".parse().unwrap(), false, &profile, "root");
    let admin = Actor::Person(admin.unwrap());
    let changes = json!([
        { "settings": { "retention": { "days": 2_555 } } },
        { "unit": { "name": "shop" } },
        { "component": { "name": "till", "unit": "shop" } }
    ]);
    ask(
        &service,
        &admin,
        "organisation.apply",
        json!({ "changes": changes }),
    );
    let rita = hire(&service, &admin, "rita", "release-manager");
    let olga = hire(&service, &admin, "olga", "component-owner");
    let digest = format!("sha256:{}", "a".repeat(64));
    let artifact = json!({ "component": "till", "name": "till.tar", "digest": digest });
    for number in 0..releases {
        let release = json!({ "release": format!("till-{number}"), "components": ["till"] });
        ask(&service, &rita, "release.create", release.clone());
        let name = json!({ "release": release["release"] });
        let add = json!({ "release": release["release"], "artifacts": [artifact] });
        ask(&service, &rita, "release.add-artifacts", add);
        ask(&service, &rita, "release.submit", name.clone());
        let say = json!({
            "release": release["release"], "say": "reject", "role": "component-owner",
            "comment": { "plain": format!("reason {number}") }
        });
        ask(&service, &olga, "approval.decide", say);
        ask(&service, &rita, "release.cancel", name);
    }
    let begun = Instant::now();
    let receipt = ask(
        &service,
        &admin,
        "person.erase",
        json!({ "person": { "handle": "olga" } }),
    );
    let taken = begun.elapsed();
    let stays = receipt.events.len() - 1;
    println!("{releases} decisions: erased in {taken:?}, {stays} entries say what stays");
}
