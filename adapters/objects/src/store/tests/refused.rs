//! What is said when a storage refuses, or is not there.

use std::net::TcpListener;
use std::time::Instant;

use holdpoint_buckets::Storage;
use holdpoint_ports::BlobTrouble;

use super::{google, open};

fn trouble(url: &str, variables: Vec<(String, String)>) -> (BlobTrouble, String) {
    let spool = tempfile::tempdir().unwrap();
    let error = open(url, spool.path(), variables).unwrap_err();
    match &error {
        holdpoint_ports::BlobError::Refused { trouble, .. } => (*trouble, error.to_string()),
        other => panic!("{other:?}"),
    }
}

fn with(mut variables: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    for pair in &mut variables {
        if pair.0 == name {
            value.clone_into(&mut pair.1);
        }
    }
    variables
}

#[test]
fn a_bucket_that_is_not_there_is_not_an_empty_one() {
    let s3 = Storage::s3();
    let (what, said) = trouble("s3://nowhere/a", s3.variables());
    assert_eq!(what, BlobTrouble::Bucket);
    assert!(
        said.starts_with("the blob store `s3://nowhere/a` is not there: NoSuchBucket"),
        "{said}"
    );
    let (what, _) = trouble("az://nowhere", Storage::azure().variables());
    assert_eq!(what, BlobTrouble::Bucket);
    let (what, _) = trouble("gs://nowhere", google::Google::shared().variables());
    assert_eq!(what, BlobTrouble::Bucket);
}

#[test]
fn whoever_has_no_key_is_told_so_and_nothing_of_the_key() {
    let s3 = Storage::s3();
    let wrong = with(s3.variables(), "AWS_SECRET_ACCESS_KEY", "Zzyzxsecret");
    let (what, said) = trouble(&s3.bucket(), wrong);
    assert_eq!(what, BlobTrouble::Credentials, "{said}");
    assert!(
        said.contains("SignatureDoesNotMatch") && !said.contains("Zzyzx"),
        "{said}"
    );
    let stranger = with(s3.variables(), "AWS_ACCESS_KEY_ID", "stranger");
    assert_eq!(trouble(&s3.bucket(), stranger).0, BlobTrouble::Credentials);
    let azure = Storage::azure();
    let wrong = with(
        azure.variables(),
        "AZURE_STORAGE_ACCOUNT_KEY",
        "Wnp5enhzZWNyZXQ=",
    );
    let (what, said) = trouble(&azure.bucket(), wrong);
    assert!(
        matches!(what, BlobTrouble::Credentials | BlobTrouble::Denied),
        "{said}"
    );
    assert!(!said.contains("Wnp5"), "{said}");
    let google = google::Google::shared();
    let wrong = with(google.variables(), "GOOGLE_BEARER_TOKEN", "Zzyzxsecret");
    assert_eq!(trouble(&google.bucket(), wrong).0, BlobTrouble::Credentials);
}

#[test]
fn nobody_there_is_said_before_long() {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let endpoint = format!("http://127.0.0.1:{port}");
    let gone = with(Storage::s3().variables(), "AWS_ENDPOINT_URL", &endpoint);
    let begun = Instant::now();
    let (what, said) = trouble("s3://bucket", gone);
    assert_eq!(what, BlobTrouble::Unreachable, "{said}");
    assert!(begun.elapsed().as_secs() < 25, "{:?}", begun.elapsed());
}
