//! A vault that is backed up and brought back.

use holdpoint_ports::{
    Credential, Lifetime, PersonalKind, PersonalStore, PersonalThing, Retained, RetainedStore,
    Sessions, Vault, VaultKeeping,
};
use holdpoint_vault::{PostgresVault, SqliteVault};

use crate::{profile, vault};

/// Tables whose rows are backed up, and those whose rows are not: a new table has to be put into one of the lists.
const KEPT: [&str; 6] = [
    "name",
    "person",
    "personal",
    "retained",
    "system_user",
    "token",
];
const LEFT: [&str; 3] = ["link", "session", "vault"];

#[test]
fn each_table_is_backed_up_or_left_on_purpose() {
    let (room, _vault) = vault();
    let raw = rusqlite::Connection::open(room.path().join("vault/vault.sqlite")).unwrap();
    let mut names = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut listed: Vec<&str> = KEPT.into_iter().chain(LEFT).collect();
    listed.sort_unstable();
    assert_eq!(names.map(Result::unwrap).collect::<Vec<_>>(), listed);
}

#[test]
fn who_comes_back_is_known_as_before_and_signed_in_nowhere() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    vault.set_password("per_1", "word").unwrap();
    vault.map_system_user("per_1", "aa").unwrap();
    let token = vault.issue_token("per_1", "laptop", Some(9)).unwrap();
    let sealed = vault.seal("per_1", "a note").unwrap();
    let thing = PersonalThing {
        name: "mine".to_owned(),
        text: "/releases".to_owned(),
    };
    vault
        .keep_personal("per_1", PersonalKind::View, &thing)
        .unwrap();
    let lifetime = Lifetime {
        idle: 100,
        absolute: 100,
    };
    let (session, _) = vault.start_session("per_1", lifetime, 0).unwrap();

    let kept = vault.kept().unwrap();
    let other = room.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::copy(room.path().join("vault/vault.key"), other.join("vault.key")).unwrap();
    let back = SqliteVault::open(&other).unwrap();
    back.bring_back(&kept).unwrap();

    assert!(back.profile("per_1").unwrap() == Some(profile("anna")));
    assert_eq!(back.find("bert").unwrap().as_deref(), Some("per_2"));
    assert_eq!(back.open(&sealed).unwrap(), "a note");
    let password = Credential::Password {
        handle: "anna".to_owned(),
        password: "word".to_owned(),
    };
    let user = Credential::SystemUser("aa".to_owned());
    for credential in [password, user, Credential::Token(token.clone())] {
        let who = back.authenticate(&credential, 8).unwrap();
        assert_eq!(who.as_deref(), Some("per_1"));
    }
    let late = back.authenticate(&Credential::Token(token), 9).unwrap();
    assert_eq!(late, None);
    let things = back.personal_all("per_1", PersonalKind::View).unwrap();
    assert!(things == [thing]);
    assert!(back.session(&session, 1).unwrap().is_none());
    assert_eq!(back.kept().unwrap(), kept);
    let again = back.bring_back(&kept).unwrap_err();
    assert!(again.to_string().contains("vault failed"), "{again}");
}

#[test]
fn another_vaults_rows_are_of_no_use_without_its_key() {
    let (_room, one) = vault();
    one.add_person("per_1", &profile("anna")).unwrap();
    let (_other_room, other) = vault();
    other.bring_back(&one.kept().unwrap()).unwrap();
    assert!(other.profile("per_1").is_err());
    assert_eq!(other.find("anna").unwrap(), None);
}

#[test]
fn people_of_a_file_come_back_in_a_database_and_the_other_way_round() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.add_person("per_2", &profile("bert")).unwrap();
    vault.set_password("per_2", "word").unwrap();
    vault.map_system_user("per_1", "aa").unwrap();
    let token = vault.issue_token("per_1", "laptop", Some(9)).unwrap();
    vault.issue_token("per_1", "ci", None).unwrap();
    let thing = PersonalThing {
        name: "mine".to_owned(),
        text: "/releases".to_owned(),
    };
    vault
        .keep_personal("per_2", PersonalKind::View, &thing)
        .unwrap();
    let kept = vault.kept().unwrap();

    let place = |name: &str| {
        let place = room.path().join(name);
        std::fs::create_dir(&place).unwrap();
        std::fs::copy(room.path().join("vault/vault.key"), place.join("vault.key")).unwrap();
        place
    };
    let url = holdpoint_cluster::Cluster::shared().database();
    let there = PostgresVault::open(url.parse().unwrap(), place("database")).unwrap();
    let before = there.revision().unwrap();
    there.bring_back(&kept).unwrap();
    assert_ne!(there.revision().unwrap(), before);
    assert_eq!(there.kept().unwrap(), kept);
    let credential = Credential::Token(token);
    let who = there.authenticate(&credential, 8).unwrap();
    assert_eq!(who.as_deref(), Some("per_1"));
    let again = there.bring_back(&kept).unwrap_err();
    let why = std::error::Error::source(&again).unwrap().to_string();
    assert_eq!(why, "the vault has people already");

    let back = SqliteVault::open(place("file")).unwrap();
    back.bring_back(&there.kept().unwrap()).unwrap();
    assert_eq!(back.kept().unwrap(), kept);
    assert!(back.profile("per_2").unwrap() == Some(profile("bert")));
}

fn record(release: &str) -> Retained {
    Retained {
        person: "per_1".to_owned(),
        release: release.to_owned(),
        handle: "anna".to_owned(),
        name: "Anna Zzyzxperson".to_owned(),
        texts: vec![
            ([7; 32], "it had to be".to_owned()),
            ([8; 32], String::new()),
        ],
    }
}

fn stays_until_it_is_forgotten(vault: &dyn RetainedStore) {
    vault.retain(&[record("march")]).unwrap();
    vault.retain(&[record("april"), record("april")]).unwrap();
    let both = vec![record("april"), record("march")];
    let mut found = vault.retained("per_1").unwrap();
    found.sort_by(|a, b| a.release.cmp(&b.release));
    assert!(found == both);
    assert_eq!(vault.retained("per_2").unwrap(), []);
    // One is found without the others.
    let any = vault.any_retained("per_1").unwrap();
    assert!(any.is_some_and(|any| found.contains(&any)));
    assert!(vault.any_retained("per_2").unwrap().is_none());
    assert!(vault.retained_for("per_1", "march").unwrap() == Some(record("march")));
    assert!(vault.retained_for("per_1", "may").unwrap().is_none());
    assert_eq!(vault.all_retained().unwrap().len(), 2);
    let kept = vault.kept_retained().unwrap();
    assert!(vault.forget_retained("per_1", "march").unwrap());
    assert!(!vault.forget_retained("per_1", "march").unwrap());
    assert!(vault.retained("per_1").unwrap() == [record("april")]);
    vault.bring_back_retained(&kept).unwrap();
    assert_eq!(vault.kept_retained().unwrap(), kept);
    // One in another's place is none.
    let mut wrong = kept[0].clone();
    wrong.release = "may".to_owned();
    vault.bring_back_retained(&[wrong]).unwrap();
    assert!(vault.retained("per_1").is_err());
}

#[test]
fn what_stays_of_somebody_stays_until_it_is_forgotten() {
    let (room, vault) = vault();
    vault.add_person("per_1", &profile("anna")).unwrap();
    vault.erase("per_1").unwrap();
    stays_until_it_is_forgotten(&vault);
    vault.erase("per_1").unwrap();
    assert_eq!(vault.all_retained().unwrap().len(), 3);
    for name in ["vault.sqlite", "vault.key"] {
        let bytes = std::fs::read(room.path().join("vault").join(name)).unwrap();
        for plain in ["Zzyzxperson", "had to be"] {
            assert!(!bytes.windows(plain.len()).any(|w| w == plain.as_bytes()));
        }
    }
    let (_room, there) = crate::postgres::vault();
    stays_until_it_is_forgotten(&there);
}
