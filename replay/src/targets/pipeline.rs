//! A definition is read or refused, planned or refused, and drawn; a run of it ends, in whatever order its steps do. Twice with the
//! same answer.

use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_pipelines::{Definition, Flow, Given, Outcome, RunState, Schedule, draw, plan};

/// Larger graphs are planned, and not played: that takes long and says no more.
const PLAYED: usize = 300;

pub(crate) fn run(bytes: &[u8]) {
    let Ok(source) = Source::new("holdpoint.yaml", bytes.to_vec()) else {
        return;
    };
    let Ok(definition) = Definition::of(&Arc::new(source)) else {
        return;
    };
    for name in definition.pipelines.keys() {
        let planned = || plan(&definition, name.as_str(), &Given::example());
        let Ok(graph) = planned() else { continue };
        assert_eq!(
            graph.digest(),
            planned().expect("it was planned before").digest()
        );
        if graph.nodes.len() <= PLAYED {
            assert_eq!(draw::svg(&graph), draw::svg(&graph));
            assert!(!draw::text(&graph).is_empty());
            assert!(!draw::mermaid(&graph).is_empty());
            play(graph.flow(), bytes);
        }
    }
}

/// Each byte says which of the ready steps goes on, and how it ends.
fn play(flow: &Flow, bytes: &[u8]) {
    let mut changes = Vec::new();
    let mut schedule = Schedule::new(flow, &mut changes);
    let mut bytes = bytes.iter().copied().cycle();
    let mut steps = 0;
    loop {
        let ready: Vec<u32> = schedule.ready().collect();
        let byte = bytes.next().unwrap_or_default() as usize;
        let Some(step) = ready.get(byte % ready.len().max(1)).copied() else {
            break;
        };
        steps += 1;
        assert!(steps <= flow.len(), "a step began twice");
        schedule.begin(flow, step).expect("it is ready");
        let outcome = match byte % 5 {
            0 => Outcome::Failed,
            1 => Outcome::Cancelled,
            _ => Outcome::Succeeded,
        };
        schedule
            .settle(flow, step, outcome, &mut changes)
            .expect("it runs");
    }
    assert_ne!(schedule.run(), RunState::Running);
}
