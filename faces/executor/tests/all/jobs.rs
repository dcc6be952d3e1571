//! Jobs of other systems.

use std::collections::BTreeMap;

use holdpoint_domain::pipeline::{External, Needs, Work};
use holdpoint_engine::{Executor as _, Found, Task};

use crate::world::{of, server, with, world};

fn job(key: u64) -> Task {
    let work = External {
        system: "gitlab-ci".to_owned(),
        job: "deploy".to_owned(),
        repository: "acme/shop".to_owned(),
        reference: "main".to_owned(),
        inputs: BTreeMap::from([("TARGET".to_owned(), "staging".to_owned())]),
    };
    of(key, Work::External(work), Needs::default(), Vec::new())
}

fn pipeline(status: &str) -> String {
    format!(
        r#"{{"id":47,"iid":12,"project_id":1,"status":"{status}","web_url":"https://gitlab.example.org/acme/shop/-/pipelines/47"}}"#
    )
}

#[test]
fn without_settings_it_says_what_to_set() {
    let world = world();
    let told = world.done(&job(1));
    assert!(
        told.why
            .contains("GitLab CI is not set up here: `[external.gitlab-ci]`"),
        "{}",
        told.why
    );
}

#[test]
fn a_job_is_started_followed_and_its_page_is_told() {
    let mut answers = vec![(201, pipeline("created")), (200, pipeline("success"))];
    // Its parts, once for how far it is and once more for what is told of it.
    answers.extend([
        (200, "[]".to_owned()),
        (200, pipeline("success")),
        (200, "[]".to_owned()),
        (200, "[]".to_owned()),
    ]);
    let (address, asked) = server(answers);
    let world = with(&format!(
        "[external.gitlab-ci]\napi = \"{address}\"\ntoken-file = \"ROOM/tokens/gitlab\"\n"
    ));
    world.file("tokens/gitlab", "planted-token-2");
    let task = job(9);
    let told = holdpoint_executor_told(&world, &task);
    assert!(told.success(), "{told:?} {}", world.log(&told));
    assert_eq!(
        told.url,
        "https://gitlab.example.org/acme/shop/-/pipelines/47"
    );
    let first = asked.recv().unwrap();
    assert!(
        first.starts_with("POST /projects/acme%2Fshop/pipeline"),
        "{first}"
    );
    assert!(
        first.contains("HOLDPOINT_KEY") && first.contains("planted-token-2"),
        "{first}"
    );
    assert!(!world.log(&told).contains("planted"));
    assert_eq!(world.hands.look_up(&task), Found::NeverBegan);
}

/// How it ended, before the ledger has taken it.
fn holdpoint_executor_told(
    world: &crate::world::World,
    task: &Task,
) -> holdpoint_domain::pipeline::StepResult {
    let told = crate::world::result(world.hands.carry_out(task));
    assert!(
        world
            .room
            .path()
            .join("agent/outside-9/order.json")
            .exists()
    );
    world.hands.settled(task);
    assert!(!world.room.path().join("agent/outside-9").exists());
    told
}
