//! A data directory with the sample organisation in it.

use std::path::Path;
use std::sync::Arc;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_domain::organisation::PersonId;
use holdpoint_engine::{Engine, Parts, signing};
use holdpoint_ports::{
    BlobStore, Clock as _, ManualClock, Profile, Randomness as _, SystemClock, Vault,
};
use holdpoint_sample::{Summary, fill};
use holdpoint_sqlite::SqliteLedger;
use holdpoint_vault::SqliteVault;

use super::keys::Keys;
use super::place;
use super::random::SystemRandomness;
use crate::error::Failure;

/// The name of the sample's log.
const ORIGIN: &str = "sample.holdpoint.example";

/// Makes the sample there, with `user` of the operating system as its administrator. `week` is told how many
/// weeks of it have passed.
pub(crate) fn make(
    place: &Path,
    user: &str,
    week: &mut dyn FnMut(u32),
) -> Result<Summary, Failure> {
    let wrong = |error: &dyn std::error::Error| {
        Failure::failed("sample", "the sample cannot be made").because(error)
    };
    std::fs::create_dir_all(place).map_err(|error| Failure::file("make", place, &error))?;
    let store = SqliteLedger::open(place).map_err(|error| wrong(&error))?;
    place::prepare(place)?;
    let vault = SqliteVault::open(place.join("vault")).map_err(|error| wrong(&error))?;
    let administrator = administrator(&vault, user).map_err(|error| wrong(&error))?;
    let blobs = DirectoryBlobs::open(place.join("blobs")).map_err(|error| wrong(&error))?;
    let blobs: Arc<dyn BlobStore> = Arc::new(blobs);
    let clock = ManualClock::at(SystemClock.now());
    let keys = Keys::of(place, None);
    let signer = keys.signer(Some(ORIGIN))?;
    let (origin, verifier) = (
        signer.verifier_key().name.clone(),
        signer.verifier_key().to_string(),
    );
    let (signer, key) = signing(signer);
    let engine = Engine::open(Parts {
        store: Box::new(store),
        rules: holdpoint_service::rules(&blobs),
        blobs,
        vault: Arc::new(vault),
        clock: Arc::new(clock.clone()),
        randomness: Arc::new(SystemRandomness),
        signer,
        key,
        origin,
        readers: Parts::READERS,
    });
    let engine = engine.map_err(|error| wrong(&error))?;
    let summary = fill(&engine, &clock, administrator, week).map_err(|error| wrong(&error));
    engine.close();
    keys.publish(&verifier)?;
    summary
}

fn administrator(vault: &SqliteVault, user: &str) -> Result<PersonId, holdpoint_ports::VaultError> {
    let mut bits = [0; 16];
    SystemRandomness.fill(&mut bits);
    let person = PersonId::from_bits(u128::from_be_bytes(bits));
    let profile = Profile {
        handle: "administrator".to_owned(),
        name: "Administrator".to_owned(),
        mail: None,
    };
    vault.add_person(person.as_str(), &profile)?;
    vault.map_system_user(person.as_str(), user)?;
    Ok(person)
}
