//! Runs of pipelines on a server that is killed again and again: no step is lost, none runs twice, none ends twice.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::Server;
use super::{random, start};
use crate::world::{Person, World};

/// How often the server is killed, unless `HOLDPOINT_KILLS` says otherwise.
const KILLS: usize = 6;

/// Steps of a run, one after the other and side by side.
const STEPS: usize = 6;

/// Each step leaves a line in a file.
fn definition(file: &str) -> String {
    let script = format!("echo \"$HOLDPOINT_RUN $PIPELINE_STEP\" >> {file}");
    let step = |at: usize| json!({"name": format!("s{at}"), "run": script});
    let side: Vec<_> = (0..STEPS).map(|at| json!(at.to_string())).collect();
    let all = json!({"name": "all", "run": script, "matrix": {"at": side}});
    let steps: Vec<_> = (0..STEPS).map(step).chain([all]).collect();
    let stages = json!([{"name": "build", "steps": steps}]);
    json!({
        "organisation": {"name": "shop"},
        "pipelines": {"build": {"stages": stages}},
    })
    .to_string()
}

fn begin(server: &Server<'_>) -> Option<()> {
    let asked = json!({"command": "pipeline.run", "arguments": {"pipeline": "build"}});
    let (status, _) = server.post("api/v1/commands", &asked.to_string())?;
    (status == "200").then_some(())
}

/// How many runs have ended, and how many there are.
fn runs(server: &Server<'_>) -> (usize, usize) {
    let (status, body) = server
        .ask("api/v1/query/pipeline.runs?limit=1000", "")
        .unwrap();
    assert_eq!(status, "200", "{}", String::from_utf8_lossy(&body));
    let view: Value = serde_json::from_slice(&body).unwrap();
    let runs = view["runs"].as_array().unwrap();
    let ended = runs.iter().filter(|run| run["stage"] == "succeeded");
    (ended.count(), runs.len())
}

#[test]
fn runs_go_on_where_they_stood() {
    let kills = std::env::var("HOLDPOINT_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let world = World::new();
    let file = tempfile::Builder::new()
        .prefix("holdpoint-kills-")
        .tempfile_in("/tmp")
        .unwrap();
    // Steps run as somebody else where that is possible.
    file.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o666))
        .unwrap();
    world.write(
        "repo/holdpoint.yaml",
        &definition(&file.path().display().to_string()),
    );
    let admin = Person::default();
    world.run(&admin, &["apply"]).ok();
    let token = world.hire("rita", &["release-manager"]).bearer();
    for _ in 0..kills {
        let (server, url) = start(&world);
        let asked = Server::new(&url, &token);
        if random(2) == 0 || runs(&asked).1 == 0 {
            begin(&asked);
        }
        std::thread::sleep(Duration::from_millis(random(700)));
        drop(server);
    }
    let (server, url) = start(&world);
    let asked = Server::new(&url, &token);
    let since = Instant::now();
    let count = loop {
        let (ended, all) = runs(&asked);
        if ended == all {
            break all;
        }
        assert!(
            since.elapsed() < Duration::from_secs(120),
            "{ended} of {all} have ended"
        );
        std::thread::sleep(Duration::from_millis(50));
    };
    let log = asked.log(&world.read("repo/.holdpoint/ledger.vkey"));
    once(&log.entries, count);
    let written = std::fs::read_to_string(file.path()).unwrap();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    written
        .lines()
        .for_each(|line| *lines.entry(line).or_default() += 1);
    assert_eq!(
        lines.len(),
        count * STEPS * 2,
        "every step of every run ran"
    );
    assert!(
        lines.values().all(|times| *times == 1),
        "none ran twice: {lines:?}"
    );
    drop(server);
    world.run(&admin, &["audit", "verify"]).ok();
}

/// Each step has one intent and one end in the ledger.
fn once(entries: &[Vec<u8>], runs: usize) {
    let mut ends: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for entry in entries {
        let entry: Value = serde_json::from_slice(entry).unwrap();
        let data = &entry["data"];
        let step = format!("{} {}", data["run"], data["place"]);
        match entry["type"].as_str().unwrap() {
            kind if kind.ends_with("pipeline.step-requested.v1") => {
                ends.entry(step).or_default().0 += 1;
            }
            kind if kind.ends_with("pipeline.step-finished.v1") => {
                ends.entry(step).or_default().1 += 1;
            }
            _ => {}
        }
    }
    assert_eq!(ends.len(), runs * STEPS * 2);
    assert!(ends.values().all(|one| *one == (1, 1)), "{ends:?}");
}
