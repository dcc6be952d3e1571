use std::os::unix::fs::PermissionsExt;

use holdpoint_agent::{AgentError, Artifact, Status};
use sha2::{Digest, Sha256};

use crate::world::{EPOCH, World, shell};

fn artifact(world: &World, name: &str, content: &str) -> Artifact {
    let source = world.file(name);
    std::fs::write(&source, content).unwrap();
    Artifact {
        name: name.into(),
        source,
        sha256: hex::encode(Sha256::digest(content)),
    }
}

#[test]
fn a_step_finds_its_artifacts() {
    let world = World::new();
    let tool = artifact(&world, "tool", "#!/bin/sh\necho from the tool\n");
    std::fs::set_permissions(&tool.source, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut step = shell(
        1,
        "cat $HOLDPOINT_ARTIFACTS/app.txt; $HOLDPOINT_ARTIFACTS/tool",
    );
    step.artifacts = vec![artifact(&world, "app.txt", "version 2\n"), tool];
    assert!(world.run(&step).succeeded(), "{}", world.stderr(1));
    assert_eq!(world.stdout(1), "version 2\nfrom the tool\n");
}

#[test]
fn an_artifact_that_was_changed_stops_the_step() {
    let world = World::new();
    let mut step = shell(1, "true");
    step.artifacts = vec![artifact(&world, "app.txt", "version 2\n")];
    std::fs::write(&step.artifacts[0].source, "version 3\n").unwrap();
    let error = world.agent.start(EPOCH, &step).unwrap_err();
    assert!(
        matches!(&error, AgentError::Artifact { name, .. } if name == "app.txt"),
        "{error}"
    );
    assert_eq!(world.agent.lookup(EPOCH, 1).unwrap(), Status::NotStarted);
    std::fs::write(&step.artifacts[0].source, "version 2\n").unwrap();
    assert!(world.run(&step).succeeded());
}
