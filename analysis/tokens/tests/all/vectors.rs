//! The examples of the RFCs that are signed in a way that is taken, and those that are not.

use holdpoint_tokens::{Algorithm, TokenMistake, challenge, hash_half};
use serde_json::{Value, json};

use crate::issuer::{RSA, set, verified};

/// The claims of RFC 7515, appendix A.
const JOE: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

fn joe(header: &str, signature: &str) -> String {
    format!("{header}.{JOE}.{signature}")
}

fn rfc_7515_rsa() -> Value {
    json!({"kty": "RSA", "e": "AQAB", "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"})
}

fn rfc_7515_p256() -> Value {
    json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

#[test]
fn rfc_7515_a_2_rs256() {
    let token = joe(
        "eyJhbGciOiJSUzI1NiJ9",
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
    );
    let found = verified(&token, &set(&[rfc_7515_rsa()])).unwrap();
    assert_eq!(found.algorithm, Algorithm::Rs256);
    assert_eq!(found.claims.text("iss"), Some("joe"));
    assert_eq!(found.claims.moment("exp"), Ok(Some(1_300_819_380)));
    assert_eq!(
        found.claims.get("http://example.com/is_root"),
        Some(&json!(true))
    );
}

#[test]
fn rfc_7515_a_3_es256() {
    let token = joe(
        "eyJhbGciOiJFUzI1NiJ9",
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
    );
    let found = verified(&token, &set(&[rfc_7515_p256()])).unwrap();
    assert_eq!(found.algorithm, Algorithm::Es256);
    // One bit of the claims otherwise, and it is not theirs.
    let other = token.replace("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJqb2Yi");
    let keys = set(&[rfc_7515_p256()]);
    assert_eq!(verified(&other, &keys), Err(TokenMistake::Signature));
}

#[test]
fn rfc_7515_a_1_and_a_5_are_never_taken() {
    let keys = set(&[rfc_7515_p256(), rfc_7515_rsa()]);
    let shared = joe(
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    );
    let none = joe("eyJhbGciOiJub25lIn0", "");
    let other = |name: &str| Err(TokenMistake::Algorithm(name.to_owned()));
    assert_eq!(verified(&shared, &keys), other("HS256"));
    assert_eq!(verified(&none, &keys), other("none"));
}

/// RFC 7520, section 4.1, signs a sentence: that is verified as far as its claims, which there are none.
#[test]
fn rfc_7520_and_rfc_8037_sign_what_is_no_claims() {
    let sentence = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.AA";
    let edwards = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let keys = set(&[json!({"kty": "RSA", "n": RSA["n"], "e": RSA["e"]})]);
    for token in [sentence, edwards] {
        let said = verified(token, &keys).unwrap_err().to_string();
        assert!(
            said.starts_with("the claims of the token cannot be read"),
            "{said}"
        );
    }
}

/// RFC 7519, section 6.1, and RFC 8725, section 3.1: an unsecured token, whatever the case of its letters.
#[test]
fn rfc_7519_6_1_is_never_taken() {
    for name in ["none", "None", "NONE", "nOnE", ""] {
        let header = crate::issuer::b64(json!({ "alg": name }).to_string());
        let keys = set(&[rfc_7515_rsa()]);
        let said = verified(&joe(&header, ""), &keys);
        assert_eq!(said, Err(TokenMistake::Algorithm(name.to_owned())));
    }
}

#[test]
fn rfc_7636_b_challenges() {
    assert_eq!(
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

/// Computed with Python's hashlib.
#[test]
fn a_hash_of_an_access_token_is_its_left_half() {
    let token = "jHkWEdUXMU1BwAsC4vtUsZwnvTvIxEl0z9K3vx5KF0Y";
    assert_eq!(hash_half(Algorithm::Rs256, token), "Dqnsywk9617_qmSz_i8JlA");
    assert_eq!(
        hash_half(Algorithm::EdDsa, token),
        "Wo3KdyCtW5863pbEQeotFl1gkfIzAU23e8cxGIiESLM"
    );
}
