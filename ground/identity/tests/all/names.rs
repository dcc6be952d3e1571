//! Names of agents, trust domains and pins.

use holdpoint_identity::{AgentId, Pin, Serial, TrustDomain};
use proptest::prelude::*;

#[test]
fn an_agent_has_a_spiffe_id() {
    let domain = TrustDomain::new("release.example.com").unwrap();
    let agent = AgentId::new("build-1.eu_West").unwrap();
    let id = agent.spiffe(&domain);
    assert_eq!(id, "spiffe://release.example.com/agent/build-1.eu_West");
    assert_eq!(AgentId::of_spiffe(&id, &domain), Some(agent));
    assert_eq!(domain.spiffe(), "spiffe://release.example.com");
    let other = TrustDomain::new("example.com").unwrap();
    assert_eq!(AgentId::of_spiffe(&id, &other), None);
}

#[test]
fn what_is_in_the_way_is_said() {
    let agent = |text: &str| AgentId::new(text).map_err(|error| error.to_string());
    let domain = |text: &str| TrustDomain::new(text).map_err(|error| error.to_string());
    assert_eq!(
        agent("build/1").unwrap_err(),
        "`build/1` cannot be the name of an agent: `/` is in it, and letters from A to Z, digits, `-`, `.` and `_` may be"
    );
    assert_eq!(
        domain("Example.com").unwrap_err(),
        "`Example.com` cannot be a trust domain: `E` is in it, and lower-case letters, digits, `-`, `.` and `_` may be"
    );
    assert!(agent("").unwrap_err().ends_with("it is empty"));
    assert!(agent("..").unwrap_err().ends_with("a way to another name"));
    assert!(agent(&"a".repeat(63)).is_ok());
    assert!(
        agent(&"a".repeat(64))
            .unwrap_err()
            .ends_with("longer than 63 characters")
    );
    assert!(domain(&"a".repeat(255)).is_ok());
    assert!(domain(&"a".repeat(256)).is_err());
    assert!(agent("a\u{7}").unwrap_err().starts_with("`a\\u{7}`"));
}

#[test]
fn pins_and_numbers_are_read_as_they_are_written() {
    let pin = Pin::of(b"");
    let text = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(pin.to_string(), text);
    assert_eq!(text.parse(), Ok(pin));
    for bad in [
        "",
        &text[7..],
        &text[..70],
        "sha1:00",
        &text.replace('e', "g"),
    ] {
        assert!(bad.parse::<Pin>().is_err(), "{bad}");
    }
    let serial = Serial::new([0xff; 16]);
    assert_eq!(serial.to_string(), "7fffffffffffffffffffffffffffffff");
    assert_eq!(serial.to_string().parse(), Ok(serial));
    for bad in ["", "00", "ffffffffffffffffffffffffffffffff", "zz"] {
        assert!(bad.parse::<Serial>().is_err(), "{bad}");
    }
}

proptest! {
    /// Who is known by an ID is who was given it, and nobody else.
    #[test]
    fn an_id_is_of_one_agent(name in "[A-Za-z0-9._-]{1,63}", text in "[a-z./:]{0,30}") {
        let domain = TrustDomain::new("example.com").unwrap();
        if let Ok(agent) = AgentId::new(&name) {
            prop_assert_eq!(AgentId::of_spiffe(&agent.spiffe(&domain), &domain), Some(agent));
        }
        if let Some(agent) = AgentId::of_spiffe(&text, &domain) {
            prop_assert_eq!(agent.spiffe(&domain), text);
        }
    }
}
