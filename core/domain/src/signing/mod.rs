//! Keys of people, and decisions that they sign with them.
//!
//! | event | then |
//! |---|---|
//! | `account.key-added` | what the person signs with the key from here on counts |
//! | `account.key-used` | the passkey has signed that often: a copy of it would not know |
//! | `account.key-removed` | it does not count any more, and neither does what was signed with the key before |
//!
//! A key is one person's, also after they have removed it. What is signed is a text that says all that was decided,
//! on exactly what, and which checkpoint of the ledger was seen: whoever has the key and the signature needs nothing
//! of Holdpoint to verify it.

mod command;
mod event;
mod key;
mod passkey;
mod payload;
mod proof;
mod refusal;
mod state;
mod stated;
mod statement;
mod text;

pub use command::{AddKey, RemoveKey};
pub use event::{KeyAdded, KeyRemoved, KeyUsed};
pub use key::{Fingerprint, SigningKey, SshKey};
pub use passkey::{Bytes, Origin, Passkey, PasskeyPublic, PasskeySignature};
pub use payload::{Deciding, Payload, PayloadType, Seen, reason_digest};
pub(crate) use proof::check;
pub use proof::{NAMESPACE, Proof, STATEMENT_NAMESPACE, Signed, SshSignature};
pub use refusal::PAGES;
pub(crate) use refusal::key_unknown;
pub use state::PersonKey;
pub use stated::SignedStatement;
pub(crate) use stated::check_statement;
pub use statement::{Act, Statement, StatementType, Stating, Terms};
