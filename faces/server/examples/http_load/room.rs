//! The server that is measured: the real stores, in a directory.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_domain::Actor;
use holdpoint_domain::access::{GrantRole, Role, Scope};
use holdpoint_domain::organisation::AddPerson;
use holdpoint_engine::{Engine, Request, signing};
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{
    BlobStore, Clock, PersonalStore, Profile, Randomness, Sessions, SystemClock, Vault,
};
use holdpoint_server::{Options, serve as served};
use holdpoint_service::{Parts, Service, Submission, rules};
use holdpoint_sqlite::SqliteLedger;
use holdpoint_vault::SqliteVault;
use serde_json::json;

struct System(std::fs::File);

impl Randomness for System {
    fn fill(&self, bytes: &mut [u8]) {
        std::io::Read::read_exact(&mut &self.0, bytes).unwrap();
    }
}

/// Serves an organisation with one component; tells a developer's token and the address.
pub(crate) fn serve(directory: &Path) {
    let service = Arc::new(service(directory));
    let token = set_up(&service);
    let options = Options {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        open_ledger: true,
        ..Options::default()
    };
    let ready = |address: Option<std::net::SocketAddr>| {
        println!("{token}\n{}", address.unwrap());
        std::io::stdout().flush().unwrap();
    };
    served(service, &options, ready).unwrap();
}

fn set_up(service: &Service) -> String {
    let profile = |handle: &str| Profile {
        handle: handle.into(),
        name: String::new(),
        mail: None,
    };
    let admin = service
        .found("load".parse().unwrap(), true, &profile("admin"), "root")
        .unwrap();
    let admin = Actor::Person(admin);
    let changes = json!([
        { "unit": { "name": "shop" } },
        { "component": { "name": "till", "unit": "shop" } }
    ]);
    let request = json!({ "command": "organisation.apply", "arguments": { "changes": changes } });
    let apply = Submission {
        key: None,
        request,
        dry_run: false,
    };
    service.submit(&admin, apply).unwrap();
    let developer = holdpoint_domain::organisation::PersonId::from_bits(2);
    let id = developer.as_str();
    service.vault().add_person(id, &profile("dev")).unwrap();
    let person = developer.clone();
    let add = Request::new(admin.clone(), AddPerson { person });
    let grant = GrantRole {
        person: developer.clone(),
        role: Role::Developer,
        scope: Scope::Organisation,
        expires: None,
    };
    for request in [add, Request::new(admin, grant)] {
        service.engine().submit(request).unwrap().done().unwrap();
    }
    service.vault().issue_token(id, "load", None).unwrap()
}

fn service(directory: &Path) -> Service {
    let kept = Arc::new(SqliteVault::open(directory.join("vault")).unwrap());
    let sessions: Arc<dyn Sessions> = kept.clone();
    let personal: Arc<dyn PersonalStore> = kept.clone();
    let vault: Arc<dyn Vault> = kept;
    let blobs: Arc<dyn BlobStore> =
        Arc::new(DirectoryBlobs::open(directory.join("blobs")).unwrap());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random = std::fs::File::open("/dev/urandom").unwrap();
    let randomness: Arc<dyn Randomness> = Arc::new(System(random));
    let rules = rules(&blobs);
    let origin = "load.example.org/ledger";
    let (signer, key) = signing(Ed25519Signer::from_seed(origin, &[7; 32]).unwrap());
    let engine = Engine::open(holdpoint_engine::Parts {
        store: Box::new(SqliteLedger::open(directory).unwrap()),
        blobs: Arc::clone(&blobs),
        vault: Arc::clone(&vault),
        clock: Arc::clone(&clock),
        randomness: Arc::clone(&randomness),
        signer,
        key,
        origin: origin.to_owned(),
        rules,
        readers: holdpoint_engine::Parts::READERS,
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
