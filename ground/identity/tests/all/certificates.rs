//! What certificates look like, read by another program than the one that wrote them: byte for byte where it matters.

use holdpoint_identity::{Authority, Credentials};
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::time::Time;

use crate::world::{DAY, NOW, YEAR, agent, authority, domain, enrolled, server, terms};

fn read(der: &[u8]) -> Certificate {
    let read = Certificate::from_der(der).unwrap();
    assert_eq!(read.to_der().unwrap(), der);
    read
}

/// Extensions by the last two numbers of their names, whether they are critical, and what is in them.
fn extensions(certificate: &Certificate) -> Vec<(String, bool, String)> {
    let all = certificate.tbs_certificate.extensions.iter().flatten();
    all.map(|one| {
        let name = one.extn_id.to_string();
        let name = name.strip_prefix("2.5.29.").unwrap().to_owned();
        (name, one.critical, hex::encode(one.extn_value.as_bytes()))
    })
    .collect()
}

fn of_agent(authority: &Authority) -> Certificate {
    let key = holdpoint_identity::KeyPair::generate().unwrap();
    let text = holdpoint_identity::Request::write(&key).unwrap();
    let request = holdpoint_identity::Request::read(&text).unwrap();
    let issued = authority
        .issue(&agent("build-1"), &request, &terms(NOW, DAY, 2))
        .unwrap();
    let credentials = Credentials::accept(key, &issued, NOW).unwrap();
    assert_eq!(credentials.agent(), &agent("build-1"));
    use rustls::pki_types::{CertificateDer, pem::PemObject as _};
    read(&CertificateDer::from_pem_slice(issued.certificate.as_bytes()).unwrap())
}

#[test]
fn an_agents_certificate_is_for_one_thing() {
    let authority = authority();
    let certificate = of_agent(&authority);
    let all = extensions(&certificate);
    let plain: Vec<_> = all
        .iter()
        .map(|(name, critical, _)| (name.as_str(), *critical))
        .collect();
    assert_eq!(
        plain,
        [
            ("19", true),
            ("15", true),
            ("37", false),
            ("17", false),
            ("14", false),
            ("35", false)
        ]
    );
    assert_eq!(all[0].2, "3000", "no authority");
    assert_eq!(all[1].2, "03020780", "digital signature");
    assert_eq!(
        all[2].2, "300a06082b06010505070302",
        "client authentication"
    );
    let uri = hex::encode("spiffe://example.com/agent/build-1");
    assert_eq!(all[3].2, format!("30248622{uri}"));
    let tbs = certificate.tbs_certificate;
    assert_eq!(tbs.subject.to_string(), "CN=build-1");
    assert_eq!(
        hex::encode(tbs.serial_number.as_bytes()),
        "42020202020202020202020202020202"
    );
}

#[test]
fn an_authority_signs_and_leads_to_one_other() {
    let mut authority = authority();
    let root = read(authority.roots()[0].der());
    let all = extensions(&root);
    assert_eq!(
        all[0],
        ("19".to_owned(), true, "30060101ff020101".to_owned())
    );
    assert_eq!(
        all[1],
        ("15".to_owned(), true, "03020106".to_owned()),
        "signs certificates and lists"
    );
    let uri = hex::encode("spiffe://example.com");
    assert_eq!(all[2].2, format!("30168614{uri}"));
    // Who has signed is told by the identifier of the key.
    let own = all.iter().find(|one| one.0 == "14").unwrap().2.clone();
    let issuer = |certificate: &Certificate| extensions(certificate).pop().unwrap().2;
    assert_eq!(issuer(&root)[8..], own[4..]);
    assert_eq!(issuer(&of_agent(&authority))[8..], own[4..]);
    authority.prepare(&terms(NOW, YEAR, 50)).unwrap();
    authority.activate(&terms(NOW, DAY, 51)).unwrap();
    let shown = server(&authority, NOW).chain().to_vec();
    assert_eq!(shown.len(), 4, "its own, the bridge, both roots");
    let bridge = read(&shown[1]);
    assert_eq!(
        extensions(&bridge)[0].2,
        "30060101ff020100",
        "and to none after that"
    );
    assert_eq!(bridge.tbs_certificate.issuer, root.tbs_certificate.subject);
    assert_eq!(issuer(&bridge)[8..], own[4..]);
}

#[test]
fn a_servers_certificate_has_its_names() {
    let authority = authority();
    let own = read(&server(&authority, NOW).chain()[0]);
    let all = extensions(&own);
    assert_eq!(
        all[2].2, "300a06082b06010505070301",
        "server authentication"
    );
    let names = [
        format!("8213{}", hex::encode("release.example.com")),
        "87047f000001".to_owned(),
        format!("8710{}01", "00".repeat(15)),
    ];
    assert_eq!(all[3].2, format!("302d{}", names.concat()));
}

/// RFC 5280, section 4.1.2.5: two digits for the year until 2049, four from then on.
#[test]
fn times_are_written_as_their_years_demand() {
    let of = |now, seconds| {
        let authority = Authority::create(&domain(), &terms(now, seconds, 1)).unwrap();
        read(authority.roots()[0].der()).tbs_certificate.validity
    };
    let short = of(NOW, DAY);
    assert!(matches!(
        (short.not_before, short.not_after),
        (Time::UtcTime(_), Time::UtcTime(_))
    ));
    assert_eq!(short.not_before.to_unix_duration().as_secs(), 1_799_999_700);
    assert_eq!(short.not_after.to_unix_duration().as_secs(), 1_800_086_400);
    // The last second of 2049, and the first of 2050.
    let edge = of(2_524_607_999 - DAY, DAY).not_after;
    assert!(matches!(edge, Time::UtcTime(_)));
    let edge = of(2_524_608_000 - DAY, DAY).not_after;
    assert!(matches!(edge, Time::GeneralTime(_)));
    assert_eq!(edge.to_string(), "2050-01-01T00:00:00Z");
}

#[test]
fn a_key_that_another_asked_for_is_the_only_thing_that_is_taken_of_a_request() {
    let authority = authority();
    let request = holdpoint_identity::Request::read(include_str!("data/openssl.csr")).unwrap();
    let issued = authority
        .issue(&agent("build-1"), &request, &terms(NOW, DAY, 2))
        .unwrap();
    use rustls::pki_types::{CertificateDer, pem::PemObject as _};
    let der = CertificateDer::from_pem_slice(issued.certificate.as_bytes()).unwrap();
    let theirs = read(&der);
    let ours = of_agent(&authority);
    assert_eq!(theirs.tbs_certificate.subject, ours.tbs_certificate.subject);
    assert_eq!(extensions(&theirs)[..4], extensions(&ours)[..4]);
    assert_ne!(
        theirs.tbs_certificate.subject_public_key_info,
        ours.tbs_certificate.subject_public_key_info
    );
    assert_eq!(
        enrolled(&authority, "x", NOW, 3).peer().agent(),
        &agent("x")
    );
}
