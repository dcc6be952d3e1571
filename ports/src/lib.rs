//! The traits between the engine and its adapters, and nothing else.
//!
//! Neither side imports the other: an adapter implements what stands here, the engine calls it, and the
//! binary wires both. Every trait is synchronous; an adapter that talks over a network blocks its own thread.

mod agents;
mod blob;
mod clock;
mod courier;
mod forge;
mod keeping;
mod ledger;
mod output;
mod personal;
mod provider;
mod retained;
mod seat;
mod session;
mod vault;
mod witness;

pub use agents::{Presence, PresentAgent};
pub use blob::{BlobDigest, BlobError, BlobStore, BlobTrouble, ListedBlob};
pub use clock::{Clock, ManualClock, Millis, Randomness, SystemClock};
pub use courier::{Courier, Delivery, Letter};
pub use forge::{
    ChangedFile, CommitState, CommitStatus, CommitStatuses, ForgeComment, ForgeError, ForgeRemark,
    MergeRequest, NewRemark,
};
pub use keeping::{KeptPerson, KeptRecord, KeptThing, KeptToken, VaultKeeping, WrappedKey};
pub use ledger::{
    AggregateRow, Batch, Head, IdempotencyRecord, Involvement, LedgerReader, LedgerStore, NewEntry,
    Opening, StoreError, StoredTile, UsedKey, Visit,
};
pub use output::StepOutput;
pub use personal::{PersonalKind, PersonalStore, PersonalThing};
pub use provider::{BasicCredentials, ProviderAnswer, ProviderClient};
pub use retained::{Retained, RetainedStore};
pub use seat::{Peers, Seated, SharedLedger};
pub use session::{Elsewhere, Lifetime, Sessions, SignedIn};
pub use vault::{Credential, Profile, SealedText, Vault, VaultError};
pub use witness::{WitnessAnswer, WitnessClient, WitnessedStore};
