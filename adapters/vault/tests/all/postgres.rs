//! What is particular to a vault in a database.

use holdpoint_cluster::Cluster;
use holdpoint_ports::{
    Credential, Lifetime, PersonalKind, PersonalStore as _, PersonalThing, Profile, Sessions as _,
    Vault as _,
};
use holdpoint_vault::PostgresVault;
use tempfile::TempDir;

use crate::profile;

/// An empty vault in a database of its own, with the directory that has its key.
pub(crate) fn vault() -> (TempDir, PostgresVault) {
    let room = tempfile::tempdir().unwrap();
    let url = Cluster::shared().database();
    let vault = open(&url, &room).unwrap();
    (room, vault)
}

fn open(url: &str, room: &TempDir) -> Result<PostgresVault, String> {
    let vault = PostgresVault::open(url.parse().unwrap(), room.path().join("vault"));
    vault.map_err(|error| std::error::Error::source(&error).unwrap().to_string())
}

/// Two servers with one vault, each with the key in a directory of its own.
fn two() -> (String, [(TempDir, PostgresVault); 2]) {
    let url = Cluster::shared().database();
    let rooms = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let first = open(&url, &rooms[0]).unwrap();
    std::fs::create_dir(rooms[1].path().join("vault")).unwrap();
    let key = |at: usize| rooms[at].path().join("vault/vault.key");
    std::fs::copy(key(0), key(1)).unwrap();
    let second = open(&url, &rooms[1]).unwrap();
    let [one, other] = rooms;
    (url, [(one, first), (other, second)])
}

#[test]
fn what_one_server_does_counts_at_once_on_the_other() {
    let (_, [(_one, here), (_other, there)]) = two();
    let before = there.revision().unwrap();
    here.add_person("per_1", &profile("anna")).unwrap();
    assert_ne!(
        there.revision().unwrap(),
        before,
        "names are to be read anew"
    );
    let token = here.issue_token("per_1", "laptop", None).unwrap();
    let who = |vault: &PostgresVault| {
        let credential = Credential::Token(token.clone());
        vault.authenticate(&credential, 0).unwrap()
    };
    assert_eq!(who(&there).as_deref(), Some("per_1"));
    assert_eq!(who(&here).as_deref(), Some("per_1"));
    there.revoke_tokens("per_1", "laptop").unwrap();
    assert_eq!(who(&here), None);
    let link = here.issue_link("per_1", 10).unwrap();
    assert_eq!(
        there.redeem_link(&link, 1).unwrap().as_deref(),
        Some("per_1")
    );
    assert_eq!(here.redeem_link(&link, 1).unwrap(), None);
    let sealed = here.seal("per_1", "a note").unwrap();
    assert_eq!(there.open(&sealed).unwrap(), "a note");
    let before = here.revision().unwrap();
    there.erase("per_1").unwrap();
    assert_ne!(here.revision().unwrap(), before);
    assert!(here.open(&sealed).is_err());
}

#[test]
fn a_name_goes_to_one_of_those_who_ask_at_the_same_time() {
    let (_, [(_one, here), (_other, there)]) = two();
    for round in 0..20 {
        let name = format!("anna{round}");
        let add = |vault: &PostgresVault, person: String| {
            let mail = None;
            let (handle, name) = (name.clone(), name.clone());
            vault
                .add_person(&person, &Profile { handle, name, mail })
                .is_ok()
        };
        let (one, other) = std::thread::scope(|scope| {
            let one = scope.spawn(|| add(&here, format!("per_a{round}")));
            let other = scope.spawn(|| add(&there, format!("per_b{round}")));
            (one.join().unwrap(), other.join().unwrap())
        });
        assert!(one != other, "round {round}: {one} and {other}");
        let owner = here.find(&name).unwrap().unwrap();
        assert_eq!(owner.starts_with("per_a"), one);
    }
}

#[test]
fn another_key_or_none_is_an_error_and_never_replaced() {
    let (url, [(room, here), _there]) = two();
    drop(here);
    let key = room.path().join("vault/vault.key");
    std::fs::write(&key, "00".repeat(32)).unwrap();
    let error = open(&url, &room).unwrap_err();
    assert!(error.contains("not the key of this vault"), "{error}");
    std::fs::remove_file(&key).unwrap();
    let error = open(&url, &room).unwrap_err();
    assert!(error.contains("is missing"), "{error}");
    assert!(!key.exists());
}

#[test]
fn it_is_in_a_schema_of_its_own_and_nothing_of_a_person_is_in_the_clear() {
    let (url, [(_one, vault), _there]) = two();
    vault.add_person("per_1", &profile("xanthippe")).unwrap();
    vault.map_system_user("per_1", "xanthuser").unwrap();
    vault.issue_token("per_1", "xanthlabel", None).unwrap();
    vault.set_password("per_1", "xanthword").unwrap();
    let sql = |text: &str| Cluster::shared().sql(&url, text);
    let schemas = "SELECT DISTINCT schemaname FROM pg_tables WHERE schemaname LIKE 'holdpoint%'";
    assert_eq!(sql(schemas), "holdpoint_vault");
    let all = sql("SELECT database_to_xml(true, true, '')");
    assert!(all.contains("per_1"), "the search must be able to find");
    for text in ["xanth", "Xanth", "zzyzx", "Zzyzx"] {
        let encoded = sql(&format!("SELECT encode('{text}', 'base64')"));
        assert!(!all.contains(text) && !all.contains(&encoded), "{text}");
        let found = "SELECT count(*) FROM holdpoint_vault.person WHERE position('TEXT'::bytea IN profile) > 0";
        assert_eq!(sql(&found.replace("TEXT", text)), "0");
    }
}

#[test]
fn a_vault_in_a_file_moves_to_the_database_once() {
    let (room, file) = crate::vault();
    file.add_person("per_1", &profile("anna")).unwrap();
    file.add_person("per_2", &profile("bert")).unwrap();
    file.set_password("per_1", "word").unwrap();
    file.map_system_user("per_2", "bb").unwrap();
    let token = file.issue_token("per_1", "laptop", Some(9)).unwrap();
    let link = file.issue_link("per_2", 10).unwrap();
    let lifetime = Lifetime {
        idle: 100,
        absolute: 200,
    };
    let (session, _) = file.start_session("per_1", lifetime, 1).unwrap();
    let thing = PersonalThing {
        name: "mine".into(),
        text: "a view".into(),
    };
    file.keep_personal("per_1", PersonalKind::View, &thing)
        .unwrap();
    let sealed = file.seal("per_1", "a note").unwrap();
    drop(file);
    let url = Cluster::shared().database();
    let vault = open(&url, &room).unwrap();
    assert!(!room.path().join("vault/vault.sqlite").exists());
    assert_eq!(vault.open(&sealed).unwrap(), "a note");
    assert!(vault.profile("per_2").unwrap() == Some(profile("bert")));
    let password = Credential::Password {
        handle: "anna".to_owned(),
        password: "word".to_owned(),
    };
    for (credential, person) in [
        (Credential::Token(token), "per_1"),
        (password, "per_1"),
        (Credential::SystemUser("bb".to_owned()), "per_2"),
    ] {
        assert_eq!(
            vault.authenticate(&credential, 1).unwrap().as_deref(),
            Some(person)
        );
    }
    assert!(vault.session(&session, 2).unwrap().is_some());
    assert_eq!(
        vault.redeem_link(&link, 1).unwrap().as_deref(),
        Some("per_2")
    );
    let kept = vault.personal("per_1", PersonalKind::View, "mine").unwrap();
    assert_eq!(kept.as_deref(), Some("a view"));
    drop(vault);
    // Another one in a file beside it is nobody's to choose.
    let path = room.path().join("vault/vault.sqlite");
    std::fs::write(&path, "").unwrap();
    let error = open(&url, &room).unwrap_err();
    assert!(error.contains("remove the file"), "{error}");
    assert!(path.exists());
}

#[test]
fn a_broken_connection_is_made_again() {
    let (url, [(_one, vault), _there]) = two();
    vault.add_person("per_1", &profile("anna")).unwrap();
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_eq!(Cluster::shared().sql(&url, cut), "2");
    assert_eq!(vault.find("anna").unwrap().as_deref(), Some("per_1"));
}
