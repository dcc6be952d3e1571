//! What is kept in directories: by whom it may be read, and what is said when it is damaged.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_identity::{Authority, Damage, FileTrouble, TrustDomain};

use crate::world::{NOW, YEAR, authority, domain, terms};

fn opened(directory: &Path) -> Result<Authority, FileTrouble> {
    Authority::open_or_create(directory, &domain(), &terms(NOW, YEAR, 1))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn an_authority_is_made_once() {
    let room = tempfile::tempdir().unwrap();
    let directory = room.path().join("deep/authority");
    assert!(Authority::open(&directory).unwrap().is_none());
    let first = opened(&directory).unwrap();
    assert_eq!(opened(&directory).unwrap().pin(), first.pin());
    assert_eq!(
        Authority::open(&directory).unwrap().unwrap().pin(),
        first.pin()
    );
    assert_eq!(mode(&directory.join("authority.pem")), 0o600);
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
}

#[test]
fn of_several_that_begin_at_once_all_have_the_same() {
    let room = tempfile::tempdir().unwrap();
    let pins: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| opened(room.path()).unwrap().pin()))
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(pins.iter().all(|pin| *pin == pins[0]), "{pins:?}");
}

#[test]
fn a_rollover_is_kept() {
    let room = tempfile::tempdir().unwrap();
    let mut authority = opened(room.path()).unwrap();
    authority.prepare(&terms(NOW, YEAR, 50)).unwrap();
    authority.keep(room.path()).unwrap();
    let again = Authority::open(room.path()).unwrap().unwrap();
    assert_eq!(again.roots(), authority.roots());
    assert_eq!(mode(&room.path().join("authority.pem")), 0o600);
}

#[test]
fn a_file_that_others_may_read_is_refused() {
    let room = tempfile::tempdir().unwrap();
    opened(room.path()).unwrap();
    let path = room.path().join("authority.pem");
    for open in [0o640, 0o604, 0o660] {
        fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
        let error = opened(room.path()).unwrap_err().to_string();
        assert!(
            error.contains("chmod 600") && error.contains("authority.pem"),
            "{error}"
        );
    }
}

#[test]
fn an_authority_of_another_domain_is_not_taken_for_this_ones() {
    let room = tempfile::tempdir().unwrap();
    opened(room.path()).unwrap();
    let other = TrustDomain::new("other.example").unwrap();
    let error = Authority::open_or_create(room.path(), &other, &terms(NOW, YEAR, 1)).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("is of the trust domain `example.com`, not of `other.example`")
    );
}

/// Parts of the text of an authority.
fn parts(authority: &Authority) -> Vec<String> {
    let text = authority.text();
    let all = text.split_inclusive("-----\n").collect::<Vec<_>>();
    all.chunks(2).map(<[_]>::concat).collect()
}

fn damage(text: &str) -> Damage {
    Authority::read(text).unwrap_err()
}

#[test]
fn what_is_damaged_is_said() {
    let (one, other) = (parts(&authority()), parts(&authority()));
    let [key, own] = one.as_slice() else {
        panic!("{one:?}")
    };
    assert_eq!(damage(""), Damage::Parts);
    assert_eq!(damage(key), Damage::Parts);
    assert_eq!(damage(&format!("{own}{key}")), Damage::Parts);
    assert_eq!(damage(&format!("{key}{}", other[1])), Damage::Pair);
    assert!(matches!(
        damage(&format!("{key}{}", &own[..own.len() - 30])),
        Damage::Pem(_)
    ));
    assert!(matches!(
        damage(&key.replace("PRIVATE", "EC PRIVATE")),
        Damage::Pem(_)
    ));
    let cut = |text: &str, line: usize| {
        let lines: Vec<_> = text
            .lines()
            .enumerate()
            .filter(|(at, _)| *at != line)
            .collect();
        lines
            .into_iter()
            .map(|(_, line)| format!("{line}\n"))
            .collect::<String>()
    };
    assert_eq!(damage(&format!("{}{own}", cut(key, 1))), Damage::Key);
    assert!(matches!(
        damage(&format!("{key}{}", cut(own, 3))),
        Damage::Root(_)
    ));
}

#[test]
fn a_successor_and_a_predecessor_have_to_be_those_of_this_authority() {
    let mut first = authority();
    first.prepare(&terms(NOW, YEAR, 50)).unwrap();
    let next = parts(&first);
    first.activate(&terms(NOW, YEAR, 51)).unwrap();
    let activated = parts(&first);
    let mut second = authority();
    second.prepare(&terms(NOW, YEAR, 50)).unwrap();
    second.activate(&terms(NOW, YEAR, 51)).unwrap();
    let others = parts(&second);
    assert!(Authority::read(&activated.concat()).is_ok());
    let with = |former: &str, bridge: &str| [&activated[0], &activated[1], former, bridge].concat();
    assert_eq!(damage(&with(&activated[2], &others[3])), Damage::Bridge);
    assert_eq!(damage(&with(&others[2], &activated[3])), Damage::Bridge);
    assert_eq!(damage(&with(&activated[2], &activated[2])), Damage::Bridge);
    // To an authority of the same name, with another key.
    assert_eq!(damage(&with(&others[2], &others[3])), Damage::Bridge);
    assert!(Authority::read(&next.concat()).is_ok());
    assert_eq!(
        damage(
            &[&next[0], &next[1], &next[2], &others[1]]
                .map(String::as_str)
                .concat()
        ),
        Damage::Pair
    );
    // Of another trust domain.
    let elsewhere = TrustDomain::new("other.example").unwrap();
    let elsewhere = parts(&Authority::create(&elsewhere, &terms(NOW, YEAR, 9)).unwrap());
    let mixed = [&next[0], &next[1], &elsewhere[0], &elsewhere[1]]
        .map(String::as_str)
        .concat();
    assert!(matches!(damage(&mixed), Damage::Root(_)));
}

#[test]
fn a_damaged_file_is_named_with_what_helps() {
    let room = tempfile::tempdir().unwrap();
    opened(room.path()).unwrap();
    let path = room.path().join("authority.pem");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    let error = opened(room.path()).unwrap_err().to_string();
    assert!(error.contains("authority.pem` is damaged: "), "{error}");
    assert!(
        error.ends_with("every agent has to be enrolled again"),
        "{error}"
    );
    // And nothing was made in its place.
    assert_eq!(fs::read_to_string(&path).unwrap(), text[..text.len() / 2]);
}

/// Whatever bit of the certificate is turned, it is noticed: it is signed.
#[test]
fn no_bit_of_a_root_can_be_turned() {
    let authority = authority();
    let text = authority.text();
    let key = &text[..text.find("-----BEGIN CERT").unwrap()];
    let own = authority.roots()[0].der().to_vec();
    for bit in 0..own.len() * 8 {
        let mut turned = own.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        let body = STANDARD.encode(turned);
        let turned =
            format!("{key}-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
        assert!(Authority::read(&turned).is_err(), "bit {bit}");
    }
}
