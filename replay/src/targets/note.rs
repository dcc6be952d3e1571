//! A note that is accepted is written back as it was read, and verifying it never panics.

use holdpoint_ledger::note::{Note, Verifier, VerifierKey};

pub(crate) fn run(bytes: &[u8]) {
    if let Ok(key) = str::from_utf8(bytes)
        .unwrap_or_default()
        .trim()
        .parse::<VerifierKey>()
    {
        let again: VerifierKey = key.to_string().parse().expect("a key reads back");
        assert_eq!(again, key);
    }
    let Ok(note) = Note::parse(bytes) else { return };
    assert_eq!(note.to_bytes(), bytes);
    let keys = [
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "witness.example/w1+d9ed62c5+BO1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR",
    ];
    let keys = keys.map(|key| {
        key.parse::<VerifierKey>()
            .expect("a key")
            .verifier()
            .expect("a verifier")
    });
    let known: Vec<&dyn Verifier> = keys.iter().map(|key| &**key).collect();
    drop(note.verify(&known));
}
