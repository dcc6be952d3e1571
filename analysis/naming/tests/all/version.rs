//! The orders of versions, with the sequences that the standards and tools themselves test.

use holdpoint_naming::VersionKind::{self, Calver, Maven, Npm, Pep440, Regex, Semver};
use holdpoint_naming::version::CalverFormat;
use proptest::prelude::*;
use std::cmp::Ordering::{self, Equal, Greater, Less};

fn assert_ascending(kind: VersionKind, versions: &[&str]) {
    for (at, low) in versions.iter().enumerate() {
        assert_eq!(kind.compare(low, low), Some(Equal), "{low} and itself");
        for high in &versions[at + 1..] {
            assert_eq!(kind.compare(low, high), Some(Less), "{low} < {high}");
            assert_eq!(kind.compare(high, low), Some(Greater), "{high} > {low}");
        }
    }
}

fn assert_equal(kind: VersionKind, groups: &[&[&str]]) {
    for group in groups {
        for left in *group {
            for right in *group {
                assert_eq!(kind.compare(left, right), Some(Equal), "{left} = {right}");
            }
        }
    }
}

#[test]
fn semver_precedence() {
    // Semantic Versioning 2.0.0, item 11.
    assert_ascending(
        Semver,
        &[
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "2.0.0",
            "2.1.0",
            "2.1.1",
        ],
    );
    assert_equal(Semver, &[&["1.0.0+a", "1.0.0+b", "1.0.0"]]);
    assert_eq!(Semver.compare("1.0", "1.0.0"), None);
    assert!(Npm.check("1.0.0+build").is_err());
}

/// The sequences of Maven's own `ComparableVersionTest`, see `tests/versions/README.md`.
#[test]
fn maven_order() {
    assert_ascending(
        Maven,
        &[
            "1-alpha2snapshot",
            "1-alpha2",
            "1-alpha-123",
            "1-beta-2",
            "1-beta123",
            "1-m2",
            "1-m11",
            "1-rc",
            "1-cr2",
            "1-rc123",
            "1-SNAPSHOT",
            "1",
            "1-sp",
            "1-sp2",
            "1-sp123",
            "1-abc",
            "1-def",
            "1-pom-1",
            "1-1-snapshot",
            "1-1",
            "1-2",
            "1-123",
        ],
    );
    assert_ascending(
        Maven,
        &[
            "2.0", "2.0.a", "2-1", "2.0.2", "2.0.123", "2.1.0", "2.1-a", "2.1b", "2.1-c", "2.1-1",
            "2.1.0.1", "2.2", "2.123", "11.a2", "11.a11", "11.b2", "11.b11", "11.m2", "11.m11",
            "11", "11.a", "11b", "11c", "11m",
        ],
    );
    assert_ascending(Maven, &["6.1.0rc3", "6.1.0", "6.1H.5-beta"]);
    assert_ascending(
        Maven,
        &[
            "20190126.230843",
            "1234567890.12345",
            "123456789012345.1H.5-beta",
            "12345678901234567890.1H.5-beta",
        ],
    );
    assert_ascending(Maven, &["1-0.alpha", "1-0.beta", "1"]);
    assert_ascending(
        Maven,
        &[
            "1.0-alpha-1-SNAPSHOT",
            "1.0-alpha-1",
            "1.0-beta-1",
            "1.0-SNAPSHOT",
            "1.0",
            "1.0-1",
        ],
    );
    assert_ascending(Maven, &["aardvark", "zebra", "ζέβρα", "7"]);
    for later in ["1.0-sp1-redhat", "1.0-sp-1-redhat", "1.0-sp.1-redhat"] {
        assert_ascending(Maven, &["1.0.final-redhat", later]);
    }
}

#[test]
fn maven_equality() {
    assert_equal(
        Maven,
        &[
            &["1", "1.0", "1.0.0", "1-0", "1.0-0"],
            &["1a", "1-a", "1.0-a", "1.0.0-a", "1.0a", "1.0.0a", "1A"],
            &["1x", "1-x", "1.0-x", "1.0.0-x", "1.0x", "1.0.0x"],
            &["1cr", "1rc", "1Cr", "1rC"],
            &["1a1", "1-alpha-1"],
            &["1b2", "1-beta-2"],
            &["1m3", "1-milestone-3", "1MILESTONE3"],
            &["1ga", "1", "1release", "1final", "1FINAL"],
            &["0000000000000000001", "01", "1"],
            &["0000000000000000000", "0"],
        ],
    );
    for x in [
        "abc",
        "alpha",
        "a",
        "beta",
        "b",
        "def",
        "milestone",
        "m",
        "RC",
    ] {
        assert_ascending(Maven, &[&format!("1.0.0.{x}1"), &format!("1.0.0-{x}2")]);
        assert_equal(
            Maven,
            &[&[
                &format!("2-{x}"),
                &format!("2.0.{x}"),
                &format!("2.0.0.{x}"),
            ]],
        );
    }
}

#[test]
fn pep440_order() {
    // PEP 440, "Summary of permitted suffixes and relative ordering", and the local versions.
    assert_ascending(
        Pep440,
        &[
            "1.dev0",
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0rc1.dev456",
            "1.0rc1",
            "1.0",
            "1.0+abc.5",
            "1.0+abc.7",
            "1.0+5",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.0.15",
            "1.1.dev1",
            "1!0.1",
        ],
    );
    assert_equal(
        Pep440,
        &[
            &["1.0", "1", "v1.0.0", "01.0"],
            &["1.0rc1", "1.0c1", "1.0-RC.1", "1.0_pre1", "1.0preview1"],
            &["1.0.post1", "1.0-1", "1.0rev1", "1.0-r1"],
            &["1.0+ubuntu.1", "1.0+ubuntu-1", "1.0+UBUNTU_1"],
        ],
    );
    for bad in [
        "",
        "1.0.x",
        "french toast",
        "1.0+",
        "1.0+a+b",
        "1!",
        "1..0",
        "1.0a1b2",
    ] {
        assert!(Pep440.check(bad).is_err(), "{bad}");
    }
}

/// Random pairs as another implementation orders them, see `tests/versions/README.md`.
fn assert_ordered_as(kind: VersionKind, pairs: &str, known: &[&str]) {
    let mut wrong = Vec::new();
    for line in pairs.lines() {
        let [left, order, right] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let expected = match order {
            "<" => Some(Less),
            ">" => Some(Greater),
            "=" => Some(Equal),
            _ => None,
        };
        if kind.compare(left, right) != expected {
            wrong.push(line);
        }
    }
    assert_eq!(wrong, known);
}

#[test]
fn pep440_as_python_orders_it() {
    assert_ordered_as(Pep440, include_str!("../versions/pep440.txt"), &[]);
}

#[test]
fn maven_as_maven_orders_it() {
    let newer = [
        "1.0RC.x < 1-0RC.x",
        "1-.snapshot00final1 > 1.0.0sp.ga",
        "1.2jrercjresnapshot. < 1.2-00finalspcr",
        "2.0-.betabrc > 2RCrelease1",
        "1.0000000 = 1final1-",
        "1.0.0rc..1 > 1.0.0.releaseaSNAPSHOT-.",
        "1.2..sp. < 1.2-final",
        "2-.release2-0 > 2.0spmilestone10alphabeta",
    ];
    assert_ordered_as(Maven, include_str!("../versions/maven.txt"), &newer);
}

#[test]
fn calendar_versions() {
    assert_ascending(
        Calver,
        &[
            "23.04",
            "2025.12.9",
            "2026.2.1-rc1",
            "2026.2.1",
            "2026.02.10",
            "2026.11",
        ],
    );
    for bad in [
        "1.2.3",
        "2026",
        "2026.0.1",
        "2026.54",
        "2026..1",
        "v2026.1",
        "2026.1.2.3.4",
    ] {
        assert!(Calver.check(bad).is_err(), "{bad}");
    }
}

#[test]
fn calendar_formats() {
    let matches =
        |format: &str, version: &str| format.parse::<CalverFormat>().unwrap().matches(version);
    assert!(matches("YYYY.0M.0D-MODIFIER", "2026.04.09-rc1"));
    assert!(matches("YY.MM.MICRO", "26.4.0"));
    assert!(!matches("YY.MM.MICRO", "26.04.0"));
    assert!(!matches("YYYY.0M", "2026.13"));
    assert!(!matches("YYYY.0M", "2026.11.1"));
    assert!(
        "MAJOR.MINOR".parse::<CalverFormat>().is_err(),
        "no date in it"
    );
    assert!("YYYY.Q".parse::<CalverFormat>().is_err());
}

#[test]
fn prereleases_are_known() {
    for (kind, version, expected) in [
        (Semver, "1.0.0-rc.1", true),
        (Semver, "1.0.0+b", false),
        (Maven, "1.0-SNAPSHOT", true),
        (Maven, "1.0-RC1", true),
        (Maven, "1.0.Final", false),
        (Maven, "1.0-jre", false),
        (Pep440, "1.0.dev1", true),
        (Pep440, "1.0.post1", false),
        (Calver, "2026.1-beta", true),
        (Regex, "x", false),
    ] {
        assert_eq!(kind.is_prerelease(version), expected, "{version}");
    }
}

#[test]
fn refusals_say_why() {
    assert_eq!(
        Semver.check("1.4").unwrap_err().to_string(),
        "`1.4` is no semver version: unexpected end of input while parsing minor version number \
         (it is MAJOR.MINOR.PATCH, as in `1.4.0` or `1.4.0-rc.1`)"
    );
    assert_eq!(
        Maven.check("[1.0,2.0)").unwrap_err().to_string(),
        "`[1.0,2.0)` is no maven version: it is a range; name one version"
    );
    assert!(VersionKind::Any.check(&"9".repeat(300)).is_err());
}

fn version_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,3}",
        Just("rc".to_owned()),
        Just("a".to_owned()),
        Just("alpha".to_owned()),
        Just("b".to_owned()),
        Just("m".to_owned()),
        Just("dev".to_owned()),
        Just("post".to_owned()),
        Just("SNAPSHOT".to_owned()),
        Just("sp".to_owned()),
        Just("ga".to_owned()),
        Just("final".to_owned()),
        Just("x".to_owned()),
        Just(".".to_owned()),
        Just("-".to_owned()),
        Just("+".to_owned()),
        Just("0".to_owned()),
    ];
    proptest::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn every_order_is_antisymmetric(left in version_text(), right in version_text()) {
        for kind in [Semver, Npm, Maven, Pep440, Calver] {
            prop_assert_eq!(kind.compare(&left, &right), kind.compare(&right, &left).map(Ordering::reverse));
            if kind.check(&left).is_ok() {
                prop_assert_eq!(kind.compare(&left, &left), Some(Equal));
            }
        }
    }

    #[test]
    fn any_text_is_answered(left in "\\PC*", right in "\\PC*") {
        for kind in [Semver, Npm, Maven, Pep440, Calver] {
            let _ = (kind.compare(&left, &right), kind.check(&left), kind.is_prerelease(&left));
        }
    }
}
