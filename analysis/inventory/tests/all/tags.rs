use holdpoint_inventory::{Scheme, past_releases};

use crate::world::repository;

#[test]
fn tags_of_every_fashion_are_read() {
    let inventory = repository(&[
        ("a/package.json", r#"{"name": "@shop/till"}"#),
        ("sdk/metric/go.mod", "module example.org/shop/sdk/metric"),
        ("core/Cargo.toml", "[package]\nname = \"core-2d\""),
    ]);
    let cases = [
        ("v1.2.3", "1.2.3", "", None, false),
        ("1.2", "1.2", "", None, false),
        ("release-1.2.3", "1.2.3", "", None, false),
        ("releases/v1.2.3", "1.2.3", "", None, false),
        (
            "@shop/till@1.2.3",
            "1.2.3",
            "@shop/till",
            Some("till"),
            false,
        ),
        ("till@1.2.3", "1.2.3", "till", Some("till"), false),
        ("till-v1.2.3-rc.1", "1.2.3-rc.1", "till", Some("till"), true),
        (
            "sdk/metric/v0.4.0",
            "0.4.0",
            "sdk/metric",
            Some("metric"),
            false,
        ),
        ("core-2d-0.4.0", "0.4.0", "core-2d", Some("core-2d"), false),
        ("gone/v1.0.0", "1.0.0", "gone", None, false),
        ("shop-root-1.0.0", "1.0.0", "shop-root", None, false),
        ("1.2.3.RELEASE", "1.2.3.RELEASE", "", None, false),
        ("v1.0.0+build.5", "1.0.0+build.5", "", None, false),
        ("1.0.0-beta2", "1.0.0-beta2", "", None, true),
    ];
    for (tag, version, prefix, component, prerelease) in cases {
        let past = past_releases([tag], &inventory.components);
        let release = past
            .releases
            .first()
            .unwrap_or_else(|| panic!("`{tag}` is no release"));
        let found = (
            release.version.as_str(),
            release.prefix.as_str(),
            release.component.as_deref(),
        );
        assert_eq!(found, (version, prefix, component), "{tag}");
        assert_eq!(release.prerelease, prerelease, "{tag}");
        assert_eq!(release.scheme, Scheme::SemVer, "{tag}");
    }
}

#[test]
fn dates_are_versions_too() {
    for tag in [
        "2026.01.2",
        "v2026-01-31",
        "20260131",
        "2026.1",
        "till-2026-01-31",
    ] {
        let past = past_releases([tag], &[]);
        assert_eq!(
            past.releases.first().map(|one| one.scheme),
            Some(Scheme::CalVer),
            "{tag}"
        );
        assert!(!past.releases[0].prerelease, "{tag}");
    }
}

#[test]
fn other_tags_are_left_apart() {
    let others = [
        "latest",
        "v1",
        "stable-2",
        "before-refactoring",
        "x1.2.3",
        "v",
        "",
        "99999999",
        "v1..2",
    ];
    let past = past_releases(others, &[]);
    assert_eq!(past.others, others);
}

#[test]
fn a_plain_tag_is_about_the_only_component() {
    let inventory = repository(&[
        ("go.mod", "module example.org/mod"),
        ("examples/x/go.mod", "module example.org/mod/x"),
    ]);
    let past = past_releases(["v1.0.0"], &inventory.components);
    assert_eq!(past.releases[0].component.as_deref(), Some("mod"));
    assert_eq!(past.releases[0].reason, "the repository has one component");
}
