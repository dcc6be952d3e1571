//! What an agent keeps.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use holdpoint_identity::{Credentials, CredentialsTrouble, Issued};

use crate::wire::connect;
use crate::world::{NOW, authority, connecting, enrolled, guarded};

#[test]
fn an_agent_that_starts_anew_is_who_it_was() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("agent.pem");
    assert!(Credentials::open(&path).unwrap().is_none());
    let authority = authority();
    let credentials = enrolled(&authority, "build-1", NOW, 2);
    credentials.keep(&path).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let again = Credentials::open(&path).unwrap().unwrap();
    assert_eq!(again.peer(), credentials.peer());
    assert_eq!(again.domain(), credentials.domain());
    assert!(connect(connecting(&again, NOW), guarded(&authority, NOW)).is_ok());
    // A newer one takes its place.
    enrolled(&authority, "build-1", NOW, 3).keep(&path).unwrap();
    let newer = Credentials::open(&path).unwrap().unwrap();
    assert_ne!(newer.peer().serial(), again.peer().serial());
    assert_eq!(fs::read_dir(room.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_open_or_damaged_is_refused() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("agent.pem");
    let authority = authority();
    enrolled(&authority, "a", NOW, 2).keep(&path).unwrap();
    let good = fs::read_to_string(&path).unwrap();
    enrolled(&authority, "a", NOW, 3).keep(&path).unwrap();
    let other = fs::read_to_string(&path).unwrap();
    let cut = good.find("-----BEGIN CERT").unwrap();
    let mixed = format!(
        "{}{}",
        &good[..cut],
        &other[other.find("-----BEGIN CERT").unwrap()..]
    );
    let rootless = &good[..good.rfind("-----BEGIN CERT").unwrap()];
    for (text, why) in [
        ("x", "they are others"),
        (&good[..cut], "they are others"),
        (&mixed, "another key than the one"),
        (rootless, "there are 0"),
        (&good[..good.len() - 40], "its PEM is damaged"),
        (
            &good.replacen("MIGH", "MIGG", 1),
            "the private key is damaged",
        ),
    ] {
        fs::write(&path, text).unwrap();
        let error = Credentials::open(&path).unwrap_err().to_string();
        assert!(error.contains(why), "{why}: {error}");
        assert!(
            error.ends_with("Remove it and enrol the agent again"),
            "{error}"
        );
    }
    fs::write(&path, &good).unwrap();
    assert!(Credentials::open(&path).is_ok());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let error = Credentials::open(&path).unwrap_err();
    assert!(matches!(error, CredentialsTrouble::File(_)));
    assert!(error.to_string().contains("chmod 600"));
}

#[test]
fn an_answer_is_json_with_two_texts() {
    let issued = Issued {
        certificate: "a".to_owned(),
        roots: "b".to_owned(),
    };
    let json = r#"{"certificate":"a","roots":"b"}"#;
    assert_eq!(serde_json::to_string(&issued).unwrap(), json);
    assert_eq!(serde_json::from_str::<Issued>(json).unwrap(), issued);
    assert!(
        serde_json::from_str::<Issued>(r#"{"certificate":"a","roots":"b","key":"c"}"#).is_err()
    );
}
