//! Opening: new databases, other formats, and addresses where there is nothing.

use holdpoint_cluster::Cluster;
use holdpoint_conformance::Author;
use holdpoint_ports::{LedgerStore as _, StoreError};

use crate::world::{entries_of, line, open};

fn complaint(error: &StoreError) -> String {
    let source = std::error::Error::source(error);
    format!(
        "{error} / {}",
        source.map(ToString::to_string).unwrap_or_default()
    )
}

#[test]
fn what_was_appended_is_there_after_reopening() {
    let url = Cluster::shared().database();
    let mut author = Author::new();
    let mut ledger = open(&url).unwrap();
    ledger.append(&author.batch(vec![line("one")])).unwrap();
    drop(ledger);
    let begun = std::time::Instant::now();
    let mut ledger = open(&url).unwrap();
    // Whoever closed it has left, so nobody had to wait.
    assert!(begun.elapsed().as_millis() < 2_000);
    ledger.append(&author.batch(vec![line("two")])).unwrap();
    assert_eq!(entries_of(&ledger), ["one", "two"]);
}

#[test]
fn a_newer_format_is_named_and_left_alone() {
    let url = Cluster::shared().database();
    drop(open(&url).unwrap());
    let change = "UPDATE holdpoint_ledger.format SET version = version + 1";
    Cluster::shared().sql(&url, change);
    let error = open(&url).err().unwrap();
    let StoreError::Newer { found, known } = error else {
        panic!("{error}");
    };
    assert_eq!(found, known + 1);
    let epoch = Cluster::shared().sql(&url, "SELECT epoch FROM holdpoint_ledger.head");
    assert_eq!(epoch, "1", "nobody sat down a second time");
}

#[test]
fn a_schema_of_another_program_is_left_alone() {
    let url = Cluster::shared().database();
    let change = "CREATE SCHEMA holdpoint_ledger CREATE TABLE note (text text)";
    Cluster::shared().sql(&url, change);
    let error = open(&url).err().unwrap();
    assert_eq!(
        error.to_string(),
        "the store is damaged: the schema `holdpoint_ledger` is of another program"
    );
}

#[test]
fn a_user_who_may_make_no_schema_is_told_and_may_be_given_one() {
    let url = Cluster::shared().database();
    let user = format!("clerk_{}", url.rsplit('_').next().unwrap());
    Cluster::shared().sql(&url, &format!("CREATE ROLE {user} LOGIN"));
    let theirs = url.replace("holdpoint@", &format!("{user}@"));
    let said = complaint(&open(&theirs).err().unwrap());
    assert!(said.contains("owner may make the schema"), "{said}");
    let given = format!("CREATE SCHEMA holdpoint_ledger AUTHORIZATION {user}");
    Cluster::shared().sql(&url, &given);
    open(&theirs).unwrap();
}

#[test]
fn several_that_open_a_new_database_at_once_make_one_ledger() {
    let url = Cluster::shared().database();
    let opened: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| open(&url))).collect();
        threads.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let sitting = opened.iter().filter(|one| one.is_ok()).count();
    assert_eq!(sitting, 1);
    for error in opened.into_iter().filter_map(Result::err) {
        assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    }
}

#[test]
fn where_there_is_no_database_that_is_said_without_the_password() {
    let port = Cluster::shared().port();
    for (url, expected) in [
        (
            format!("postgres://holdpoint:sesame@127.0.0.1:{port}/nowhere"),
            "database \"nowhere\" does not exist (3D000)",
        ),
        (
            format!("postgres://nobody:sesame@127.0.0.1:{port}/postgres"),
            "role \"nobody\" does not exist (28000)",
        ),
        (
            "postgres://holdpoint:sesame@127.0.0.1:1/x?connect_timeout=1".to_owned(),
            "Connection refused",
        ),
    ] {
        let said = complaint(&open(&url).err().unwrap());
        assert!(
            said.contains(expected) && !said.contains("sesame"),
            "{said}"
        );
    }
}
