//! What is brought to steps and taken from them.

use std::process::Command;
use std::time::{Duration, Instant};

use holdpoint_agent::{AgentError, Giving, Patience, Workplace};

use crate::world::{EPOCH, World, hands, shell};

fn patience() -> Patience<'static> {
    Patience {
        until: Instant::now() + Duration::from_secs(20),
        called_off: &|| false,
    }
}

fn given(place: &Workplace, how: Giving, paths: &[&str]) -> Result<Vec<u8>, String> {
    let paths: Vec<_> = paths.iter().map(|path| (*path).to_owned()).collect();
    let (ran, bytes) = place
        .give(how, &paths, &patience(), |from| {
            let mut all = Vec::new();
            from.read_to_end(&mut all).unwrap();
            all
        })
        .unwrap();
    match ran.good {
        true => Ok(bytes.unwrap()),
        false => Err(ran.said),
    }
}

fn took(place: &Workplace, path: &str, bytes: &[u8]) -> Result<(), String> {
    let ran = place.take(path, bytes, &patience()).unwrap();
    if ran.good { Ok(()) } else { Err(ran.said) }
}

#[test]
fn a_file_is_given_as_it_is_and_taken_where_it_is_wanted() {
    let world = World::with(|options| options.supervisor = hands());
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    std::fs::create_dir(place.folder().join("out")).unwrap();
    std::fs::write(place.folder().join("out/app"), "#!/bin/sh\necho app\n").unwrap();
    let bytes = given(&place, Giving::One, &["out/app"]).unwrap();
    assert_eq!(bytes, b"file\n#!/bin/sh\necho app\n");
    let made_so = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(place.folder().join("out/app"), made_so).unwrap();
    let bytes = given(&place, Giving::One, &["out/app"]).unwrap();
    let other = world.agent.prepared(EPOCH, 2).unwrap();
    took(&other, "bin/app", &bytes).unwrap();
    took(&other, "bin/app", &bytes).unwrap();
    let ran = Command::new(other.folder().join("bin/app"))
        .output()
        .unwrap();
    assert_eq!(ran.stdout, b"app\n");
}

#[test]
fn a_folder_is_the_same_bytes_whenever_it_is_given() {
    let world = World::with(|options| options.supervisor = hands());
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    let tree = place.folder().join("dist");
    std::fs::create_dir_all(tree.join("deep")).unwrap();
    std::fs::write(tree.join("z"), "last").unwrap();
    std::fs::write(tree.join("deep/a"), "first").unwrap();
    std::os::unix::fs::symlink("../z", tree.join("deep/link")).unwrap();
    let bytes = given(&place, Giving::One, &["dist"]).unwrap();
    let other = world.agent.prepared(EPOCH, 2).unwrap();
    took(&other, "there", &bytes).unwrap();
    assert_eq!(
        std::fs::read_to_string(other.folder().join("there/deep/link")).unwrap(),
        "last"
    );
    assert_eq!(given(&other, Giving::One, &["there"]).unwrap(), bytes);
    assert_eq!(
        given(&place, Giving::Digest, &["dist/z", "dist/deep/a"]).unwrap(),
        given(&place, Giving::Digest, &["dist/deep/a", "dist/z"]).unwrap()
    );
}

#[test]
fn of_several_those_are_given_that_are_there() {
    let world = World::with(|options| options.supervisor = hands());
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    std::fs::create_dir(place.folder().join("target")).unwrap();
    std::fs::write(place.folder().join("target/one"), "1").unwrap();
    let bytes = given(&place, Giving::Found, &["target", "absent"]).unwrap();
    let other = world.agent.prepared(EPOCH, 2).unwrap();
    took(&other, ".", &bytes).unwrap();
    assert_eq!(
        std::fs::read_to_string(other.folder().join("target/one")).unwrap(),
        "1"
    );
}

#[test]
fn a_star_stands_for_any_name() {
    let world = World::with(|options| options.supervisor = hands());
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    std::fs::create_dir_all(place.folder().join("reports/deep")).unwrap();
    for name in [
        "reports/b.xml",
        "reports/a.xml",
        "reports/a.txt",
        "reports/deep/c.xml",
    ] {
        std::fs::write(place.folder().join(name), name).unwrap();
    }
    let bytes = given(&place, Giving::One, &["reports/*.xml"]).unwrap();
    let other = world.agent.prepared(EPOCH, 2).unwrap();
    took(&other, "all", &bytes).unwrap();
    let names = std::fs::read_dir(other.folder().join("all/reports")).unwrap();
    let mut names: Vec<_> = names.map(|one| one.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.xml", "b.xml"]);
    let why = given(&place, Giving::One, &["*/none-*"]).unwrap_err();
    assert!(
        why.contains("nothing is there that `*/none-*` fits"),
        "{why}"
    );
    assert!(given(&place, Giving::Digest, &["*.lock"]).is_ok());
}

#[test]
fn what_is_not_there_or_lies_elsewhere_is_named() {
    let world = World::with(|options| options.supervisor = hands());
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    let said = |paths: &[&str]| given(&place, Giving::One, paths).unwrap_err();
    assert!(
        said(&["app"]).contains("`app`: No such file"),
        "{}",
        said(&["app"])
    );
    for away in ["/etc/passwd", "../x", "a/../../b", ""] {
        assert!(said(&[away]).contains("does not lie inside"), "{away}");
        assert!(
            took(&place, away, b"file\nx")
                .unwrap_err()
                .contains("inside"),
            "{away}"
        );
    }
    assert!(
        took(&place, "x", b"nothing\n")
            .unwrap_err()
            .contains("no file and no folder")
    );
}

#[test]
fn an_archive_writes_nothing_outside() {
    let world = World::with(|options| options.supervisor = hands());
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    let mut archive = tar::Builder::new(b"folder\n".to_vec());
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    header.as_gnu_mut().unwrap().name[..7].copy_from_slice(b"../away");
    header.set_cksum();
    archive.append(&header, &b"x"[..]).unwrap();
    let _ = took(&place, "inner", &archive.into_inner().unwrap());
    assert!(!place.folder().join("away").exists());
}

#[test]
fn what_takes_too_long_or_is_not_wanted_ends() {
    let world = World::new();
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    let begun = Instant::now();
    for (limit, off) in [(50, false), (20_000, true)] {
        let mut command = Command::new("sleep");
        command.arg("30");
        let patience = Patience {
            until: begun + Duration::from_millis(limit),
            called_off: &|| off,
        };
        let (ran, _) = place
            .run(command, std::io::empty(), &patience, |_| ())
            .unwrap();
        assert!(!ran.good, "{ran:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_step_finds_what_was_brought_to_it_and_nothing_is_brought_afterwards() {
    let world = World::new();
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    std::fs::write(place.folder().join("old"), "").unwrap();
    let place = world.agent.prepared(EPOCH, 1).unwrap();
    std::fs::write(place.folder().join("new"), "brought").unwrap();
    assert!(world.run(&shell(1, "cat new; test ! -e old")).succeeded());
    assert_eq!(world.stdout(1), "brought");
    let error = world.agent.prepared(EPOCH, 1).unwrap_err();
    assert!(
        matches!(error, AgentError::Invalid { key: 1, .. }),
        "{error}"
    );
}

#[test]
fn the_end_of_a_step_is_heard_at_once() {
    let world = World::new();
    let _begun = world.agent.start(EPOCH, &shell(1, "sleep 0.05")).unwrap();
    let begun = Instant::now();
    world.agent.wait(1, Duration::from_secs(30));
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(world.outcome(1).succeeded());
}
