//! Keys and signatures of people, SSH keys and passkeys: what was read is written back as the very bytes that were read.

use holdpoint_signatures::passkey::{Expected, PasskeyKey, asserted, created};
use holdpoint_signatures::ssh::{PublicKey, Signature};

pub(crate) fn run(bytes: &[u8]) {
    ssh(bytes);
    passkeys(bytes);
}

fn ssh(bytes: &[u8]) {
    if let Ok(key) = PublicKey::from_blob(bytes) {
        assert_eq!(key.blob(), bytes);
        assert_eq!(key.to_string().parse(), Ok(key));
    }
    if let Ok(signature) = Signature::from_blob(bytes) {
        assert_eq!(
            Signature::from_armour(&signature.armoured()).as_ref(),
            Ok(&signature)
        );
        assert_eq!(
            Signature::from_base64(&signature.base64()).as_ref(),
            Ok(&signature)
        );
        let _ = signature.verify("holdpoint-approval", b"yes");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let key = text.parse::<PublicKey>();
        if let Ok(key) = key {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        let _ = Signature::from_armour(text);
    }
}

fn passkeys(bytes: &[u8]) {
    let expected = Expected {
        challenge: b"x",
        origin: "https://a.example",
        site: "a.example",
    };
    let (one, other) = bytes.split_at(bytes.len() / 2);
    let _ = created(one, other, &expected);
    if let Ok(key) = PasskeyKey::from_cose(bytes) {
        assert_eq!(key.cose(), bytes);
        assert!(asserted(&key, one, other, bytes, &expected).is_err());
    }
}
