//! What an authority issues, renews and refuses.

use holdpoint_identity::{
    Admission, Authority, AuthorityMistake, Credentials, CredentialsMistake, KeyPair, RenewMistake,
    Request,
};

use crate::wire::connect;
use crate::world::{
    DAY, HOUR, NOW, agent, authority, connecting, enrolled, guarded, listener, server, terms,
};

fn asking() -> (KeyPair, Request) {
    let key = KeyPair::generate().unwrap();
    let request = Request::read(&Request::write(&key).unwrap()).unwrap();
    (key, request)
}

#[test]
fn another_certificate_is_asked_for_over_a_connection_with_the_old_one() {
    let authority = authority();
    let old = enrolled(&authority, "build-1", NOW, 2);
    // Two thirds of a day and of the five minutes before it.
    let due = NOW - 300 + (DAY + 300) / 3 * 2;
    assert_eq!(old.due(), due);
    let made = connect(connecting(&old, due), guarded(&authority, due)).unwrap();
    let (key, request) = asking();
    let peer = made.peer.unwrap();
    let issued = authority.renew(&peer, &request, &terms(due, DAY, 3), &|_, _| false);
    let new = old.renewed(key, &issued.unwrap(), due).unwrap();
    assert_eq!(new.agent(), old.agent());
    assert_ne!(new.peer().key(), old.peer().key());
    assert_eq!(new.ends(), due + DAY);
    // Long after the old one is over.
    let later = old.ends() + HOUR;
    let config = listener(&authority, later, Admission::Agents);
    let config = config.config(&server(&authority, later)).unwrap();
    assert!(connect(connecting(&new, later), config).is_ok());
}

#[test]
fn who_is_revoked_or_late_or_brings_the_old_key_gets_no_other_certificate() {
    let authority = authority();
    let old = enrolled(&authority, "build-1", NOW, 2);
    let (_, request) = asking();
    let renewed = |request: &Request, now, revoked: bool| {
        let asked = |who: &_, serial| {
            assert_eq!((who, serial), (&agent("build-1"), old.peer().serial()));
            revoked
        };
        authority.renew(old.peer(), request, &terms(now, DAY, 3), &asked)
    };
    let name = || "build-1".to_owned();
    assert_eq!(
        renewed(&request, NOW, true),
        Err(RenewMistake::Revoked(name()))
    );
    let late = NOW + DAY + 1;
    assert_eq!(
        renewed(&request, late, false),
        Err(RenewMistake::Expired(name()))
    );
    assert!(renewed(&request, NOW + DAY, false).is_ok());
    let key = KeyPair::generate().unwrap();
    let same = Request::read(&Request::write(&key).unwrap()).unwrap();
    let issued = authority
        .issue(&agent("build-1"), &same, &terms(NOW, DAY, 4))
        .unwrap();
    let credentials = Credentials::accept(key, &issued, NOW).unwrap();
    let again = authority.renew(credentials.peer(), &same, &terms(NOW, DAY, 5), &|_, _| {
        false
    });
    assert_eq!(again, Err(RenewMistake::SameKey));
}

#[test]
fn an_agent_takes_only_what_is_for_it() {
    let authority = authority();
    let (key, request) = asking();
    let (other_key, other) = asking();
    let issued = authority
        .issue(&agent("a"), &request, &terms(NOW, DAY, 2))
        .unwrap();
    assert_eq!(
        Credentials::accept(other_key, &issued, NOW).unwrap_err(),
        CredentialsMistake::Pair
    );
    let (third_key, third) = asking();
    let foreign = authority
        .issue(&agent("b"), &third, &terms(NOW, DAY, 3))
        .unwrap();
    let own = Credentials::accept(key, &issued, NOW).unwrap();
    let swapped = own.renewed(third_key, &foreign, NOW).unwrap_err();
    assert_eq!(
        swapped.to_string(),
        "the certificate is for the agent `b`, not for `a`"
    );
    // A root that did not sign it, and a time at which it does not count.
    let elsewhere = Authority::create(own.domain().unwrap(), &terms(NOW, DAY, 9)).unwrap();
    let (key, request) = asking();
    let mut issued = authority
        .issue(&agent("a"), &request, &terms(NOW, DAY, 4))
        .unwrap();
    issued.roots = elsewhere.roots()[0].pem();
    let error = Credentials::accept(key, &issued, NOW).unwrap_err();
    assert!(matches!(error, CredentialsMistake::Chain(_)), "{error}");
    let (key, request) = asking();
    let issued = authority
        .issue(&agent("a"), &request, &terms(NOW, DAY, 5))
        .unwrap();
    let error = Credentials::accept(key, &issued, NOW + 2 * DAY).unwrap_err();
    assert!(error.to_string().contains("expired"), "{error}");
    assert_eq!(other.key().pin().to_string().len(), 7 + 64);
}

#[test]
fn names_of_servers_are_all_looked_at() {
    let authority = authority();
    let names = [
        "release.example.com",
        "a b",
        "10.0.0.1",
        "*.example.com",
        "",
    ];
    let error = authority.serve(&names, &terms(NOW, DAY, 2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "these are neither names nor addresses of a server: `a b`, `*.example.com`, ``"
    );
    let error = authority.serve(&[], &terms(NOW, DAY, 2)).unwrap_err();
    assert_eq!(error, AuthorityMistake::Nameless);
    let identity = server(&authority, NOW);
    assert_eq!(
        (identity.ends(), identity.due() < NOW + DAY),
        (NOW + DAY, true)
    );
}

#[test]
fn a_lifetime_and_a_clock_are_within_reason() {
    let authority = authority();
    let (_, request) = asking();
    let issued = |now, seconds| {
        let issued = authority.issue(&agent("a"), &request, &terms(now, seconds, 2));
        issued.map_err(|error| error.to_string())
    };
    assert!(issued(NOW, 60).is_ok());
    assert!(issued(NOW, 59).unwrap_err().ends_with("not for 59 seconds"));
    assert!(issued(NOW, 101 * 366 * DAY).is_err());
    assert!(issued(-1, DAY).unwrap_err().contains("is the clock right?"));
    assert!(issued(i64::MAX, DAY).is_err());
    assert!(
        issued(NOW - DAY, DAY)
            .unwrap_err()
            .contains("or the clock is wrong")
    );
}

#[test]
fn private_keys_are_not_shown() {
    let authority = authority();
    let credentials = enrolled(&authority, "a", NOW, 2);
    let text = authority.text();
    let key = text.lines().nth(1).unwrap();
    let shown = format!(
        "{authority:?} {credentials:?} {:?}",
        server(&authority, NOW)
    );
    assert!(!shown.contains(&key[..20]));
    assert!(shown.contains("sha256:") || shown.contains("Pin"));
    // What could be shown of a key in another way: its bytes as numbers.
    let bytes = KeyPair::generate().unwrap();
    assert!(format!("{bytes:?}").len() < 300);
}
