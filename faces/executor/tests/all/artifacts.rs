//! What goes from one step to another, and to the next run.

use std::collections::BTreeMap;

use holdpoint_domain::pipeline::{ArtifactKind, Brought, Cache, Needs, StepResult};
use holdpoint_ports::{BlobDigest, BlobStore as _};

use crate::world::{task, world};

fn making(name: &str, path: &str) -> Needs {
    Needs {
        makes: BTreeMap::from([(name.to_owned(), path.to_owned())]),
        ..Needs::default()
    }
}

fn brought(name: &str, path: &str, from: &StepResult) -> Brought {
    let made = &from.artifacts[name];
    Brought {
        name: name.to_owned(),
        path: path.to_owned(),
        digest: Some(made.digest),
        kind: made.kind,
    }
}

#[test]
fn a_step_is_given_the_very_bytes_that_another_one_made() {
    let world = world();
    let script = "mkdir out; printf '#!/bin/sh\\necho shop 1.4\\n' > out/shop; chmod +x out/shop";
    let made = world.run(1, script, making("shop", "out/shop"));
    assert!(made.success(), "{}", world.log(&made));
    let artifact = &made.artifacts["shop"];
    assert_eq!((artifact.bytes, artifact.kind), (24, ArtifactKind::Program));
    let kept = world.blobs.get(&BlobDigest(artifact.digest.0)).unwrap();
    assert_eq!(kept.unwrap(), b"#!/bin/sh\necho shop 1.4\n");
    let given = vec![brought("shop", "bin/shop", &made)];
    let used = world.done(&task(2, "bin/shop", Needs::default(), given));
    assert_eq!(world.log(&used), "o shop 1.4\n");
    assert!(used.preparing.is_some() && used.started.is_some());
}

#[test]
fn a_folder_goes_over_as_a_whole() {
    let world = world();
    let made = world.run(
        1,
        "mkdir -p dist/a; echo 1 > dist/a/one; echo 2 > dist/two",
        making("site", "dist"),
    );
    assert_eq!(made.artifacts["site"].kind, ArtifactKind::Folder);
    let given = vec![brought("site", "site", &made)];
    let used = world.done(&task(2, "cat site/a/one site/two", Needs::default(), given));
    assert_eq!(world.log(&used), "o 1\no 2\n");
}

#[test]
fn a_step_that_has_not_made_what_it_says_has_failed() {
    let world = world();
    let made = world.run(1, "echo done", making("shop", "out/shop"));
    assert_eq!(made.exit_code, Some(126));
    assert!(
        made.why
            .starts_with("the artifact `shop` is not there: `out/shop`: No such file"),
        "{}",
        made.why
    );
    assert!(
        world
            .log(&made)
            .starts_with("o done\n! the artifact `shop`"),
        "{}",
        world.log(&made)
    );
    // One that has failed need not have made anything.
    let failed = world.run(2, "exit 3", making("shop", "out/shop"));
    assert_eq!((failed.exit_code, failed.why.as_str()), (Some(3), ""));
}

#[test]
fn a_step_whose_artifact_is_missing_does_not_begin() {
    let world = world();
    let mark = world.room.path().join("mark");
    let script = format!("touch {}", mark.display());
    let missing = Brought {
        name: "shop".to_owned(),
        path: "shop".to_owned(),
        digest: None,
        kind: ArtifactKind::File,
    };
    let gone = Brought {
        digest: Some(holdpoint_domain::Digest([7; 32])),
        ..missing.clone()
    };
    for (key, brought, why) in [
        (1, missing, "no step of this run has made it"),
        (2, gone, "is not kept here"),
    ] {
        let refused = world.done(&task(key, &script, Needs::default(), vec![brought]));
        assert_eq!(refused.exit_code, Some(125));
        assert!(refused.why.contains(why), "{}", refused.why);
    }
    assert!(!mark.exists());
}

fn caching(name: &str) -> Needs {
    Needs {
        caches: vec![Cache {
            name: name.to_owned(),
            paths: vec!["target".to_owned()],
            key: vec!["Cargo.lock".to_owned()],
        }],
        ..Needs::default()
    }
}

/// A step that finds its key in an artifact.
fn built(world: &crate::world::World, key: u64, lock: &str) -> (StepResult, String) {
    let made = world.run(
        key,
        &format!("echo {lock} > Cargo.lock"),
        making("lock", "Cargo.lock"),
    );
    let given = vec![brought("lock", "Cargo.lock", &made)];
    let script =
        "cat target/built 2>/dev/null || echo cold; mkdir -p target; echo warm > target/built";
    let built = world.done(&task(key + 1, script, caching("build"), given));
    assert!(built.success(), "{}", world.log(&built));
    let log = world.log(&built);
    (built, log)
}

#[test]
fn a_cache_is_there_for_the_next_run_as_long_as_its_key_is_the_same() {
    let world = world();
    let (first, log) = built(&world, 1, "one");
    assert_eq!((first.cached.len(), log.as_str()), (0, "o cold\n"));
    let (second, log) = built(&world, 3, "one");
    assert_eq!(
        (second.cached, log.as_str()),
        (vec!["build".to_owned()], "o warm\n")
    );
    let (_, log) = built(&world, 5, "two");
    assert_eq!(log, "o cold\n");
}

#[test]
fn nothing_of_a_step_is_left_when_the_ledger_knows_how_it_ended() {
    let world = world();
    world.run(1, "echo much > file", Needs::default());
    let names: Vec<_> = std::fs::read_dir(world.room.path().join("agent/1"))
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names
            .iter()
            .all(|name| ["step.json", "pid", "process", "exit.json"].contains(&name.as_str())),
        "{names:?}"
    );
}

#[test]
fn what_a_step_of_a_deployment_wrote_is_kept_as_it_is() {
    use holdpoint_domain::Command;
    use holdpoint_domain::Effect;
    use holdpoint_engine::{Executor as _, Task};
    let world = world();
    let command = ["sh", "-c", "echo out; printf part"]
        .map(str::to_owned)
        .to_vec();
    let effect = Effect::RunStep {
        deployment: "dep_00000000000000000000000000".parse().unwrap(),
        release: "shop-1".parse().unwrap(),
        environment: "live".parse().unwrap(),
        step: "switch".to_owned(),
        command,
        variables: BTreeMap::new(),
        timeout_seconds: 20,
    };
    let told = world.hands.carry_out(&Task::new(9, 1, effect)).pop();
    let Some(Command::FinishStep(told)) = told else {
        panic!("{told:?}")
    };
    let kept = told.outcome.blob.map(|digest| BlobDigest(digest.0));
    let kept = world.blobs.get(&kept.unwrap()).unwrap().unwrap();
    assert_eq!(String::from_utf8(kept).unwrap(), "out\npart");
}

#[test]
fn a_step_has_the_files_of_its_commit_and_what_cannot_be_fetched_is_said() {
    use std::process::Command;
    let world = world();
    let repository = world.room.path().join("shop");
    std::fs::create_dir(&repository).unwrap();
    let git = |words: &[&str]| {
        let own = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let mut git = Command::new("git");
        let ran = git.current_dir(&repository).args(own).args(words).output();
        String::from_utf8(ran.unwrap().stdout)
            .unwrap()
            .trim()
            .to_owned()
    };
    git(&["init", "-q"]);
    std::fs::write(repository.join("version"), "1.4\n").unwrap();
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    let commit = git(&["rev-parse", "HEAD"]);
    std::fs::write(repository.join("version"), "1.5\n").unwrap();
    git(&["commit", "-q", "-a", "-m", "second"]);
    let path = repository.display().to_string();
    let script = "cat version; git rev-parse HEAD; git status --porcelain";
    let of_commit = |key, commit: &str| {
        let mut task = task(key, script, Needs::default(), Vec::new());
        if let holdpoint_domain::Effect::RunPipelineStep { source, .. } = &mut task.effect {
            *source = Some((path.clone(), commit.to_owned()));
        }
        world.done(&task)
    };
    let told = of_commit(1, &commit);
    assert_eq!(world.log(&told), format!("o 1.4\no {commit}\n"));
    let told = of_commit(2, &"0".repeat(40));
    assert_eq!(told.exit_code, Some(125));
    assert!(
        told.why.contains("could not be fetched from"),
        "{}",
        told.why
    );
}
