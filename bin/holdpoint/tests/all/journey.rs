//! The first journey: from a repository to an audited production.

use crate::world::{Person, World};

const JUNIT: &str =
    r#"<testsuite name="unit" tests="1"><testcase name="sells" time="0.1"/></testsuite>"#;

/// The configuration that `init` wrote, with a gate and a step for production.
fn configure(world: &World) {
    let text = world.read("repo/holdpoint.yaml");
    let (before, after) = text.split_once("  production:\n").unwrap();
    let rest = after.split_once("\ncomponents:").unwrap().1;
    let production = "    after: staging\n    protected: true\n    production: true\n    criteria:\n      - approvals: component-owner\n      - evidence: junit\n    steps:\n      - name: deploy\n        command: [sh, -c, \"echo {release} is in {environment}\"]\n";
    world.write(
        "repo/holdpoint.yaml",
        &format!("{before}  production:\n{production}\ncomponents:{rest}"),
    );
}

#[test]
fn from_a_repository_to_an_audited_production() {
    let world = World::new();
    let admin = Person::default();

    // The administrator takes over what the repository says of itself.
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    insta::assert_snapshot!("holdpoint.yaml", world.read("repo/holdpoint.yaml"));
    configure(&world);
    let rehearsed = world.run(&admin, &["apply", "--dry-run"]).ok();
    assert!(
        rehearsed.out.contains("+ component till"),
        "{}",
        rehearsed.out
    );
    assert!(!world.path("repo/.holdpoint").exists());
    let applied = world.run(&admin, &["apply"]).ok();
    insta::assert_snapshot!("applied", applied.shown(&world));
    let again = world.run(&admin, &["apply"]).ok();
    assert!(again.out == "nothing to change\n", "{}", again.out);

    // People come, each with one duty.
    let rita = world.hire("rita", &["release-manager"]);
    let olga = world.hire("olga", &["component-owner"]);
    let dean = world.hire("dean", &["deployer"]);

    // Rita puts a release together from real commits and a real file.
    world.write("repo/till.tar", "the till, built");
    let range = "v1.0.0..HEAD";
    let create = [
        "release",
        "create",
        "till-1.1",
        "--component",
        "till",
        "--title",
        "Talking till",
    ];
    let content = ["--commits", range, "--artifact", "till.tar", "--submit"];
    world.run(&rita, &[&create[..], &content[..]].concat()).ok();
    let shown = world.run(&rita, &["release", "show", "till-1.1"]).ok();
    insta::assert_snapshot!("release", shown.shown(&world));

    // The gate holds, and says what it waits for.
    let explained = world
        .run(&rita, &["gate", "explain", "till-1.1", "production"])
        .ok();
    insta::assert_snapshot!("hold", explained.shown(&world));
    world
        .run(&rita, &["gate", "check", "till-1.1", "production"])
        .exits(4);
    world
        .run(&dean, &["deploy", "till-1.1", "production"])
        .exits(4);

    // Evidence comes, and the release passes through the environments before.
    let junit = world.write("repo/junit.xml", JUNIT);
    let junit = junit.to_str().unwrap();
    world
        .run(&rita, &["evidence", "add", junit, "--release", "till-1.1"])
        .ok();
    world
        .run(&dean, &["deploy", "till-1.1", "development"])
        .ok();
    world.run(&dean, &["deploy", "till-1.1", "staging"]).ok();

    // Who made it does not approve it, whatever they hold; nor does who puts it together.
    world
        .run(&admin, &["access", "grant", "dev", "component-owner"])
        .ok();
    let dev = world.token("dev");
    let refused = world
        .run(&dev, &["approve", "till-1.1", "--as", "component-owner"])
        .exits(2);
    insta::assert_snapshot!("author", refused.shown(&world));
    world
        .run(
            &olga,
            &[
                "approve",
                "till-1.1",
                "--as",
                "component-owner",
                "--comment",
                "Fine",
            ],
        )
        .ok();

    // Now it goes. Who approved does not deploy.
    world
        .run(&rita, &["gate", "check", "till-1.1", "production"])
        .ok();
    let before = world
        .run(&admin, &["organisation", "--format", "json"])
        .ok()
        .json();
    let deployed = world.run(&dean, &["deploy", "till-1.1", "production"]).ok();
    insta::assert_snapshot!("deployed", deployed.shown(&world));
    let place = world
        .run(
            &admin,
            &["environment", "show", "production", "--format", "json"],
        )
        .ok();
    assert_eq!(place.json()["running"][0]["release"], "till-1.1");

    // As of before the deployment nothing ran there.
    let last = before["entries"].as_u64().unwrap() - 1;
    let past = [
        "environment",
        "show",
        "production",
        "--format",
        "json",
        "--at",
        &last.to_string(),
    ];
    assert_eq!(
        world.run(&admin, &past).ok().json()["running"],
        serde_json::json!([])
    );

    // Nothing ran there before, so there is nothing to go back to.
    let refused = world.run(&dean, &["rollback", "production"]).exits(2);
    insta::assert_snapshot!("nothing before", refused.shown(&world));
    second(&world, &rita, &olga, &dean);
    proven(&world, &admin);
}

/// A second release goes out, and is rolled back.
fn second(world: &World, rita: &Person, olga: &Person, dean: &Person) {
    world.write("repo/till.tar", "the till, built again");
    let create = [
        "release",
        "create",
        "till-1.2",
        "--from",
        "till-1.1",
        "--artifact",
        "till.tar",
        "--submit",
    ];
    world.run(rita, &create).ok();
    world
        .run(
            rita,
            &["evidence", "add", "junit.xml", "--release", "till-1.2"],
        )
        .ok();
    for environment in ["development", "staging"] {
        world.run(dean, &["deploy", "till-1.2", environment]).ok();
    }
    world
        .run(olga, &["approve", "till-1.2", "--as", "component-owner"])
        .ok();
    world.run(dean, &["deploy", "till-1.2", "production"]).ok();
    world.run(dean, &["rollback", "production"]).ok();
    let history = world
        .run(dean, &["environment", "history", "production"])
        .ok();
    insta::assert_snapshot!("history", history.shown(world));
    let place = world
        .run(
            dean,
            &["environment", "show", "production", "--format", "json"],
        )
        .ok();
    assert_eq!(place.json()["running"][0]["release"], "till-1.1");
}

/// All of it is proven, also to somebody who has never seen the data.
fn proven(world: &World, admin: &Person) {
    let verified = world
        .run(admin, &["audit", "verify", "--format", "json"])
        .ok()
        .json();
    assert_eq!(verified["sound"], true);
    let replayed = world
        .run(admin, &["audit", "replay", "--format", "json"])
        .ok()
        .json();
    assert_eq!(replayed["same"], true);
    assert!(replayed["verdicts"].as_u64().unwrap() >= 6, "{replayed}");
    let rita = world.token("rita");
    let bundle = world.path("bundle.tar");
    let bundle = bundle.to_str().unwrap();
    world
        .run(&rita, &["audit", "export", bundle, "--release", "till-1.1"])
        .ok();
    let key = world.read("repo/.holdpoint/ledger.vkey");
    let verify = ["audit", "verify", bundle, "--vkey", key.trim()];
    world
        .run(admin, &[&verify[..], &["--data", "/nowhere"]].concat())
        .ok();

    // One byte of it changed, and it is found.
    let mut bytes = std::fs::read(bundle).unwrap();
    let at = bytes
        .windows(8)
        .position(|window| window == b"till-1.1")
        .unwrap();
    bytes[at] ^= 1;
    std::fs::write(bundle, bytes).unwrap();
    world.run(admin, &verify).exits(2);

    // No name, no address and no free text ever reached the ledger.
    let ledger = std::fs::read(world.path("repo/.holdpoint/ledger.sqlite")).unwrap();
    for planted in [
        "dev@example.org",
        "Dev Eloper",
        "rita@",
        "Talking till",
        "Fine",
    ] {
        let found = ledger
            .windows(planted.len())
            .any(|window| window == planted.as_bytes());
        assert!(!found, "`{planted}` is in the ledger");
    }
}
