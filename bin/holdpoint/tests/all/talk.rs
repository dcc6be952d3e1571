//! People talk about a release, find what waits for them, and keep what they like at hand.

use crate::world::{Person, World};

fn shown(world: &World, person: &Person, lines: &[&[&str]]) -> String {
    let ran = lines
        .iter()
        .map(|line| world.run(person, line).shown(world));
    ran.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_question_about_a_release_reaches_who_is_asked_and_is_answered() {
    let world = World::new();
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let rita = world.hire("rita", &["release-manager"]);
    let sam = world.hire("sam", &["sre"]);
    let create = ["release", "create", "till-1.1", "--component", "till"];
    world.run(&rita, &create).ok();
    world.write("repo/trace.txt", "it went wrong here\n");
    let ask = [
        "comment",
        "add",
        "release/till-1.1",
        "Is this safe, @sam?",
        "--attach",
        "trace.txt",
    ];
    let asked = world
        .run(&rita, &[&ask[..], &["--format", "json"]].concat())
        .ok();
    let id = asked.json()["events"][0]["data"]["comment"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(!asked.out.contains("safe"), "{}", asked.out);

    let story = shown(
        &world,
        &sam,
        &[
            &["task"],
            &["task", "--kind", "approval"],
            &["comment", "list", "release/till-1.1"],
            &["comment", "add", "release/till-1.1", "It is. See @rita"],
            &["task", "done", &format!("mention:release/till-1.1:{id}")],
            &["task"],
            &["comment", "withdraw", &id],
            &["comment", "list", "release/till-9"],
            &["comment", "add", "person/sam", "hm"],
            &["task", "--kind", "wish"],
        ],
    );
    insta::assert_snapshot!("talk_question", story);
    let again = ["comment", "edit", &id, "Is this safe?"];
    world.run(&rita, &again).ok();
    world
        .run(&rita, &["comment", "withdraw", &id, "--reason", "answered"])
        .ok();
    let listed = world
        .run(
            &rita,
            &["comment", "list", "release/till-1.1", "--format", "json"],
        )
        .ok()
        .json();
    assert_eq!(listed["comments"][0]["withdrawn"], true);
    assert_eq!(listed["comments"][1]["text"], "It is. See @rita");
}

#[test]
fn what_one_likes_and_keeps_at_hand_is_ones_own() {
    let world = World::new();
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let sam = world.hire("sam", &["sre"]);
    let story = shown(
        &world,
        &sam,
        &[
            &["settings", "show"],
            &[
                "settings",
                "set",
                "--zone",
                "Europe/Vienna",
                "--language",
                "de",
                "--bulletin",
                "daily",
                "--hour",
                "7",
            ],
            &["settings", "set", "--zone", "-"],
            &["settings", "set", "--zone", "Moon"],
            &["settings", "set", "--theme", "pink"],
            &["view", "save", "mine", "/releases?stage=submitted"],
            &["view", "save", "ours", "/environments", "--shared"],
            &["view", "save", "theirs", "//elsewhere.example"],
            &["view", "remove", "mine"],
        ],
    );
    insta::assert_snapshot!("talk_settings", story);
    let of_admin = world
        .run(&admin, &["view", "list", "--format", "json"])
        .ok()
        .json();
    assert_eq!(of_admin["views"][0]["owner"]["handle"], "sam");
    let settings = world
        .run(&admin, &["settings", "show", "--format", "json"])
        .ok()
        .json();
    assert_eq!(settings["settings"]["bulletin"], "off");
}
