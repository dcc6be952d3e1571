//! OpenSSH public keys, and the signatures over files that `ssh-keygen -Y sign` makes (SSHSIG).
//!
//! | format | described in |
//! |---|---|
//! | public keys | RFC 4253 section 6.6, RFC 5656, RFC 8709; `PROTOCOL.u2f` of OpenSSH for `sk-` keys |
//! | signatures over files | `PROTOCOL.sshsig` of OpenSSH |
//! | signatures by `sk-` keys | `PROTOCOL.u2f` of OpenSSH |
//!
//! ```
//! use holdpoint_signatures::ssh::PublicKey;
//!
//! let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti anna@example.org";
//! let key: PublicKey = line.parse()?;
//! assert_eq!(key.fingerprint(), "SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ");
//! # Ok::<(), holdpoint_signatures::ssh::KeyMistake>(())
//! ```

mod armour;
mod key;
mod material;
mod mistake;
mod pen;
mod signature;
mod wire;

pub use key::{Algorithm, PublicKey};
pub use mistake::{KeyMistake, SignatureMistake};
pub use pen::Pen;
pub use signature::{Hash, Presence, Signature};
