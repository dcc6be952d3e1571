#![allow(clippy::unwrap_used, reason = "tests")]

use super::{FREE_OF_A_HANDLE, FREE_OF_A_PEER, LONGEST_WAIT, MEMORY, ROOM, Throttle};

fn fail(throttle: &Throttle, handle: &str, peer: Option<&str>, now: i64) -> Result<(), i64> {
    let peer = peer.map(|peer| peer.parse().unwrap());
    throttle.begin(handle, peer, now).map(drop)
}

#[test]
fn the_wait_doubles_after_some_failures_up_to_a_limit() {
    let throttle = Throttle::default();
    for _ in 0..=FREE_OF_A_HANDLE {
        fail(&throttle, "anna", None, 0).unwrap();
    }
    assert_eq!(fail(&throttle, "Anna ", None, 0), Err(1_000));
    assert_eq!(fail(&throttle, "anna", None, 400), Err(600));
    fail(&throttle, "bert", None, 0).unwrap();
    let mut now = 1_000;
    for wait in [2_000, 4_000, 8_000, 16_000] {
        fail(&throttle, "anna", None, now).unwrap();
        assert_eq!(fail(&throttle, "anna", None, now), Err(wait));
        now += wait;
    }
    for _ in 0..40 {
        fail(&throttle, "anna", None, now).unwrap();
        now += LONGEST_WAIT;
    }
    now += MEMORY;
    fail(&throttle, "anna", None, now).unwrap();
    fail(&throttle, "anna", None, now).unwrap();
}

#[test]
fn a_success_forgives_the_handle_and_not_the_address() {
    let throttle = Throttle::default();
    let peer = "192.0.2.1".parse().unwrap();
    for number in 0..FREE_OF_A_PEER {
        fail(&throttle, &format!("guess{number}"), Some("192.0.2.1"), 0).unwrap();
        let own = throttle.begin("mallory", Some(peer), 0).unwrap();
        throttle.succeeded(&own);
    }
    fail(&throttle, "one-more", Some("192.0.2.1"), 0).unwrap();
    assert_eq!(fail(&throttle, "last", Some("192.0.2.1"), 0), Err(1_000));
    assert_eq!(fail(&throttle, "mallory", Some("192.0.2.1"), 0), Err(1_000));
    fail(&throttle, "mallory", Some("192.0.2.2"), 0).unwrap();
}

#[test]
fn an_ipv6_network_is_one_address() {
    let throttle = Throttle::default();
    for number in 0..=FREE_OF_A_PEER {
        let peer = format!("2001:db8::{number:x}");
        fail(&throttle, &format!("guess{number}"), Some(&peer), 0).unwrap();
    }
    assert!(fail(&throttle, "x", Some("2001:db8::ffff:1"), 0).is_err());
    fail(&throttle, "x", Some("2001:db8:0:1::1"), 0).unwrap();
}

#[test]
fn a_flood_of_handles_does_not_fill_the_memory() {
    let throttle = Throttle::default();
    for number in 0..3 * ROOM {
        fail(&throttle, &number.to_string(), None, 0).unwrap();
    }
    assert!(throttle.all().len() <= ROOM);
}
