//! How an agent that nobody knows yet is let in: by a secret that counts once.
//!
//! Whoever invites an agent draws a [`Secret`], shows its text once and keeps a [`Kept`], from which the secret cannot be
//! had. The text says, too, by which key the server is known ([`Pin`](crate::Pin)), so that the agent believes nobody
//! else on its first connection. Where what is kept lies, and that it is used up once it has let somebody in, is the
//! caller's business: it has to be taken away in the same transaction in which the agent becomes known.

mod kept;
mod secret;
mod text;

pub use kept::{Kept, Why};
pub use secret::{FileMistake, Secret};
pub use text::{PREFIX, SecretMistake};
