//! What a run has done is undone when it has not gone well, in reverse.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_pipelines::{Carried, Given, Graph, Outcome, RunState, Schedule, State, draw, plan};
use proptest::prelude::*;

use crate::random::definition;
use crate::world::{planned, sound, wrong};

const NIGHT: &str = "
pipelines:
  night:
    rehearsal: {production: staging}
    stages:
      - name: before
        steps:
          - {name: freeze, run: freeze, planned: 5m, back-out: [{name: thaw, run: thaw}]}
      - environment: production
        steps:
          - name: deploy
            deploy: {per: component, roll-back: true}
            planned: 10m
          - name: switch
            manual: {owner: sre, instructions: Switch over., planned: 15m}
            back-out:
              - {name: switch-back, run: switch-back}
              - {name: look, run: look}
          - {name: announce, run: announce, point-of-no-return: true}
          - {name: tidy, run: tidy}
";

fn carried() -> Vec<Carried> {
    let one = |component: &str, release: &str, after: &[usize]| Carried {
        component: component.to_owned(),
        release: release.to_owned(),
        after: after.to_vec(),
    };
    vec![
        one("ledger", "core-7", &[]),
        one("api", "core-7", &[0]),
        one("mail", "mail-2", &[]),
        one("web", "web-3", &[1, 2]),
    ]
}

fn night(event: &str) -> Graph {
    let given = Given {
        event: event.to_owned(),
        carried: carried(),
        ..Given::default()
    };
    plan(&sound(NIGHT), "night", &given).unwrap()
}

/// Runs to the end; each step ends as is said, or else well. The steps that began, in order.
fn driven(graph: &Graph, ends: &[(&str, Outcome)], cancel_at: &str) -> (RunState, Vec<String>) {
    let mut changes = Vec::new();
    let mut schedule = Schedule::new(graph.flow(), &mut changes);
    let mut order = Vec::new();
    loop {
        let next = schedule.ready().next();
        let Some(next) = next else { break };
        let id = graph.nodes[next as usize].id.to_string();
        schedule.begin(graph.flow(), next).unwrap();
        let outcome = ends.iter().find(|(name, _)| *name == id);
        let mut outcome = outcome.map_or(Outcome::Succeeded, |(_, outcome)| *outcome);
        if id == cancel_at {
            schedule.cancel(graph.flow(), &mut changes);
            outcome = Outcome::Cancelled;
        }
        order.push(id);
        schedule
            .settle(graph.flow(), next, outcome, &mut changes)
            .unwrap();
    }
    (schedule.run(), order)
}

const GATES: [&str; 3] = [
    "production:gate[release=core-7]",
    "production:gate[release=mail-2]",
    "production:gate[release=web-3]",
];

#[test]
fn components_are_deployed_after_those_that_they_depend_on_and_nothing_is_undone_of_what_went_well()
{
    let (state, order) = driven(&night("cutover"), &[], "");
    assert_eq!(state, RunState::Succeeded);
    let deploys =
        ["ledger", "mail", "api", "web"].map(|name| format!("production/deploy[component={name}]"));
    let expected: Vec<String> = ["before/freeze"]
        .iter()
        .chain(&GATES)
        .map(|id| (*id).to_owned())
        .collect();
    let rest = [
        "production/switch",
        "production/announce",
        "production/tidy",
    ]
    .map(str::to_owned);
    let mut found = order.clone();
    found[4..8].sort();
    let mut sorted = deploys.to_vec();
    sorted.sort();
    assert_eq!(found, [expected, sorted, rest.to_vec()].concat());
    let at = |id: &str| order.iter().position(|one| one.contains(id)).unwrap();
    assert!(
        at("component=ledger") < at("component=api") && at("component=api") < at("component=web")
    );
    assert!(at("component=mail") < at("component=web"));
}

#[test]
fn what_was_done_is_undone_in_reverse() {
    let failed = [("production/announce", Outcome::Failed)];
    let (state, order) = driven(&night("cutover"), &failed, "");
    assert_eq!(state, RunState::Failed);
    let undone = &order[order
        .iter()
        .position(|id| id.ends_with("announce"))
        .unwrap()
        + 1..];
    assert_eq!(undone.len(), 7, "{undone:?}");
    assert_eq!(undone[0], "production/switch:back-out/switch-back");
    assert_eq!(undone[1], "production/switch:back-out/look");
    assert_eq!(undone[2], "production/deploy[component=web]:roll-back");
    let at = |id: &str| undone.iter().position(|one| one.contains(id)).unwrap();
    assert!(at("=api") < at("=ledger"));
    assert_eq!(undone[6], "before/freeze:back-out/thaw");
}

#[test]
fn what_never_began_is_not_undone() {
    let failed = [("production/deploy[component=api]", Outcome::Failed)];
    let (state, order) = driven(&night("cutover"), &failed, "");
    assert_eq!(state, RunState::Failed);
    assert!(
        !order
            .iter()
            .any(|id| id.contains("component=web") || id.contains("switch")),
        "{order:?}"
    );
    let back: Vec<_> = order
        .iter()
        .filter(|id| id.contains(":roll-back"))
        .collect();
    assert_eq!(
        back.len(),
        3,
        "what has failed half-way is undone, too: {back:?}"
    );
}

#[test]
fn after_the_point_of_no_return_nothing_is_undone() {
    let failed = [("production/tidy", Outcome::Failed)];
    let (state, order) = driven(&night("cutover"), &failed, "");
    assert_eq!(state, RunState::Failed);
    assert_eq!(order.last().unwrap(), "production/tidy");
}

#[test]
fn a_run_that_is_cancelled_is_undone() {
    let (state, order) = driven(&night("cutover"), &[], "production/switch");
    assert_eq!(state, RunState::Cancelled);
    assert!(
        order
            .iter()
            .any(|id| id == "production/switch:back-out/look"),
        "{order:?}"
    );
    assert_eq!(order.last().unwrap(), "before/freeze:back-out/thaw");
}

/// The others are undone all the same.
#[test]
fn undoing_that_fails_ends_itself_alone() {
    let failed = [
        ("production/announce", Outcome::Failed),
        ("production/switch:back-out/switch-back", Outcome::Failed),
    ];
    let (_, order) = driven(&night("cutover"), &failed, "");
    assert!(
        !order.iter().any(|id| id.ends_with("back-out/look")),
        "{order:?}"
    );
    assert_eq!(order.last().unwrap(), "before/freeze:back-out/thaw");
}

#[test]
fn a_rehearsal_goes_elsewhere_and_its_steps_keep_their_names() {
    let (real, rehearsal) = (night("cutover"), night("rehearsal"));
    let ids = |graph: &Graph| {
        graph
            .nodes
            .iter()
            .map(|node| node.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&real), ids(&rehearsal));
    let text = serde_json::to_string(&rehearsal.nodes).unwrap();
    assert!(!text.contains("\"environment\":\"production\""), "{text}");
    assert_eq!(
        rehearsal.stages[1].environment.as_ref().unwrap().as_str(),
        "staging"
    );
    assert_ne!(real.digest(), rehearsal.digest());
}

#[test]
fn a_pipeline_without_a_place_for_it_is_not_rehearsed() {
    let text = NIGHT.replace("    rehearsal: {production: staging}\n", "");
    let given = Given {
        event: "rehearsal".to_owned(),
        ..Given::default()
    };
    let wrong = plan(&sound(&text), "night", &given).unwrap_err();
    let said = crate::world::told(&wrong);
    assert!(
        said.contains("`rehearsal` of the pipeline `night` lacks `production`"),
        "{said}"
    );
    assert!(
        said.contains("say where it is rehearsed: `rehearsal: {production: staging}`"),
        "{said}"
    );
}

#[test]
fn what_undoes_is_not_undone_and_no_environment_stands_in_for_itself() {
    let text = NIGHT
        .replace(
            "run: thaw}",
            "run: thaw, back-out: [{name: x, run: x}], point-of-no-return: true}",
        )
        .replace(
            "{name: look, run: look}",
            "{name: look, deploy: {roll-back: true}}",
        )
        .replace("{production: staging}", "{production: production}");
    insta::assert_snapshot!("wrong-back-out", wrong(&text));
}

/// Several releases and nothing said: each is deployed as a whole, in an order in which none waits for one that comes later.
#[test]
fn releases_are_deployed_one_after_the_other_where_they_depend_on_each_other() {
    let text = NIGHT.replace("{per: component, roll-back: true}", "{roll-back: true}");
    let given = Given {
        event: "cutover".to_owned(),
        carried: carried(),
        ..Given::default()
    };
    let graph = plan(&sound(&text), "night", &given).unwrap();
    let (_, order) = driven(&graph, &[], "");
    let deploys: Vec<_> = order.iter().filter(|id| id.contains("deploy[")).collect();
    assert_eq!(deploys.len(), 3, "{deploys:?}");
    assert_eq!(deploys[2], "production/deploy[release=web-3]");
}

/// Without a server nobody knows what it carries; it is drawn as one step.
#[test]
fn a_night_is_drawn() {
    insta::assert_snapshot!("night-text", draw::text(&planned(NIGHT)));
    insta::assert_snapshot!("night-carried", draw::text(&night("cutover")));
}

/// All that comes before a node.
fn before(graph: &Graph) -> Vec<BTreeSet<u32>> {
    let mut all: Vec<BTreeSet<u32>> = Vec::new();
    for node in &graph.nodes {
        let mut own = BTreeSet::new();
        for early in &node.after {
            own.insert(*early);
            own.extend(all[*early as usize].iter().copied());
        }
        all.push(own);
    }
    all
}

proptest! {
    #[test]
    fn whatever_happens_all_that_was_done_is_undone_in_reverse(
        text in definition(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let text = text.replace("run: x", "run: x, back-out: [{name: undo, run: y}]");
        let graph = planned(&text);
        let mut changes = Vec::new();
        let mut schedule = Schedule::new(graph.flow(), &mut changes);
        let (mut running, mut began) = (Vec::new(), Vec::new());
        let mut bytes = bytes.into_iter().chain(std::iter::repeat(11));
        loop {
            let ready: Vec<u32> = schedule.ready().collect();
            if ready.is_empty() && running.is_empty() { break; }
            let byte = bytes.next().unwrap();
            if byte == 255 {
                schedule.cancel(graph.flow(), &mut changes);
            } else if running.is_empty() || (byte % 2 == 0 && !ready.is_empty()) {
                let Some(at) = ready.get(byte as usize % ready.len().max(1)) else { continue };
                schedule.begin(graph.flow(), *at).unwrap();
                running.push(*at);
                began.push(*at);
            } else {
                let at = running.swap_remove(byte as usize % running.len());
                let undoes = graph.nodes[at as usize].id.contains(":back-out/");
                let outcome = if byte % 5 == 0 && !undoes { Outcome::Failed } else { Outcome::Succeeded };
                schedule.settle(graph.flow(), at, outcome, &mut changes).unwrap();
            }
        }
        let id = |at: u32| &*graph.nodes[at as usize].id;
        let places: BTreeMap<&str, usize> = began.iter().enumerate().map(|(at, node)| (id(*node), at)).collect();
        let well = schedule.run() == RunState::Succeeded;
        let before = before(&graph);
        let undo = |at: u32| format!("{}:back-out/undo", id(at));
        for (at, node) in graph.nodes.iter().enumerate() {
            let at = u32::try_from(at).unwrap();
            if node.task.is_none() || graph.find(&undo(at)).is_none() { continue }
            let skipped = matches!(schedule.state(at), State::Ended(Outcome::Skipped(_)));
            prop_assert_eq!(places.contains_key(undo(at).as_str()), !well && !skipped, "{} {:?}", id(at), schedule.run());
            let Some(own) = places.get(undo(at).as_str()) else { continue };
            for early in &before[at as usize] {
                if let Some(other) = places.get(undo(*early).as_str()) {
                    prop_assert!(own < other, "{} before {}", id(at), id(*early));
                }
            }
            let last = began.iter().rposition(|node| !id(*node).contains(":back-out/")).unwrap();
            prop_assert!(last < *own);
        }
    }
}
