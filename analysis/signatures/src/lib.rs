//! Signatures that people make with keys of their own: SSH keys, also those in security keys, and passkeys.
//!
//! What is read here is public and comes from outside: keys, signatures, messages. Nothing is signed here, no file is
//! opened and no clock is asked; whether a signature holds is a pure function of its bytes.

pub mod passkey;
pub mod ssh;
