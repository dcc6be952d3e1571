//! Keys and signatures, compared with OpenSSH's own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod keygen;
mod openssh;
mod passkey;
mod security_key;
mod wrong;
