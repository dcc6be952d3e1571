//! Certificates of authorities: which are taken. These were made by OpenSSL (`openssl req -x509`), with the names that
//! their files have.

use holdpoint_identity::{Root, RootMistake, TrustDomain};

use crate::world::{NOW, YEAR, authority, domain, terms};

macro_rules! root {
    ($name:literal) => {
        include_str!(concat!("data/root-", $name, ".pem"))
    };
}

#[test]
fn one_that_others_made_is_read() {
    let all = Root::read_all(root!("good")).unwrap();
    assert_eq!(all[0].domain(), &domain());
    assert_eq!(all[0].pem().trim(), root!("good").trim());
    assert!(all[0].ends() > NOW + YEAR);
}

#[test]
fn others_are_told_what_they_lack() {
    for (text, why) in [
        (root!("leaf"), "it may not sign others"),
        (root!("unable"), "it may not sign others"),
        (root!("nameless"), "it has no SPIFFE ID of a trust domain"),
        (root!("agent"), "it has no SPIFFE ID of a trust domain"),
        (root!("rsa"), "its key is not of the curve P-256"),
        (root!("p384"), "its key is not of the curve P-256"),
    ] {
        assert_eq!(Root::read_all(text), Err(RootMistake::Other(why)), "{why}");
    }
}

#[test]
fn there_are_one_or_two_of_one_domain() {
    let one = root!("good");
    let own = authority().roots()[0].pem();
    assert_eq!(Root::read_all(&format!("{one}{own}")).unwrap().len(), 2);
    let count = |text: &str| Root::read_all(text).unwrap_err();
    assert_eq!(count(""), RootMistake::Count(0));
    assert_eq!(count(&format!("{one}{own}{one}")), RootMistake::Count(3));
    let other = TrustDomain::new("other.example").unwrap();
    let other = holdpoint_identity::Authority::create(&other, &terms(NOW, YEAR, 1)).unwrap();
    let mixed = format!("{one}{}", other.roots()[0].pem());
    assert!(matches!(count(&mixed), RootMistake::Domains(..)));
    let request = include_str!("data/openssl.csr");
    assert!(matches!(count(request), RootMistake::Unreadable(_)));
    let key = authority().text();
    let error = count(&key);
    assert!(matches!(error, RootMistake::Unreadable(_)), "{error}");
}
