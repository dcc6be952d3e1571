//! Whatever comes, it is read or refused.

use holdpoint_tokens::{KeySet, Provider, Token};
use proptest::prelude::*;

use crate::issuer::{Secret, b64, claims, set};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = Token::read(&text);
        let _ = KeySet::read(&bytes);
        let _ = Provider::read(&bytes, "https://a.example");
        let token = format!("{}.{}.{}", b64(&bytes), b64(b"{}"), b64(&bytes));
        let _ = Token::read(&token);
    }

    #[test]
    fn nobody_else_signs(signature in proptest::collection::vec(any::<u8>(), 0..80)) {
        let secret = Secret::ed25519();
        let claims = claims(&serde_json::json!({}));
        let good = secret.token(r#"{"alg":"EdDSA","kid":"a"}"#, &claims);
        let (message, own) = good.rsplit_once('.').unwrap();
        let other = b64(&signature);
        prop_assume!(other != own);
        let token = format!("{message}.{other}");
        prop_assert!(Token::read(&token).unwrap().verify(&set(&[secret.public("a")])).is_err());
    }
}
